-- PostgreSQL database dump
INSERT INTO public.t VALUES (1, '08:00:00.25', '08:00:00.25+02');
INSERT INTO public.t VALUES (2, '24:00:00', '08:00:00+00');
-- PostgreSQL database dump complete
