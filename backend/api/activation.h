/*
 * activation — a sale at the operator: the line, the rate, the personal data, the services one by one.
 *
 * Promises: every command answers with the activation as it became; one command asks the operator once. The operator
 * is asked outside transactions: what is sent is written down before, what came of it after.
 * Threads: those of the request.
 */
#pragma once

#include "http/request.h"

enum rc activation_get(struct request *request);
enum rc activation_line(struct request *request);
enum rc activation_rate(struct request *request);
enum rc activation_personal_data(struct request *request);
enum rc activation_service_load(struct request *request);
enum rc activation_entry_add(struct request *request);
enum rc activation_service_remove(struct request *request);
