#include "api/body.h"

#include "wire/json_in.h"

#include <string.h>

enum rc body_raw(struct request *request, const char *media_type, struct bytes *body)
{
	if (strcmp(request_content_type(request), media_type) != 0)
		return fault_set(request->fault, RC_MALFORMED, "media_type", "the body must be %s", media_type);
	return request_body(request, body);
}

enum rc body_read(struct request *request, const struct wire_shape *shape, void *record)
{
	struct bytes body;

	TRY(body_raw(request, "application/json", &body));
	return wire_json_read((const char *)body.data, body.length, shape, request->arena, record, request->fault);
}

enum field_verdict body_check_sha256(const char *text)
{
	return strlen(text) == BODY_SHA256_HEX && strspn(text, "0123456789abcdef") == BODY_SHA256_HEX
	               ? FIELD_OK
	               : FIELD_BAD_FORMAT;
}
