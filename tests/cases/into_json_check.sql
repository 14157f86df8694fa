-- PostgreSQL database dump
COPY public.l (id, a, b, c, d, "e""f") FROM stdin;
1	{new,"big spender"}	{1,2}	{x}	{y}	{z}
2	\N	{"a": 1}	\N	\N	[1]
\.
-- PostgreSQL database dump complete
