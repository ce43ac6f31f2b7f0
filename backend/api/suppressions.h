/*
 * suppressions — the operations on numbers that are not to be called: our own list, and files of the registry (RNE).
 *
 * Promises: a number stands in bodies, never in an address; lists show its last digits; whoever looks a number up or
 * adds one is in the audit.
 * Threads: those of the request.
 */
#pragma once

#include "http/request.h"

enum rc suppressions_list(struct request *request) MUST_CHECK;
enum rc suppressions_add(struct request *request) MUST_CHECK;
enum rc suppressions_search(struct request *request) MUST_CHECK;
enum rc suppressions_counts(struct request *request) MUST_CHECK;

/* registry_files.c: announced, sent in pieces, imported by cierre-jobs; progress as `registry_file.progress`. */
enum rc registry_files_list(struct request *request) MUST_CHECK;
enum rc registry_files_create(struct request *request) MUST_CHECK;
enum rc registry_files_piece(struct request *request) MUST_CHECK;
enum rc registry_files_import(struct request *request) MUST_CHECK;
