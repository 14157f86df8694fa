INSERT INTO t VALUES (decode('zz','hex'));
