/*
 * lead_lists — the operations on files of potential customers.
 *
 * A file is announced, its pieces follow, then the import is begun; progress comes as events `lead_list.progress`.
 */
#pragma once

#include "http/request.h"

enum rc lead_lists_list(struct request *request) MUST_CHECK;
enum rc lead_lists_create(struct request *request) MUST_CHECK;
enum rc lead_lists_get(struct request *request) MUST_CHECK;
enum rc lead_lists_piece(struct request *request) MUST_CHECK;
enum rc lead_lists_import(struct request *request) MUST_CHECK;
enum rc lead_lists_refusals(struct request *request) MUST_CHECK;
