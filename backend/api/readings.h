/*
 * readings — the operations on the takes of a contract.
 */
#pragma once

#include "http/request.h"

enum rc readings_start(struct request *request) MUST_CHECK;
enum rc readings_get(struct request *request) MUST_CHECK;
enum rc readings_mark(struct request *request) MUST_CHECK;
enum rc readings_stop(struct request *request) MUST_CHECK;
