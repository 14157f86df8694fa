CREATE TABLE t (x text);
COPY t FROM stdin;
a

\.
