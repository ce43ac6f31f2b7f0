/*
 * sales — the sale as its agent makes it and as everybody reads it: /sales and what is typed into a draft.
 *
 * Promises: every edit and command answers with the sale as it became. What the back office does is in files of its
 * own; they take sales_actor(), sales_reply() and sales_key() from here.
 * Threads: those of the request.
 */
#pragma once

#include "http/request.h"
#include "store/sales.h"

enum rc sales_list(struct request *request);
enum rc sales_get(struct request *request);
enum rc sales_set_line(struct request *request);
enum rc sales_set_applicant(struct request *request);
enum rc sales_check_document(struct request *request);
enum rc sales_set_form(struct request *request);
enum rc sales_submit(struct request *request);

/* The caller, for history and audit. */
struct sale_actor sales_actor(const struct request *request);

/* The sale as the caller may see it, with its ETag. */
enum rc sales_reply(struct request *request, const struct id *sale_id);

/* Of documents and lines. */
const struct person_key *sales_key(const struct request *request);
