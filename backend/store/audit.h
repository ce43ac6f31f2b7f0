/*
 * audit — who saw or did what, append-only.
 *
 * Promises: one entry per read of a document or recording and per change, in the change's transaction when there is
 * one. Entries are unchained here; one sealer chains them later.
 * Refuses: personal values: an entry names operation, subject and request.
 * Owns: nothing. There is no update and no delete.
 * Threads: any.
 */
#pragma once

#include "store/conn.h"

struct audit_entry {
	int64_t at_ms;            /* service time */
	int64_t real_ms;          /* real time */
	struct id user_id;        /* none: a program, named in role */
	const char *role;         /* or the program: "jobs", "admin-cli" */
	const char *operation;    /* operationId of the API, or the program's own word */
	const char *subject_kind; /* "sale", "recording", … */
	struct id subject_id;
	const char *purpose;    /* why it was read, where that is asked; NULL: none */
	const char *request_id; /* NULL: none */
	const bson_t *changes;  /* of configuration: an array of {name, from, to}, numbers only; NULL: none */
};

enum rc audit_append(struct conn *conn, const struct audit_entry *entry, struct fault *fault) MUST_CHECK;
