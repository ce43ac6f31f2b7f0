/*
 * blob_frame — how a blob's bytes are sealed; for store/blob*.c alone.
 *
 * Promises: each piece is sealed frame by frame (64 KiB plain: nonce 24, ciphertext, tag 16) with additional data
 * (file id, piece, frame, whether it is the piece's last); a file's key is wrapped by the master key with the file id
 * as additional data; a seal binds pieces, size and hash of a complete file to its key.
 * Refuses: a frame or key that fails to authenticate (false).
 * Owns: nothing; callers wipe keys.
 * Threads: any.
 */
#pragma once

#include "store/blob.h"

enum {
	BLOB_KEY_BYTES = 32,
	BLOB_MAC_BYTES = 32,
	BLOB_FRAME_EXTRA = 24 + 16,
	BLOB_WRAPPED_BYTES = BLOB_KEY_BYTES + BLOB_FRAME_EXTRA,
};

void blob_key_wrap(const uint8_t *master, const struct id *id, const uint8_t *key, uint8_t *wrapped);
bool blob_key_unwrap(const uint8_t *master, const struct id *id, const uint8_t *wrapped, uint8_t *key);

size_t blob_sealed_length(size_t length);
void blob_piece_seal(const uint8_t *key, const struct id *id, int64_t n, const uint8_t *bytes, size_t length,
                     uint8_t *sealed);

/* Frame `frame` of a sealed piece into out (BLOB_FRAME_BYTES); *length says how many plain bytes it has. */
bool blob_frame_open(const uint8_t *key, const struct id *id, int64_t n, const uint8_t *sealed, size_t sealed_length,
                     size_t frame, uint8_t *out, size_t *length);

/* A keyed hash of a piece: tells a repeat from a change without revealing the content. */
void blob_mac(const uint8_t *key, const uint8_t *bytes, size_t length, uint8_t *mac);
void blob_seal(const uint8_t *key, const struct blob *blob, uint8_t *seal);

/* Header and unwrapped key; of a complete file the seal is checked. */
enum rc blob_open(struct conn *conn, const struct blob_vault *vault, const struct id *id, struct arena *arena,
                  struct blob *blob, uint8_t key[BLOB_KEY_BYTES], struct fault *fault) MUST_CHECK;

/* All frames from first_piece on, in order, up to the first gap; a complete file must have no gap. */
enum rc blob_walk(struct conn *conn, const struct blob *blob, const uint8_t *key, int64_t first_piece,
                  blob_sink *sink, void *context, struct fault *fault) MUST_CHECK;
