--
-- PostgreSQL database dump
--

INSERT INTO public."Select" ("group", "a b", "q""q", plain, "Upper", "new
line", "é", "1st", "$x", "rowid") VALUES (1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
INSERT INTO app."Order" VALUES (1);
INSERT INTO "my schema"."my table" VALUES (1);
INSERT INTO PUBLIC.FOLDED (ABC) VALUES (1);
INSERT INTO U&"d\0061t" (U&"\0061") VALUES (1);
INSERT INTO public."t.with.dots" VALUES (1);
INSERT INTO public."x; DROP TABLE y; --" VALUES (1);
INSERT INTO public.tschüß VALUES (1);
INSERT INTO public."
.shell echo pwned" VALUES (1);

--
-- PostgreSQL database dump complete
--

