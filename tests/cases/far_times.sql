--
-- PostgreSQL database dump
--

CREATE TABLE public.near (
    d date,
    t timestamp without time zone,
    CONSTRAINT near_d CHECK ((d > '2020-01-01'::date)),
    CONSTRAINT near_t CHECK ((t < '2030-01-01 00:00:00'::timestamp without time zone))
);
CREATE TABLE public.far (
    d date,
    t timestamp without time zone,
    a text,
    CONSTRAINT far_d CHECK ((d > '2020-01-01'::date)),
    CONSTRAINT far_t CHECK ((t > '0500-01-01 00:00:00 BC'::timestamp without time zone)),
    CONSTRAINT far_a CHECK ((a = lower(a)))
);
COPY public.near (d, t) FROM stdin;
2024-02-29	2024-02-29 12:00:00
infinity	-infinity
\.
COPY public.far (d, t, a) FROM stdin;
10000-01-01	0044-03-15 00:00:00 BC	é
\.

--
-- PostgreSQL database dump complete
--
