#include "store/blob.h"

#include "base/clock.h"
#include "store/blob_frame.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define BLOB_KEY_ID "master-1" /* names the master key that wraps; rotation will add others */

struct blob_vault {
	uint8_t *master; /* locked memory */
};

enum rc blob_vault_open(const struct config *config, struct blob_vault **vault, struct fault *fault)
{
	uint8_t *master = sodium_malloc(BLOB_KEY_BYTES);
	struct blob_vault *opened = calloc(1, sizeof *opened);
	enum rc rc;

	if (!master || !opened)
		abort();
	rc = config_key_read(config, "master.key", master, BLOB_KEY_BYTES, fault);
	if (rc != RC_OK) {
		sodium_free(master);
		free(opened);
		return rc;
	}
	opened->master = master;
	*vault = opened;
	return RC_OK;
}

void blob_vault_close(struct blob_vault *vault)
{
	if (!vault)
		return;
	sodium_free(vault->master);
	free(vault);
}

static void by_id(bson_t *filter, const struct id *id)
{
	wire_put_id(filter, "_id", id);
}

static void by_piece(bson_t *filter, const struct id *id, int64_t n)
{
	wire_put_id(filter, "files_id", id);
	wire_put_int(filter, "n", n);
}

enum rc blob_begin(struct conn *conn, const struct blob_vault *vault, const struct blob_new *blob,
                   struct fault *fault)
{
	uint8_t key[BLOB_KEY_BYTES], wrapped[BLOB_WRAPPED_BYTES];
	int64_t piece_bytes = blob->uneven ? 0 : blob->piece_bytes ? blob->piece_bytes : BLOB_PIECE_BYTES;
	BSON(document);
	enum rc rc;

	assert(piece_bytes % BLOB_FRAME_BYTES == 0 && piece_bytes <= BLOB_PIECE_BYTES);
	randombytes_buf(key, sizeof key);
	blob_key_wrap(vault->master, &blob->id, key, wrapped);
	sodium_memzero(key, sizeof key);
	by_id(&document, &blob->id);
	wire_put_text(&document, "kind", blob->kind);
	wire_put_text(&document, "mime", blob->mime);
	wire_put_text(&document, "state", "uploading");
	wire_put_int(&document, "piece_bytes", piece_bytes);
	wire_put_binary(&document, "key", wrapped, sizeof wrapped);
	wire_put_text(&document, "key_id", BLOB_KEY_ID);
	if (!id_is_none(&blob->owner_id))
		wire_put_id(&document, "owner_id", &blob->owner_id);
	wire_put_ms(&document, "created_at", blob->now_ms);
	rc = conn_insert(conn, "blobs", &document, fault);
	return rc == RC_CONFLICT ? RC_OK : rc; /* begun before: the first key stays */
}

static enum rc read_header(const bson_t *row, struct arena *arena, struct blob *blob, struct fault *fault)
{
	const char *state = wire_get_text(row, "state"), *kind = wire_get_text(row, "kind");
	const char *mime = wire_get_text(row, "mime");
	const uint8_t *hash;
	size_t length = 0;

	if (!state || !kind)
		return fault_set(fault, RC_BROKEN, "stored_document", "a stored blob is incomplete");
	*blob = (struct blob){.id = wire_get_id(row, "_id"),
	                      .kind = arena_strdup(arena, kind),
	                      .mime = mime ? arena_strdup(arena, mime) : NULL,
	                      .state = strcmp(state, "complete") == 0 ? BLOB_COMPLETE : BLOB_UPLOADING,
	                      .piece_bytes = wire_get_int(row, "piece_bytes", 0),
	                      .pieces = wire_get_int(row, "pieces", 0),
	                      .size = wire_get_int(row, "size", 0)};
	hash = wire_get_binary(row, "sha256", &length);
	if (hash && length == sizeof blob->sha256)
		memcpy(blob->sha256, hash, length);
	return RC_OK;
}

static enum rc find_row(struct conn *conn, const struct id *id, struct arena *arena, const bson_t **row,
                        struct fault *fault)
{
	BSON(filter);

	by_id(&filter, id);
	TRY(conn_find_one(conn, "blobs", &filter, NULL, arena, row, fault));
	if (!*row)
		return fault_set(fault, RC_NOT_FOUND, "not_found", "blobs: no such file");
	return RC_OK;
}

enum rc blob_find(struct conn *conn, const struct id *id, struct arena *arena, struct blob *blob, struct fault *fault)
{
	const bson_t *row;

	TRY(find_row(conn, id, arena, &row, fault));
	return read_header(row, arena, blob, fault);
}

enum rc blob_open(struct conn *conn, const struct blob_vault *vault, const struct id *id, struct arena *arena,
                  struct blob *blob, uint8_t key[BLOB_KEY_BYTES], struct fault *fault)
{
	const uint8_t *wrapped, *seal;
	uint8_t expected[BLOB_MAC_BYTES];
	const bson_t *row;
	size_t length = 0;

	TRY(find_row(conn, id, arena, &row, fault));
	TRY(read_header(row, arena, blob, fault));
	wrapped = wire_get_binary(row, "key", &length);
	if (!wrapped || length != BLOB_WRAPPED_BYTES || !blob_key_unwrap(vault->master, id, wrapped, key))
		return fault_set(fault, RC_BROKEN, "blob_key", "the master key does not open this file's key");
	if (blob->state != BLOB_COMPLETE)
		return RC_OK;
	seal = wire_get_binary(row, "seal", &length);
	blob_seal(key, blob, expected);
	if (!seal || length != sizeof expected || sodium_memcmp(seal, expected, length) != 0)
		return fault_set(fault, RC_BROKEN, "blob_altered", "a file's size or hash was altered at rest");
	return RC_OK;
}

/* The piece that is there already: the same bytes are fine. */
static enum rc judge_again(struct conn *conn, const struct id *id, int64_t n, const uint8_t *mac, struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);
	BSON(filter);
	BSON(fields);
	const uint8_t *stored = NULL;
	const bson_t *row;
	size_t length = 0;

	by_piece(&filter, id, n);
	wire_put_int(&fields, "mac", 1);
	TRY(conn_find_one(conn, "blob_pieces", &filter, &fields, arena, &row, fault));
	if (row)
		stored = wire_get_binary(row, "mac", &length);
	if (!stored || length != BLOB_MAC_BYTES || sodium_memcmp(stored, mac, length) != 0)
		return fault_set(fault, RC_CONFLICT, "piece_differs", "this piece came before with other bytes");
	return RC_OK;
}

static enum rc check_piece(const struct blob *blob, int64_t n, size_t length, struct fault *fault)
{
	if (length > BLOB_PIECE_BYTES)
		return fault_set(fault, RC_TOO_LARGE, "piece_too_large", "a piece has at most %d bytes",
		                 BLOB_PIECE_BYTES);
	if (n < 0 || n >= BLOB_PIECES_MAX)
		return fault_set(fault, RC_TOO_LARGE, "too_many_pieces", "a file has at most %d pieces",
		                 BLOB_PIECES_MAX);
	if (length == 0 || (blob->piece_bytes && (int64_t)length > blob->piece_bytes))
		return fault_set(fault, RC_MALFORMED, "piece_size", "a piece has 1 to %lld bytes",
		                 (long long)blob->piece_bytes);
	return RC_OK;
}

static enum rc insert_piece(struct conn *conn, const struct id *id, int64_t n, const uint8_t *key, const void *bytes,
                            size_t length, const uint8_t *mac, struct fault *fault)
{
	struct id row_id = id_new(clock_real_ms());
	size_t sealed_length = blob_sealed_length(length);
	uint8_t *sealed = malloc(sealed_length);
	BSON(document);

	if (!sealed)
		abort();
	blob_piece_seal(key, id, n, bytes, length, sealed);
	by_id(&document, &row_id);
	by_piece(&document, id, n);
	wire_put_int(&document, "size", (int64_t)length);
	wire_put_binary(&document, "mac", mac, BLOB_MAC_BYTES);
	wire_put_binary(&document, "data", sealed, sealed_length);
	free(sealed);
	return conn_insert(conn, "blob_pieces", &document, fault);
}

enum rc blob_put(struct conn *conn, const struct blob_vault *vault, const struct id *id, int64_t n, const void *bytes,
                 size_t length, struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);
	uint8_t key[BLOB_KEY_BYTES], mac[BLOB_MAC_BYTES];
	struct blob blob;
	enum rc rc;

	TRY(blob_open(conn, vault, id, arena, &blob, key, fault));
	rc = check_piece(&blob, n, length, fault);
	if (rc == RC_OK) {
		blob_mac(key, bytes, length, mac);
		if (blob.state == BLOB_COMPLETE) {
			rc = judge_again(conn, id, n, mac, fault);
			if (rc == RC_CONFLICT)
				rc = fault_set(fault, RC_CONFLICT, "blob_complete", "the file is complete");
		} else {
			rc = insert_piece(conn, id, n, key, bytes, length, mac, fault);
			if (rc == RC_CONFLICT)
				rc = judge_again(conn, id, n, mac, fault);
		}
	}
	sodium_memzero(key, sizeof key);
	return rc;
}

enum rc blob_received(struct conn *conn, const struct id *id, int64_t *pieces, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(fields);
	BSON(sort);
	const bson_t *row;
	int64_t count = 0;
	enum rc rc;

	wire_put_id(&filter, "files_id", id);
	wire_put_int(&fields, "_id", 0);
	wire_put_int(&fields, "n", 1);
	wire_put_int(&sort, "n", 1);
	wire_put_document(&opts, "projection", &fields);
	wire_put_document(&opts, "sort", &sort);
	CURSOR(cursor) = conn_find(conn, "blob_pieces", &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault) && wire_get_int(row, "n", -1) == count)
		count++;
	TRY(rc);
	*pieces = count;
	return RC_OK;
}

/* What complete has to find out by reading it all. */
struct tally {
	crypto_hash_sha256_state hash;
	int64_t size;
};

static enum rc tally_bytes(void *context, const uint8_t *bytes, size_t length, struct fault *fault)
{
	struct tally *tally = context;

	(void)fault;
	(void)crypto_hash_sha256_update(&tally->hash, bytes, length);
	tally->size += (int64_t)length;
	return RC_OK;
}

static enum rc store_complete(struct conn *conn, const struct blob *blob, const uint8_t *key, struct fault *fault)
{
	uint8_t seal[BLOB_MAC_BYTES];
	BSON(filter);
	BSON(fields);
	BSON(update);

	blob_seal(key, blob, seal);
	by_id(&filter, &blob->id);
	wire_put_text(&fields, "state", "complete");
	wire_put_int(&fields, "pieces", blob->pieces);
	wire_put_int(&fields, "size", blob->size);
	wire_put_binary(&fields, "sha256", blob->sha256, sizeof blob->sha256);
	wire_put_binary(&fields, "seal", seal, sizeof seal);
	wire_put_document(&update, "$set", &fields);
	return conn_update(conn, "blobs", &filter, &update, false, NULL, fault);
}

static enum rc hash_differs(struct fault *fault)
{
	return fault_set(fault, RC_CONFLICT, "hash_differs", "the file's SHA-256 is another one");
}

/* A file that was completed before: the same claim is fine. */
static enum rc judge_complete(const struct blob *blob, int64_t pieces, const uint8_t *sha256, struct fault *fault)
{
	if (blob->pieces != pieces)
		return fault_set(fault, RC_CONFLICT, "blob_complete", "the file is complete with other pieces");
	if (sha256 && memcmp(sha256, blob->sha256, BLOB_SHA256_BYTES) != 0)
		return hash_differs(fault);
	return RC_OK;
}

/* Ranges count on every piece but the last being full. */
static enum rc check_sizes(struct conn *conn, const struct blob *blob, int64_t pieces, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(filter);
	BSON(fields);
	const bson_t *row;

	if (!blob->piece_bytes)
		return RC_OK;
	wire_put_id(&filter, "files_id", &blob->id);
	wire_put_op_int(&filter, "n", "$lt", pieces - 1);
	wire_put_op_int(&filter, "size", "$ne", blob->piece_bytes);
	wire_put_int(&fields, "n", 1);
	TRY(conn_find_one(conn, "blob_pieces", &filter, &fields, arena, &row, fault));
	if (row)
		return fault_set(fault, RC_CONFLICT, "piece_size", "every piece but the last has %lld bytes",
		                 (long long)blob->piece_bytes);
	return RC_OK;
}

static enum rc check_count(struct conn *conn, const struct id *id, int64_t pieces, struct fault *fault)
{
	BSON(filter);
	ARENA(arena, 512, 1 << 16);
	BSON(fields);
	const bson_t *row;
	int64_t received;

	TRY(blob_received(conn, id, &received, fault));
	if (received < pieces) {
		(void)fault_set(fault, RC_CONFLICT, "pieces_missing", "not all pieces have come");
		fault->missing = pieces - received;
		return RC_CONFLICT;
	}
	wire_put_id(&filter, "files_id", id);
	wire_put_op_int(&filter, "n", "$gte", pieces);
	wire_put_int(&fields, "n", 1);
	TRY(conn_find_one(conn, "blob_pieces", &filter, &fields, arena, &row, fault));
	if (row)
		return fault_set(fault, RC_CONFLICT, "pieces_extra", "more pieces have come than were announced");
	return RC_OK;
}

static enum rc complete(struct conn *conn, struct blob *blob, const uint8_t *key, int64_t pieces,
                        const uint8_t *sha256, struct fault *fault)
{
	struct tally tally = {0};

	if (blob->state == BLOB_COMPLETE)
		return judge_complete(blob, pieces, sha256, fault);
	if (pieces < 1)
		return fault_set(fault, RC_CONFLICT, "pieces_missing", "a file has at least one piece");
	TRY(check_count(conn, &blob->id, pieces, fault));
	TRY(check_sizes(conn, blob, pieces, fault));
	(void)crypto_hash_sha256_init(&tally.hash);
	TRY(blob_walk(conn, blob, key, 0, tally_bytes, &tally, fault));
	blob->pieces = pieces;
	blob->size = tally.size;
	(void)crypto_hash_sha256_final(&tally.hash, blob->sha256);
	if (sha256 && memcmp(sha256, blob->sha256, BLOB_SHA256_BYTES) != 0)
		return hash_differs(fault);
	blob->state = BLOB_COMPLETE;
	return store_complete(conn, blob, key, fault);
}

enum rc blob_complete(struct conn *conn, const struct blob_vault *vault, const struct id *id, int64_t pieces,
                      const uint8_t *sha256, struct arena *arena, struct blob *blob, struct fault *fault)
{
	uint8_t key[BLOB_KEY_BYTES];
	struct blob found;
	enum rc rc;

	TRY(blob_open(conn, vault, id, arena, &found, key, fault));
	rc = complete(conn, &found, key, pieces, sha256, fault);
	sodium_memzero(key, sizeof key);
	if (rc == RC_OK)
		*blob = found;
	return rc;
}

enum rc blob_complete_announced(struct conn *conn, const struct blob_vault *vault, const struct id *id, int64_t size,
                                const char *sha256_hex, struct arena *arena, struct fault *fault)
{
	int64_t pieces = (size + BLOB_PIECE_BYTES - 1) / BLOB_PIECE_BYTES;
	uint8_t sha256[BLOB_SHA256_BYTES];
	size_t length = 0;
	struct blob blob;

	if (sodium_hex2bin(sha256, sizeof sha256, sha256_hex, strlen(sha256_hex), NULL, &length, NULL) != 0 ||
	    length != sizeof sha256)
		return fault_set(fault, RC_BROKEN, "sha256", "blobs: the hash stored for the file is none");
	return blob_complete(conn, vault, id, pieces, sha256, arena, &blob, fault);
}

enum rc blob_delete(struct conn *conn, const struct id *id, struct fault *fault)
{
	BSON(file);
	BSON(pieces);

	by_id(&file, id);
	wire_put_id(&pieces, "files_id", id);
	TRY(conn_delete_many(conn, "blob_pieces", &pieces, NULL, fault));
	return conn_delete_many(conn, "blobs", &file, NULL, fault);
}
