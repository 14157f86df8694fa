--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1, 'x'::text);

--
-- PostgreSQL database dump complete
--

