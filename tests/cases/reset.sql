-- PostgreSQL database dump
SET standard_conforming_strings = 'OFF';
SET client_encoding = 'LATIN1';
SET search_path TO app, public;
INSERT INTO t VALUES (1, 'a\\b');
RESET standard_conforming_strings;
INSERT INTO t VALUES (2, 'a\b');
SET SESSION standard_conforming_strings TO fal;
INSERT INTO t VALUES (3, 'a\\b');
SET standard_conforming_strings = 0;
INSERT INTO t VALUES (4, 'a\\b');
SET standard_conforming_strings = no;
INSERT INTO t VALUES (5, 'a\\b');
SET standard_conforming_strings = '1';
INSERT INTO t VALUES (6, 'a\b');
SET SCHEMA 'other';
INSERT INTO t VALUES (7, 'a\b');
SET TIME ZONE 'UTC';
SET ROLE app;
SET SESSION AUTHORIZATION DEFAULT;
SET plpgsql.check_asserts = off;
RESET ALL;
INSERT INTO t VALUES (8, 'ü\b');
RESET ALL;
-- PostgreSQL database dump complete
