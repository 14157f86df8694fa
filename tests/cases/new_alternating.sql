--
-- PostgreSQL database dump
--

CREATE TABLE public.made (
    a integer,
    b integer GENERATED ALWAYS AS ((a * 2)) STORED
);

CREATE TABLE public.plain (
    id integer NOT NULL,
    name text,
    sometimes integer
);

CREATE TABLE public.other (
    words text
);

INSERT INTO public.made (a) VALUES (0);
INSERT INTO public.plain VALUES (0, '0', 0);
INSERT INTO public.other VALUES ('');
INSERT INTO public.made (a) VALUES (1);
INSERT INTO public.plain VALUES (37, 'text 1', NULL);
INSERT INTO public.made (a) VALUES (2);
INSERT INTO public.plain VALUES (14, 'text text 2', NULL);
INSERT INTO public.made (a) VALUES (3);
INSERT INTO public.plain VALUES (51, 'text text text 3', 3);
INSERT INTO public.made (a) VALUES (4);
INSERT INTO public.plain VALUES (28, 'text text text text 4', NULL);
INSERT INTO public.made (a) VALUES (5);
INSERT INTO public.plain VALUES (5, '5', NULL);
INSERT INTO public.made (a) VALUES (6);
INSERT INTO public.plain VALUES (42, 'text 6', 6);
INSERT INTO public.made (a) VALUES (7);
INSERT INTO public.plain VALUES (19, 'text text 7', NULL);
INSERT INTO public.other VALUES ('long long long long long long long ');
INSERT INTO public.made (a) VALUES (8);
INSERT INTO public.plain VALUES (56, 'text text text 8', NULL);
INSERT INTO public.made (a) VALUES (9);
INSERT INTO public.plain VALUES (33, 'text text text text 9', 9);
INSERT INTO public.made (a) VALUES (10);
INSERT INTO public.plain VALUES (10, '10', NULL);
INSERT INTO public.made (a) VALUES (11);
INSERT INTO public.plain VALUES (47, 'text 11', NULL);
INSERT INTO public.made (a) VALUES (12);
INSERT INTO public.plain VALUES (24, 'text text 12', 12);
INSERT INTO public.made (a) VALUES (13);
INSERT INTO public.plain VALUES (1, 'text text text 13', NULL);
INSERT INTO public.made (a) VALUES (14);
INSERT INTO public.plain VALUES (38, 'text text text text 14', NULL);
INSERT INTO public.other VALUES ('long long long long long long long long long long long long long long ');
INSERT INTO public.made (a) VALUES (15);
INSERT INTO public.plain VALUES (15, '15', 15);
INSERT INTO public.made (a) VALUES (16);
INSERT INTO public.plain VALUES (52, 'text 16', NULL);
INSERT INTO public.made (a) VALUES (17);
INSERT INTO public.plain VALUES (29, 'text text 17', NULL);
INSERT INTO public.made (a) VALUES (18);
INSERT INTO public.plain VALUES (6, 'text text text 18', 18);
INSERT INTO public.made (a) VALUES (19);
INSERT INTO public.plain VALUES (43, 'text text text text 19', NULL);
INSERT INTO public.made (a) VALUES (20);
INSERT INTO public.plain VALUES (20, '20', NULL);
INSERT INTO public.made (a) VALUES (21);
INSERT INTO public.plain VALUES (57, 'text 21', 21);
INSERT INTO public.other VALUES ('long long long long long long long long long long long long long long long long long long long long long ');
INSERT INTO public.made (a) VALUES (22);
INSERT INTO public.plain VALUES (34, 'text text 22', NULL);
INSERT INTO public.made (a) VALUES (23);
INSERT INTO public.plain VALUES (11, 'text text text 23', NULL);
INSERT INTO public.made (a) VALUES (24);
INSERT INTO public.plain VALUES (48, 'text text text text 24', 24);
INSERT INTO public.made (a) VALUES (25);
INSERT INTO public.plain VALUES (25, '25', NULL);
INSERT INTO public.made (a) VALUES (26);
INSERT INTO public.plain VALUES (2, 'text 26', NULL);
INSERT INTO public.made (a) VALUES (27);
INSERT INTO public.plain VALUES (39, 'text text 27', 27);
INSERT INTO public.made (a) VALUES (28);
INSERT INTO public.plain VALUES (16, 'text text text 28', NULL);
INSERT INTO public.other VALUES ('long long long long long long long long long long long long long long long long long long long long long long long long long long long long ');
INSERT INTO public.made (a) VALUES (29);
INSERT INTO public.plain VALUES (53, 'text text text text 29', NULL);
INSERT INTO public.made (a) VALUES (30);
INSERT INTO public.plain VALUES (30, '30', 30);
INSERT INTO public.made (a) VALUES (31);
INSERT INTO public.plain VALUES (7, 'text 31', NULL);
INSERT INTO public.made (a) VALUES (32);
INSERT INTO public.plain VALUES (44, 'text text 32', NULL);
INSERT INTO public.made (a) VALUES (33);
INSERT INTO public.plain VALUES (21, 'text text text 33', 33);
INSERT INTO public.made (a) VALUES (34);
INSERT INTO public.plain VALUES (58, 'text text text text 34', NULL);
INSERT INTO public.made (a) VALUES (35);
INSERT INTO public.plain VALUES (35, '35', NULL);
INSERT INTO public.other VALUES ('long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long ');
INSERT INTO public.made (a) VALUES (36);
INSERT INTO public.plain VALUES (12, 'text 36', 36);
INSERT INTO public.made (a) VALUES (37);
INSERT INTO public.plain VALUES (49, 'text text 37', NULL);
INSERT INTO public.made (a) VALUES (38);
INSERT INTO public.plain VALUES (26, 'text text text 38', NULL);
INSERT INTO public.made (a) VALUES (39);
INSERT INTO public.plain VALUES (3, 'text text text text 39', 39);
INSERT INTO public.made (a) VALUES (40);
INSERT INTO public.plain VALUES (40, '40', NULL);
INSERT INTO public.made (a) VALUES (41);
INSERT INTO public.plain VALUES (17, 'text 41', NULL);
INSERT INTO public.made (a) VALUES (42);
INSERT INTO public.plain VALUES (54, 'text text 42', 42);
INSERT INTO public.other VALUES ('long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long ');
INSERT INTO public.made (a) VALUES (43);
INSERT INTO public.plain VALUES (31, 'text text text 43', NULL);
INSERT INTO public.made (a) VALUES (44);
INSERT INTO public.plain VALUES (8, 'text text text text 44', NULL);
INSERT INTO public.made (a) VALUES (45);
INSERT INTO public.plain VALUES (45, '45', 45);
INSERT INTO public.made (a) VALUES (46);
INSERT INTO public.plain VALUES (22, 'text 46', NULL);
INSERT INTO public.made (a) VALUES (47);
INSERT INTO public.plain VALUES (59, 'text text 47', NULL);
INSERT INTO public.made (a) VALUES (48);
INSERT INTO public.plain VALUES (36, 'text text text 48', 48);
INSERT INTO public.made (a) VALUES (49);
INSERT INTO public.plain VALUES (13, 'text text text text 49', NULL);
INSERT INTO public.other VALUES ('long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long ');
INSERT INTO public.made (a) VALUES (50);
INSERT INTO public.plain VALUES (50, '50', NULL);
INSERT INTO public.made (a) VALUES (51);
INSERT INTO public.plain VALUES (27, 'text 51', 51);
INSERT INTO public.made (a) VALUES (52);
INSERT INTO public.plain VALUES (4, 'text text 52', NULL);
INSERT INTO public.made (a) VALUES (53);
INSERT INTO public.plain VALUES (41, 'text text text 53', NULL);
INSERT INTO public.made (a) VALUES (54);
INSERT INTO public.plain VALUES (18, 'text text text text 54', 54);
INSERT INTO public.made (a) VALUES (55);
INSERT INTO public.plain VALUES (55, '55', NULL);
INSERT INTO public.made (a) VALUES (56);
INSERT INTO public.plain VALUES (32, 'text 56', NULL);
INSERT INTO public.other VALUES ('long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long ');
INSERT INTO public.made (a) VALUES (57);
INSERT INTO public.plain VALUES (9, 'text text 57', 57);
INSERT INTO public.made (a) VALUES (58);
INSERT INTO public.plain VALUES (46, 'text text text 58', NULL);
INSERT INTO public.made (a) VALUES (59);
INSERT INTO public.plain VALUES (23, 'text text text text 59', NULL);

ALTER TABLE ONLY public.plain
    ADD CONSTRAINT plain_pkey PRIMARY KEY (id);

CREATE UNIQUE INDEX plain_name ON public.plain USING btree (name DESC);

CREATE INDEX plain_sometimes ON public.plain USING btree (sometimes) WHERE (sometimes IS NOT NULL);

CREATE INDEX plain_some ON public.plain USING btree (name) WHERE (sometimes > 3);

CREATE INDEX made_b ON public.made USING btree (b);

CREATE INDEX plain_abs ON public.plain USING btree (abs(sometimes));

--
-- PostgreSQL database dump complete
--
