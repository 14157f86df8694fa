-- PostgreSQL database dump
CREATE TABLE t (
    a integer DEFAULT 1.5,
    b integer DEFAULT 2.0,
    c numeric(5,2) DEFAULT 1.555,
    d numeric(5,2) DEFAULT 1.550,
    e numeric(5,-2) DEFAULT 100,
    f character(5) DEFAULT 'é'::bpchar,
    g character(5) DEFAULT upper('x'::text),
    h money DEFAULT 12.5,
    i text DEFAULT 1.50,
    j text COLLATE "nd",
    k text COLLATE "C",
    l text GENERATED ALWAYS AS (lower(k)) STORED,
    m text GENERATED ALWAYS AS (SUBSTRING(k FROM 2 FOR 3)) STORED,
    n integer DEFAULT a,
    o real DEFAULT 6.517425659814384,
    p real DEFAULT '-1e-45'::numeric,
    q jsonb DEFAULT '12345678901234567890123.5'::jsonb,
    r numeric DEFAULT 12345678901234567890.5,
    s real DEFAULT '-1e445'::numeric
);
CREATE TABLE parents (k numeric PRIMARY KEY, c character(4) UNIQUE);
CREATE TABLE children (k numeric REFERENCES parents, c character(6) REFERENCES parents(c));
-- PostgreSQL database dump complete
