/*
 * lead_lists — the operations on files of potential customers.
 *
 * A file is announced, its pieces follow, its preview is confirmed (lead_previews), then the import is begun;
 * progress comes as events `lead_list.progress`. Cancelled, it goes on where it stopped when the import is begun
 * again.
 */
#pragma once

#include "http/request.h"
#include "store/lead_lists.h"

enum rc lead_lists_list(struct request *request) MUST_CHECK;
enum rc lead_lists_create(struct request *request) MUST_CHECK;
enum rc lead_lists_get(struct request *request) MUST_CHECK;
enum rc lead_lists_piece(struct request *request) MUST_CHECK;
enum rc lead_lists_import(struct request *request) MUST_CHECK;
enum rc lead_lists_refusals(struct request *request) MUST_CHECK;
enum rc lead_lists_refused_file(struct request *request) MUST_CHECK;
enum rc lead_lists_cancel(struct request *request) MUST_CHECK;

/* All pieces are there and agree with what was announced. */
enum rc lead_list_file_is_whole(struct request *request, const struct lead_list *list) MUST_CHECK;
