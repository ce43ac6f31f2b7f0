/*
 * cierre-admin user: adds, lists and deactivates users, and sets passwords, with the same checks as the API. A new
 * password or a deactivation ends the user's sessions at once. A password is asked for without echo, or read from the
 * first line of standard input.
 */
#include "cmd/admin.h"

#include "auth/password.h"
#include "store/users.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { LISTED_MAX = 32, NAME_MAX_CHARACTERS = 80, PASSWORD_SIZE = PASSWORD_MAX_BYTES + 2 };

/* The user to be added, as the options say. */
struct addition {
	struct user user;
	const char *role;
	const char *teams[LISTED_MAX];
	size_t teams_count;
	const char *campaigns[LISTED_MAX];
	size_t campaigns_count;
};

static enum rc wrong(struct admin *admin, const char *what, const char *why)
{
	return fault_set(admin->fault, RC_INVALID, "argument", "%.60s: %s", what, why);
}

static bool read_line(char *line, int size)
{
	if (!fgets(line, size, stdin))
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

static enum rc read_password(struct admin *admin, const char *username, char password[PASSWORD_SIZE])
{
	struct termios shown, hidden;
	bool is_terminal = tcgetattr(STDIN_FILENO, &shown) == 0;
	const char *problem;
	bool got;

	if (is_terminal) {
		hidden = shown;
		hidden.c_lflag &= (tcflag_t)~ECHO;
		(void)fprintf(stderr, "Password of %s: ", username);
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	}
	got = read_line(password, PASSWORD_SIZE);
	if (is_terminal) {
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
		(void)fputc('\n', stderr);
	}
	if (!got)
		return wrong(admin, "password", "none was given");
	problem = password_check_policy(password, username);
	return problem ? wrong(admin, "password", problem) : RC_OK;
}

static enum rc hash_of(struct admin *admin, const char *username, char hash[PASSWORD_HASH_SIZE])
{
	struct passwords passwords;
	char password[PASSWORD_SIZE];
	enum rc rc = read_password(admin, username, password);

	if (rc == RC_OK) {
		passwords_init(&passwords, 1);
		password_hash(&passwords, password, hash);
		passwords_destroy(&passwords);
	}
	explicit_bzero(password, sizeof password);
	return rc;
}

static struct audit_entry audit_of(const struct admin *admin, const char *operation, const struct id *user_id)
{
	return (struct audit_entry){.at_ms = clock_service_ms(&admin->clock),
	                            .real_ms = clock_real_ms(),
	                            .role = "admin-cli",
	                            .operation = operation,
	                            .subject_kind = "user",
	                            .subject_id = *user_id};
}

/* The document of a collection whose field holds this text. */
static enum rc find_id(struct admin *admin, struct conn *conn, const char *collection, const char *field,
                       const char *text, struct id *id)
{
	BSON(filter);
	BSON(fields);
	const bson_t *row;

	wire_put_text(&filter, field, text);
	wire_put_int(&fields, "_id", 1);
	TRY(conn_find_one(conn, collection, &filter, &fields, admin->arena, &row, admin->fault));
	if (!row)
		return wrong(admin, text, "is not known");
	*id = wire_get_id(row, "_id");
	return RC_OK;
}

static enum rc find_ids(struct admin *admin, struct conn *conn, const char *collection, const char *field,
                        const char *const *texts, size_t count, const struct id **ids)
{
	struct id *found = arena_array(admin->arena, count + 1, sizeof *found);

	for (size_t i = 0; i < count; i++)
		TRY(find_id(admin, conn, collection, field, texts[i], &found[i]));
	*ids = found;
	return RC_OK;
}

static enum rc resolve(struct admin *admin, struct addition *addition)
{
	struct user *user = &addition->user;
	CONN(conn);

	TRY(conn_open(admin->store, STORE_BRISK, &conn, admin->fault));
	TRY(find_ids(admin, &conn, "teams", "name", addition->teams, addition->teams_count, &user->team_ids));
	TRY(find_ids(admin, &conn, "campaigns", "code", addition->campaigns, addition->campaigns_count,
	             &user->campaign_ids));
	user->teams_count = addition->teams_count;
	user->campaigns_count = addition->campaigns_count;
	return RC_OK;
}

static enum rc read_options(struct admin *admin, int argc, char **argv, struct addition *addition)
{
	static const struct option known[] = {{"name", required_argument, NULL, 'n'},
	                                      {"role", required_argument, NULL, 'r'},
	                                      {"team", required_argument, NULL, 't'},
	                                      {"campaign", required_argument, NULL, 'c'},
	                                      {0}};
	int option;

	optind = 0;
	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (option == 'n')
			addition->user.name = optarg;
		else if (option == 'r')
			addition->role = optarg;
		else if (option == 't' && addition->teams_count < LISTED_MAX)
			addition->teams[addition->teams_count++] = optarg;
		else if (option == 'c' && addition->campaigns_count < LISTED_MAX)
			addition->campaigns[addition->campaigns_count++] = optarg;
		else
			return admin_misused(admin, "an option of `user add` is not understood");
	}
	if (optind + 1 != argc || !addition->role || !addition->user.name)
		return admin_misused(admin, "`user add` needs one user name, --name and --role");
	addition->user.username = argv[optind];
	return RC_OK;
}

static enum rc check(struct admin *admin, struct addition *addition)
{
	enum field_verdict username = user_check_username(addition->user.username);
	enum field_verdict name = field_check_text(addition->user.name, 1, NAME_MAX_CHARACTERS);

	if (username != FIELD_OK)
		return wrong(admin, "user name", field_verdict_name(username));
	if (name != FIELD_OK)
		return wrong(admin, "--name", field_verdict_name(name));
	if (!role_parse(addition->role, &addition->user.role))
		return wrong(admin, "--role", "is agent, backoffice, quality, supervisor or admin");
	if (!role_teams_are_valid(addition->user.role, addition->teams_count))
		return wrong(admin, "--team", "agents have one, supervisors one or more, the others none");
	return RC_OK;
}

static enum rc add(struct admin *admin, int argc, char **argv)
{
	struct addition addition = {0};
	struct user *user = &addition.user;
	char hash[PASSWORD_HASH_SIZE];
	struct audit_entry audit;

	TRY(read_options(admin, argc, argv, &addition));
	TRY(check(admin, &addition));
	TRY(resolve(admin, &addition));
	TRY(hash_of(admin, user->username, hash));
	user->id = id_new(clock_real_ms());
	user->active = true;
	user->password_hash = hash;
	user->password_changed_at_ms = user->created_at_ms = clock_real_ms();
	audit = audit_of(admin, "user_add", &user->id);
	TRY(users_insert(admin->store, user, &audit, admin->fault));
	(void)printf("%s\t%s\n", user->username, ID_TEXT(&user->id));
	return RC_OK;
}

static void print_user(void *context, const struct user *user)
{
	(void)context;
	(void)printf("%s\t%s\t%s\t%s\n", user->username, role_name(user->role), user->active ? "active" : "inactive",
	             user->name);
}

static enum rc list(struct admin *admin)
{
	ARENA(scratch, 8192, 1 << 20);
	CONN(conn);

	TRY(conn_open(admin->store, STORE_BRISK, &conn, admin->fault));
	return users_each(&conn, scratch, print_user, NULL, admin->fault);
}

static enum rc find_user(struct admin *admin, const char *username, struct user *user)
{
	CONN(conn);

	TRY(conn_open(admin->store, STORE_BRISK, &conn, admin->fault));
	return users_find(&conn, username, admin->arena, user, admin->fault);
}

static enum rc set_password(struct admin *admin, const char *username)
{
	char hash[PASSWORD_HASH_SIZE];
	struct audit_entry audit;
	struct user user;

	TRY(find_user(admin, username, &user));
	TRY(hash_of(admin, username, hash));
	audit = audit_of(admin, "user_set_password", &user.id);
	return users_change(admin->store,
	                    &(struct users_change){.user_id = user.id,
	                                           .password_hash = hash,
	                                           .why = SESSION_END_PASSWORD_CHANGED,
	                                           .real_ms = clock_real_ms(),
	                                           .now_ms = clock_service_ms(&admin->clock),
	                                           .audit = &audit},
	                    admin->fault);
}

static enum rc deactivate(struct admin *admin, const char *username)
{
	struct audit_entry audit;
	struct user user;

	TRY(find_user(admin, username, &user));
	audit = audit_of(admin, "user_deactivate", &user.id);
	return users_change(admin->store,
	                    &(struct users_change){.user_id = user.id,
	                                           .deactivate = true,
	                                           .why = SESSION_END_USER_CHANGED,
	                                           .real_ms = clock_real_ms(),
	                                           .now_ms = clock_service_ms(&admin->clock),
	                                           .audit = &audit},
	                    admin->fault);
}

static enum rc run(struct admin *admin, int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "";

	if (strcmp(word, "add") == 0)
		return add(admin, argc - 1, argv + 1);
	if (strcmp(word, "list") == 0 && argc == 2)
		return list(admin);
	if (strcmp(word, "set-password") == 0 && argc == 3)
		return set_password(admin, argv[2]);
	if (strcmp(word, "deactivate") == 0 && argc == 3)
		return deactivate(admin, argv[2]);
	return admin_misused(admin, "`user` is followed by add, list, set-password or deactivate");
}

const struct admin_command admin_user = {
	.name = "user",
	.arguments = "add USERNAME --name NAME --role ROLE [--team NAME]… [--campaign CODE]… | list | "
		     "set-password USERNAME | deactivate USERNAME",
	.summary = "users and their passwords; a password is asked for, or read from standard input",
	.needs = ADMIN_SCHEMA,
	.run = run,
};
