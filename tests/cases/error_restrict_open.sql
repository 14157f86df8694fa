--
-- PostgreSQL database dump
--

\restrict abcdef

INSERT INTO public.a VALUES (1, 'x');

--
-- PostgreSQL database dump complete
--

\unrestrict abc
