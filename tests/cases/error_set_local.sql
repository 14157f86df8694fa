--
-- PostgreSQL database dump
--

SET LOCAL search_path = x;

--
-- PostgreSQL database dump complete
--
