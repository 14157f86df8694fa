-- PostgreSQL database dump
\echo 'it\\s' "a\\b" hi \\ INSERT INTO public.t VALUES (1, 'x');
\set name value \timing \\INSERT INTO public.t VALUES (2, 'y');
\echo done
-- PostgreSQL database dump complete
