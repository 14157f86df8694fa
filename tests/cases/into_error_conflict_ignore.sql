-- PostgreSQL database dump
INSERT INTO public.t VALUES (1, 'its key is there: skipped');
INSERT INTO public.t VALUES (2, NULL);
-- PostgreSQL database dump complete
