#!/bin/sh
# Converts the samples in every way and shows what is in SQLite afterwards.
# Called by make demo, from the top of the project.
set -e
BUILD=${BUILD:-build}
PATH=$BUILD:$PATH
rm -f "$BUILD"/shop.db "$BUILD"/shell.db "$BUILD"/into.db

show() { printf '\n$ %s\n' "$*"; }

show "pgdecant samples/shop.whole.sql -o shop.db    # a whole dump becomes a database"
pgdecant samples/shop.whole.sql -o "$BUILD/shop.db"
show "sqlite3 shop.db .schema"
sqlite3 "$BUILD/shop.db" .schema

show "sqlite3 shell.db < samples/shop.schema.sql    # an application's own tables, for rows alone"
sqlite3 "$BUILD/shell.db" <samples/shop.schema.sql
sqlite3 "$BUILD/into.db" <samples/shop.schema.sql

show "pgdecant --types-from shell.db samples/shop.sql | sqlite3 -bail shell.db    # through the shell"
pgdecant --types-from "$BUILD/shell.db" samples/shop.sql | sqlite3 -bail "$BUILD/shell.db"

show "pgdecant samples/shop.rows.sql --into into.db    # straight into the tables"
pgdecant samples/shop.rows.sql --into "$BUILD/into.db"

for database in shop.db shell.db into.db; do
    show "sqlite3 $database    # rows"
    sqlite3 -box "$BUILD/$database" \
        "SELECT id, name, active, joined_at, tags, hex(photo) AS photo FROM customers" \
        "SELECT o.id, c.name, total, details ->> 'lines' AS lines, note FROM \"Order\" o JOIN customers c ON c.id = customer_id" \
        "SELECT at, what FROM audit_entries WHERE at < datetime('2025-01-02')"
done
