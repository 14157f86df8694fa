-- PostgreSQL database dump

CREATE TABLE public.t (
    id integer NOT NULL,
    at timestamp with time zone DEFAULT '0044-03-15 12:00:00+00 BC'::timestamp with time zone
);

COPY public.t (id, at) FROM stdin;
1	0044-03-15 12:00:00+00 BC
2	2024-02-29 12:00:00.5+02
\.

-- PostgreSQL database dump complete
