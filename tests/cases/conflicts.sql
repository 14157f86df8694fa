--
-- PostgreSQL database dump
--

INSERT INTO public.one VALUES (1, 'a') ON CONFLICT DO NOTHING;
INSERT INTO public.one VALUES
	(2, 'b'),
	(3, 'c') ON CONFLICT DO NOTHING;
INSERT INTO public.two (id) VALUES (1) ON CONFLICT DO NOTHING;
INSERT INTO public.nothing DEFAULT VALUES;

--
-- PostgreSQL database dump complete
--

