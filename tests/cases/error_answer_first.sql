SET
--
-- PostgreSQL database dump
--
\restrict k1
SELECT 1;
