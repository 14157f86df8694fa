--
-- PostgreSQL database dump
--
CREATE TABLE public.a (id integer NOT NULL, a boolean DEFAULT true NOT NULL, b boolean DEFAULT (1 > 0), c boolean GENERATED ALWAYS AS ((id > 1)) STORED, d boolean DEFAULT 'f'::boolean, l boolean[], g public.geometry(Point,4326), h public.geography, CONSTRAINT x CHECK ((a OR (NOT b))), CONSTRAINT y CHECK ((a = true)), CONSTRAINT z CHECK ((d IS NOT TRUE)));
COPY public.a (id, a, b, d, l, g, h) FROM stdin;
1	t	f	f	{t,f,NULL}	0101000020E6100000000000000000F03F0000000000000040	\N
2	t	\N	\N	\N	\N	POINT(1 2)
\.
INSERT INTO public.a (id, a, b) VALUES (3, true, true);
CREATE INDEX i ON public.a USING btree (a) WHERE b;
CREATE UNIQUE INDEX j ON public.a USING btree (a, id) WHERE (NOT d);
--
-- PostgreSQL database dump complete
--
