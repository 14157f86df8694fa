CREATE TYPE mood AS ENUM ('ok');
CREATE TABLE t (m mood);
COPY t (m) FROM stdin;
ok
O'K
\.
