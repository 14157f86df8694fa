-- PostgreSQL database dump
CREATE TABLE public.t (
    a character(4)[] DEFAULT '{}'::bpchar[],
    b character(4)[] DEFAULT '{ab}'::bpchar[],
    c character(4)[] DEFAULT ARRAY['ab'::bpchar],
    d bpchar[] DEFAULT '{ab}'::bpchar[],
    e character(4) DEFAULT 'ab'::bpchar
);
-- PostgreSQL database dump complete
