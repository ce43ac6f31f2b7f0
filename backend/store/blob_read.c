/* Reading blobs: by frame, by range, by pulling. Declared in store/blob.h and store/blob_frame.h. */
#include "store/blob_frame.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static enum rc altered(struct fault *fault)
{
	return fault_set(fault, RC_BROKEN, "blob_altered", "a stored piece does not authenticate");
}

/* All frames of one piece, in order. */
static enum rc walk_piece(const struct blob *blob, const uint8_t *key, int64_t n, const bson_t *row, blob_sink *sink,
                          void *context, struct fault *fault)
{
	uint8_t frame[BLOB_FRAME_BYTES];
	size_t sealed_length = 0, plain = 0, length;
	const uint8_t *sealed = wire_get_binary(row, "data", &sealed_length);

	if (!sealed || sealed_length <= BLOB_FRAME_EXTRA)
		return altered(fault);
	for (size_t i = 0; plain + (i * BLOB_FRAME_EXTRA) < sealed_length; i++) {
		if (!blob_frame_open(key, &blob->id, n, sealed, sealed_length, i, frame, &length))
			return altered(fault);
		plain += length;
		TRY(sink(context, frame, length, fault));
	}
	return RC_OK;
}

enum rc blob_walk(struct conn *conn, const struct blob *blob, const uint8_t *key, int64_t first_piece,
                  blob_sink *sink, void *context, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	const bson_t *row;
	int64_t n = first_piece;
	enum rc rc;

	wire_put_id(&filter, "files_id", &blob->id);
	wire_put_op_int(&filter, "n", "$gte", first_piece);
	wire_put_int(&sort, "n", 1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&opts, "batchSize", 2);
	CURSOR(cursor) = conn_find(conn, "blob_pieces", &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		if (wire_get_int(row, "n", -1) != n)
			break; /* a gap: what comes after it does not belong to the file yet */
		TRY(walk_piece(blob, key, n++, row, sink, context, fault));
	}
	TRY(rc);
	if (blob->state == BLOB_COMPLETE && n < blob->pieces)
		return altered(fault);
	return RC_OK;
}

/* A sink that lets only a range through. */
struct window {
	int64_t at; /* position of the next byte that comes */
	int64_t from, to;
	blob_sink *sink;
	void *context;
};

/* Returned by the window to end a walk early; never leaves this file. */
static const char range_over[] = "range_over";

static enum rc through_window(void *context, const uint8_t *bytes, size_t length, struct fault *fault)
{
	struct window *window = context;
	int64_t start = window->at, end = start + (int64_t)length;
	int64_t from = start > window->from ? start : window->from, to = end < window->to ? end : window->to;

	window->at = end;
	if (from < to)
		TRY(window->sink(window->context, bytes + (from - start), (size_t)(to - from), fault));
	if (end >= window->to)
		return fault_set(fault, RC_CONFLICT, range_over, "the range is read");
	return RC_OK;
}

static enum rc read_range(struct conn *conn, const struct blob *blob, const uint8_t *key, int64_t first_byte,
                          int64_t length, blob_sink *sink, void *context, struct fault *fault)
{
	int64_t first_piece = blob->piece_bytes ? first_byte / blob->piece_bytes : 0;
	int64_t end = length < 0 || length > blob->size - first_byte ? blob->size : first_byte + length;
	struct window window = {.at = first_piece * blob->piece_bytes,
	                        .from = first_byte,
	                        .to = end,
	                        .sink = sink,
	                        .context = context};
	enum rc rc;

	if (first_byte >= end)
		return RC_OK;
	rc = blob_walk(conn, blob, key, first_piece, through_window, &window, fault);
	return rc == RC_CONFLICT && fault->code == range_over ? RC_OK : rc;
}

static enum rc must_be_complete(const struct blob *blob, struct fault *fault)
{
	if (blob->state != BLOB_COMPLETE)
		return fault_set(fault, RC_CONFLICT, "blob_incomplete", "the file is not complete");
	return RC_OK;
}

enum rc blob_read(struct conn *conn, const struct blob_vault *vault, const struct id *id, int64_t first_byte,
                  int64_t length, blob_sink *sink, void *context, struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);
	uint8_t key[BLOB_KEY_BYTES];
	struct blob blob;
	enum rc rc;

	TRY(blob_open(conn, vault, id, arena, &blob, key, fault));
	rc = must_be_complete(&blob, fault);
	if (rc == RC_OK)
		rc = read_range(conn, &blob, key, first_byte, length, sink, context, fault);
	sodium_memzero(key, sizeof key);
	return rc;
}

enum rc blob_read_pieces(struct conn *conn, const struct blob_vault *vault, const struct id *id, blob_sink *sink,
                         void *context, struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);
	uint8_t key[BLOB_KEY_BYTES];
	struct blob blob;
	enum rc rc;

	TRY(blob_open(conn, vault, id, arena, &blob, key, fault));
	rc = blob_walk(conn, &blob, key, 0, sink, context, fault);
	sodium_memzero(key, sizeof key);
	return rc;
}

/* One piece's plain bytes are kept: the next pull most often goes on inside it. */
struct blob_stream {
	struct store *store;
	struct arena *arena;
	struct blob blob;
	uint8_t key[BLOB_KEY_BYTES];
	int64_t held_from; /* position of the first byte held */
	size_t held;
	int64_t held_piece; /* −1: none */
	uint8_t bytes[BLOB_PIECE_BYTES];
};

enum rc blob_stream_open(struct store *store, const struct blob_vault *vault, const struct id *id,
                         struct blob_stream **stream, struct fault *fault)
{
	struct blob_stream *opened = calloc(1, sizeof *opened);
	enum rc rc;

	CONN(conn);
	if (!opened)
		abort();
	opened->store = store;
	opened->held_piece = -1;
	opened->arena = arena_new(512, 1 << 16);
	rc = conn_open(store, STORE_BRISK, &conn, fault);
	if (rc == RC_OK)
		rc = blob_open(&conn, vault, id, opened->arena, &opened->blob, opened->key, fault);
	if (rc == RC_OK)
		rc = must_be_complete(&opened->blob, fault);
	if (rc == RC_OK)
		*stream = opened;
	else
		blob_stream_close(opened);
	return rc;
}

const struct blob *blob_stream_blob(const struct blob_stream *stream)
{
	return &stream->blob;
}

static enum rc hold_bytes(void *context, const uint8_t *bytes, size_t length, struct fault *fault)
{
	struct blob_stream *stream = context;

	if (stream->held + length > sizeof stream->bytes)
		return altered(fault);
	memcpy(stream->bytes + stream->held, bytes, length);
	stream->held += length;
	return RC_OK;
}

static enum rc load_piece(struct blob_stream *stream, int64_t n, int64_t from, struct fault *fault)
{
	ARENA(arena, 1024, 1 << 22);
	BSON(filter);
	const bson_t *row;

	CONN(conn);
	TRY(conn_open(stream->store, STORE_BRISK, &conn, fault));
	wire_put_id(&filter, "files_id", &stream->blob.id);
	wire_put_int(&filter, "n", n);
	TRY(conn_find_one(&conn, "blob_pieces", &filter, NULL, arena, &row, fault));
	if (!row)
		return altered(fault);
	stream->held = 0;
	stream->held_piece = -1;
	TRY(walk_piece(&stream->blob, stream->key, n, row, hold_bytes, stream, fault));
	stream->held_piece = n;
	stream->held_from = from;
	return RC_OK;
}

/* Loads the piece that holds offset. Uneven pieces have no known places: they are walked from the nearest known. */
static enum rc seek(struct blob_stream *stream, int64_t offset, struct fault *fault)
{
	int64_t piece_bytes = stream->blob.piece_bytes;

	if (piece_bytes)
		return load_piece(stream, offset / piece_bytes, offset / piece_bytes * piece_bytes, fault);
	if (stream->held_piece < 0 || offset < stream->held_from)
		TRY(load_piece(stream, 0, 0, fault));
	while (offset >= stream->held_from + (int64_t)stream->held)
		TRY(load_piece(stream, stream->held_piece + 1, stream->held_from + (int64_t)stream->held, fault));
	return RC_OK;
}

enum rc blob_pull(void *context, int64_t offset, void *out, size_t room, size_t *got, struct fault *fault)
{
	struct blob_stream *stream = context;
	size_t from, length;

	*got = 0;
	if (offset < 0 || offset >= stream->blob.size || room == 0)
		return RC_OK;
	if (stream->held_piece < 0 || offset < stream->held_from ||
	    offset >= stream->held_from + (int64_t)stream->held)
		TRY(seek(stream, offset, fault));
	if (offset >= stream->held_from + (int64_t)stream->held)
		return altered(fault);
	from = (size_t)(offset - stream->held_from);
	length = stream->held - from < room ? stream->held - from : room;
	memcpy(out, stream->bytes + from, length);
	*got = length;
	return RC_OK;
}

void blob_stream_close(void *context)
{
	struct blob_stream *stream = context;

	if (!stream)
		return;
	arena_free(stream->arena);
	sodium_memzero(stream, sizeof *stream);
	free(stream);
}
