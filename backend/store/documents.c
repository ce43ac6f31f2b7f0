#include "store/documents.h"

#include "store/outbox.h"
#include "store/sale_submission.h"

#include <string.h>

#define DOCUMENTS "documents"

/* ---- rows ---- */

static void read_row(const bson_t *row, struct arena *arena, struct document *document)
{
	const char *kind = wire_get_text(row, "kind"), *state = wire_get_text(row, "state");
	size_t length = 0;
	const uint8_t *hash = wire_get_binary(row, "sha256", &length);

	*document = (struct document){.id = wire_get_id(row, "_id"),
	                              .sale_id = wire_get_id(row, "sale_id"),
	                              .blob_id = wire_get_id(row, "blob_id"),
	                              .state = DOCUMENT_MISSING,
	                              .mime = wire_keep_text(row, "mime", arena),
	                              .size = wire_get_int(row, "size", 0),
	                              .final_ms = wire_get_ms(row, "final_at", 0),
	                              .version = wire_get_int(row, "version", 0)};
	if (kind)
		(void)document_kind_parse(kind, &document->kind);
	if (state)
		(void)document_state_parse(state, &document->state);
	if (hash && length == sizeof document->sha256)
		memcpy(document->sha256, hash, length);
}

static const struct scope_rule document_rule = {.own = "uploaded_by"};

enum rc document_get(struct conn *conn, const struct id *id, const struct scope *scope, struct arena *arena,
                     struct document *document, struct fault *fault)
{
	bool own = scope->kind == SCOPE_OWN;
	const struct rows_query query = {
		.collection = DOCUMENTS, .scope = own ? scope : &scope_all, .rule = &document_rule};
	const bson_t *row;
	struct sale sale;

	TRY(rows_one(conn, &query, id, arena, &row, fault));
	read_row(row, arena, document);
	return own ? RC_OK : sale_get(conn, &document->sale_id, scope, arena, &sale, fault);
}

enum rc document_takes_pieces(const struct document *document, struct fault *fault)
{
	if (document->state == DOCUMENT_MISSING)
		return RC_OK;
	return fault_set(fault, RC_CONFLICT, "document_state", "documents: it has arrived already");
}

static enum rc refuse_state(struct fault *fault)
{
	return fault_set(fault, RC_CONFLICT, "document_state", "documents: its state does not allow this");
}

/* Onto the version that was read. */
static enum rc write_row(struct conn *conn, struct document *document, const bson_t *set, const bson_t *unset,
                         struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(inc);
	int64_t matched;

	wire_put_id(&filter, "_id", &document->id);
	wire_put_int(&filter, "version", document->version);
	wire_put_document(&update, "$set", set);
	if (unset)
		wire_put_document(&update, "$unset", unset);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$inc", &inc);
	TRY(conn_update(conn, DOCUMENTS, &filter, &update, false, &matched, fault));
	if (matched != 1) {
		conn->redo = true;
		return fault_set(fault, RC_STALE, "stale", "documents: the row changed meanwhile");
	}
	document->version++;
	return RC_OK;
}

static enum rc tell(struct conn *conn, const struct document *document, int64_t now_ms, struct fault *fault)
{
	BSON(data);
	const struct event event = {.type = "document.changed",
	                            .at_ms = now_ms,
	                            .subject_kind = "document",
	                            .subject_id = document->id,
	                            .channels = {"backoffice"},
	                            .data = &data};

	wire_put_id(&data, "document_id", &document->id);
	wire_put_id(&data, "sale_id", &document->sale_id);
	wire_put_text(&data, "kind", document_kind_name(document->kind));
	wire_put_text(&data, "state", document_state_name(document->state));
	return event_append(conn, &event, fault);
}

/* ---- the sale's side ---- */

static enum document_type type_of(const struct sale *sale)
{
	enum document_type type = DOCUMENT_CC;

	if (sale->person.document_type)
		(void)document_type_parse(sale->person.document_type, &type);
	return type;
}

static const char *path_of(const struct sale_case *work, enum document_kind kind)
{
	return arena_printf(work->arena, "documents.%s", document_kind_name(kind));
}

/* Ids of one second have no order: which came last stands in the sale. */
static const char *id_path_of(const struct sale_case *work, enum document_kind kind)
{
	return arena_printf(work->arena, "document_ids.%s", document_kind_name(kind));
}

static enum document_state state_in_sale(const struct sale_case *work, enum document_kind kind)
{
	enum document_state state = DOCUMENT_MISSING;
	const char *word = wire_get_text(work->sale.document, path_of(work, kind));

	if (word)
		(void)document_state_parse(word, &state);
	return state;
}

/* Whether all are accepted once this kind is in that state. */
static bool is_all_accepted(const struct sale_case *work, enum document_kind changed, enum document_state state)
{
	enum document_state states[DOCUMENT_KIND_COUNT];

	for (int kind = 0; kind < DOCUMENT_KIND_COUNT; kind++)
		states[kind] = state_in_sale(work, (enum document_kind)kind);
	states[changed] = state;
	return document_all_accepted(type_of(&work->sale), states);
}

/* The sale's own entry of what happened to a paper. */
struct paper {
	const char *action, *reason;
	int64_t final_ms; /* of an acceptance; 0: none */
};

static enum rc note_paper(struct conn *conn, struct sale_case *work, const struct document *document,
                          const struct paper *paper, struct fault *fault)
{
	const char *fields[] = {document_kind_name(document->kind)};
	BSON(set);
	BSON(unset);
	const struct sale_note note = {.action = paper->action,
	                               .reason = paper->reason,
	                               .fields = fields,
	                               .fields_count = 1,
	                               .set = &set,
	                               .unset = &unset};

	wire_put_text(&set, path_of(work, document->kind), document_state_name(document->state));
	wire_put_id(&set, id_path_of(work, document->kind), &document->id);
	if (is_all_accepted(work, document->kind, document->state))
		wire_put_ms(&set, "papers_final_at", paper->final_ms);
	else
		wire_put_int(&unset, "papers_final_at", 1);
	return sale_case_note(conn, work, &note, fault);
}

/* Opens a sale that waits for papers. */
static enum rc open_sale(struct conn *conn, const struct sale_target *target, struct arena *arena,
                         struct sale_case *work, struct fault *fault)
{
	TRY(sale_case_open(conn, target, arena, work, fault));
	TRY(sale_case_in_time(work, fault));
	return work->sale.state == SALE_DOCUMENTS_PENDING ? RC_OK : sale_refuse(SALE_WRONG_STATE, fault);
}

/* ---- uploading ---- */

static enum rc check_new(const struct sale_case *work, const struct document_new *document, struct fault *fault)
{
	enum rc rc = RC_OK;

	if (!document_is_needed(type_of(&work->sale), document->kind))
		rc = fault_field(fault, "kind", field_verdict_name(FIELD_NOT_ALLOWED));
	if (document->size > work->campaign.policy.document.bytes_max)
		rc = fault_field(fault, "size", field_verdict_name(FIELD_TOO_LARGE));
	TRY(rc);
	return state_in_sale(work, document->kind) == DOCUMENT_ACCEPTED ? refuse_state(fault) : RC_OK;
}

static enum rc insert_row(struct conn *conn, const struct sale_case *work, const struct document_new *document,
                          struct fault *fault)
{
	BSON(row);

	wire_put_id(&row, "_id", &document->document_id);
	wire_put_int(&row, "version", 1);
	wire_put_ms(&row, "created_at", work->actor->now_ms);
	wire_put_id(&row, "sale_id", &work->sale.id);
	wire_put_text(&row, "kind", document_kind_name(document->kind));
	wire_put_id(&row, "blob_id", &document->document_id);
	wire_put_int(&row, "size", document->size);
	wire_put_binary(&row, "sha256", document->sha256, sizeof document->sha256);
	wire_put_text(&row, "state", "uploading");
	wire_put_id(&row, "uploaded_by", &work->actor->user_id);
	return conn_insert(conn, DOCUMENTS, &row, fault);
}

enum rc document_announce(struct conn *conn, const struct blob_vault *vault, const struct sale_target *target,
                          const struct document_new *document, struct fault *fault)
{
	static const struct sale_note renewed = {.action = NULL};
	ARENA(arena, 65536, 1 << 20);
	const struct sale_actor *actor = target->actor;
	const struct blob_new blob = {.id = document->document_id,
	                              .kind = "document",
	                              .owner_id = actor->user_id,
	                              .now_ms = actor->real_ms};
	struct sale_case work;

	TRY(open_sale(conn, target, arena, &work, fault));
	TRY(check_new(&work, document, fault));
	TRY(insert_row(conn, &work, document, fault));
	TRY(blob_begin(conn, vault, &blob, fault));
	TRY(sale_case_note(conn, &work, &renewed, fault));
	return sale_audit(conn, actor, "document", &document->document_id, fault);
}

enum rc document_arrived(struct conn *conn, const struct id *id, const struct scope *scope,
                         const struct sale_actor *actor, const char *mime, struct fault *fault)
{
	static const struct paper arrived = {.action = "document_arrived"};
	ARENA(arena, 65536, 1 << 20);
	BSON(set);
	struct sale_target target = {.scope = &scope_all, .actor = actor};
	struct document document;
	struct sale_case work;

	TRY(document_get(conn, id, scope, arena, &document, fault));
	TRY(document_takes_pieces(&document, fault));
	target.sale_id = document.sale_id;
	TRY(open_sale(conn, &target, arena, &work, fault));
	if (state_in_sale(&work, document.kind) == DOCUMENT_ACCEPTED)
		return refuse_state(fault);
	document.state = DOCUMENT_UPLOADED;
	wire_put_text(&set, "state", document_state_name(document.state));
	wire_put_text(&set, "mime", mime);
	wire_put_ms(&set, "uploaded_at", actor->now_ms);
	TRY(write_row(conn, &document, &set, NULL, fault));
	TRY(note_paper(conn, &work, &document, &arrived, fault));
	TRY(sale_audit(conn, actor, "document", id, fault));
	return tell(conn, &document, actor->now_ms, fault);
}

/* ---- judging ---- */

/* A later upload of the kind takes the place of this one. */
static enum rc check_latest(const struct sale_case *work, const struct document *document, struct fault *fault)
{
	struct id latest = wire_get_id(work->sale.document, id_path_of(work, document->kind));

	return id_equal(&latest, &document->id) ? RC_OK : refuse_state(fault);
}

static enum rc check_verdict(const struct document_verdict *verdict, struct fault *fault)
{
	bool needs_note = !verdict->accepted && verdict->refusal == DOCUMENT_OTHER_REASON;

	if (needs_note && (!verdict->note || !*verdict->note))
		return fault_field(fault, "note", field_verdict_name(FIELD_REQUIRED));
	return RC_OK;
}

/* The paper and its sale, for who holds the sale. */
static enum rc open_both(struct conn *conn, const struct id *id, const struct scope *scope,
                         const struct sale_actor *actor, struct arena *arena, struct document *document,
                         struct sale_case *work, struct fault *fault)
{
	struct scope reached = *scope;
	struct sale_target target = {.scope = scope, .actor = actor};

	reached.kind = SCOPE_REACHED;
	TRY(document_get(conn, id, &reached, arena, document, fault));
	target.sale_id = document->sale_id;
	return open_sale(conn, &target, arena, work, fault);
}

static void put_verdict(const struct document_verdict *verdict, const struct document *document,
                        const struct sale_actor *actor, bson_t *set)
{
	wire_put_text(set, "state", document_state_name(document->state));
	if (!verdict->accepted)
		wire_put_text(set, "reason", document_refusal_name(verdict->refusal));
	wire_put_text(set, "note", verdict->note);
	wire_put_id(set, "decided_by", &actor->user_id);
	wire_put_ms(set, "decided_at", actor->now_ms);
	wire_put_ms(set, "final_at", document->final_ms);
	wire_put_ms(set, "final_due_at", document->final_ms);
}

enum rc document_judge(struct conn *conn, const struct document_verdict *verdict, const struct scope *scope,
                       const struct sale_actor *actor, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	BSON(set);
	struct paper paper = {.action = verdict->accepted ? "document_accepted" : "document_refused",
	                      .reason = verdict->accepted ? NULL : document_refusal_name(verdict->refusal)};
	struct document document;
	struct sale_case work;

	TRY(check_verdict(verdict, fault));
	TRY(open_both(conn, &verdict->document_id, scope, actor, arena, &document, &work, fault));
	if (document.version != verdict->version)
		return fault_set(fault, RC_STALE, "stale", "documents: the row changed meanwhile");
	if (!document_may_judge(document.state))
		return refuse_state(fault);
	TRY(check_latest(&work, &document, fault));
	document.state = verdict->accepted ? DOCUMENT_ACCEPTED : DOCUMENT_REFUSED;
	document.final_ms = paper.final_ms = actor->now_ms + work.campaign.policy.document.undo_ms;
	put_verdict(verdict, &document, actor, &set);
	TRY(write_row(conn, &document, &set, NULL, fault));
	TRY(sale_audit(conn, actor, "document", &document.id, fault));
	return note_paper(conn, &work, &document, &paper, fault);
}

enum rc document_undo(struct conn *conn, const struct id *id, const struct scope *scope,
                      const struct sale_actor *actor, struct fault *fault)
{
	static const struct paper undone = {.action = "document_undone"};
	static const char *const verdict[] = {"reason",     "note",     "decided_by",
	                                      "decided_at", "final_at", "final_due_at"};
	ARENA(arena, 65536, 1 << 20);
	BSON(set);
	BSON(unset);
	struct document document;
	struct sale_case work;

	TRY(open_both(conn, id, scope, actor, arena, &document, &work, fault));
	if (document.final_ms == 0)
		return refuse_state(fault);
	if (actor->now_ms >= document.final_ms)
		return fault_set(fault, RC_CONFLICT, "final", "documents: the verdict is final");
	document.state = DOCUMENT_UPLOADED;
	wire_put_text(&set, "state", document_state_name(document.state));
	for (size_t i = 0; i < sizeof verdict / sizeof *verdict; i++)
		wire_put_int(&unset, verdict[i], 1);
	TRY(write_row(conn, &document, &set, &unset, fault));
	TRY(sale_audit(conn, actor, "document", id, fault));
	return note_paper(conn, &work, &document, &undone, fault);
}

/* ---- when verdicts are final ---- */

enum rc document_finalise(struct conn *conn, const struct id *id, int64_t now_ms, struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	BSON(filter);
	BSON(update);
	BSON(unset);
	const struct conn_modify modify = {.collection = DOCUMENTS, .filter = &filter, .update = &update};
	const bson_t *row;
	struct document document;

	wire_put_id(&filter, "_id", id);
	wire_put_op_ms(&filter, "final_due_at", "$lte", now_ms);
	wire_put_int(&unset, "final_due_at", 1);
	wire_put_document(&update, "$unset", &unset);
	TRY(conn_modify(conn, &modify, arena, &row, fault));
	if (!row)
		return RC_OK;
	read_row(row, arena, &document);
	return tell(conn, &document, now_ms, fault);
}

/* The mark is taken away in any case: what keeps the sale now will bring it here again. */
enum rc documents_settle_case(struct conn *conn, struct sale_case *work, struct fault *fault)
{
	BSON(unset);
	const struct sale_act act = {.action = SALE_START_ACTIVATION, .by_system = true, .unset = &unset};
	const struct sale_note kept = {.action = NULL, .unset = &unset, .late = true};
	int64_t final_ms = wire_get_ms(work->sale.document, "papers_final_at", 0);
	enum sale_state to;

	if (final_ms == 0 || work->actor->now_ms < final_ms)
		return RC_OK;
	wire_put_int(&unset, "papers_final_at", 1);
	if (sale_ask(&work->campaign.policy.sale, &work->facts, act.action, SALE_BY_SYSTEM, false,
	             work->actor->now_ms, &to) != SALE_ALLOWED)
		return sale_case_note(conn, work, &kept, fault);
	return sale_case_apply(conn, work, &act, fault);
}

/* ---- reading ---- */

static void put_fields(bson_t *fields)
{
	static const char *const shown[] = {"sale_id", "kind",        "state",      "mime",     "size",   "reason",
	                                    "note",    "uploaded_at", "decided_at", "final_at", "version"};

	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		wire_put_int(fields, shown[i], 1);
}

enum rc document_json(struct conn *conn, const struct id *id, struct buf *out, int64_t *version, struct fault *fault)
{
	BSON(fields);
	const struct rows_query query = {.collection = DOCUMENTS, .fields = &fields, .scope = &scope_all};

	put_fields(&fields);
	return rows_one_json(conn, &query, id, out, version, fault);
}

enum rc documents_json(struct conn *conn, const struct id *sale_id, const struct scope *scope, struct buf *out,
                       struct fault *fault)
{
	ARENA(arena, 32768, 1 << 20);
	BSON(filter);
	BSON(fields);
	const struct rows_query query = {.collection = DOCUMENTS,
	                                 .filter = &filter,
	                                 .fields = &fields,
	                                 .scope = &scope_all,
	                                 .sort = "created_at",
	                                 .descending = true,
	                                 .limit = ROWS_LIMIT_MAX};
	struct sale sale;

	TRY(sale_get(conn, sale_id, scope, arena, &sale, fault));
	wire_put_id(&filter, "sale_id", sale_id);
	put_fields(&fields);
	return rows_page_json(conn, &query, out, fault);
}
