CREATE TABLE t (a numeric, b double precision, c real, d char(3), e char(2)[], f numeric(5,1));
INSERT INTO t VALUES ('inf', '-inf', '+Infinity', 'é', '{a}', 'nan'), ('NAN', 'infinity', 'Infinity', 'abc', NULL, '1.5'), (NULL, NULL, NULL, '', NULL, NULL), (1, 2, 3, 'it''s', NULL, NULL);
COPY t FROM stdin;
nan	inf	-INF	x	\N	\N
\.
CREATE TABLE u (d date DEFAULT '20240101', t timestamptz CHECK (t > '2024-06-01 11:30+02'), x date CHECK (x < '2024-1-5'), y uuid DEFAULT 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', char int);
