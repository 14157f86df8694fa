--
-- PostgreSQL database dump
--

SELECT my_function(1);

--
-- PostgreSQL database dump complete
--

