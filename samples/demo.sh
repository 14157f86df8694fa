#!/bin/sh
# Converts the samples in every way and shows what is in SQLite afterwards.
# Called by make demo, from the top of the project. Every line that it shows
# can be typed there.
set -e
BUILD=${BUILD:-build}
# Shows the command and runs it.
run() {
    printf '\n$ %s\n' "$1"
    sh -c "$1"
}

run "rm -f $BUILD/shop.db $BUILD/shell.db $BUILD/into.db"

printf '\nA whole dump becomes a database:\n'
run "$BUILD/pgdecant samples/shop.whole.sql -o $BUILD/shop.db"
run "sqlite3 $BUILD/shop.db .schema"

printf "\nRows alone, for an application's own tables, through the shell:\n"
run "sqlite3 $BUILD/shell.db < samples/shop.schema.sql"
run "$BUILD/pgdecant --types-from $BUILD/shell.db samples/shop.sql | sqlite3 -bail $BUILD/shell.db"

printf '\nThe same, straight into the tables:\n'
run "sqlite3 $BUILD/into.db < samples/shop.schema.sql"
run "$BUILD/pgdecant samples/shop.rows.sql --into $BUILD/into.db"

printf '\nWhat is in each of them:\n'
for database in shop shell into; do
    run "sqlite3 -box $BUILD/$database.db 'SELECT id, name, active, joined_at, tags, hex(photo) AS photo FROM customers'"
    run "sqlite3 -box $BUILD/$database.db 'SELECT o.id, c.name, total, note FROM \"Order\" o JOIN customers c ON c.id = customer_id'"
done
printf '\nThe program is %s; with --help it tells what else it does.\n' "$BUILD/pgdecant"
