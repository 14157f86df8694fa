--
-- PostgreSQL database dump
--

RESET standard_conforming_strings;

--
-- PostgreSQL database dump complete
--
