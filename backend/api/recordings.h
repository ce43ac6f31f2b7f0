/*
 * recordings — the operations on the sound of calls.
 *
 * The softphone begins a recorder session, sends its pieces in order (each repeatable), and ends it with their count;
 * quality and back office listen to the finished file by ranges, each reading with its audit entry.
 */
#pragma once

#include "http/request.h"

enum rc recordings_start(struct request *request) MUST_CHECK;
enum rc recordings_get(struct request *request) MUST_CHECK;
enum rc recordings_content(struct request *request) MUST_CHECK;
enum rc recordings_piece(struct request *request) MUST_CHECK;
enum rc recordings_finish(struct request *request) MUST_CHECK;
enum rc recordings_silence(struct request *request) MUST_CHECK;
