-- PostgreSQL database dump
CREATE TABLE public.t (tags text[]);
CREATE INDEX g ON public.t USING gin (tags);
-- PostgreSQL database dump complete
