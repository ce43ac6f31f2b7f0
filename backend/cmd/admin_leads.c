/*
 * cierre-admin leads import: a CSV of potential customers into a campaign, with its progress on the terminal. The
 * same import as the screen's: rows that are refused are kept with line and reason, and printed on request. It ends
 * with rows a second and the most memory it took. Interrupted, it is gone on with by cierre-jobs.
 */
#include "cmd/admin.h"

#include "daemons/lead_import.h"
#include "store/blob.h"
#include "store/lead_batches.h"
#include "store/txn.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

struct order {
	const char *campaign; /* code */
	const char *name;
	const char *origin;
	const char *consent_basis;
	const char *path;
	bool shows_refused;
};

static enum rc read_order(struct admin *admin, int argc, char **argv, struct order *order)
{
	static const struct option known[] = {
		{"campaign", required_argument, NULL, 'c'}, {"name", required_argument, NULL, 'n'},
		{"origin", required_argument, NULL, 'o'},   {"consent", required_argument, NULL, 'b'},
		{"refused", no_argument, NULL, 'r'},        {0}};
	int option;

	optind = 1;
	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (option) {
		case 'c':
			order->campaign = optarg;
			break;
		case 'n':
			order->name = optarg;
			break;
		case 'o':
			order->origin = optarg;
			break;
		case 'b':
			order->consent_basis = optarg;
			break;
		case 'r':
			order->shows_refused = true;
			break;
		default:
			return admin_misused(admin, "an option is not known");
		}
	}
	if (optind + 2 != argc || strcmp(argv[optind], "import") != 0)
		return admin_misused(admin, "leads import needs one file");
	order->path = argv[optind + 1];
	if (!order->campaign || !order->name || !order->origin || !order->consent_basis)
		return admin_misused(admin, "campaign, name, origin and consent basis must be given: without them no "
		                            "list is imported");
	return RC_OK;
}

/* ---- the file becomes a blob ---- */

static enum rc put_file(struct admin *admin, struct conn *conn, const struct blob_vault *vault, const struct id *id,
                        FILE *file, struct blob *blob)
{
	uint8_t *piece = arena_alloc(admin->arena, BLOB_PIECE_BYTES);
	const struct blob_new fresh = {.id = *id, .kind = "lead_list", .now_ms = clock_real_ms()};
	int64_t n = 0;
	size_t got;

	TRY(blob_begin(conn, vault, &fresh, admin->fault));
	while ((got = fread(piece, 1, BLOB_PIECE_BYTES, file)) > 0) {
		if (n == BLOB_PIECES_MAX)
			return fault_set(admin->fault, RC_TOO_LARGE, "file", "the file is larger than %d MiB",
			                 BLOB_PIECES_MAX);
		TRY(blob_put(conn, vault, id, n++, piece, got, admin->fault));
	}
	if (ferror(file) || n == 0)
		return fault_set(admin->fault, RC_INVALID, "file", "the file is empty or cannot be read");
	return blob_complete(conn, vault, id, n, NULL, admin->arena, blob, admin->fault);
}

static enum rc store_file(struct admin *admin, struct conn *conn, const struct blob_vault *vault,
                          const struct order *order, const struct id *id, struct blob *blob)
{
	FILE *file = fopen(order->path, "re");
	enum rc rc;

	if (!file)
		return fault_set(admin->fault, RC_NOT_FOUND, "file", "%.120s cannot be opened", order->path);
	rc = put_file(admin, conn, vault, id, file, blob);
	(void)fclose(file);
	return rc;
}

/* ---- the list ---- */

static enum rc begin_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct lead_list_new *list = context;

	TRY(lead_list_insert(conn, list, fault));
	return lead_list_begin_import(conn, &list->id, clock_real_ms() + LEAD_IMPORT_HOLD_MS, list->now_ms, fault);
}

static enum rc find_campaign(struct admin *admin, struct conn *conn, const char *code, struct id *id)
{
	BSON(filter);
	const bson_t *row;

	wire_put_text(&filter, "code", code);
	TRY(conn_find_one(conn, "campaigns", &filter, NULL, admin->arena, &row, admin->fault));
	if (!row)
		return fault_set(admin->fault, RC_NOT_FOUND, "campaign", "there is no campaign %.60s", code);
	*id = wire_get_id(row, "_id");
	return RC_OK;
}

static enum rc prepare_list(struct admin *admin, const struct blob_vault *vault, const struct order *order,
                            struct id *id)
{
	CONN(conn);
	static const char digits[] = "0123456789abcdef";
	struct lead_list_new list = {.id = id_new(clock_real_ms()),
	                             .name = order->name,
	                             .origin = order->origin,
	                             .consent_basis = order->consent_basis,
	                             .now_ms = clock_service_ms(&admin->clock)};
	char *hex = arena_alloc(admin->arena, 2 * BLOB_SHA256_BYTES + 1);
	struct blob blob;

	TRY(conn_open(admin->store, STORE_BRISK, &conn, admin->fault));
	TRY(find_campaign(admin, &conn, order->campaign, &list.campaign_id));
	list.blob_id = list.id;
	TRY(store_file(admin, &conn, vault, order, &list.blob_id, &blob));
	for (int i = 0; i < BLOB_SHA256_BYTES; i++) {
		hex[2 * i] = digits[blob.sha256[i] >> 4];
		hex[2 * i + 1] = digits[blob.sha256[i] & 15];
	}
	list.sha256 = hex;
	list.size = blob.size;
	conn_close(&conn);
	*id = list.id;
	return txn_run(admin->store, begin_body, &list, admin->fault);
}

/* ---- what is said ---- */

static void say_progress(void *context, const struct lead_list *list, int64_t read_bytes)
{
	(void)context;
	if (isatty(STDERR_FILENO))
		(void)fprintf(stderr, "\r%3lld %%  line %lld", (long long)(100 * read_bytes / (list->size + 1)),
		              (long long)list->imported_to - 1);
}

static void say_cost(int64_t rows, int64_t took_ms)
{
	struct rusage usage = {0};

	(void)getrusage(RUSAGE_SELF, &usage);
	(void)printf("%lld.%03lld s, %lld rows/s, peak memory %ld KiB\n", (long long)(took_ms / 1000),
	             (long long)(took_ms % 1000), (long long)(rows * 1000 / (took_ms + 1)), usage.ru_maxrss);
}

static enum rc say_refused(struct admin *admin, struct conn *conn, const struct id *id)
{
	enum rc rc = RC_OK;
	const bson_t *row;

	CURSOR(cursor) = lead_refusals_find(conn, id);
	while (conn_next(conn, cursor, &row, &rc, admin->fault))
		(void)printf("%lld\t%s\n", (long long)wire_get_int(row, "line", 0), wire_get_text(row, "reason"));
	return rc;
}

static enum rc say_result(struct admin *admin, const struct order *order, const struct id *id, int64_t took_ms)
{
	CONN(conn);
	BSON(filter);
	const bson_t *row;

	TRY(conn_open(admin->store, STORE_BRISK, &conn, admin->fault));
	wire_put_id(&filter, "_id", id);
	TRY(conn_find_one(&conn, "lead_lists", &filter, NULL, admin->arena, &row, admin->fault));
	if (isatty(STDERR_FILENO))
		(void)fputc('\n', stderr);
	if (!row || strcmp(wire_get_text(row, "state"), "ready") != 0)
		return fault_set(admin->fault, RC_INVALID, "leads", "the file was not imported: %s",
		                 row && wire_has(row, "error") ? wire_get_text(row, "error") : "unknown");
	(void)printf("list %s: %lld rows, %lld leads, %lld duplicates, %lld suppressed, %lld refused\n", ID_TEXT(id),
	             (long long)wire_get_int(row, "rows", 0), (long long)wire_get_int(row, "accepted", 0),
	             (long long)wire_get_int(row, "duplicates", 0), (long long)wire_get_int(row, "suppressed", 0),
	             (long long)wire_get_int(row, "refused", 0));
	say_cost(wire_get_int(row, "rows", 0), took_ms);
	return order->shows_refused ? say_refused(admin, &conn, id) : RC_OK;
}

static enum rc import_file(struct admin *admin, const struct blob_vault *vault, const struct order *order)
{
	const struct lead_import import = {.store = admin->store,
	                                   .vault = vault,
	                                   .config = &admin->config,
	                                   .clock = &admin->clock,
	                                   .is_terminal = true,
	                                   .progress = say_progress};
	int64_t begun_ms = clock_steady_ms();
	struct id id;

	TRY(prepare_list(admin, vault, order, &id));
	TRY(lead_import_run(&import, &id, admin->fault));
	return say_result(admin, order, &id, clock_steady_ms() - begun_ms);
}

static enum rc run(struct admin *admin, int argc, char **argv)
{
	struct order order = {0};
	struct blob_vault *vault;
	enum rc rc;

	TRY(read_order(admin, argc, argv, &order));
	TRY(blob_vault_open(&admin->config, &vault, admin->fault));
	rc = import_file(admin, vault, &order);
	blob_vault_close(vault);
	return rc;
}

const struct admin_command admin_leads = {
	.name = "leads",
	.arguments = "import FILE --campaign CODE --name NAME --origin TEXT --consent TEXT [--refused]",
	.summary = "imports a CSV of potential customers; --refused prints line and reason of each refused row",
	.needs = ADMIN_SCHEMA,
	.run = run,
};
