/*
 * desk — what lies on an agent's desk beside the state: one row per part of `Desk` in openapi.yaml.
 *
 * A part is written as the same JSON that its own resource answers with. To add one: a function and a row in desk.c.
 */
#pragma once

#include "http/request.h"
#include "store/agents.h"

enum { DESK_PART_MAX = 1 << 20 };

struct desk_part {
	const char *name;
	/* Writes the part's JSON into out and sets *there; leaves both alone when the desk has none. */
	enum rc (*write)(struct request *request, struct conn *conn, const struct agent_row *agent, struct buf *out,
	                 bool *there);
};

extern const struct desk_part desk_parts[];
extern const size_t desk_parts_count;
