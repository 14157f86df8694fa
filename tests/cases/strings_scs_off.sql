--
-- PostgreSQL database dump
--

SET standard_conforming_strings = off;
SET escape_string_warning = off;
INSERT INTO public.s VALUES (1, 'it''s', 'back\\slash', 'quote\'s', '\\xdead', 'a\\', E'n\n', 'plain');
INSERT INTO public."back\slash" VALUES ('x\ty');
SET standard_conforming_strings = on;
INSERT INTO public.s VALUES (2, 'a\nb', 'x', 'y', 'z', 'a', 'b', 'c');

--
-- PostgreSQL database dump complete
--

