-- PostgreSQL database dump
CREATE TABLE public.t (d date, at timestamp without time zone, z timestamp with time zone, u uuid, b boolean, n numeric, i integer);
INSERT INTO public.t VALUES ('20240229', '2024-02-29', '2024-02-29T10:00:00+02:00', 'A0EEBC999C0B4EF8BB6D6BB9BD380A11', 'yes', '1e3', '12');
INSERT INTO public.t VALUES ('2024-2-5', '2024-02-29 10:00', '2024-02-29 10:00:00Z', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', 'OFF', 'NaN', -2147483648);
INSERT INTO public.t VALUES ('infinity', '-infinity', '10000-01-01 00:00:00+00', NULL, '1', 'Infinity', 2147483647);
INSERT INTO public.t VALUES ('0045-02-29 BC', '0045-03-15 10:00:00 BC', '0044-03-15 07:03:58-04:56:02 BC', NULL, NULL, '-Infinity', 0);
COPY public.t (d, at, z, u, b, n, i) FROM stdin;
2024-02-29	2024-02-29 23:59:59.999999	2024-12-31 23:30:00-01	a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11	t	-0.10	-1
\.
-- PostgreSQL database dump complete
