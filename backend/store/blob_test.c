#include "base/clock.h"
#include "store/blob.h"
#include "store/testing.h"

#include <sodium.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

enum { FILE_BYTES = 2 * BLOB_PIECE_BYTES + 3 * BLOB_FRAME_BYTES + 17, PIECES = 3 };

static struct store *store;
static struct blob_vault *vault;
static uint8_t file[FILE_BYTES];
static uint8_t file_hash[BLOB_SHA256_BYTES];

static void open_conn(struct conn *conn)
{
	struct fault fault;

	testing_must(conn_open(store, STORE_BRISK, conn, &fault), &fault);
}

static struct id begin(struct conn *conn, bool uneven)
{
	struct blob_new blob = {.id = id_new(clock_real_ms()), .kind = "document", .uneven = uneven, .now_ms = 1};
	struct fault fault;

	testing_must(blob_begin(conn, vault, &blob, &fault), &fault);
	return blob.id;
}

static size_t piece_length(int n)
{
	return n + 1 < PIECES ? BLOB_PIECE_BYTES : FILE_BYTES - (PIECES - 1) * (size_t)BLOB_PIECE_BYTES;
}

static enum rc put(struct conn *conn, const struct id *id, int n, struct fault *fault)
{
	return blob_put(conn, vault, id, n, file + (size_t)n * BLOB_PIECE_BYTES, piece_length(n), fault);
}

static struct id whole_file(struct conn *conn)
{
	static const int order[] = {2, 0, 1, 0};
	ARENA(arena, 512, 1 << 16);
	struct id id = begin(conn, false);
	struct fault fault;
	struct blob blob;

	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		testing_must(put(conn, &id, order[i], &fault), &fault);
	testing_must(blob_complete(conn, vault, &id, PIECES, file_hash, arena, &blob, &fault), &fault);
	return id;
}

struct gathered {
	uint8_t bytes[FILE_BYTES];
	size_t length;
};

static enum rc gather(void *context, const uint8_t *bytes, size_t length, struct fault *fault)
{
	struct gathered *gathered = context;

	(void)fault;
	assert_true(length <= BLOB_FRAME_BYTES && gathered->length + length <= FILE_BYTES);
	memcpy(gathered->bytes + gathered->length, bytes, length);
	gathered->length += length;
	return RC_OK;
}

static struct gathered gathered;

static void ranges_are_what_was_put(void **state)
{
	static const struct {
		int64_t from, length, expected;
	} ranges[] = {
		{0, -1, FILE_BYTES},
		{0, 1, 1},
		{1, 5, 5},
		{BLOB_FRAME_BYTES - 1, 2, 2},
		{BLOB_PIECE_BYTES - 3, 7, 7},
		{BLOB_PIECE_BYTES, BLOB_PIECE_BYTES, BLOB_PIECE_BYTES},
		{BLOB_PIECE_BYTES - 1, BLOB_PIECE_BYTES + 2, BLOB_PIECE_BYTES + 2},
		{FILE_BYTES - 1, 1, 1},
		{FILE_BYTES - 5, 500, 5},
		{FILE_BYTES, 1, 0},
	};
	struct fault fault;
	struct id id;
	CONN(conn);

	(void)state;
	open_conn(&conn);
	id = whole_file(&conn);
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
		gathered.length = 0;
		assert_int_equal(
			blob_read(&conn, vault, &id, ranges[i].from, ranges[i].length, gather, &gathered, &fault),
			RC_OK);
		assert_int_equal(gathered.length, ranges[i].expected);
		assert_memory_equal(gathered.bytes, file + ranges[i].from, gathered.length);
	}
}

static void pulling_gives_the_same(void **state)
{
	struct blob_stream *stream;
	struct fault fault;
	uint8_t bytes[50000];
	size_t got;
	struct id id;

	(void)state;
	{
		CONN(conn);
		open_conn(&conn);
		id = whole_file(&conn);
	}
	assert_int_equal(blob_stream_open(store, vault, &id, &stream, &fault), RC_OK);
	assert_int_equal(blob_stream_blob(stream)->size, FILE_BYTES);
	for (int64_t at = 0; at < FILE_BYTES; at += (int64_t)got) {
		assert_int_equal(blob_pull(stream, at, bytes, sizeof bytes, &got, &fault), RC_OK);
		assert_true(got > 0);
		assert_memory_equal(bytes, file + at, got);
	}
	assert_int_equal(blob_pull(stream, 5, bytes, 3, &got, &fault), RC_OK);
	assert_memory_equal(bytes, file + 5, 3);
	assert_int_equal(blob_pull(stream, FILE_BYTES, bytes, 3, &got, &fault), RC_OK);
	assert_int_equal(got, 0);
	blob_stream_close(stream);
}

static void uneven_pieces_are_one_file(void **state)
{
	static const size_t sizes[] = {10, 70000, 1, 300, 65536};
	ARENA(arena, 512, 1 << 16);
	struct blob_stream *stream;
	struct fault fault;
	struct blob blob;
	size_t at = 0, got;
	uint8_t bytes[300];
	CONN(conn);
	struct id id;

	(void)state;
	open_conn(&conn);
	id = begin(&conn, true);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; at += sizes[i++])
		assert_int_equal(blob_put(&conn, vault, &id, (int64_t)i, file + at, sizes[i], &fault), RC_OK);
	gathered.length = 0;
	assert_int_equal(blob_read_pieces(&conn, vault, &id, gather, &gathered, &fault), RC_OK);
	assert_int_equal(gathered.length, at);
	assert_memory_equal(gathered.bytes, file, at);
	assert_int_equal(blob_complete(&conn, vault, &id, 5, NULL, arena, &blob, &fault), RC_OK);
	assert_int_equal(blob.size, at);
	gathered.length = 0;
	assert_int_equal(blob_read(&conn, vault, &id, 70009, 10, gather, &gathered, &fault), RC_OK);
	assert_int_equal(gathered.length, 10);
	assert_memory_equal(gathered.bytes, file + 70009, 10);
	assert_int_equal(blob_stream_open(store, vault, &id, &stream, &fault), RC_OK);
	assert_int_equal(blob_pull(stream, 70011, bytes, 300, &got, &fault), RC_OK);
	assert_memory_equal(bytes, file + 70011, got);
	assert_int_equal(blob_pull(stream, 3, bytes, 5, &got, &fault), RC_OK);
	assert_memory_equal(bytes, file + 3, 5);
	blob_stream_close(stream);
}

static void what_does_not_agree_is_refused(void **state)
{
	ARENA(arena, 512, 1 << 16);
	uint8_t other_hash[BLOB_SHA256_BYTES] = {1};
	struct fault fault = {0};
	struct blob blob;
	int64_t received;
	CONN(conn);
	struct id id;

	(void)state;
	open_conn(&conn);
	id = begin(&conn, false);
	assert_int_equal(put(&conn, &id, 0, &fault), RC_OK);
	assert_int_equal(put(&conn, &id, 2, &fault), RC_OK);
	assert_int_equal(blob_put(&conn, vault, &id, 0, "other", 5, &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "piece_differs");
	assert_int_equal(blob_put(&conn, vault, &id, 3, file, BLOB_PIECE_BYTES + 1, &fault), RC_TOO_LARGE);
	assert_int_equal(blob_put(&conn, vault, &id, BLOB_PIECES_MAX, file, 1, &fault), RC_TOO_LARGE);
	assert_int_equal(blob_put(&conn, vault, &id, 1, file, 0, &fault), RC_MALFORMED);
	assert_int_equal(blob_received(&conn, &id, &received, &fault), RC_OK);
	assert_int_equal(received, 1);
	assert_int_equal(blob_complete(&conn, vault, &id, PIECES, file_hash, arena, &blob, &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "pieces_missing");
	assert_int_equal(fault.missing, 2);
	assert_int_equal(put(&conn, &id, 1, &fault), RC_OK);
	assert_int_equal(blob_complete(&conn, vault, &id, 2, NULL, arena, &blob, &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "pieces_extra");
	assert_int_equal(blob_complete(&conn, vault, &id, PIECES, other_hash, arena, &blob, &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "hash_differs");
	assert_int_equal(blob_read(&conn, vault, &id, 0, -1, gather, &gathered, &fault), RC_CONFLICT);
	assert_int_equal(blob_complete(&conn, vault, &id, PIECES, file_hash, arena, &blob, &fault), RC_OK);
	assert_int_equal(blob_complete(&conn, vault, &id, PIECES, file_hash, arena, &blob, &fault), RC_OK);
	assert_int_equal(put(&conn, &id, 1, &fault), RC_OK);
	assert_int_equal(blob_put(&conn, vault, &id, 3, file, 1, &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "blob_complete");
	id = id_new(1);
	assert_int_equal(blob_put(&conn, vault, &id, 0, file, 1, &fault), RC_NOT_FOUND);
}

static void a_short_piece_in_the_middle_is_refused(void **state)
{
	ARENA(arena, 512, 1 << 16);
	struct fault fault = {0};
	struct blob blob;
	CONN(conn);
	struct id id;

	(void)state;
	open_conn(&conn);
	id = begin(&conn, false);
	assert_int_equal(blob_put(&conn, vault, &id, 0, file, 100, &fault), RC_OK);
	assert_int_equal(blob_put(&conn, vault, &id, 1, file, 100, &fault), RC_OK);
	assert_int_equal(blob_complete(&conn, vault, &id, 2, NULL, arena, &blob, &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "piece_size");
}

/* What a thief of the database sees, and what he can do to it. */
static void at_rest_nothing_shows_and_nothing_can_be_changed(void **state)
{
	ARENA(arena, 1 << 20, 1 << 26);
	struct fault fault = {0};
	const bson_t *row;
	const uint8_t *data;
	size_t length;
	CONN(conn);
	struct id id;
	BSON(filter);
	BSON(second);
	BSON(set);
	BSON(update);

	(void)state;
	open_conn(&conn);
	id = whole_file(&conn);
	wire_put_id(&filter, "files_id", &id);
	wire_put_int(&filter, "n", 0);
	assert_int_equal(conn_find_one(&conn, "blob_pieces", &filter, NULL, arena, &row, &fault), RC_OK);
	data = wire_get_binary(row, "data", &length);
	assert_null(memmem(data, length, file, 16));
	wire_put_binary(&set, "data", data, length);
	wire_put_document(&update, "$set", &set);
	wire_put_id(&second, "files_id", &id);
	wire_put_int(&second, "n", 1);
	assert_int_equal(conn_update(&conn, "blob_pieces", &second, &update, false, NULL, &fault), RC_OK);
	gathered.length = 0;
	assert_int_equal(blob_read(&conn, vault, &id, 0, -1, gather, &gathered, &fault), RC_BROKEN);
	assert_string_equal(fault.code, "blob_altered");
	assert_int_equal(gathered.length, BLOB_PIECE_BYTES);
}

static void a_cut_file_is_noticed(void **state)
{
	struct fault fault = {0};
	CONN(conn);
	struct id id;
	BSON(filter);
	BSON(set);
	BSON(update);

	(void)state;
	open_conn(&conn);
	id = whole_file(&conn);
	wire_put_id(&filter, "_id", &id);
	wire_put_int(&set, "pieces", 2);
	wire_put_int(&set, "size", 2 * BLOB_PIECE_BYTES);
	wire_put_document(&update, "$set", &set);
	assert_int_equal(conn_update(&conn, "blobs", &filter, &update, false, NULL, &fault), RC_OK);
	assert_int_equal(blob_read(&conn, vault, &id, 0, 1, gather, &gathered, &fault), RC_BROKEN);
}

static void deleting_leaves_nothing(void **state)
{
	ARENA(arena, 512, 1 << 16);
	struct fault fault;
	struct blob blob;
	int64_t received;
	CONN(conn);
	struct id id;

	(void)state;
	open_conn(&conn);
	id = whole_file(&conn);
	assert_int_equal(blob_delete(&conn, &id, &fault), RC_OK);
	assert_int_equal(blob_delete(&conn, &id, &fault), RC_OK);
	assert_int_equal(blob_find(&conn, &id, arena, &blob, &fault), RC_NOT_FOUND);
	assert_int_equal(blob_received(&conn, &id, &received, &fault), RC_OK);
	assert_int_equal(received, 0);
}

static void make_key(const char *directory)
{
	char path[128];
	FILE *out;

	(void)snprintf(path, sizeof path, "%s/master.key", directory);
	out = fopen(path, "we");
	assert_non_null(out);
	for (int i = 0; i < 32; i++)
		(void)fprintf(out, "%02x", i);
	(void)fclose(out);
	assert_int_equal(chmod(path, 0600), 0);
}

static void remove_key(const char *directory)
{
	char path[128];

	(void)snprintf(path, sizeof path, "%s/master.key", directory);
	(void)remove(path);
	(void)remove(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_are_what_was_put),
		cmocka_unit_test(pulling_gives_the_same),
		cmocka_unit_test(uneven_pieces_are_one_file),
		cmocka_unit_test(what_does_not_agree_is_refused),
		cmocka_unit_test(a_short_piece_in_the_middle_is_refused),
		cmocka_unit_test(at_rest_nothing_shows_and_nothing_can_be_changed),
		cmocka_unit_test(a_cut_file_is_noticed),
		cmocka_unit_test(deleting_leaves_nothing),
	};
	char directory[] = "/tmp/blob_test_XXXXXX";
	struct config config = {.keys_dir = mkdtemp(directory)};
	struct fault fault;
	int failed;

	store = testing_open("blob_test");
	make_key(directory);
	testing_must(blob_vault_open(&config, &vault, &fault), &fault);
	remove_key(directory);
	randombytes_buf_deterministic(file, sizeof file, (const uint8_t[randombytes_SEEDBYTES]){1});
	(void)crypto_hash_sha256(file_hash, file, sizeof file);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	blob_vault_close(vault);
	testing_close(store);
	return failed;
}
