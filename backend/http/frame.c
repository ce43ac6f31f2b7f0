#include "http/frame.h"

#include <stdbool.h>
#include <string.h>

enum { RECORD_HEADER = 8, BEGIN_BODY = 8, TYPE_BEGIN = 1, TYPE_PARAMS = 4, ROLE_RESPONDER = 1 };

struct record {
	uint8_t type;
	uint16_t request_id;
	const uint8_t *content;
	size_t content_length;
	size_t whole_length; /* header, content and padding */
};

/*
 * Name-value pairs cross the borders of records, so they are read as a machine over single bytes: lengths first
 * (one byte, or four with the top bit set), then as many bytes to skip.
 */
struct pairs {
	size_t lengths[2];
	int lengths_read;
	int length_bytes_left; /* of the four-byte length under way */
	size_t skip;           /* of the current name and value */
};

static uint16_t read_u16(const uint8_t *bytes)
{
	return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static bool pairs_end_length(struct pairs *pairs)
{
	if (++pairs->lengths_read < 2)
		return true;
	if (pairs->lengths[0] > FRAME_MAX_BYTES || pairs->lengths[1] > FRAME_MAX_BYTES || pairs->lengths[0] == 0)
		return false;
	pairs->skip = pairs->lengths[0] + pairs->lengths[1];
	pairs->lengths_read = 0;
	return true;
}

static bool pairs_byte(struct pairs *pairs, uint8_t byte)
{
	size_t *length = &pairs->lengths[pairs->lengths_read];

	if (pairs->length_bytes_left > 0) {
		*length = *length << 8 | byte;
		return --pairs->length_bytes_left > 0 || pairs_end_length(pairs);
	}
	*length = byte & 0x7f;
	if (byte & 0x80) {
		pairs->length_bytes_left = 3;
		return true;
	}
	return pairs_end_length(pairs);
}

static bool pairs_take(struct pairs *pairs, const uint8_t *bytes, size_t length)
{
	while (length > 0) {
		size_t step = pairs->skip < length ? pairs->skip : length;
		if (step == 0) {
			if (!pairs_byte(pairs, *bytes))
				return false;
			step = 1;
		} else {
			pairs->skip -= step;
		}
		bytes += step;
		length -= step;
	}
	return true;
}

static bool pairs_are_whole(const struct pairs *pairs)
{
	return pairs->skip == 0 && pairs->lengths_read == 0 && pairs->length_bytes_left == 0;
}

/* Reads the record's header; what of its content is not there yet is the caller's to find out. */
static enum frame_verdict read_record(const uint8_t *bytes, size_t length, struct record *record)
{
	if (length > 0 && bytes[0] != 1)
		return FRAME_BAD;
	if (length < RECORD_HEADER)
		return FRAME_PARTIAL;
	record->type = bytes[1];
	record->request_id = read_u16(bytes + 2);
	record->content = bytes + RECORD_HEADER;
	record->content_length = read_u16(bytes + 4);
	record->whole_length = RECORD_HEADER + record->content_length + bytes[6];
	return record->request_id == 0 ? FRAME_BAD : FRAME_COMPLETE;
}

static enum frame_verdict read_begin(const struct record *record, size_t length)
{
	if (record->type != TYPE_BEGIN || record->content_length != BEGIN_BODY)
		return FRAME_BAD;
	if (length < record->whole_length)
		return FRAME_PARTIAL;
	return read_u16(record->content) == ROLE_RESPONDER ? FRAME_COMPLETE : FRAME_BAD;
}

static enum frame_verdict read_params(const uint8_t *bytes, size_t length, uint16_t request_id)
{
	struct pairs pairs = {0};
	struct record record;

	for (;;) {
		enum frame_verdict verdict = read_record(bytes, length, &record);
		size_t there = length > RECORD_HEADER ? length - RECORD_HEADER : 0;
		if (verdict != FRAME_COMPLETE)
			return verdict;
		if (record.type != TYPE_PARAMS || record.request_id != request_id)
			return FRAME_BAD;
		if (!pairs_take(&pairs, record.content,
		                there < record.content_length ? there : record.content_length))
			return FRAME_BAD;
		if (length < record.whole_length)
			return FRAME_PARTIAL;
		if (record.content_length == 0)
			return pairs_are_whole(&pairs) ? FRAME_COMPLETE : FRAME_BAD;
		bytes += record.whole_length;
		length -= record.whole_length;
	}
}

enum frame_verdict frame_inspect(const uint8_t *bytes, size_t length)
{
	struct record begin;
	enum frame_verdict verdict = read_record(bytes, length, &begin);

	if (verdict == FRAME_COMPLETE)
		verdict = read_begin(&begin, length);
	if (verdict == FRAME_COMPLETE)
		verdict = read_params(bytes + begin.whole_length, length - begin.whole_length, begin.request_id);
	return verdict == FRAME_PARTIAL && length >= FRAME_MAX_BYTES ? FRAME_BAD : verdict;
}
