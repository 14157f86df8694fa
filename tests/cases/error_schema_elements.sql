-- PostgreSQL database dump
CREATE SCHEMA s AUTHORIZATION x CREATE TABLE u (a int) CREATE VIEW v AS SELECT a FROM u;
CREATE TABLE public.t (id integer NOT NULL, a text);
-- PostgreSQL database dump complete
