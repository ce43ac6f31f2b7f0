/*
 * tasks — open tasks about submitted sales: their answers, and whose they are.
 *
 * Promises: every command about one task answers with it as it became.
 * Threads: those of the request.
 */
#pragma once

#include "http/request.h"

enum rc tasks_list(struct request *request);
enum rc tasks_answer(struct request *request);
enum rc tasks_take(struct request *request);
enum rc tasks_assign(struct request *request);
enum rc tasks_reassign_all(struct request *request);
