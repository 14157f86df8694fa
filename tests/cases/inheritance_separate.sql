--
-- PostgreSQL database dump
--

CREATE EXTENSION IF NOT EXISTS timescaledb WITH SCHEMA public;
CREATE TABLE public.metrics (
    "time" timestamp with time zone NOT NULL,
    reading numeric
);
CREATE TABLE parts.one (
    CONSTRAINT own CHECK ((("time" >= '2024-01-04 00:00:00+00'::timestamp with time zone) AND ("time" < '2024-01-11 00:00:00+00'::timestamp with time zone)))
)
INHERITS (public.metrics);
CREATE TABLE parts.two (
    CHECK (("time" >= '2024-01-11 00:00:00+00'::timestamp with time zone))
)
INHERITS (public.metrics);
CREATE TABLE public.vehicles (id integer NOT NULL, wheels integer);
CREATE TABLE public.cars (doors integer) INHERITS (public.vehicles);
CREATE TABLE public.vans (load numeric(5,2)) INHERITS (public.cars);
CREATE TABLE public.carts (CHECK ((wheels = 2))) INHERITS (public.vehicles);
COPY timescale_catalog.hypertable (id, schema_name, table_name) FROM stdin;
1	public	metrics
\.
COPY parts.one ("time", reading) FROM stdin;
2024-01-05 00:00:00+00	1.23456789012345678901
\.
COPY parts.two ("time", reading) FROM stdin;
2024-01-12 00:00:00+00	2
\.
COPY public.metrics ("time", reading) FROM stdin;
\.
COPY public.vehicles (id, wheels) FROM stdin;
1	1
\.
COPY public.cars (id, wheels, doors) FROM stdin;
2	4	5
\.
COPY public.vans (id, wheels, doors, load) FROM stdin;
3	6	2	1.5
\.
COPY public.carts (id, wheels) FROM stdin;
4	2
\.
ALTER TABLE ONLY parts.one ADD CONSTRAINT one_pkey PRIMARY KEY ("time");

--
-- PostgreSQL database dump complete
--

