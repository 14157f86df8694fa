--
-- PostgreSQL database dump
--

CREATE TABLE public.files (
    content bytea,
    size integer GENERATED ALWAYS AS (octet_length(content)) STORED,
    CONSTRAINT files_small CHECK ((length(content) < 10))
);

COPY public.files (content) FROM stdin;
\\x00ff
\\x
\N
\.

--
-- PostgreSQL database dump complete
--

