/*
 * documents — the papers of a sale: upload in pieces, content by ranges, verdicts.
 *
 * Promises: a file counts only when its pieces, its hash, its type and its structure were checked; every reading of
 * one leaves an audit entry before its first byte goes out.
 * Refuses: what is no image or PDF (409 `file_type`), and what is cut short or has something behind its end (409
 * `file_structure`).
 * Threads: those of the request.
 */
#pragma once

#include "http/request.h"

enum rc documents_list(struct request *request);
enum rc documents_create(struct request *request);
enum rc documents_piece(struct request *request);
enum rc documents_complete(struct request *request);
enum rc documents_content(struct request *request);
enum rc documents_judge(struct request *request);
enum rc documents_undo(struct request *request);
