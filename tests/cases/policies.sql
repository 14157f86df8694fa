--
-- PostgreSQL database dump
--
CREATE TABLE public.t (
    id integer NOT NULL,
    a text[] DEFAULT '{x,y}'::text[],
    n integer[],
    ts timestamp without time zone DEFAULT now(),
    tz timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    m numeric(10,2) DEFAULT 1.50,
    e numeric,
    b boolean,
    j jsonb,
    d date,
    by bytea,
    c citext
);
COPY public.t (id, a, n, ts, tz, m, e, b, j, d, by, c) FROM stdin;
1	{a,"b c"}	{1,2}	2024-02-29 12:34:56.5	2024-02-29 12:34:56.5+02	12.50	1.10	t	{"a": 1}	2024-02-29	\\x00	Abc
2	{}	{}	1969-12-31 23:59:59.25	0001-01-01 00:00:00+00	0.00	12345678901234567890	f	1	\N	\N	\N
3	{"","a"}	{{1},{2}}	infinity	294276-12-31 23:59:59.999999+00	\N	NaN	\N	\N	infinity	\N	\N
4	{""}	{NULL}	2024-01-01 00:00:00	2024-01-01 00:00:00+00	1.00	1.00	t	[]	2024-01-01	\N	\N
\.
ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);
--
-- PostgreSQL database dump complete
--
