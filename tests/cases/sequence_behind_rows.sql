-- PostgreSQL database dump
CREATE TABLE public.t (id integer NOT NULL);
CREATE SEQUENCE public.t_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;
ALTER TABLE ONLY public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);
COPY public.t (id) FROM stdin;
3
\.
SELECT pg_catalog.setval('public.t_id_seq', 1, false);
ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);
-- PostgreSQL database dump complete
