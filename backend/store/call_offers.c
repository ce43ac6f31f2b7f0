#include "store/call_offers.h"

#include "domain/field.h"
#include "store/agents.h"
#include "store/call_facts.h"
#include "store/campaigns.h"
#include "store/sale_drafts.h"

#include <string.h>

enum offer_state { ENTRY_CURRENT, ENTRY_ACCEPTED, ENTRY_REJECTED };

static const char *const offer_state_names[] = {
	[ENTRY_CURRENT] = "current",
	[ENTRY_ACCEPTED] = "accepted",
	[ENTRY_REJECTED] = "rejected",
};

enum { ENTRIES_MAX = 200, NO_PRODUCT = UINT16_MAX, NO_FAMILY = UINT16_MAX };

/* One offer of the call. */
struct entry {
	int64_t n;
	uint16_t product; /* index into the catalogue; NO_PRODUCT: not in it */
	enum offer_state state;
	bool reconsidered; /* served again because the customer reconsidered */
	const bson_t *document;
};

/* A call with its catalogue: what every command works on. */
struct desk {
	struct conn *conn;
	struct arena *arena;
	int64_t now_ms;
	struct call call;
	struct campaign campaign;
	struct product *products;
	size_t products_count;
	struct offer_product *values;
	struct entry entries[ENTRIES_MAX];
	size_t entries_count;
	int64_t last_n;
	struct offer_record records[2 * ENTRIES_MAX];
};

static uint16_t product_index(const struct desk *desk, const struct id *id)
{
	for (size_t i = 0; i < desk->products_count; i++) {
		if (id_equal(&desk->products[i].id, id))
			return (uint16_t)i;
	}
	return NO_PRODUCT;
}

static enum offer_state state_of(const char *word)
{
	for (size_t i = 0; word && i < sizeof offer_state_names / sizeof *offer_state_names; i++) {
		if (strcmp(offer_state_names[i], word) == 0)
			return (enum offer_state)i;
	}
	return ENTRY_REJECTED;
}

static void read_entries(struct desk *desk)
{
	bson_t rows, one;
	bson_iter_t iter;

	if (!wire_get_document(desk->call.document, "offers", &rows) || !bson_iter_init(&iter, &rows))
		return;
	while (bson_iter_next(&iter) && desk->entries_count < ENTRIES_MAX - 1) {
		struct entry *entry = &desk->entries[desk->entries_count];
		struct id product_id;

		if (!wire_bson_inner(&iter, &one))
			continue;
		product_id = wire_get_id(&one, "product_id");
		*entry = (struct entry){.n = wire_get_int(&one, "n", 0),
		                        .product = product_index(desk, &product_id),
		                        .state = state_of(wire_get_text(&one, "state")),
		                        .reconsidered = wire_get_bool(&one, "reconsidered", false),
		                        .document = wire_bson_keep(desk->arena, &one)};
		if (entry->n > desk->last_n)
			desk->last_n = entry->n;
		desk->entries_count++;
	}
}

/* What this customer heard holds for this call, whatever the catalogue says by now. */
static void keep_as_offered(struct desk *desk)
{
	for (size_t i = 0; i < desk->entries_count; i++) {
		const struct entry *entry = &desk->entries[i];
		struct product *product;

		if (entry->product == NO_PRODUCT)
			continue;
		product = &desk->products[entry->product];
		product->name = wire_get_text(entry->document, "name");
		product->family = wire_get_text(entry->document, "family");
		product->price_cop = wire_get_int(entry->document, "price_cop", product->price_cop);
		product->on_sale = true;
	}
}

static enum rc open_catalogue(struct desk *desk, struct fault *fault)
{
	TRY(campaign_get(desk->conn, &desk->call.campaign_id, desk->arena, &desk->campaign, fault));
	TRY(products_of(desk->conn, &desk->call.campaign_id, desk->now_ms, desk->arena, &desk->products,
	                &desk->products_count, fault));
	read_entries(desk);
	keep_as_offered(desk);
	desk->values = arena_array(desk->arena, desk->products_count + 1, sizeof *desk->values);
	for (size_t i = 0; i < desk->products_count; i++) {
		const struct product *product = &desk->products[i];
		size_t family = campaign_family_index(&desk->campaign, product->family);

		desk->values[i].value_cop = product->price_cop;
		desk->values[i].family = product->on_sale ? (uint16_t)family : NO_FAMILY;
	}
	return RC_OK;
}

static enum rc open_desk(struct conn *conn, const struct call_command *command, struct arena *arena,
                         struct desk **opened, struct fault *fault)
{
	struct desk *desk = arena_alloc(arena, sizeof *desk);

	desk->conn = conn;
	desk->arena = arena;
	desk->now_ms = command->now_ms;
	TRY(call_get_own(conn, &command->call_id, &command->user_id, arena, &desk->call, fault));
	if (desk->call.state != CALL_TALKING)
		return fault_set(fault, RC_CONFLICT, "call_state", "calls: nobody is on the line");
	TRY(open_catalogue(desk, fault));
	*opened = desk;
	return RC_OK;
}

static struct offer_ladder ladder_of(struct desk *desk)
{
	size_t count = 0;

	for (size_t i = 0; i < desk->entries_count; i++) {
		const struct entry *entry = &desk->entries[i];

		if (entry->product == NO_PRODUCT)
			continue;
		if (entry->reconsidered)
			desk->records[count++] = (struct offer_record){entry->product, OFFER_RECONSIDERED};
		if (entry->state == ENTRY_REJECTED)
			desk->records[count++] = (struct offer_record){entry->product, OFFER_REJECTED};
		if (entry->state == ENTRY_ACCEPTED)
			desk->records[count++] = (struct offer_record){entry->product, OFFER_ACCEPTED};
	}
	return (struct offer_ladder){.products = desk->values,
	                             .product_count = desk->products_count,
	                             .records = desk->records,
	                             .record_count = count};
}

static struct entry *find_entry(struct desk *desk, int64_t n)
{
	for (size_t i = 0; i < desk->entries_count; i++) {
		if (desk->entries[i].n == n)
			return &desk->entries[i];
	}
	return NULL;
}

static enum rc refuse(enum offer_verdict verdict, struct fault *fault)
{
	return fault_set(fault, RC_CONFLICT, offer_verdict_name(verdict), "calls: the ladder does not allow this");
}

static enum rc find_in_state(struct desk *desk, int64_t n, enum offer_state state, struct entry **found,
                             struct fault *fault)
{
	struct entry *entry = find_entry(desk, n);

	if (!entry || entry->product == NO_PRODUCT)
		return fault_set(fault, RC_NOT_FOUND, "not_found", "calls: no such offer in this call");
	if (entry->state != state)
		return fault_set(fault, RC_CONFLICT, state == ENTRY_CURRENT ? "not_current" : "not_rejected",
		                 "calls: the offer's state does not allow this");
	*found = entry;
	return RC_OK;
}

/* ---- writing ---- */

static const bson_t *new_document(struct desk *desk, const struct product *product, int64_t n, bool reconsidered)
{
	BSON(document);

	wire_put_int(&document, "n", n);
	wire_put_id(&document, "product_id", &product->id);
	wire_put_text(&document, "family", product->family);
	wire_put_text(&document, "name", product->name);
	wire_put_int(&document, "price_cop", product->price_cop);
	if (product->features)
		wire_put_array(&document, "features", product->features);
	wire_put_text(&document, "pitch", product->pitch);
	if (reconsidered)
		wire_put_bool(&document, "reconsidered", true);
	return wire_bson_keep(desk->arena, &document);
}

static enum rc tell_line(struct desk *desk, enum call_fact fact, int64_t n, const char *read_aloud,
                         struct fault *fault)
{
	size_t characters = read_aloud ? field_characters(read_aloud) : 0;
	const struct call_fact_note note = {.call_id = desk->call.id,
	                                    .fact = fact,
	                                    .n = n,
	                                    .text_length = characters == NAMES_NONE ? 0 : (int64_t)characters,
	                                    .now_ms = desk->now_ms};

	return call_fact_append(desk->conn, &note, fault);
}

/* Puts a product at the end of the list as the one being offered. */
static enum rc serve(struct desk *desk, size_t product, bool reconsidered, struct fault *fault)
{
	struct entry *entry = &desk->entries[desk->entries_count];

	if (desk->entries_count == ENTRIES_MAX - 1)
		return fault_set(fault, RC_CONFLICT, "too_many_offers",
		                 "calls: no further offer fits into this call");
	desk->entries_count++;
	*entry = (struct entry){.n = ++desk->last_n,
	                        .product = (uint16_t)product,
	                        .state = ENTRY_CURRENT,
	                        .reconsidered = reconsidered,
	                        .document = new_document(desk, &desk->products[product], desk->last_n, reconsidered)};
	return tell_line(desk, CALL_FACT_OFFER, entry->n, desk->products[product].pitch, fault);
}

/* An offer nobody answered leaves the list: what was not offered to the end was not offered. */
static void drop_current(struct desk *desk)
{
	size_t kept = 0;

	for (size_t i = 0; i < desk->entries_count; i++) {
		if (desk->entries[i].state != ENTRY_CURRENT)
			desk->entries[kept++] = desk->entries[i];
	}
	desk->entries_count = kept;
}

/* The entry's document with its answer. */
static void settle(struct desk *desk, struct entry *entry, enum offer_state state, const char *reason)
{
	BSON(document);

	bson_copy_to_excluding_noinit(entry->document, &document, "state", "reason", "at", NULL);
	wire_put_text(&document, "reason", reason);
	wire_put_ms(&document, "at", desk->now_ms);
	entry->state = state;
	entry->document = wire_bson_keep(desk->arena, &document);
}

static void put_entries(struct desk *desk, bson_t *set)
{
	BSON(offers);

	for (size_t i = 0; i < desk->entries_count; i++) {
		BSON(document);
		char key[16];

		bson_copy_to_excluding_noinit(desk->entries[i].document, &document, "state", NULL);
		wire_put_text(&document, "state", offer_state_names[desk->entries[i].state]);
		(void)snprintf(key, sizeof key, "%zu", i);
		wire_put_document(&offers, key, &document);
	}
	wire_put_array(set, "offers", &offers);
}

/* Serves the family's next product, if there is one, and notes how long its ladder is. */
static enum rc serve_next(struct desk *desk, size_t family, bson_t *set, bool *served, struct fault *fault)
{
	struct offer_ladder ladder = ladder_of(desk);
	size_t product, step, steps;

	*served = offer_next(&ladder, (uint16_t)family, &product, &step, &steps);
	if (!*served)
		return RC_OK;
	TRY(serve(desk, product, false, fault));
	wire_put_text(set, "family", desk->campaign.families[family].family);
	wire_put_int(set, "ladder_length", (int64_t)steps);
	return RC_OK;
}

enum rc call_serve_first(struct conn *conn, const struct call *call, int64_t now_ms, struct arena *arena, bson_t *set,
                         struct fault *fault)
{
	struct desk *desk = arena_alloc(arena, sizeof *desk);
	bool served = false;

	desk->conn = conn;
	desk->arena = arena;
	desk->now_ms = now_ms;
	desk->call = *call;
	TRY(open_catalogue(desk, fault));
	drop_current(desk);
	for (size_t family = 0; family < desk->campaign.families_count && !served; family++)
		TRY(serve_next(desk, family, set, &served, fault));
	put_entries(desk, set);
	wire_put_text(set, "step", "offer");
	return RC_OK;
}

/* ---- the commands ---- */

static enum rc check(struct desk *desk, const struct entry *entry, enum offer_event event, struct fault *fault)
{
	struct offer_ladder ladder = ladder_of(desk);
	size_t first;
	enum offer_verdict verdict = offer_check(&ladder, entry->product, event, true, &first);

	return verdict == OFFER_ALLOWED ? RC_OK : refuse(verdict, fault);
}

enum rc call_reject(struct conn *conn, const struct call_answer *answer, struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	BSON(set);
	struct desk *desk;
	struct entry *entry;
	bool served;

	TRY(open_desk(conn, &answer->command, arena, &desk, fault));
	TRY(find_in_state(desk, answer->offer, ENTRY_CURRENT, &entry, fault));
	TRY(check(desk, entry, OFFER_REJECTED, fault));
	settle(desk, entry, ENTRY_REJECTED, offer_reason_name(answer->reason));
	TRY(tell_line(desk, CALL_FACT_OBJECTION, entry->n, NULL, fault));
	TRY(serve_next(desk, desk->values[entry->product].family, &set, &served, fault));
	put_entries(desk, &set);
	return call_write(conn, &desk->call, &set, NULL, fault);
}

/* The words of a rebuttal from the library. */
static enum rc find_rebuttal(struct desk *desk, const struct id *id, const char **text, struct fault *fault)
{
	BSON(filter);
	const bson_t *row;

	wire_put_id(&filter, "_id", id);
	wire_put_id(&filter, "campaign_id", &desk->call.campaign_id);
	TRY(conn_find_one(desk->conn, "rebuttals", &filter, NULL, desk->arena, &row, fault));
	if (!row)
		return fault_set(fault, RC_NOT_FOUND, "not_found", "rebuttals: no such rebuttal in this campaign");
	*text = wire_get_text(row, "text");
	return RC_OK;
}

/* The list with one more; the count is its length then. */
static int64_t put_rebuttals(struct desk *desk, const struct call_answer *answer, const char *text, bson_t *set)
{
	BSON(list);
	BSON(added);
	bson_t stored;
	uint32_t count = 0;
	char key[16];

	if (wire_get_document(desk->call.document, "rebuttals", &stored)) {
		bson_concat(&list, &stored);
		count = bson_count_keys(&stored);
	}
	wire_put_int(&added, "offer", answer->offer);
	if (!id_is_none(&answer->rebuttal_id))
		wire_put_id(&added, "rebuttal_id", &answer->rebuttal_id);
	wire_put_text(&added, "text", text);
	wire_put_ms(&added, "at", desk->now_ms);
	(void)snprintf(key, sizeof key, "%u", count);
	wire_put_document(&list, key, &added);
	wire_put_array(set, "rebuttals", &list);
	return (int64_t)count + 1;
}

enum rc call_rebut(struct conn *conn, const struct call_answer *answer, struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	BSON(set);
	const char *text = answer->text;
	struct desk *desk;
	int64_t count;

	TRY(open_desk(conn, &answer->command, arena, &desk, fault));
	if (!find_entry(desk, answer->offer))
		return fault_set(fault, RC_NOT_FOUND, "not_found", "calls: no such offer in this call");
	if (!id_is_none(&answer->rebuttal_id))
		TRY(find_rebuttal(desk, &answer->rebuttal_id, &text, fault));
	if (!text)
		return fault_field(fault, "text", "required");
	count = put_rebuttals(desk, answer, text, &set);
	TRY(tell_line(desk, CALL_FACT_REBUTTAL, count, text, fault));
	return call_write(conn, &desk->call, &set, NULL, fault);
}

enum rc call_reconsider(struct conn *conn, const struct call_answer *answer, struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	BSON(set);
	struct desk *desk;
	struct entry *entry;
	uint16_t product;

	TRY(open_desk(conn, &answer->command, arena, &desk, fault));
	TRY(find_in_state(desk, answer->offer, ENTRY_REJECTED, &entry, fault));
	TRY(check(desk, entry, OFFER_RECONSIDERED, fault));
	product = entry->product;
	drop_current(desk);
	TRY(serve(desk, product, true, fault));
	wire_put_text(&set, "family", desk->products[product].family);
	put_entries(desk, &set);
	return call_write(conn, &desk->call, &set, NULL, fault);
}

static enum line_kind kind_of_product(const struct desk *desk, uint16_t product)
{
	size_t family = desk->values[product].family;

	return family < desk->campaign.families_count ? desk->campaign.families[family].kind : LINE_KIND_MOBILE;
}

enum rc call_accept(struct conn *conn, const struct call_answer *answer, struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	BSON(set);
	struct desk *desk;
	struct entry *entry;
	struct sale_acceptance acceptance;
	struct id sale_id;

	TRY(open_desk(conn, &answer->command, arena, &desk, fault));
	TRY(find_in_state(desk, answer->offer, ENTRY_CURRENT, &entry, fault));
	TRY(check(desk, entry, OFFER_ACCEPTED, fault));
	settle(desk, entry, ENTRY_ACCEPTED, NULL);
	acceptance = (struct sale_acceptance){.call = &desk->call,
	                                      .product = &desk->products[entry->product],
	                                      .kind = kind_of_product(desk, entry->product),
	                                      .now_ms = desk->now_ms};
	TRY(sale_draft_add(conn, &acceptance, arena, &sale_id, fault));
	TRY(agent_show_sale(conn, &answer->command.user_id, &sale_id, fault));
	TRY(tell_line(desk, CALL_FACT_ACCEPTED, entry->n, NULL, fault));
	wire_put_id(&set, "sale_id", &sale_id);
	wire_put_text(&set, "step", "line");
	put_entries(desk, &set);
	return call_write(conn, &desk->call, &set, NULL, fault);
}

enum rc call_begin_family(struct conn *conn, const struct call_answer *answer, struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	BSON(set);
	struct desk *desk;
	size_t family;
	bool served;

	TRY(open_desk(conn, &answer->command, arena, &desk, fault));
	family = campaign_family_index(&desk->campaign, answer->family);
	if (family == desk->campaign.families_count)
		return fault_set(fault, RC_NOT_FOUND, "not_found", "campaigns: no such family");
	drop_current(desk);
	TRY(serve_next(desk, family, &set, &served, fault));
	if (!served)
		return fault_set(fault, RC_CONFLICT, "family_exhausted",
		                 "calls: every product of the family was rejected");
	wire_put_text(&set, "step", "offer");
	put_entries(desk, &set);
	return call_write(conn, &desk->call, &set, NULL, fault);
}

/* ---- what the records say ---- */

static bool any_offer(const struct call *call, const char *state, int64_t since_ms)
{
	bson_t rows, one;
	bson_iter_t iter;

	if (!wire_get_document(call->document, "offers", &rows) || !bson_iter_init(&iter, &rows))
		return false;
	while (bson_iter_next(&iter)) {
		const char *word = wire_bson_inner(&iter, &one) ? wire_get_text(&one, "state") : NULL;

		if (word && strcmp(word, state) == 0 && wire_get_ms(&one, "at", 0) >= since_ms)
			return true;
	}
	return false;
}

bool call_was_rejected(const struct call *call)
{
	return any_offer(call, offer_state_names[ENTRY_REJECTED], call->connected_ms);
}

bool call_offer_was_made(const struct call *call, int64_t since_ms)
{
	return any_offer(call, offer_state_names[ENTRY_REJECTED], since_ms) ||
	       any_offer(call, offer_state_names[ENTRY_ACCEPTED], since_ms);
}
