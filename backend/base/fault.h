/*
 * fault — how a function says that it could not do its work.
 *
 * Promises: every fallible function returns an enum rc that must be looked at, and on failure has filled the
 * caller's struct fault exactly once, where the failure arose. Outputs stay untouched on failure.
 * Refuses: personal data. A fault names fields and codes, never values; `detail` goes into logs and replies.
 * Owns: nothing; a fault is a plain value on the caller's stack. `code` and field names are static strings.
 * Threads: none shared.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Only http/ turns these into a status; the comment gives it. */
enum rc {
	RC_OK = 0,
	RC_MALFORMED,       /* 400: not readable as what it claims to be */
	RC_UNAUTHENTICATED, /* 401: no valid token */
	RC_FORBIDDEN,       /* 403: the role or the row's ownership says no */
	RC_NOT_FOUND,       /* 404: no such row, or none that this caller may know of */
	RC_CONFLICT,        /* 409: a rule or the state of things says no; `code` says which */
	RC_STALE,           /* 412: the row changed meanwhile */
	RC_TOO_LARGE,       /* 413: beyond a ceiling */
	RC_INVALID,         /* 422: readable, but fields are wrong; all of them are named */
	RC_THROTTLED,       /* 429: too many, `until_ms` says from when again */
	RC_UNAVAILABLE,     /* 503: the database or an outside system does not answer; nothing was changed */
	RC_BROKEN,          /* 500: our own mistake */
};

enum { FAULT_FIELDS_MAX = 24 };

struct fault_field {
	const char *name; /* JSON name of the field, static */
	const char *code; /* what is wrong with it, static: required, type, range, format, unknown, duplicate … */
};

struct fault {
	enum rc rc;
	const char *code; /* stable, snake case, static; the SPA's catalogue is keyed by it */
	char detail[200]; /* one English sentence for operators and API clients; no personal data */
	size_t fields_count;
	struct fault_field fields[FAULT_FIELDS_MAX];
	int64_t until_ms; /* from when it may be tried again, UTC; 0 when that is not known */
	int64_t missing;  /* how many are missing (rebuttals, documents …); 0 when nothing is counted */
	char by_name[80]; /* the colleague who holds it; for the caller's screen, never for a log; "" when none does
	                   */
};

#define MUST_CHECK             __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/* Fills *fault and returns rc: `return fault_set(fault, RC_CONFLICT, "claimed", "sale is held by another user");` */
enum rc fault_set(struct fault *fault, enum rc rc, const char *code, const char *format, ...) PRINTF_LIKE(4, 5);

/* Names one more wrong field; the first one makes the fault RC_INVALID with code "invalid". Beyond the maximum
 * further fields are dropped. Always returns RC_INVALID. */
enum rc fault_field(struct fault *fault, const char *name, const char *code);

/* Leaves the enclosing function with the rc of a call that failed. */
#define TRY(call)                                                                                                    \
	do {                                                                                                         \
		enum rc try_rc_ = (call);                                                                            \
		if (try_rc_ != RC_OK)                                                                                \
			return try_rc_;                                                                              \
	} while (0)
