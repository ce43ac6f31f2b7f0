/*
 * corrections — what the back office puts right itself, before activation and after it.
 *
 * Promises: every command answers with the sale as it became.
 * Threads: those of the request.
 */
#pragma once

#include "http/request.h"

enum rc corrections_correct(struct request *request);
enum rc corrections_amend(struct request *request);
