/* What time does to sales and to verdicts on papers: expiry, idle claims, awaited hours, what becomes final. */
#include "daemons/jobs.h"
#include "store/documents.h"
#include "store/sale_claims.h"
#include "store/sale_due.h"
#include "store/txn.h"

/* One row, and who acts on it. */
struct falling {
	const struct id *id;
	struct sale_actor actor;
};

static struct falling falling_of(const struct jobs *jobs, const struct id *id)
{
	return (struct falling){.id = id,
	                        .actor = {.name = "jobs",
	                                  .operation = "sale_due",
	                                  .now_ms = clock_service_ms(jobs->clock),
	                                  .real_ms = clock_real_ms()}};
}

static enum rc due_sales(const struct jobs *jobs, int64_t now_ms, struct job_due *due, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(jobs->store, STORE_BRISK, &conn, fault));
	return sales_due(&conn, now_ms, due->ids, JOBS_DUE_MAX, &due->count, &due->next_ms, fault);
}

static enum rc sale_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct falling *falling = context;

	return sale_fall_due(conn, falling->id, &falling->actor, fault);
}

static enum rc run_sale(const struct jobs *jobs, const struct id *id, struct fault *fault)
{
	struct falling falling = falling_of(jobs, id);

	return txn_run(jobs->store, sale_body, &falling, fault);
}

const struct job_kind job_sale_due = {
	.name = "sale_due", .collections = {"sales"}, .due = due_sales, .run = run_sale};

static enum rc due_documents(const struct jobs *jobs, int64_t now_ms, struct job_due *due, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(jobs->store, STORE_BRISK, &conn, fault));
	return documents_due(&conn, now_ms, due->ids, JOBS_DUE_MAX, &due->count, &due->next_ms, fault);
}

static enum rc document_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct falling *falling = context;

	return document_finalise(conn, falling->id, falling->actor.now_ms, fault);
}

static enum rc run_document(const struct jobs *jobs, const struct id *id, struct fault *fault)
{
	struct falling falling = falling_of(jobs, id);

	return txn_run(jobs->store, document_body, &falling, fault);
}

const struct job_kind job_document_final = {
	.name = "document_final", .collections = {"documents"}, .due = due_documents, .run = run_document};

/* Claims of who is on the line about their sale. */
static enum rc due_calls(const struct jobs *jobs, int64_t now_ms, struct job_due *due, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(jobs->store, STORE_BRISK, &conn, fault));
	return claim_calls_due(&conn, now_ms, due->ids, JOBS_DUE_MAX, &due->count, &due->next_ms, fault);
}

static enum rc call_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct falling *falling = context;
	bool kept;

	return sale_claim_keep(conn, falling->id, falling->actor.now_ms, &kept, fault);
}

static enum rc run_call(const struct jobs *jobs, const struct id *id, struct fault *fault)
{
	struct falling falling = falling_of(jobs, id);

	return txn_run(jobs->store, call_body, &falling, fault);
}

const struct job_kind job_claim_call = {
	.name = "claim_call", .collections = {"sales"}, .due = due_calls, .run = run_call};
