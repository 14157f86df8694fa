--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1, 'one') ON CONFLICT DO NOTHING;
INSERT INTO public.a VALUES (2, 'two') ON CONFLICT DO NOTHING;
INSERT INTO public.a VALUES (3, 'three') ON CONFLICT DO NOTHING;

--
-- PostgreSQL database dump complete
--

