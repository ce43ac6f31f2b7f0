/*
 * tasks — the agent's open tasks about submitted sales, and their answers.
 *
 * Promises: an answer gives the task as it became.
 * Threads: those of the request.
 */
#pragma once

#include "http/request.h"

enum rc tasks_list(struct request *request);
enum rc tasks_answer(struct request *request);
