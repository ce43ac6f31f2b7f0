/*
 * dispatch — the SIMs of a sale on their way, and the day's list.
 *
 * Promises: every command answers with the dispatch as it became. Scheduling goes by the sale's version, a courier's
 * result by the dispatch's.
 * Threads: those of the request.
 */
#pragma once

#include "http/request.h"

enum rc dispatches_get(struct request *request);
enum rc dispatches_schedule(struct request *request);
enum rc dispatches_report(struct request *request);
enum rc dispatches_list(struct request *request);
