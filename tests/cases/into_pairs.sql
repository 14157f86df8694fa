-- PostgreSQL database dump
CREATE TYPE public.pair AS (a integer, b text);
CREATE TABLE public.t (
    id integer,
    hex uuid,
    bytes uuid,
    dashes uuid,
    spent interval,
    lasts interval,
    at time without time zone,
    words text[],
    numbers integer[],
    pairs public.pair,
    noon time without time zone,
    note text
);
COPY public.t (id, hex, bytes, dashes, spent, lasts, at, words, numbers, pairs, noon, note) FROM stdin;
1	a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11	a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11	a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11	3 days 00:00:04.000005	3 days 00:00:04.000005	01:01:01.5	{new,"big spender"}	{1,2}	(1,x)	12:00:00.5	a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
2	\N	\N	\N	-00:00:00.000001	-00:00:00.000001	23:00:00	{}	\N	\N	\N	x
3	\N	\N	\N	00:00:00	2 days	00:00:00.000001	\N	{}	(,)	24:00:00	\N
\.
-- PostgreSQL database dump complete
