--
-- PostgreSQL database dump
--

INSERT INTO public.r VALUES (1, 'a
b', 'alone', 'it''s
\r', '\r
\0r', 'none');
INSERT INTO public.r VALUES (2, E'a\r\nb', E'x\ry', 'z', 'w', 'v');

--
-- PostgreSQL database dump complete
--

