--
-- PostgreSQL database dump
--

SET standard_conforming_strings = on;
INSERT INTO public.one VALUES (1, 'a');
INSERT INTO public.one VALUES (2, 'b');
INSERT INTO public.one VALUES
	(3, 'c'),
	(4, 'd');
INSERT INTO public.named (id, t) VALUES (1, 'x');
INSERT INTO public.named (id, t) VALUES
	(2, 'y'),
	(3, 'z');
INSERT INTO public.ident OVERRIDING SYSTEM VALUE VALUES (1, 'a');
INSERT INTO public.ident (id, t) OVERRIDING USER VALUE VALUES (2, 'b');
INSERT INTO public.nocols DEFAULT VALUES;
INSERT INTO public.nocols DEFAULT VALUES;
INSERT INTO public.genonly VALUES (DEFAULT);
INSERT INTO public.gen VALUES (1, DEFAULT, 'x', DEFAULT);
INSERT INTO public.gen VALUES (2, DEFAULT, 'y', DEFAULT);
INSERT INTO public.gen (a, g, b) VALUES (3, DEFAULT, 'z');
insert  into only_spaces(a)values(1)  ;
INSERT INTO public.odd VALUES ( 1 ,2,  3/* a comment */, -- and another
  /* third */ 4
 , N'n' ,B'1' );
INSERT INTO public.one (b, a) VALUES ('order', 5);

--
-- PostgreSQL database dump complete
--

