--
-- PostgreSQL database dump
--

CREATE TABLE public.t (
    a integer,
    b text
);
COMMENT ON TABLE public.t IS 'ends */ here; DROP TABLE x; /* begins
.quit
-- line';
COMMENT ON COLUMN public.t.b IS 'a'' "b"
.shell rm';
INSERT INTO public.t VALUES (1, 'x');

--
-- PostgreSQL database dump complete
--

