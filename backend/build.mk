# Builds the backend; called by the Makefile (make build, make unit, …), or alone: make -f backend/build.mk help
#
#   backend/<folder>/**.c         -> build/lib<folder>.a           (one level of sub-folders)
#   backend/cmd/cierre-*.c        -> build/bin/cierre-*          (linked with every folder)
#   backend/<folder>/<x>_test.c   -> build/test/<folder>/<x>_test (linked only with what its folder may use)
#
# The tables below are the layers of the architecture: a folder that reaches where it may not fails to link its tests.
# A new folder, or a new library behind a folder, is one line here and one in dev/layers.
# Variants live beside the normal build: SAN=1 (ASan and UBSan), CC=clang.

LAYERS := base domain wire http auth store ports api daemons

uses_base    :=
uses_domain  := base
uses_wire    := base domain
uses_http    := base
uses_auth    := base domain
uses_store   := base domain wire
uses_ports   := base domain wire
uses_api     := base domain wire http auth store ports
uses_daemons := base domain wire auth store ports
uses_cmd     := $(LAYERS)

# Third-party libraries, each behind the folders that may call it (pkg-config names; fcgi and magic have their own flags).
packages_base  := libsodium
packages_wire  := jansson libbson-1.0 csv
packages_http  := fcgi
packages_auth  := libsodium libjwt jansson
packages_store := libmongoc-1.0 libbson-1.0 libsodium
packages_ports := libcurl libmagic libsodium
ALL_PACKAGES   := libmongoc-1.0 libbson-1.0 jansson libjwt libsodium libmagic libcurl fcgi

ifeq ($(origin CC),default)
CC := gcc
endif
AR := ar
SAN ?=
variant := $(if $(filter-out gcc,$(CC)),-$(notdir $(CC)))$(if $(SAN),-san)
BUILD   := build$(variant:-%=/%)

CFLAGS := -std=c17 -O2 -g -D_GNU_SOURCE -pthread -fstack-protector-strong \
	-Wall -Wextra -Wshadow -Wconversion -Wvla -Werror
LDFLAGS := -pthread -Wl,--as-needed
ifneq ($(SAN),)
# gcc warns of what only its instrumentation makes (-w); the plain builds judge warnings.
CFLAGS  += -O1 -w -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
LDFLAGS += -fsanitize=address,undefined
endif

# Headers of libraries are system headers: their warnings are not ours. (/usr/include itself must not be named so.)
includes := $(filter-out -isystem/usr/include -isystem/usr/include/%-linux-gnu,$(patsubst -I%,-isystem%, \
	$(shell pkg-config --cflags-only-I $(ALL_PACKAGES) 2>/dev/null)))
CPPFLAGS := -Ibackend $(includes) -MMD -MP

# package_libs NAMES: the linker's flags of some packages, asked once each.
$(foreach p,$(ALL_PACKAGES) cmocka,$(eval libs_$(p) := $(shell pkg-config --libs $(p) 2>/dev/null)))
libs_csv := -lcsv
package_libs = $(foreach p,$(sort $(1)),$(libs_$(p)))

# Most dependent first, so that one pass of the linker is enough.
link_order := daemons api auth store ports wire http domain base
reach       = $(if $(filter cmd,$(1)),,$(1)) $(uses_$(1))
archives    = $(foreach l,$(link_order),$(if $(filter $(l),$(call reach,$(1))),$(BUILD)/lib$(l).a))
libraries   = $(call package_libs,$(foreach l,$(call reach,$(1)),$(packages_$(l)))) -lm

tests_of    = $(wildcard backend/$(1)/*_test.c backend/$(1)/*/*_test.c)
sources_of  = $(filter-out $(call tests_of,$(1)),$(wildcard backend/$(1)/*.c backend/$(1)/*/*.c))
object_of   = $(patsubst backend/%.c,$(BUILD)/obj/%.o,$(1))

programs   := $(patsubst backend/cmd/%.c,$(BUILD)/bin/%,$(filter-out %_test.c,$(wildcard backend/cmd/cierre-*.c)))
test_names := $(foreach l,$(LAYERS) cmd,$(patsubst backend/%.c,$(BUILD)/test/%,$(call tests_of,$(l))))
objects    := $(call object_of,$(foreach l,$(LAYERS) cmd,$(call sources_of,$(l)) $(call tests_of,$(l))))
# What several programs of backend/cmd/ share, beside their main()s: an archive, so that each takes what it calls.
cmd_shared := $(call object_of,$(filter-out backend/cmd/cierre-%,$(call sources_of,cmd)))

.DEFAULT_GOAL := all
.PHONY: all programs tests objects archives list-tests help FORCE
.SECONDARY:
.DELETE_ON_ERROR:

all: programs tests
programs: $(programs)
tests: $(test_names)
objects: $(objects)
archives: $(foreach l,$(LAYERS),$(BUILD)/lib$(l).a)
list-tests: ; @printf '%s\n' $(test_names)
help: ; @echo 'targets: programs tests objects archives list-tests; variables: CC=clang SAN=1; output in $(BUILD)/'

$(BUILD)/obj/%.o: backend/%.c backend/build.mk
	@mkdir -p $(@D)
	@echo '  CC    $@'
	@$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# Every file of db/collections and db/migrations as one JSON object, which store/schema_files.c takes into the program.
schema_files := $(sort $(wildcard db/collections/*.json db/migrations/*.json))
schema_json  := $(BUILD)/obj/store/schema.json

$(schema_json): $(schema_files) FORCE
	@mkdir -p $(@D)
	@{ printf '{'; comma=; for file in $(schema_files); do \
		printf '%s"%s":' "$$comma" "$${file#db/}"; cat "$$file"; comma=,; done; printf '}'; } >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(BUILD)/obj/store/schema_files.o: $(schema_json)
$(BUILD)/obj/store/schema_files.o: CPPFLAGS += -DSCHEMA_JSON='"$(schema_json)"'
$(BUILD)/obj/cmd/demo_files.o: db/demo/catalogue.json db/demo/users.json

# The list of members is a prerequisite, so that a deleted source leaves its archive too.
define folder_rules
$(BUILD)/obj/$(1)/members: FORCE
	@mkdir -p $$(@D)
	@echo '$(sort $(call sources_of,$(1)))' | cmp -s - $$@ || echo '$(sort $(call sources_of,$(1)))' >$$@

$(BUILD)/lib$(1).a: $(call object_of,$(call sources_of,$(1))) $(BUILD)/obj/$(1)/members
	@rm -f $$@
	@$(AR) rcsD $$@ $$(filter %.o,$$^)

$(BUILD)/test/$(1)/%: $(BUILD)/obj/$(1)/%.o $(call archives,$(1))
	@mkdir -p $$(@D)
	@echo '  LINK  $$@'
	@$(CC) $(LDFLAGS) -o $$@ $$< $(call archives,$(1)) $(call libraries,$(1)) $(libs_cmocka)
endef
$(foreach l,$(LAYERS),$(eval $(call folder_rules,$(l))))

$(BUILD)/libcmd.a: $(cmd_shared)
	@rm -f $@
	@$(AR) rcsD $@ $^

$(BUILD)/test/cmd/%: $(BUILD)/obj/cmd/%.o $(BUILD)/libcmd.a $(call archives,cmd)
	@mkdir -p $(@D)
	@echo '  LINK  $@'
	@$(CC) $(LDFLAGS) -o $@ $< $(BUILD)/libcmd.a $(call archives,cmd) $(call libraries,cmd) $(libs_cmocka)

# Moved into place, so that a copy that starts a program again always finds a whole one.
$(BUILD)/bin/%: $(BUILD)/obj/cmd/%.o $(BUILD)/libcmd.a $(call archives,cmd)
	@mkdir -p $(@D)
	@echo '  LINK  $@'
	@$(CC) $(LDFLAGS) -o $(<:.o=.linked) $< $(BUILD)/libcmd.a $(call archives,cmd) $(call libraries,cmd)
	@mv $(<:.o=.linked) $@

-include $(objects:.o=.d)
