-- PostgreSQL database dump
CREATE TABLE public.t (a numeric(10, 200000000) DEFAULT 0.12345678901234567, b character(300000000) DEFAULT 'x', c character(4) DEFAULT 'x');
-- PostgreSQL database dump complete
