-- PostgreSQL database dump
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'
CREATE TABLE public.t (a integer);
-- PostgreSQL database dump complete
