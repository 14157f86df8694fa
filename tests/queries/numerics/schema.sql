-- `rate` has digits that a double has no place for, so it is kept as text.
CREATE TABLE accounts (
    id bigint PRIMARY KEY,
    tenant_id integer NOT NULL,
    credit numeric(12,2) NOT NULL,
    rate numeric(19,4)
);
INSERT INTO accounts SELECT i, i % 3, i * 3.25, CASE WHEN i % 11 > 0 THEN i * 1.5 END FROM generate_series(1, 24) AS i;
INSERT INTO accounts VALUES (25, 1, -0.01, 123456789012345.6789), (26, 2, 0.10, -0.0001);
