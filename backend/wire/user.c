#include "wire/user.h"

#include "wire/bson.h"

#include <string.h>

WIRE_WORDS(role);
WIRE_WORDS(user_language);
WIRE_WORDS(user_theme);
WIRE_WORDS(user_density);

/* A user as stored: the lists as the shape wants them. */
struct stored {
	struct user user;
	struct wire_list team_ids;
	struct wire_list campaign_ids;
};

#define PREFERENCE(name_, tag_)                                                                                      \
	{                                                                                                            \
		.name = #name_, .type = WIRE_ENUM, .offset = offsetof(struct user_preferences, name_),               \
		.required = true, .words = &tag_##_words                                                             \
	}
static const struct wire_field preferences_fields[] = {
	PREFERENCE(language, user_language),
	PREFERENCE(theme, user_theme),
	PREFERENCE(density, user_density),
};
const struct wire_shape wire_preferences_shape = WIRE_SHAPE(struct user_preferences, preferences_fields);

#define MEMBER(name_, type_, member_)                                                                                \
	{                                                                                                            \
		.name = (name_), .type = (type_), .offset = offsetof(struct stored, member_)                         \
	}
static const struct wire_field stored_fields[] = {
	MEMBER("_id", WIRE_ID, user.id),
	MEMBER("username", WIRE_TEXT, user.username),
	MEMBER("name", WIRE_TEXT, user.name),
	{.name = "role", .type = WIRE_ENUM, .offset = offsetof(struct stored, user.role), .words = &role_words},
	MEMBER("team_ids", WIRE_IDS, team_ids),
	MEMBER("campaign_ids", WIRE_IDS, campaign_ids),
	MEMBER("active", WIRE_BOOL, user.active),
	MEMBER("password_hash", WIRE_TEXT, user.password_hash),
	MEMBER("password_changed_at", WIRE_TIME, user.password_changed_at_ms),
	MEMBER("password_is_temporary", WIRE_BOOL, user.password_is_temporary),
	MEMBER("version", WIRE_INT, user.version),
	MEMBER("session_epoch", WIRE_INT, user.session_epoch),
	{.name = "preferences",
         .type = WIRE_OBJECT,
         .offset = offsetof(struct stored, user.preferences),
         .shape = &wire_preferences_shape},
	MEMBER("created_at", WIRE_TIME, user.created_at_ms),
};
static const struct wire_shape stored_shape = WIRE_SHAPE(struct stored, stored_fields);

/* The shape's lists are not const; they are only read when a document is written. */
static struct wire_list list_of(struct arena *arena, const struct id *ids, size_t count)
{
	struct wire_list list = {.count = count};

	if (count) {
		list.items = arena_array(arena, count, sizeof *ids);
		memcpy(list.items, ids, count * sizeof *ids);
	}
	return list;
}

void wire_user_write(bson_t *document, const struct user *user)
{
	ARENA(scratch, 1024, 1 << 20);
	struct stored stored = {.user = *user,
	                        .team_ids = list_of(scratch, user->team_ids, user->teams_count),
	                        .campaign_ids = list_of(scratch, user->campaign_ids, user->campaigns_count)};

	wire_bson_write(document, "", &stored_shape, &stored);
}

enum rc wire_user_read(const bson_t *document, struct arena *arena, struct user *user, struct fault *fault)
{
	struct stored stored;

	TRY(wire_bson_read(document, &stored_shape, arena, &stored, fault));
	*user = stored.user;
	user->team_ids = stored.team_ids.items;
	user->teams_count = stored.team_ids.count;
	user->campaign_ids = stored.campaign_ids.items;
	user->campaigns_count = stored.campaign_ids.count;
	return RC_OK;
}

static void put_text(struct buf *out, const char *member, const char *text)
{
	buf_text(out, member);
	buf_json_string(out, text, strlen(text));
}

void wire_user_json(struct buf *out, const struct user *user)
{
	put_text(out, "{\"id\":", ID_TEXT(&user->id));
	put_text(out, ",\"username\":", user->username);
	put_text(out, ",\"name\":", user->name);
	put_text(out, ",\"role\":", role_name(user->role));
	buf_text(out, ",\"team_ids\":[");
	for (size_t i = 0; i < user->teams_count; i++)
		put_text(out, i ? "," : "", ID_TEXT(&user->team_ids[i]));
	put_text(out, "],\"preferences\":{\"language\":", user_language_name(user->preferences.language));
	put_text(out, ",\"theme\":", user_theme_name(user->preferences.theme));
	put_text(out, ",\"density\":", user_density_name(user->preferences.density));
	buf_text(out, "}");
	if (user->password_is_temporary)
		buf_text(out, ",\"must_change_password\":true");
	buf_char(out, '}');
}
