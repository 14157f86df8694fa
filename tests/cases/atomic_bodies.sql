-- PostgreSQL database dump
CREATE TABLE public.periods (id integer NOT NULL, begin date, "end" date, note text);
CREATE FUNCTION public.first_begin() RETURNS date
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT periods.begin AS end,
     CASE WHEN (periods.case IS NULL) THEN periods.end ELSE NULL END AS case
    FROM public.periods
   ORDER BY periods.begin
  LIMIT 1;
 SELECT CASE WHEN true THEN CASE 1 WHEN 2 THEN 3 END END;
END;
CREATE FUNCTION public.begin(begin date) RETURNS date LANGUAGE sql AS $$ SELECT begin $$;
CREATE PROCEDURE public.both() LANGUAGE sql BEGIN ATOMIC SELECT p.begin FROM p; END;
INSERT INTO public.periods VALUES (1, '2024-01-01', NULL, 'x');
END;
INSERT INTO public.periods VALUES (2, '2024-02-01', NULL, 'y');
-- PostgreSQL database dump complete
