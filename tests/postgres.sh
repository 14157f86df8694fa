# A PostgreSQL of one's own for tests: in a temporary folder, on a unix socket,
# as a user that is not root. Source this file, then:
#
#   postgres_start FOLDER [PROCESS]  makes and starts it; sets PGHOST, PGUSER,
#                                    PGBIN; it ends when the process (the
#                                    shell itself by default) is gone
#   postgres_stop FOLDER             stops it and removes the folder
#
# Afterwards "$PGBIN/psql", "$PGBIN/pg_dump" and the like find it by themselves.

PGBIN=$(pg_config --bindir 2>/dev/null || ls -d /usr/lib/postgresql/*/bin | tail -n 1)

# PostgreSQL refuses to run as root.
postgres_as_user() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"
    else
        "$@"
    fi
}

postgres_start() {
    mkdir -p "$1/data"
    chmod 755 "$1"
    [ "$(id -u)" != 0 ] || chown postgres "$1" "$1/data"
    postgres_as_user "$PGBIN/initdb" -D "$1/data" -U postgres -A trust \
        -E UTF8 --locale=C.UTF-8 -N >/dev/null || return 1
    postgres_as_user "$PGBIN/pg_ctl" -D "$1/data" -l "$1/data/log" -s -w start \
        -o "-c listen_addresses= -k $1 -F -c full_page_writes=off -c max_wal_size=4GB" ||
        { cat "$1/data/log" >&2; return 1; }
    postgres_watch "$1" "${2:-$$}" </dev/null >/dev/null 2>&1 &
    export PGHOST=$1 PGUSER=postgres PGDATABASE=postgres
}

# Whoever wanted it may be killed before it says so.
postgres_watch() {
    trap '' INT TERM HUP
    while kill -0 "$2" && [ -d "$1" ]; do sleep 1; done
    [ ! -d "$1" ] || postgres_stop "$1"
}

postgres_stop() {
    postgres_as_user "$PGBIN/pg_ctl" -D "$1/data" -s -m immediate stop
    rm -rf "$1"
}
