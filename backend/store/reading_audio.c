#include "store/reading_audio.h"

#include "domain/reading.h"

#define READINGS "readings"

/* How long the n-th session is in the file, from 1. */
static int64_t length_of(const struct reading_sound *sound, int64_t n)
{
	size_t i = (size_t)(n - 1);

	if (n < 1 || i >= sound->sessions_count || sound->duration_ms == 0)
		return 0;
	return (i + 1 < sound->sessions_count ? sound->offsets_ms[i + 1] : sound->duration_ms) - sound->offsets_ms[i];
}

static int64_t least(int64_t left, int64_t right)
{
	return left < right ? left : right;
}

/* One mark more: its place in the file, and by how much its session falls short of it. */
static void add_mark(struct reading_audio *audio, const struct reading_sound *sound, const bson_t *mark,
                     bool is_first)
{
	int64_t session = wire_get_int(mark, "session", 0), position_ms = wire_get_int(mark, "position_ms", 0);
	int64_t length_ms = length_of(sound, session), known_ms;

	audio->facts.exists = length_ms > 0 && (is_first || audio->facts.exists);
	known_ms = audio->facts.last_mark_ms - audio->facts.duration_ms;
	if (is_first || position_ms - length_ms > known_ms) {
		audio->facts.duration_ms = length_ms;
		audio->facts.last_mark_ms = position_ms;
	}
	if (length_ms == 0)
		return;
	audio->to_ms = sound->offsets_ms[session - 1] + least(position_ms, length_ms);
	if (is_first)
		audio->from_ms = audio->to_ms;
}

static void place(const bson_t *row, const struct reading_sound *sound, struct reading_audio *audio)
{
	bson_t marks, mark;
	bson_iter_t at;
	bool is_first = true;

	*audio = (struct reading_audio){.reading_id = wire_get_id(row, "_id")};
	if (!wire_get_document(row, "marks", &marks) || !bson_iter_init(&at, &marks))
		return;
	while (bson_iter_next(&at)) {
		if (!wire_bson_inner(&at, &mark))
			continue;
		add_mark(audio, sound, &mark, is_first);
		is_first = false;
	}
}

enum rc reading_audio_place(struct conn *conn, const struct id *recording_id, const struct reading_sound *sound,
                            struct reading_audio audios[READING_AUDIO_MAX], size_t *count, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	const bson_t *row;
	enum rc rc = RC_OK;

	*count = 0;
	wire_put_id(&filter, "recording_id", recording_id);
	wire_put_text(&filter, "state", reading_state_name(READING_ACCEPTED));
	wire_put_int(&opts, "limit", READING_AUDIO_MAX);
	CURSOR(cursor) = conn_find(conn, READINGS, &filter, &opts);
	while (*count < READING_AUDIO_MAX && conn_next(conn, cursor, &row, &rc, fault))
		place(row, sound, &audios[(*count)++]);
	return rc;
}

enum rc reading_audio_write(struct conn *conn, const struct reading_audio *audio, const struct review_policy *policy,
                            struct fault *fault)
{
	BSON(filter);
	BSON(row);
	BSON(set);
	BSON(inc);
	BSON(update);
	enum review_fault why;

	wire_put_int(&row, "from_ms", audio->from_ms);
	wire_put_int(&row, "to_ms", audio->to_ms);
	wire_put_int(&row, "agent_cdb", audio->facts.agent_cdb);
	wire_put_int(&row, "customer_cdb", audio->facts.customer_cdb);
	if (!review_audio_is_good(policy, &audio->facts, &why))
		wire_put_text(&row, "fault", review_fault_name(why));
	wire_put_id(&filter, "_id", &audio->reading_id);
	wire_put_document(&set, "audio", &row);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$set", &set);
	wire_put_document(&update, "$inc", &inc);
	return conn_update(conn, READINGS, &filter, &update, false, NULL, fault);
}
