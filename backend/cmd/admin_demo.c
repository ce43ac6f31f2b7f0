/*
 * cierre-admin demo: a call centre to try things in. Teams, a campaign with its catalogue and contract, people of
 * every role, and a lead list of simulated customers: the pinned ones first, then some drawn from the demo's numbers.
 * What is there already stays as it is, so that it can be run again. All demo people share one password, made at the
 * first run and kept beside the keys. With --colleagues: the people that a program plays (tests/people), with a team,
 * a campaign and leads of their own, so that they take nothing from those who try things by hand.
 */
#include "cmd/admin.h"

#include "auth/password.h"
#include "cmd/demo_files.h"
#include "domain/lead.h"
#include "ports/simulator/customers.h"
#include "store/outbox.h"
#include "store/txn.h"
#include "store/users.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PASSWORD_FROM = ID_HEX - 12, DEMO_PASSWORD_SIZE = 32, PATH_SIZE = 512 };

/* One call centre: its files, and whom it calls. */
struct demo_set {
	struct demo_file users, catalogue;
	const char *campaign_id, *lead_list_id, *list_name;
	bool pinned;            /* the customers of the README's table first */
	int first_phone, leads; /* then those of these numbers of the demo */
};

static const struct demo_set by_hand = {
	.users = {"users.json", demo_users_json, demo_users_json_end},
	.catalogue = {"catalogue.json", demo_catalogue_json, demo_catalogue_json_end},
	.campaign_id = "0000000000000000000c0001",
	.lead_list_id = "0000000000000000000f1001",
	.list_name = "Demo noviembre",
	.pinned = true,
	.first_phone = 200,
	.leads = 240,
};

static const struct demo_set simulated = {
	.users = {"colleagues.json", demo_colleagues_json, demo_colleagues_json_end},
	.catalogue = {"colleagues-catalogue.json", demo_colleagues_catalogue_json,
                      demo_colleagues_catalogue_json_end},
	.campaign_id = "0000000000000000000c0901",
	.lead_list_id = "0000000000000000000f1901",
	.list_name = "Colegas simulados",
	.first_phone = 440,
	.leads = 440,
};

static enum rc broken(struct admin *admin, const char *what, const char *why)
{
	return fault_set(admin->fault, RC_BROKEN, "demo", "%s: %s", what, why);
}

/* ---- the one password ---- */

static enum rc password_write(struct admin *admin, const char *path, char password[DEMO_PASSWORD_SIZE])
{
	struct id random = id_new(clock_real_ms());
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool written;

	if (file < 0)
		return broken(admin, path, strerror(errno));
	(void)snprintf(password, DEMO_PASSWORD_SIZE, "cierre-%s", ID_TEXT(&random) + PASSWORD_FROM);
	written = dprintf(file, "%s\n", password) > 0;
	if (close(file) != 0 || !written)
		return broken(admin, path, "could not be written");
	return RC_OK;
}

static enum rc password_read(struct admin *admin, bool make, char password[DEMO_PASSWORD_SIZE])
{
	char path[PATH_SIZE];
	FILE *file;
	bool read;

	(void)snprintf(path, sizeof path, "%s/demo.password", admin->config.keys_dir);
	file = fopen(path, "re");
	if (!file && make)
		return password_write(admin, path, password);
	if (!file)
		return broken(admin, path, "there is no demo yet: run `cierre-admin --config FILE demo`");
	read = fgets(password, DEMO_PASSWORD_SIZE, file) != NULL;
	(void)fclose(file);
	if (!read)
		return broken(admin, path, "is empty; remove it and run this again");
	password[strcspn(password, "\n")] = '\0';
	return RC_OK;
}

/* ---- people ---- */

static enum rc parse(struct admin *admin, const struct demo_file *file, bson_t **parsed)
{
	bson_error_t error;

	*parsed = bson_new_from_json((const uint8_t *)file->text, file->end - file->text, &error);
	return *parsed ? RC_OK : broken(admin, file->name, error.message);
}

static enum rc each_user(struct admin *admin, const struct demo_file *file,
                         enum rc (*act)(struct admin *admin, const struct user *user, void *with), void *with)
{
	bson_t *people;
	bson_iter_t at;
	enum rc rc = RC_OK;

	TRY(parse(admin, file, &people));
	for (bool more = bson_iter_init(&at, people) && bson_iter_next(&at); more && rc == RC_OK;
	     more = bson_iter_next(&at)) {
		bson_t person;
		struct user user = {.active = true};
		struct id *teams = arena_array(admin->arena, 8, sizeof *teams);
		char path[16];

		if (!wire_bson_inner(&at, &person) || !id_parse(wire_get_text(&person, "_id"), &user.id) ||
		    !role_parse(wire_get_text(&person, "role"), &user.role)) {
			rc = broken(admin, file->name, "a user without id or role");
			break;
		}
		user.username = arena_strdup(admin->arena, wire_get_text(&person, "username"));
		user.name = arena_strdup(admin->arena, wire_get_text(&person, "name"));
		for (; user.teams_count < 8; user.teams_count++) {
			(void)snprintf(path, sizeof path, "team_ids.%zu", user.teams_count);
			if (!id_parse(wire_get_text(&person, path), &teams[user.teams_count]))
				break;
		}
		user.team_ids = teams;
		rc = act(admin, &user, with);
	}
	bson_destroy(people);
	return rc;
}

static enum rc print_user(struct admin *admin, const struct user *user, void *password)
{
	(void)admin;
	(void)printf("%s\t%s\t%s\t%s\n", role_name(user->role), user->username, (const char *)password, user->name);
	return RC_OK;
}

static enum rc add_user(struct admin *admin, const struct user *person, void *password)
{
	struct passwords passwords;
	char hash[PASSWORD_HASH_SIZE];
	struct user user = *person;
	struct audit_entry audit = {.at_ms = clock_service_ms(&admin->clock),
	                            .real_ms = clock_real_ms(),
	                            .role = "admin-cli",
	                            .operation = "demo",
	                            .subject_kind = "user",
	                            .subject_id = person->id};
	enum rc rc;

	passwords_init(&passwords, 1);
	password_hash(&passwords, password, hash);
	passwords_destroy(&passwords);
	user.password_hash = hash;
	user.password_changed_at_ms = user.created_at_ms = clock_real_ms();
	rc = users_insert(admin->store, &user, &audit, admin->fault);
	return rc == RC_CONFLICT ? RC_OK : rc; /* there already: as it is */
}

/* ---- catalogue ---- */

/* Inserts the document unless one with its id is there. */
static enum rc put_once(struct admin *admin, struct conn *conn, const char *collection, const bson_t *document)
{
	BSON(filter);
	BSON(update);
	struct id id = wire_get_id(document, "_id");

	wire_put_id(&filter, "_id", &id);
	wire_put_document(&update, "$setOnInsert", document);
	return conn_update(conn, collection, &filter, &update, true, NULL, admin->fault);
}

static enum rc put_document(struct admin *admin, struct conn *conn, const char *collection, const bson_t *document)
{
	BSON(row);
	int64_t now_ms = clock_real_ms();

	(void)bson_concat(&row, document);
	wire_put_int(&row, "version", 1);
	wire_put_ms(&row, "created_at", now_ms);
	if (strcmp(collection, "products") == 0 || strcmp(collection, "rebuttals") == 0)
		wire_put_bool(&row, "active", true);
	if (strcmp(collection, "contracts") == 0)
		wire_put_ms(&row, "published_at", now_ms);
	return put_once(admin, conn, collection, &row);
}

static enum rc put_collection(struct admin *admin, struct conn *conn, const bson_iter_t *collection)
{
	bson_t documents, document;
	bson_iter_t at;

	if (!wire_bson_inner(collection, &documents) || !bson_iter_init(&at, &documents))
		return broken(admin, "catalogue.json", "a collection is no array");
	while (bson_iter_next(&at)) {
		if (!wire_bson_inner(&at, &document))
			return broken(admin, "catalogue.json", "a row is no document");
		TRY(put_document(admin, conn, bson_iter_key(collection), &document));
	}
	return RC_OK;
}

static enum rc put_catalogue(struct admin *admin, struct conn *conn, const struct demo_file *file)
{
	bson_t *catalogue;
	bson_iter_t at;
	enum rc rc = RC_OK;

	TRY(parse(admin, file, &catalogue));
	for (bool more = bson_iter_init(&at, catalogue) && bson_iter_next(&at); more && rc == RC_OK;
	     more = bson_iter_next(&at))
		rc = put_collection(admin, conn, &at);
	bson_destroy(catalogue);
	return rc;
}

/* ---- leads ---- */

static enum rc put_lead(struct admin *admin, struct conn *conn, const struct demo_set *set,
                        const struct customer *customer, int64_t line, int64_t priority)
{
	BSON(filter);
	BSON(row);
	BSON(update);
	char name[CUSTOMER_TEXT_SIZE];
	struct id campaign_id, lead_list_id, id = id_new(clock_real_ms());

	if (!id_parse(set->campaign_id, &campaign_id) || !id_parse(set->lead_list_id, &lead_list_id))
		return broken(admin, "demo", "a fixed id is none");
	wire_put_id(&filter, "campaign_id", &campaign_id);
	wire_put_text(&filter, "phone", customer->phone);
	wire_put_id(&row, "_id", &id);
	wire_put_id(&row, "lead_list_id", &lead_list_id);
	wire_put_text(&row, "name", customer_full_name(customer, name));
	wire_put_text(&row, "city", customer_cities[customer->city]);
	wire_put_int(&row, "line", line);
	wire_put_text(&row, "state", lead_state_name(LEAD_NEW));
	wire_put_ms(&row, "next_at", 0);
	wire_put_int(&row, "priority", priority);
	wire_put_int(&row, "attempts_today", 0);
	wire_put_int(&row, "attempts_total", 0);
	wire_put_int(&row, "rejections", 0);
	wire_put_int(&row, "version", 1);
	wire_put_ms(&row, "created_at", clock_real_ms());
	wire_put_document(&update, "$setOnInsert", &row);
	return conn_update(conn, "leads", &filter, &update, true, NULL, admin->fault);
}

struct demo_list {
	struct id id, campaign_id;
	const char *name;
	int64_t leads;
	int64_t now_ms;
};

static void write_list(bson_t *row, const struct demo_list *list)
{
	wire_put_id(row, "_id", &list->id);
	wire_put_id(row, "campaign_id", &list->campaign_id);
	wire_put_text(row, "name", list->name);
	wire_put_text(row, "origin", "Clientes simulados de la demostración");
	wire_put_text(row, "consent_basis", "Formulario web, v2 (ficticio)");
	wire_put_text(row, "state", "ready");
	wire_put_int(row, "rows", list->leads);
	wire_put_int(row, "accepted", list->leads);
	wire_put_int(row, "duplicates", 0);
	wire_put_int(row, "suppressed", 0);
	wire_put_int(row, "refused", 0);
	wire_put_int(row, "version", 1);
	wire_put_ms(row, "created_at", list->now_ms);
	wire_put_ms(row, "finished_at", list->now_ms);
}

static enum rc tell_list(struct conn *conn, const struct demo_list *list, struct fault *fault)
{
	BSON(data);
	const struct event event = {.type = "lead_list.progress",
	                            .at_ms = list->now_ms,
	                            .campaign_id = list->campaign_id,
	                            .lead_list_id = list->id,
	                            .subject_kind = "lead_list",
	                            .subject_id = list->id,
	                            .channels = {"admin", "floor"},
	                            .data = &data};

	wire_put_text(&data, "state", "ready");
	wire_put_int(&data, "rows", list->leads);
	wire_put_int(&data, "accepted", list->leads);
	return event_append(conn, &event, fault);
}

/* The list and its event, as an import leaves them; once. */
static enum rc insert_list(struct conn *conn, void *context, struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);
	const struct demo_list *list = context;
	const bson_t *known;
	BSON(filter);
	BSON(row);

	wire_put_id(&filter, "_id", &list->id);
	TRY(conn_find_one(conn, "lead_lists", &filter, NULL, arena, &known, fault));
	if (known)
		return RC_OK;
	write_list(&row, list);
	TRY(conn_insert(conn, "lead_lists", &row, fault));
	return tell_list(conn, list, fault);
}

static int64_t pinned_of(const struct demo_set *set)
{
	return set->pinned ? (int64_t)customer_pinned_count() : 0;
}

static enum rc put_lead_list(struct admin *admin, const struct demo_set *set)
{
	struct demo_list list = {.name = set->list_name,
	                         .leads = pinned_of(set) + set->leads,
	                         .now_ms = clock_service_ms(&admin->clock)};

	if (!id_parse(set->campaign_id, &list.campaign_id) || !id_parse(set->lead_list_id, &list.id))
		return broken(admin, "demo", "a fixed id is none");
	return txn_run(admin->store, insert_list, &list, admin->fault);
}

/* The pinned customers in their order, then the drawn ones. */
static enum rc put_leads(struct admin *admin, struct conn *conn, const struct demo_set *set)
{
	int64_t pinned = pinned_of(set);
	char phone[PHONE_SIZE];

	for (int64_t i = 0; i < pinned; i++) {
		struct customer customer = customer_pinned((size_t)i);
		TRY(put_lead(admin, conn, set, &customer, i + 2, 1000 - i));
	}
	for (int i = 0; i < set->leads; i++) {
		struct customer customer;

		(void)snprintf(phone, sizeof phone, "+57300000%04d", set->first_phone + i);
		customer = customer_of(phone);
		TRY(put_lead(admin, conn, set, &customer, pinned + i + 2, 0));
	}
	return RC_OK;
}

/* ---- the command ---- */

static enum rc fill(struct admin *admin, const struct demo_set *set)
{
	CONN(conn);
	char password[DEMO_PASSWORD_SIZE];

	TRY(password_read(admin, true, password));
	TRY(each_user(admin, &set->users, add_user, password));
	TRY(put_lead_list(admin, set));
	TRY(conn_open(admin->store, STORE_BRISK, &conn, admin->fault));
	TRY(put_catalogue(admin, &conn, &set->catalogue));
	TRY(put_leads(admin, &conn, set));
	(void)printf("demo: %lld pinned leads and %d others; --list shows who may log in\n",
	             (long long)pinned_of(set), set->leads);
	return RC_OK;
}

static enum rc run(struct admin *admin, int argc, char **argv)
{
	const struct demo_set *set = &by_hand;
	char password[DEMO_PASSWORD_SIZE];
	bool list = false;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--colleagues") == 0)
			set = &simulated;
		else if (strcmp(argv[i], "--list") == 0)
			list = true;
		else
			return admin_misused(admin, "demo takes --colleagues and --list");
	}
	if (!list)
		return fill(admin, set);
	TRY(password_read(admin, false, password));
	return each_user(admin, &set->users, print_user, password);
}

const struct admin_command admin_demo = {
	.name = "demo",
	.arguments = "[--colleagues] [--list]",
	.summary = "fills in a call centre to try things in, or the simulated colleagues; --list: people and their "
		   "password",
	.needs = ADMIN_SCHEMA,
	.run = run,
};
