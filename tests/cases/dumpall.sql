--
-- PostgreSQL database cluster dump
--

SET default_transaction_read_only = off;
CREATE ROLE x;
ALTER ROLE x WITH NOSUPERUSER PASSWORD 'SCRAM;';

\connect template1

--
-- PostgreSQL database dump
--


--
-- PostgreSQL database dump complete
--

\connect app

--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1);

--
-- PostgreSQL database dump complete
--

--
-- PostgreSQL database cluster dump complete
--

