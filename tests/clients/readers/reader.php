<?php
/* SQLite3 of PHP. See test_readers.py for what a reader does. */
$database = new SQLite3($argv[1]);
$database->enableExceptions(true);
$rows = $database->query("SELECT * FROM every ORDER BY id");
while ($row = $rows->fetchArray(SQLITE3_NUM))
    foreach ($row as $i => $value)
        switch ($rows->columnType($i)) {
            case SQLITE3_NULL: echo "null\n"; break;
            case SQLITE3_INTEGER: echo "integer $value\n"; break;
            case SQLITE3_FLOAT: printf("real %s\n", var_export($value, true)); break;
            case SQLITE3_BLOB: echo "blob ", bin2hex($value), "\n"; break;
            default: echo "text ", bin2hex($value), "\n";
        }
$database->exec("INSERT INTO every (id, words) VALUES (100, 'from PHP')");
echo $database->querySingle("SELECT count(*) FROM few"), "\n";
echo $database->querySingle("PRAGMA integrity_check"), "\n";
