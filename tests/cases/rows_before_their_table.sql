-- Saved out of order: the rows are converted all the same, by the types below.
INSERT INTO public.flags VALUES (1, 't', '{"a": 1}');
INSERT INTO public.flags VALUES (2, 'f', NULL);
CREATE TABLE public.flags (id integer NOT NULL, is_on boolean, extra jsonb);
ALTER TABLE ONLY public.flags ADD CONSTRAINT flags_pkey PRIMARY KEY (id);
