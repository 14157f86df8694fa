# pgdecant: build, try, test, measure. `make help` lists the targets.

CC      ?= cc
CFLAGS  ?= -O3 -g
PREFIX  ?= /usr/local
LIBDIR  ?= $(PREFIX)/lib
BUILD   ?= build
CORPUS  ?= ../shared/corpus
SECONDS ?= 600
MUTANTS_JUDGED ?= 5000

WARNINGS = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes \
           -Wmissing-prototypes -Wwrite-strings -Wformat=2 -Wundef -Wvla
FLAGS    = -std=c11 -D_GNU_SOURCE -DSQLITE_CORE -Isrc -Igrammar -I$(BUILD) $(WARNINGS) -pthread
LIBRARIES = -lsqlite3 -lpcre2-8 -lxxhash -lmd -lgmp -larchive -lisal -lzstd -llz4 -lm -pthread
SANITIZE = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
           -fno-sanitize-recover=all

SOURCES  = $(wildcard src/*/*.c)
MADE     = $(BUILD)/tokens.c $(BUILD)/postgres.c
OBJECTS  = $(SOURCES:src/%.c=$(BUILD)/%.o) $(MADE:.c=.o)
UNITS    = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*.c))
FUZZERS  = $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/*.c))
HANDMADE = $(wildcard src/*.c src/*/*.[ch] tests/*/*.[ch] tests/fuzz/print/*.[ch])

# What Debian and Ubuntu call what is needed.
TO_BUILD = $(if $(wildcard made/tokens.c),,re2c lemon) gcc libc6-dev libsqlite3-dev libpcre2-dev libxxhash-dev libmd-dev libgmp-dev libarchive-dev libisal-dev libzstd-dev liblz4-dev sqlite3
TO_LINK  = zlib1g-dev liblzma-dev libbz2-dev nettle-dev libacl1-dev
TO_PACK  = dpkg-dev
comma    = ,
TO_TEST  = $(TO_BUILD) clang libclang-rt-dev clang-format clang-tidy valgrind \
           libcmocka-dev libpg-query-dev libprotobuf-c-dev python3-pytest postgresql util-linux npm chromium zsh fish lintian dpkg-dev $(TO_LINK) \
           python3-django python3-sqlalchemy ruby-activerecord ruby-sqlite3 zip lz4 zstd gzip \
           default-jdk-headless libxerial-sqlite-jdbc-java golang-go golang-github-mattn-go-sqlite3-dev \
           php-cli php-sqlite3 libdbd-sqlite3-perl musl-tools qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross
# And npm: SQLite as WebAssembly, and clients over it; a PostgreSQL of another
# version, with its pg_dump. Prisma refuses an older Node, so it comes by itself,
# without the engine that it would fetch from elsewhere.
FROM_NPM = sql.js@1.16.0 typeorm@1.1.1 drizzle-orm@0.45.4 sequelize@6.37.8 \
           @electric-sql/pglite@0.5.8 @electric-sql/pglite-tools@0.4.8 wrangler@3.114.17 \
           @libsql/client@0.18.0 @tursodatabase/database@0.7.2 bun@1.4.5 deno@2.9.6
PRISMA   = prisma@7.10.0 @prisma/client@7.10.0 @prisma/adapter-libsql@7.10.0

.PHONY: all deps deps-test demo test check check-quick bench fuzz fuzzers corpus \
        fresh faults mutate coverage mutants lint install uninstall deb static dist clean help
.DELETE_ON_ERROR:

all: $(BUILD)/pgdecant $(BUILD)/pgdecant_functions.so $(BUILD)/pgdecant.1 ## build program, library and manual (the default)

# ---- building ----

$(BUILD)/pgdecant: $(BUILD)/main.o $(OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBRARIES)

# The library that other programs load: the same functions once more, through
# the table of SQLite's functions that such a library gets.
LOADED = $(patsubst src/%.c,$(BUILD)/loaded/%.o,$(wildcard src/functions/*.c) src/postgres/interval.c \
         $(addprefix src/base/,failure.c hidden.c json.c memory.c utf8.c utf8_vector.c))

$(BUILD)/pgdecant_functions.so: $(LOADED)
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -o $@ $^ -lpcre2-8 -lmd -lgmp -lm

$(BUILD)/loaded/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(FLAGS) $(CPPFLAGS) $(CFLAGS) -USQLITE_CORE -fPIC -fvisibility=hidden -MMD -MP -c -o $@ $<

$(BUILD)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(FLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tokens.o: $(BUILD)/tokens.c Makefile
	$(CC) $(FLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# A tarball (make dist) has them made.
ifneq ($(wildcard made/tokens.c),)
$(BUILD)/tokens.c $(BUILD)/postgres.c: $(BUILD)/%: made/%
	@mkdir -p $(@D)
	cp $< $(wildcard $(<:.c=.h)) $(@D)/
else
$(BUILD)/tokens.c: grammar/postgres.re
	@mkdir -p $(@D)
	re2c -W -o $@ $<

$(BUILD)/postgres.c: grammar/postgres.y grammar/queries.y grammar/triggers.y grammar/expressions.y
	@mkdir -p $(@D)
	cat $^ >$(@D)/postgres.y
	lemon -q -d$(@D) $(@D)/postgres.y
endif

# Lemon's own frame is not written for all of our warnings.
$(BUILD)/postgres.o: $(BUILD)/postgres.c Makefile
	$(CC) $(FLAGS) -Wno-conversion -Wno-unused -Wno-unused-parameter -Wno-missing-prototypes -Wno-type-limits $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# The grammar's terminals in capitals are the keywords.
$(BUILD)/keywords.def: $(BUILD)/postgres.c
	awk '$$1 == "#define" && $$2 ~ /^TOKEN_[A-Z_]+$$/ { \
	        printf "KEYWORD(\"%s\", %s)\n", tolower(substr($$2, 7)), $$3 }' \
	    $(BUILD)/postgres.h | LC_ALL=C sort >$@

$(BUILD)/postgres/keywords.o $(BUILD)/postgres/parser.o: $(BUILD)/keywords.def

# A style sheet as a string.
$(BUILD)/report/report_css.h: src/report/report.css
	@mkdir -p $(@D)
	{ echo 'static const char REPORT_CSS[] ='; \
	  sed 's/["\\]/\\&/g; s/.*/    "&\\n"/' $<; echo '    ;'; } >$@

$(BUILD)/report/report_html.o: $(BUILD)/report/report_css.h

# The manual, with the options as --help shows them.
$(BUILD)/pgdecant.1: src/command/pgdecant.1 $(BUILD)/pgdecant
	$(BUILD)/pgdecant --generate=man >$(BUILD)/options.1
	awk '$$0 != "@OPTIONS@" { print; next } \
	    { while ((getline line <"$(BUILD)/options.1") > 0) print line }' $< >$@

-include $(wildcard $(BUILD)/*.d $(BUILD)/*/*.d $(BUILD)/loaded/*/*.d)

# ---- completions ----

COMPLETIONS = $(addprefix $(BUILD)/completions/,pgdecant _pgdecant pgdecant.fish)
$(BUILD)/completions/pgdecant: SHELL_NAME = bash
$(BUILD)/completions/_pgdecant: SHELL_NAME = zsh
$(BUILD)/completions/pgdecant.fish: SHELL_NAME = fish
$(COMPLETIONS): $(BUILD)/pgdecant
	@mkdir -p $(@D)
	$(BUILD)/pgdecant --generate=$(SHELL_NAME) >$@

# ---- installing and packing ----

INSTALLED = $(PREFIX)/bin/pgdecant $(LIBDIR)/pgdecant_functions.so $(PREFIX)/share/man/man1/pgdecant.1 \
            $(PREFIX)/share/bash-completion/completions/pgdecant $(PREFIX)/share/zsh/vendor-completions/_pgdecant \
            $(PREFIX)/share/fish/vendor_completions.d/pgdecant.fish

install: all $(COMPLETIONS) ## install program, library, manual and completions under PREFIX (default /usr/local), inside DESTDIR
	install -D -m 755 $(BUILD)/pgdecant "$(DESTDIR)$(word 1,$(INSTALLED))"
	install -D -m 644 $(BUILD)/pgdecant_functions.so "$(DESTDIR)$(word 2,$(INSTALLED))"
	install -D -m 644 $(BUILD)/pgdecant.1 "$(DESTDIR)$(word 3,$(INSTALLED))"
	install -D -m 644 $(word 1,$(COMPLETIONS)) "$(DESTDIR)$(word 4,$(INSTALLED))"
	install -D -m 644 $(word 2,$(COMPLETIONS)) "$(DESTDIR)$(word 5,$(INSTALLED))"
	install -D -m 644 $(word 3,$(COMPLETIONS)) "$(DESTDIR)$(word 6,$(INSTALLED))"

uninstall: ## remove what install put there
	rm -f $(foreach file,$(INSTALLED),"$(DESTDIR)$(file)")

deb: deps ## make a Debian package of it, in the build folder
	$(call need,$(TO_PACK))
	@$(MAKE) --no-print-directory all
	@src/packaging/deb $(BUILD)

# One program that needs no library: with zlib, since ISA-L has no static one.
static: deps ## make a static program, build/static/pgdecant-static
	$(call need,$(TO_LINK))
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/static CFLAGS="$(CFLAGS) -DWITHOUT_ISAL" $(BUILD)/static/pgdecant-static

$(BUILD)/pgdecant-static: $(BUILD)/main.o $(OBJECTS) src/packaging/static/no_loader.c
	$(CC) $(FLAGS) $(CFLAGS) $(LDFLAGS) -static -s $(addprefix -Wl$(comma)--wrap=,dlopen dlsym dlclose dlerror) -o $@ $^ \
	    $(filter-out -lisal,$(LIBRARIES)) -lz -llzma -lbz2 -lnettle -lacl

# What re2c and Lemon make goes along, in a folder of its own.
VERSION = $(shell sed -n 's/^.define PGDECANT_VERSION "\(.*\)"/\1/p' src/command/version.h)
dist: deps ## make a tarball that needs neither re2c nor Lemon, in the build folder
	@$(MAKE) --no-print-directory $(BUILD)/tokens.c $(BUILD)/postgres.c
	rm -rf $(BUILD)/dist
	mkdir -p $(BUILD)/dist/pgdecant-$(VERSION)/made
	git archive HEAD | tar -x -C $(BUILD)/dist/pgdecant-$(VERSION)
	cp $(BUILD)/tokens.c $(BUILD)/postgres.c $(BUILD)/postgres.h $(BUILD)/dist/pgdecant-$(VERSION)/made/
	tar -czf $(BUILD)/pgdecant-$(VERSION).tar.gz --owner=0 --group=0 -C $(BUILD)/dist pgdecant-$(VERSION)
	rm -rf $(BUILD)/dist

clean: ## remove everything built
	rm -rf $(BUILD)

# ---- what has to be there ----

# $(call need,PACKAGES): installs those that are missing. What this system does
# not have (Ubuntu's Chromium is no package) is said; its tests are skipped.
define need
@missing=; for package in $(1); do \
    command -v $$package >/dev/null || \
        dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q ' installed' || \
        missing="$$missing $$package"; done; \
if [ -z "$$missing" ]; then exit 0; fi; \
if ! command -v apt-get >/dev/null; then \
    echo "no apt-get here; install what your system calls:$$missing"; exit 0; fi; \
sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
if [ "$$sudo" ] && ! command -v sudo >/dev/null; then \
    echo "missing, to be installed as root: apt-get install$$missing"; exit 1; fi; \
echo "installing:$$missing"; \
$$sudo apt-get update -qq || exit 1; \
known=; for package in $$missing; do \
    if [ "$$(apt-cache policy $$package)" ]; then known="$$known $$package"; \
    else echo "no such package here: $$package"; fi; done; \
[ -z "$$known" ] || \
    $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$known >/dev/null
endef

deps: ## install what building needs (Debian and Ubuntu, by apt)
	$(call need,$(TO_BUILD))

deps-test: ## install what testing needs
	$(call need,$(TO_TEST))
	@mkdir -p $(BUILD)/npm
	@[ "$$(cat $(BUILD)/npm/installed 2>/dev/null)" = "$(FROM_NPM) $(PRISMA)" ] || \
	    { cd $(BUILD)/npm && echo '{}' >package.json && \
	      npm install --silent --no-audit --no-fund $(FROM_NPM) && \
	      { PRISMA_SCHEMA_ENGINE_BINARY=/bin/true \
	        npm install --silent --no-audit --no-fund $(PRISMA) || \
	        echo "npm brings no Prisma here: what needs it will be skipped"; } && \
	      echo "$(FROM_NPM) $(PRISMA)" >installed; } || \
	    echo "npm brings nothing here: what needs it will be skipped"

# ---- trying ----

demo: deps ## set up, convert a sample both ways, show rows in SQLite
	@echo "building ..."
	@$(MAKE) --no-print-directory --silent all
	@BUILD=$(BUILD) sh samples/demo.sh

# ---- testing ----

test: deps-test ## set up and run every test
	@$(MAKE) --no-print-directory check

check: all $(UNITS) fuzzers $(BUILD)/asan/pgdecant $(BUILD)/lexer_compare $(BUILD)/faults.so
	@BUILD=$(BUILD) CORPUS=$(CORPUS) tests/run

check-quick: all $(UNITS) $(BUILD)/faults.so ## what fits in two minutes, for daily work
	@BUILD=$(BUILD) CORPUS=$(CORPUS) QUICK=yes tests/run

$(BUILD)/unit/%: tests/unit/%.c tests/unit/unit.h $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(FLAGS) $(CFLAGS) -Itests/unit -o $@ $< $(OBJECTS) -lcmocka $(LIBRARIES)

$(BUILD)/lexer_compare: tests/corpus/lexer_compare.c $(OBJECTS)
	$(CC) $(FLAGS) $(CFLAGS) -o $@ $< $(OBJECTS) -lpg_query -lprotobuf-c $(LIBRARIES)

# Makes calls of the operating system fail.
$(BUILD)/faults.so: tests/faults/faults.c
	$(CC) $(FLAGS) -Wno-pedantic $(CFLAGS) -shared -fPIC -o $@ $<

# The same program with checks of every access and every overflow. The fuzz
# targets are made of the same objects, which tell libFuzzer where they go.
$(BUILD)/asan/pgdecant:
	+@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan CC=clang \
	    CFLAGS="$(SANITIZE) -fsanitize=fuzzer-no-link" all $(BUILD)/asan/unit/pages $(BUILD)/asan/unit/parts
.PHONY: $(BUILD)/asan/pgdecant

fuzzers: $(FUZZERS) ## build the fuzz targets

# What is parsed is printed, and parsed again.
$(BUILD)/fuzz/query: PRINTER = $(wildcard tests/fuzz/print/*.c)

$(BUILD)/fuzz/%: tests/fuzz/%.c $(BUILD)/asan/pgdecant
	@mkdir -p $(@D)
	clang $(FLAGS) -Werror -Itests/fuzz $(SANITIZE) -fsanitize=fuzzer -o $@ $< $(PRINTER) \
	    $(OBJECTS:$(BUILD)/%=$(BUILD)/asan/%) $(LIBRARIES)

fuzz: deps-test ## fuzz for SECONDS (default 600) a target
	@$(MAKE) --no-print-directory fuzzers all
	@BUILD=$(BUILD) tests/fuzz/run -max_total_time=$(SECONDS)

corpus: deps-test ## convert every dump in the folder CORPUS and say how it went
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) /usr/bin/python3 tests/corpus/report.py $(CORPUS)

bench: deps-test ## measure speed and memory against cat, sed, sqlite3 and a loop
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) CC="$(CC)" tests/bench/run

fresh: ## README's commands and the rest in bare roots of SUITES, for root
	@tests/fresh $(SUITES)

faults: deps-test ## let every call and allocation fail, and kill at each
	@$(MAKE) --no-print-directory all $(BUILD)/faults.so
	@BUILD=$(BUILD) FAULTS=all /usr/bin/python3 -m pytest -q -p no:cacheprovider tests/faults

mutate: deps-test ## let PostgreSQL judge many dumps with faults in them
	@$(MAKE) --no-print-directory all $(BUILD)/asan/pgdecant
	@BUILD=$(BUILD) JUDGED_FIRST=$$$$ JUDGED_COUNT=$(MUTANTS_JUDGED) MUTATION_FIRST=$$$$ MUTATION_COUNT=$(MUTANTS_JUDGED) \
	    /usr/bin/python3 -m pytest -q -p no:cacheprovider tests/roundtrip/test_judged.py tests/roundtrip/test_mutation.py

coverage: deps-test ## say by room what the tests run of the program
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/coverage CFLAGS="-O0 --coverage -fprofile-update=atomic" check-quick
	@tests/coverage $(BUILD)/coverage $(FILES)

mutants: deps-test ## put small faults in, one at a time, and see that tests notice
	@$(MAKE) --no-print-directory all $(UNITS) $(BUILD)/faults.so
	@BUILD=$(BUILD) tests/mutants/run $(MUTANTS)

lint: deps-test ## check the format and everything clang-tidy knows
	clang-format --dry-run -Werror $(HANDMADE)
	@$(MAKE) --no-print-directory $(BUILD)/keywords.def $(BUILD)/report/report_css.h
	clang-tidy --quiet $(filter src/%.c,$(HANDMADE)) -- $(FLAGS)
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/lint-gcc CC=gcc CFLAGS="-O3 -Werror" all
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/lint-clang CC=clang CFLAGS="-O3 -Werror" all

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1: /p' Makefile | awk -F': ' '{printf "  make %-11s %s\n", $$1, $$2}'
