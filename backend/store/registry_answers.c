#include "store/registry_answers.h"

#include "store/bulk.h"

#define ANSWERS "registry_answers"

static void put_key(bson_t *filter, const char *phone, enum contact_channel channel)
{
	wire_put_text(filter, "phone", phone);
	wire_put_text(filter, "channel", contact_channel_name(channel));
}

enum rc registry_answer_get(struct conn *conn, const char *phone, enum contact_channel channel, int64_t now_ms,
                            struct contact_registry *registry, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(filter);
	const bson_t *row;

	*registry = (struct contact_registry){0};
	put_key(&filter, phone, channel);
	TRY(conn_find_one(conn, ANSWERS, &filter, NULL, arena, &row, fault));
	if (!row || wire_get_ms(row, "at", 0) > now_ms || wire_get_ms(row, "valid_until", 0) <= now_ms)
		return RC_OK;
	*registry = (struct contact_registry){.answered = true,
	                                      .excluded = wire_get_bool(row, "excluded", true),
	                                      .good_until_ms = wire_get_ms(row, "valid_until", 0)};
	return RC_OK;
}

static void put_answer(struct bulk *bulk, const struct registry_answer *answer)
{
	BSON(filter);
	BSON(set);
	BSON(unset);
	BSON(update);

	put_key(&filter, answer->phone, answer->channel);
	wire_put_bool(&set, "excluded", answer->excluded);
	wire_put_ms(&set, "at", answer->at_ms);
	wire_put_ms(&set, "valid_until", contact_registry_good_until(answer->at_ms));
	if (id_is_none(&answer->file_id)) {
		wire_put_int(&unset, "file_id", 1);
		wire_put_document(&update, "$unset", &unset);
	} else {
		wire_put_id(&set, "file_id", &answer->file_id);
	}
	wire_put_document(&update, "$set", &set);
	bulk_update(bulk, &filter, &update, true);
}

enum rc registry_answers_put(struct conn *conn, const struct registry_answer *answers, size_t count,
                             struct fault *fault)
{
	BULK(bulk, conn, ANSWERS);

	for (size_t i = 0; i < count; i++)
		put_answer(&bulk, &answers[i]);
	return bulk_run(&bulk, NULL, fault);
}

void registry_put_excluding(bson_t *filter, enum contact_channel channel, int64_t now_ms)
{
	wire_put_text(filter, "channel", contact_channel_name(channel));
	wire_put_bool(filter, "excluded", true);
	wire_put_op_ms(filter, "valid_until", "$gt", now_ms);
}
