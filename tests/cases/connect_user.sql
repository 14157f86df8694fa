--
-- PostgreSQL database dump
--

\connect - one
INSERT INTO a VALUES (1);
\connect - two
INSERT INTO a VALUES (2);

--
-- PostgreSQL database dump complete
--
