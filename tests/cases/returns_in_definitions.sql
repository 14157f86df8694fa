-- PostgreSQL database dump
CREATE TABLE t (a text DEFAULT E'cr\rlf' CHECK (a <> E'x\r'), b text);
CREATE INDEX i ON t (b) WHERE a <> E'\r';
-- PostgreSQL database dump complete
