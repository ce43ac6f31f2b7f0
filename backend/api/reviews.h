/*
 * reviews — quality: the queue, hearing a reading, the verdict.
 *
 * Promises: every command answers with the review as it became.
 * Threads: those of the request.
 */
#pragma once

#include "http/request.h"

enum rc reviews_queue(struct request *request);
enum rc reviews_open(struct request *request);
enum rc reviews_get(struct request *request);
enum rc reviews_save(struct request *request);
enum rc reviews_release(struct request *request);
enum rc reviews_decide(struct request *request);
