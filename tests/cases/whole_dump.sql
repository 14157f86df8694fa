--
-- PostgreSQL database dump
--

SET default_table_access_method = heap;
CREATE TYPE public.mood AS ENUM (
    'sad',
    'it''s; ok'
);
CREATE FUNCTION public.f() RETURNS integer
    LANGUAGE plpgsql
    AS $_$ BEGIN INSERT INTO public.t VALUES ($1); RETURN '; $$ '; END; $_$;
CREATE FUNCTION public.g(a integer) RETURNS integer
    LANGUAGE sql
    BEGIN ATOMIC
 INSERT INTO public.t VALUES (a);
 SELECT CASE WHEN (a > 0) THEN 1 ELSE 2 END AS "case";
END;
ALTER FUNCTION public.g(a integer) OWNER TO postgres;
CREATE TABLE public.t (
    id integer NOT NULL,
    m public.mood DEFAULT 'it''s; ok'::public.mood
);
ALTER TABLE public.t OWNER TO postgres;
CREATE SEQUENCE public.t_id_seq START WITH 1;
ALTER TABLE ONLY public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);
INSERT INTO public.t VALUES (1, 'it''s; ok');
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_pkey PRIMARY KEY (id);
CREATE RULE r AS ON INSERT TO public.t DO ( NOTIFY a; NOTIFY b; );
CREATE INDEX t_m ON public.t USING btree (m);
COMMENT ON TABLE public.t IS 'fake;
INSERT INTO public.fake VALUES (1);';
GRANT ALL ON TABLE public.t TO PUBLIC;
DROP TABLE IF EXISTS public.old;

--
-- PostgreSQL database dump complete
--

