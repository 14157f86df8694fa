# pgdecant: build, try, test, measure. `make help` lists the targets.

CC      ?= cc
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local
CORPUS  ?=

WARNINGS = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes \
           -Wmissing-prototypes -Wwrite-strings -Wformat=2 -Wundef -Wvla
override CFLAGS  += -std=c11 $(WARNINGS) -pthread
override CPPFLAGS += -D_GNU_SOURCE -Isrc -Igrammar
LIBRARIES = -lsqlite3 -lpcre2-8 -lm -pthread

BUILD   ?= build
SOURCES  = $(wildcard src/*/*.c)
OBJECTS  = $(SOURCES:src/%.c=$(BUILD)/%.o) $(BUILD)/postgres.o

.PHONY: all deps demo test bench fuzz corpus lint install clean help
.DELETE_ON_ERROR:

all: $(BUILD)/pgdecant ## build the program (the default)

$(BUILD)/pgdecant: $(BUILD)/main.o $(OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBRARIES)

$(BUILD)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/postgres.o: $(BUILD)/postgres.c Makefile
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/postgres.c: grammar/postgres.re
	@mkdir -p $(@D)
	re2c -W -o $@ $<

-include $(wildcard $(BUILD)/*.d $(BUILD)/*/*.d)

clean: ## remove everything built
	rm -rf $(BUILD)
