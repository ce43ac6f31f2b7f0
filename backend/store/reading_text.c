#include "store/reading_text.h"

#include "base/civil.h"
#include "domain/contract_words.h"
#include "domain/merge.h"
#include "store/contracts.h"

#include <sodium.h>
#include <string.h>

enum { CLAUSE_SIZE = 8192, LIST_SIZE = 4096 };

/* ---- the fields' values ---- */

/* «Plan Móvil, en la línea 300 000 0101». */
static void write_service(struct buf *out, const struct sale *sale, const struct sale_product *product)
{
	const struct line *line = &product->line;
	const char *number = line->number && *line->number ? line->number : sale->person.phone;
	char words[CONTRACT_WORD_SIZE];

	buf_text(out, product->name);
	switch (line->purpose) {
	case LINE_NEW_LINE:
		buf_text(out, ", en una línea nueva");
		break;
	case LINE_PORTED:
		buf_printf(out, ", en la línea %s, que trae de %s", contract_words_phone(number ? number : "", words),
		           line->operator_name ? line->operator_name : "otro operador");
		break;
	case LINE_HOME_ADDRESS:
		buf_printf(out, ", en la dirección %s, %s", line->address ? line->address : "",
		           line->city ? line->city : "");
		break;
	case LINE_THIS_NUMBER:
	case LINE_OTHER_NUMBER:
		buf_printf(out, ", en la línea %s", contract_words_phone(number ? number : "", words));
		break;
	}
}

static const char *between(size_t i, size_t count, const char *last)
{
	return i == 0 ? "" : i + 1 == count ? last : "; ";
}

static const char *services_of(const struct sale *sale, struct arena *arena)
{
	BUF(out, LIST_SIZE);

	for (size_t i = 0; i < sale->products_count; i++) {
		buf_text(&out, between(i, sale->products_count, "; y "));
		write_service(&out, sale, &sale->products[i]);
	}
	return arena_strndup(arena, out.data ? out.data : "", out.length);
}

static const char *prices_of(const struct sale *sale, struct arena *arena)
{
	BUF(out, LIST_SIZE);
	char words[CONTRACT_WORD_SIZE];

	for (size_t i = 0; i < sale->products_count; i++)
		buf_printf(&out, "%s%s por %s", between(i, sale->products_count, " y "),
		           contract_words_cop(sale->products[i].price_cop, words), sale->products[i].name);
	return arena_strndup(arena, out.data ? out.data : "", out.length);
}

static int64_t total_of(const struct sale *sale)
{
	int64_t sum = 0;

	for (size_t i = 0; i < sale->products_count; i++)
		sum += sale->products[i].price_cop;
	return sum;
}

static void fill_values(const struct sale *sale, const char *operator_name, const char *agent_name, int64_t number,
                        int64_t now_ms, struct arena *arena, const char *values[MERGE_FIELD_COUNT])
{
	char words[CONTRACT_WORD_SIZE];
	enum document_type type = DOCUMENT_CC;

	if (sale->person.document_type && document_type_parse(sale->person.document_type, &type))
		values[MERGE_DOCUMENT_TYPE] = contract_words_document_type(type);
	values[MERGE_FULL_NAME] = sale->person.full_name;
	if (sale->person.document_number)
		values[MERGE_DOCUMENT_NUMBER] = arena_strdup(
			arena, contract_words_document_number(type, sale->person.document_number, words));
	if (sale->person.phone)
		values[MERGE_PHONE] = arena_strdup(arena, contract_words_phone(sale->person.phone, words));
	values[MERGE_SERVICES] = services_of(sale, arena);
	values[MERGE_PRICES] = prices_of(sale, arena);
	values[MERGE_TOTAL_PRICE] = arena_strdup(arena, contract_words_cop(total_of(sale), words));
	values[MERGE_AGENT_NAME] = agent_name;
	values[MERGE_DATE] = arena_strdup(arena, contract_words_date(civil_time_at(now_ms).date, words));
	values[MERGE_OPERATOR] = operator_name;
	values[MERGE_CONTRACT_VERSION] = arena_printf(arena, "%lld", (long long)number);
}

/* ---- the clauses ---- */

static const bson_t *keep_array(const bson_t *row, const char *path, struct arena *arena)
{
	bson_t inner;

	return wire_get_document(row, path, &inner) ? wire_bson_keep(arena, &inner) : NULL;
}

static enum rc render_clause(const bson_t *row, const char *const values[MERGE_FIELD_COUNT], struct arena *arena,
                             struct reading_clause *clause, struct fault *fault)
{
	const char *text = wire_get_text(row, "text"), *kind = wire_get_text(row, "kind"),
		   *title = wire_get_text(row, "title");
	char *out = arena_alloc(arena, CLAUSE_SIZE);
	size_t length, at;

	if (!text || !kind || !reading_clause_kind_parse(kind, &clause->kind))
		return fault_set(fault, RC_BROKEN, "contract", "contracts: a clause without text or kind");
	if (merge_render(text, values, out, CLAUSE_SIZE, &length, &at) != MERGE_OK)
		return fault_set(fault, RC_CONFLICT, "contract_field", "a field of the contract has no value");
	clause->text = out;
	clause->title = arena_strdup(arena, title ? title : "");
	clause->accepts = keep_array(row, "accepts", arena);
	clause->never = keep_array(row, "never", arena);
	return RC_OK;
}

static enum rc render_clauses(const bson_t *contract, const char *const values[MERGE_FIELD_COUNT],
                              struct arena *arena, struct reading_text *text, struct fault *fault)
{
	bson_t clauses, clause;
	bson_iter_t at;

	if (!wire_get_document(contract, "clauses", &clauses) || !bson_iter_init(&at, &clauses))
		return fault_set(fault, RC_BROKEN, "contract", "contracts: a contract without clauses");
	while (bson_iter_next(&at) && text->count < READING_CLAUSES_MAX) {
		if (!wire_bson_inner(&at, &clause))
			continue;
		TRY(render_clause(&clause, values, arena, &text->clauses[text->count], fault));
		text->count++;
	}
	return RC_OK;
}

static void hash_clauses(struct reading_text *text)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;

	(void)crypto_hash_sha256_init(&state);
	for (size_t i = 0; i < text->count; i++) {
		const char *clause = text->clauses[i].text;
		(void)crypto_hash_sha256_update(&state, (const unsigned char *)clause, strlen(clause));
		(void)crypto_hash_sha256_update(&state, (const unsigned char *)"\n", 1);
	}
	(void)crypto_hash_sha256_final(&state, hash);
	(void)sodium_bin2hex(text->sha256, sizeof text->sha256, hash, sizeof hash);
}

static enum rc find_operator(struct conn *conn, const struct campaign *campaign, struct arena *arena,
                             const char **name, struct fault *fault)
{
	BSON(filter);
	const bson_t *row;

	wire_put_id(&filter, "_id", &campaign->id);
	TRY(conn_find_one(conn, "campaigns", &filter, NULL, arena, &row, fault));
	*name = row && wire_get_text(row, "operator") ? wire_get_text(row, "operator") : campaign->name;
	return RC_OK;
}

enum rc reading_text_render(struct conn *conn, const struct sale *sale, const struct campaign *campaign,
                            const struct reading_moment *moment, struct arena *arena, struct reading_text *text,
                            struct fault *fault)
{
	const char *values[MERGE_FIELD_COUNT] = {NULL}, *operator_name;
	const bson_t *contract;

	TRY(contract_of_call(conn, &campaign->id, &campaign->contract_id, moment->answered_ms, arena, &contract,
	                     fault));
	*text = (struct reading_text){.contract_id = wire_get_id(contract, "_id")};
	TRY(find_operator(conn, campaign, arena, &operator_name, fault));
	text->contract_number = wire_get_int(contract, "number", 0);
	fill_values(sale, operator_name, moment->agent_name, text->contract_number, moment->now_ms, arena, values);
	TRY(render_clauses(contract, values, arena, text, fault));
	hash_clauses(text);
	return RC_OK;
}
