--
-- PostgreSQL database dump
--

INSERT INTO public.a SELECT * FROM public.b;

--
-- PostgreSQL database dump complete
--

