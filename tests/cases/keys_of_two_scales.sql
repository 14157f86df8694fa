--
-- PostgreSQL database dump
--
CREATE TABLE public.p (n numeric(20,2) NOT NULL, m numeric(20,3) NOT NULL);
CREATE TABLE public.c (a numeric(20,2), b numeric(20,2), d numeric);
ALTER TABLE ONLY public.p ADD CONSTRAINT p_pkey PRIMARY KEY (n);
ALTER TABLE ONLY public.p ADD CONSTRAINT p_m UNIQUE (m);
ALTER TABLE ONLY public.c ADD CONSTRAINT same FOREIGN KEY (a) REFERENCES public.p(n);
ALTER TABLE ONLY public.c ADD CONSTRAINT other FOREIGN KEY (b) REFERENCES public.p(m);
ALTER TABLE ONLY public.c ADD CONSTRAINT unknown FOREIGN KEY (d) REFERENCES public.p(n);
--
-- PostgreSQL database dump complete
--
