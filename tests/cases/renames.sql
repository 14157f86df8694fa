--
-- PostgreSQL database dump
--

CREATE TABLE public.t (
    "A" integer,
    a integer,
    sqlite_a integer
);
CREATE TABLE app.t (
    id integer
);
CREATE TABLE public.app_t (
    id integer
);
CREATE TABLE public.sqlite_stat (
    id integer
);
CREATE TABLE public."T" (
    id integer
);
INSERT INTO public.t VALUES (1, 2, 3);
INSERT INTO public.t ("A", a) VALUES (4, 5);
INSERT INTO app.t VALUES (1);
INSERT INTO public.app_t VALUES (2);
INSERT INTO public.sqlite_stat VALUES (3);
INSERT INTO public."T" VALUES (4);
CREATE INDEX i ON public.t USING btree (a);
CREATE INDEX i ON app.t USING btree (id);
CREATE INDEX t ON public.app_t USING btree (id);

--
-- PostgreSQL database dump complete
--

