#include "auth/session_cache.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"

enum { TOLD_MAX = 256 }; /* ids of the latest changes, for those who wait */

struct session_cache {
	pthread_mutex_t lock;
	pthread_cond_t told;
	bool is_live;
	uint64_t changes; /* that the stream has told of, and its beginnings and ends */
	struct id told_ids[TOLD_MAX];
	size_t slots_count;
	struct session_view *slots; /* unused: session_id is none */
};

static void must(bool done)
{
	if (done)
		return;
	log_event(LOG_ERROR, "out_of_memory", LOG_STR("where", "session_cache"));
	abort();
}

struct session_cache *session_cache_new(size_t slots)
{
	struct session_cache *cache = calloc(1, sizeof *cache);
	pthread_condattr_t monotonic;

	must(cache != NULL);
	cache->slots_count = slots > 0 ? slots : 1;
	cache->slots = calloc(cache->slots_count, sizeof *cache->slots);
	must(cache->slots != NULL && pthread_mutex_init(&cache->lock, NULL) == 0 &&
	     pthread_condattr_init(&monotonic) == 0 && pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0 &&
	     pthread_cond_init(&cache->told, &monotonic) == 0);
	(void)pthread_condattr_destroy(&monotonic);
	return cache;
}

void session_cache_free(struct session_cache *cache)
{
	if (!cache)
		return;
	(void)pthread_cond_destroy(&cache->told);
	(void)pthread_mutex_destroy(&cache->lock);
	free(cache->slots);
	free(cache);
}

/* The last eight bytes of an id are random, so no further mixing is needed. */
static struct session_view *slot_of(struct session_cache *cache, const struct id *session_id)
{
	uint64_t hash;

	memcpy(&hash, session_id->bytes + ID_BYTES - sizeof hash, sizeof hash);
	return &cache->slots[hash % cache->slots_count];
}

enum rc session_cache_get(struct session_cache *cache, const struct session_source *source,
                          const struct id *session_id, struct session_view *view, struct fault *fault)
{
	struct session_view *slot = slot_of(cache, session_id), read = {.session_id = *session_id};
	uint64_t changes;
	enum rc rc;

	(void)pthread_mutex_lock(&cache->lock);
	if (cache->is_live && id_equal(&slot->session_id, session_id)) {
		*view = *slot;
		(void)pthread_mutex_unlock(&cache->lock);
		return RC_OK;
	}
	changes = cache->changes;
	(void)pthread_mutex_unlock(&cache->lock);

	rc = source->read(source->context, session_id, &read, fault);
	if (rc == RC_NOT_FOUND)
		return fault_set(fault, RC_UNAUTHENTICATED, "session_ended", "the session has ended");
	TRY(rc);
	assert(id_equal(&read.session_id, session_id));
	(void)pthread_mutex_lock(&cache->lock);
	if (cache->is_live && cache->changes == changes)
		*slot = read;
	(void)pthread_mutex_unlock(&cache->lock);
	*view = read;
	return RC_OK;
}

void session_cache_live(struct session_cache *cache, bool is_live)
{
	(void)pthread_mutex_lock(&cache->lock);
	cache->is_live = is_live;
	cache->changes++;
	memset(cache->told_ids, 0, sizeof cache->told_ids);
	memset(cache->slots, 0, cache->slots_count * sizeof *cache->slots);
	(void)pthread_cond_broadcast(&cache->told);
	(void)pthread_mutex_unlock(&cache->lock);
}

/* Remembers that the stream told of an id; under the lock. */
static void tell(struct session_cache *cache, const struct id *id)
{
	cache->told_ids[cache->changes % TOLD_MAX] = *id;
	cache->changes++;
	(void)pthread_cond_broadcast(&cache->told);
}

void session_cache_forget_session(struct session_cache *cache, const struct id *session_id)
{
	struct session_view *slot = slot_of(cache, session_id);

	(void)pthread_mutex_lock(&cache->lock);
	if (id_equal(&slot->session_id, session_id))
		*slot = (struct session_view){0};
	tell(cache, session_id);
	(void)pthread_mutex_unlock(&cache->lock);
}

void session_cache_forget_user(struct session_cache *cache, const struct id *user_id)
{
	(void)pthread_mutex_lock(&cache->lock);
	for (size_t i = 0; i < cache->slots_count; i++)
		if (id_equal(&cache->slots[i].user_id, user_id))
			cache->slots[i] = (struct session_view){0};
	tell(cache, user_id);
	(void)pthread_mutex_unlock(&cache->lock);
}

uint64_t session_cache_mark(struct session_cache *cache)
{
	uint64_t mark;

	(void)pthread_mutex_lock(&cache->lock);
	mark = cache->changes;
	(void)pthread_mutex_unlock(&cache->lock);
	return mark;
}

/* Under the lock. What has left the ring counts as told: so much came in since that this did too. */
static bool was_told(const struct session_cache *cache, uint64_t mark, const struct id *id)
{
	if (!cache->is_live || cache->changes - mark > TOLD_MAX)
		return true;
	for (uint64_t change = mark; change < cache->changes; change++)
		if (id_equal(&cache->told_ids[change % TOLD_MAX], id))
			return true;
	return false;
}

bool session_cache_await(struct session_cache *cache, uint64_t mark, const struct id *id, int64_t wait_ms)
{
	struct timespec until;
	bool told;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += wait_ms / 1000;
	until.tv_nsec += wait_ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	(void)pthread_mutex_lock(&cache->lock);
	do {
		told = was_told(cache, mark, id);
	} while (!told && pthread_cond_timedwait(&cache->told, &cache->lock, &until) == 0);
	(void)pthread_mutex_unlock(&cache->lock);
	return told;
}

enum rc session_check(const struct session_view *view, const struct token_claims *claims, int64_t now_ms,
                      struct fault *fault)
{
	if (view->has_ended || !view->is_active || now_ms >= view->expires_at_ms)
		return fault_set(fault, RC_UNAUTHENTICATED, "session_ended", "the session has ended");
	if (!id_equal(&view->session_id, &claims->session_id) || !id_equal(&view->user_id, &claims->user_id) ||
	    view->role != claims->role || view->epoch != claims->epoch)
		return fault_set(fault, RC_UNAUTHENTICATED, "token", "the user's rights have changed");
	return RC_OK;
}
