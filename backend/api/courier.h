/*
 * courier — the courier's files: the day's list out, tracking numbers and results in.
 *
 * Promises: the list is one CSV of a day, and reading it is audited. A file that comes in is taken row by row, each
 * in a transaction of its own; what already stands so is passed over, so that the same file again changes nothing.
 * The answer names every row that was refused, with its line and why. Threads: those of the request.
 */
#pragma once

#include "http/request.h"

enum rc courier_list(struct request *request);
enum rc courier_import(struct request *request);
