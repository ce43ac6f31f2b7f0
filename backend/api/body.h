/*
 * body — reads a JSON body into a struct by its field table.
 *
 * Promises: after RC_OK every field is what its table says, and texts live in the request's arena. Otherwise the
 * record is untouched and every wrong field is named in the fault.
 * Refuses: other media types (415), more than the row's ceiling or 64 KiB (413), what wire/json_in.h refuses.
 */
#pragma once

#include "http/request.h"
#include "wire/shape.h"

/* `TRY(body_read(request, &login_shape, &login));` */
enum rc body_read(struct request *request, const struct wire_shape *shape, void *record) MUST_CHECK;

/* A raw body of that media type, e.g. "application/octet-stream". */
enum rc body_raw(struct request *request, const char *media_type, struct bytes *body) MUST_CHECK;

enum { BODY_SHA256_HEX = 64 };

/* The hash of a file that is announced: 64 lower-case hex digits. For field tables. */
enum field_verdict body_check_sha256(const char *text);
