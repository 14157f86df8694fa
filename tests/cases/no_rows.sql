--
-- PostgreSQL database dump
--

SET x = 1;

--
-- PostgreSQL database dump complete
--
