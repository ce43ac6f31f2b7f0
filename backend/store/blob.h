/*
 * blob — files in encrypted pieces: identity papers, recordings, lead lists, exports.
 *
 * Promises: a file comes in pieces of at most 1 MiB, in any order, each as often as it likes; it is complete only
 * when pieces and SHA-256 agree. At rest it is XChaCha20-Poly1305 in frames of 64 KiB under a key of its own, which
 * is wrapped by the master key; the additional data binds each frame to file, piece, place and end, so frames can be
 * neither moved, swapped nor cut off. Reading takes constant memory.
 * Refuses: a piece that was put with other bytes (RC_CONFLICT "piece_differs"), one beyond 1 MiB (RC_TOO_LARGE), one
 * for a completed file (RC_CONFLICT "blob_complete"), a completion that does not agree (RC_CONFLICT
 * "pieces_missing", with fault->missing, "pieces_extra", "piece_size" or "hash_differs"), a frame that fails to
 * authenticate (RC_BROKEN). Owns: collections `blobs` and `blob_pieces` {files_id, n, data}. The vault holds the
 * master key in locked memory. Threads: any, one conn each. Layout: every piece but the last has piece_bytes plain
 * bytes (a multiple of 64 KiB, fixed by blob_begin); a piece's data is its frames one after the other, each nonce
 * (24) + ciphertext + tag (16). A file written by one program (exports, joined recordings) goes through blob_put like
 * any other.
 */
#pragma once

#include "base/config.h"
#include "store/conn.h"

enum {
	BLOB_FRAME_BYTES = 64 * 1024,
	BLOB_PIECE_BYTES = 1024 * 1024, /* of every piece but the last, unless blob_begin says otherwise */
	BLOB_SHA256_BYTES = 32,
	BLOB_PIECES_MAX = 4096,
};

/* The master key. */
struct blob_vault;
enum rc blob_vault_open(const struct config *config, struct blob_vault **vault, struct fault *fault) MUST_CHECK;
void blob_vault_close(struct blob_vault *vault);

enum blob_state { BLOB_UPLOADING, BLOB_COMPLETE };

struct blob {
	struct id id;
	const char *kind; /* "document", "recording", "lead_list", … */
	enum blob_state state;
	int64_t piece_bytes; /* 0: pieces of any size */
	int64_t pieces;      /* known when complete */
	int64_t size;        /* plain bytes; known when complete */
	uint8_t sha256[BLOB_SHA256_BYTES];
	const char *mime; /* by content; NULL until it is known */
};

struct blob_new {
	struct id id;
	const char *kind;
	const char *mime;    /* NULL: not known yet */
	int64_t piece_bytes; /* 0: BLOB_PIECE_BYTES; a multiple of BLOB_FRAME_BYTES up to BLOB_PIECE_BYTES */
	bool uneven; /* pieces of any size (MediaRecorder's): a range is then reached by reading from the start */
	struct id owner_id; /* who uploads */
	int64_t now_ms;     /* real time */
};

/* A new file; repeatable with the same id. */
enum rc blob_begin(struct conn *conn, const struct blob_vault *vault, const struct blob_new *blob,
                   struct fault *fault) MUST_CHECK;

/* Piece n (from 0). The same bytes again are RC_OK. */
enum rc blob_put(struct conn *conn, const struct blob_vault *vault, const struct id *id, int64_t n, const void *bytes,
                 size_t length, struct fault *fault) MUST_CHECK;

/* Checks pieces 0 … pieces − 1 and, when sha256 is not NULL, the hash of the whole. Repeatable. */
enum rc blob_complete(struct conn *conn, const struct blob_vault *vault, const struct id *id, int64_t pieces,
                      const uint8_t *sha256, struct arena *arena, struct blob *blob, struct fault *fault) MUST_CHECK;

/* The same for a file whose size and hash (64 hex digits) were announced, and stored, before its pieces came. */
enum rc blob_complete_announced(struct conn *conn, const struct blob_vault *vault, const struct id *id, int64_t size,
                                const char *sha256_hex, struct arena *arena, struct fault *fault) MUST_CHECK;

/* RC_NOT_FOUND when there is none. Texts live in the arena. */
enum rc blob_find(struct conn *conn, const struct id *id, struct arena *arena, struct blob *blob,
                  struct fault *fault) MUST_CHECK;

/* How many pieces are there, without a gap from 0: where an upload goes on. */
enum rc blob_received(struct conn *conn, const struct id *id, int64_t *pieces, struct fault *fault) MUST_CHECK;

/* Given frame by frame (at most 64 KiB); another rc than RC_OK stops the reading and is returned. */
typedef enum rc blob_sink(void *context, const uint8_t *bytes, size_t length, struct fault *fault);

/* Plain bytes from first_byte, `length` of them (−1: to the end), of a complete file. */
enum rc blob_read(struct conn *conn, const struct blob_vault *vault, const struct id *id, int64_t first_byte,
                  int64_t length, blob_sink *sink, void *context, struct fault *fault) MUST_CHECK;

/* All of it that has come so far, complete or not, piece by piece in order (joining recordings). */
enum rc blob_read_pieces(struct conn *conn, const struct blob_vault *vault, const struct id *id, blob_sink *sink,
                         void *context, struct fault *fault) MUST_CHECK;

/*
 * The same by pulling, for replies that are streamed (struct download of http/): blob_pull() puts up to `room` bytes
 * from `offset` on into out and says how many; 0 only at or beyond the end. It keeps one piece, so pulling forwards
 * costs each piece once.
 */
struct blob_stream;
enum rc blob_stream_open(struct store *store, const struct blob_vault *vault, const struct id *id,
                         struct blob_stream **stream, struct fault *fault) MUST_CHECK;
const struct blob *blob_stream_blob(const struct blob_stream *stream);
enum rc blob_pull(void *stream, int64_t offset, void *out, size_t room, size_t *got, struct fault *fault) MUST_CHECK;
void blob_stream_close(void *stream); /* fits arena_defer() */

/* Pieces and file; RC_OK also when there is none. */
enum rc blob_delete(struct conn *conn, const struct id *id, struct fault *fault) MUST_CHECK;
