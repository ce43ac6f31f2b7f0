/*
 * reply — how handlers answer.
 *
 * A handler writes JSON into reply_buf() (with the writers of wire/) and ends with one of these; all return RC_OK, so
 * that `return reply_…;` is the last line.
 *
 * Promises: nothing goes out before the handler has returned RC_OK.
 * Owns: nothing; the body lives in the request's response.
 */
#pragma once

#include "base/buf.h"
#include "base/fault.h"
#include "base/id.h"
#include "http/request.h"

/* Where the JSON of the answer goes. */
struct buf *reply_buf(struct request *request);

/* What is in reply_buf(), as JSON. */
enum rc reply_json(struct request *request, int status);

/* The same for one editable document: with its ETag. */
enum rc reply_document(struct request *request, int status, int64_t version);

/* 201 for a new document: with ETag and `Location: <path of the collection>/<id>`. */
enum rc reply_created(struct request *request, const char *collection, const struct id *id, int64_t version);

/* 204. */
enum rc reply_nothing(struct request *request);

/* A page that rows_page_json() wrote into reply_buf(): with the Link of the next one, if there is one. */
enum rc reply_page(struct request *request);
