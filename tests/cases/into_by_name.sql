-- PostgreSQL database dump
CREATE TABLE public.people (
    id integer NOT NULL,
    name text,
    born smallint,
    city text,
    active boolean,
    price numeric(5,2),
    zips text[],
    flags boolean[],
    attrs public.hstore,
    doc jsonb,
    at timestamp with time zone,
    day date
);
INSERT INTO public.people VALUES (1, 'Ann', 1980, 'Oslo', true, 12.50, '{10115,20095}', '{t,f}', '"a"=>"1"', '{}', '2024-02-29 12:00:00+02', '2024-02-29');
COPY public.people (id, active, zips, flags, attrs, doc, at, day) FROM stdin;
2	f	{01067}	{}		[]	infinity	infinity
3	t	\N	\N	\N	"x"	\N	\N
\.
CREATE TABLE public.later (a integer, b text);
INSERT INTO public.later VALUES (1, 'x');
-- PostgreSQL database dump complete
