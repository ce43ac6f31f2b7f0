/*
 * withdrawal — contracts that do not hold: a supervisor's two ways out of a half-loaded sale, and retracto.
 *
 * Promises: every command answers with the sale as it became.
 * Threads: those of the request.
 */
#pragma once

#include "http/request.h"

enum rc withdrawal_extend(struct request *request);
enum rc withdrawal_reverse(struct request *request);
enum rc withdrawal_withdraw(struct request *request);
enum rc withdrawal_sim_back(struct request *request);
