-- PostgreSQL database dump
CREATE TABLE public.t (id integer NOT NULL, a text);
CREATE TABLE public.u (id integer NOT NULL, a text);
ALTER TABLE public.t ADD CONSTRAINT pk PRIMARY KEY (id), OWNER TO x;
ALTER TABLE public.u ALTER COLUMN id SET STATISTICS 5, ADD CONSTRAINT u_check CHECK (id > 0);
ALTER TABLE ONLY public.u CLUSTER ON u_index, ENABLE ROW LEVEL SECURITY,
    ALTER COLUMN a SET DEFAULT 'x', ALTER COLUMN a SET STORAGE EXTERNAL, ADD UNIQUE (a);
-- PostgreSQL database dump complete
