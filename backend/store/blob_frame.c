#include "store/blob_frame.h"

#include <sodium.h>
#include <string.h>

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	PLACE_BYTES = ID_BYTES + 8 + 4 + 1,
};

static_assert(NONCE + TAG == BLOB_FRAME_EXTRA, "the layout of a frame");
static_assert(BLOB_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a key of this cipher");

static void put_u64(uint8_t *out, uint64_t number)
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)(number >> 8 * i);
}

static void place_of(const struct id *id, int64_t n, size_t frame, bool last, uint8_t place[PLACE_BYTES])
{
	memcpy(place, id->bytes, ID_BYTES);
	put_u64(place + ID_BYTES, (uint64_t)n);
	for (int i = 0; i < 4; i++)
		place[ID_BYTES + 8 + i] = (uint8_t)(frame >> 8 * i);
	place[PLACE_BYTES - 1] = last;
}

static void seal(const uint8_t *key, const uint8_t *place, size_t place_length, const uint8_t *bytes, size_t length,
                 uint8_t *out)
{
	randombytes_buf(out, NONCE);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, bytes, length, place, place_length, NULL,
	                                                 out, key);
}

static bool unseal(const uint8_t *key, const uint8_t *place, size_t place_length, const uint8_t *sealed,
                   size_t length, uint8_t *out)
{
	return crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, sealed + NONCE, length - NONCE, place,
	                                                  place_length, sealed, key) == 0;
}

void blob_key_wrap(const uint8_t *master, const struct id *id, const uint8_t *key, uint8_t *wrapped)
{
	seal(master, id->bytes, ID_BYTES, key, BLOB_KEY_BYTES, wrapped);
}

bool blob_key_unwrap(const uint8_t *master, const struct id *id, const uint8_t *wrapped, uint8_t *key)
{
	return unseal(master, id->bytes, ID_BYTES, wrapped, BLOB_WRAPPED_BYTES, key);
}

static size_t frames_of(size_t length)
{
	return (length + BLOB_FRAME_BYTES - 1) / BLOB_FRAME_BYTES;
}

size_t blob_sealed_length(size_t length)
{
	return length + frames_of(length) * BLOB_FRAME_EXTRA;
}

void blob_piece_seal(const uint8_t *key, const struct id *id, int64_t n, const uint8_t *bytes, size_t length,
                     uint8_t *sealed)
{
	size_t frames = frames_of(length);
	uint8_t place[PLACE_BYTES];

	for (size_t i = 0; i < frames; i++) {
		size_t from = i * BLOB_FRAME_BYTES;
		size_t plain = length - from < BLOB_FRAME_BYTES ? length - from : BLOB_FRAME_BYTES;

		place_of(id, n, i, i + 1 == frames, place);
		seal(key, place, sizeof place, bytes + from, plain, sealed);
		sealed += plain + BLOB_FRAME_EXTRA;
	}
}

bool blob_frame_open(const uint8_t *key, const struct id *id, int64_t n, const uint8_t *sealed, size_t sealed_length,
                     size_t frame, uint8_t *out, size_t *length)
{
	const size_t whole = BLOB_FRAME_BYTES + BLOB_FRAME_EXTRA;
	size_t from = frame * whole, left;
	uint8_t place[PLACE_BYTES];
	bool last;

	if (from >= sealed_length || sealed_length - from <= BLOB_FRAME_EXTRA)
		return false;
	left = sealed_length - from;
	last = left <= whole;
	place_of(id, n, frame, last, place);
	if (!unseal(key, place, sizeof place, sealed + from, last ? left : whole, out))
		return false;
	*length = (last ? left : whole) - BLOB_FRAME_EXTRA;
	return true;
}

void blob_mac(const uint8_t *key, const uint8_t *bytes, size_t length, uint8_t *mac)
{
	(void)crypto_generichash(mac, BLOB_MAC_BYTES, bytes, length, key, BLOB_KEY_BYTES);
}

void blob_seal(const uint8_t *key, const struct blob *blob, uint8_t *seal_out)
{
	uint8_t facts[ID_BYTES + 8 + 8 + BLOB_SHA256_BYTES];

	memcpy(facts, blob->id.bytes, ID_BYTES);
	put_u64(facts + ID_BYTES, (uint64_t)blob->pieces);
	put_u64(facts + ID_BYTES + 8, (uint64_t)blob->size);
	memcpy(facts + ID_BYTES + 16, blob->sha256, BLOB_SHA256_BYTES);
	blob_mac(key, facts, sizeof facts, seal_out);
}
