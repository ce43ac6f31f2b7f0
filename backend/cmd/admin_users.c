#include "cmd/admin_users.h"

#include "auth/password.h"
#include "base/clock.h"
#include "store/service_clock.h"
#include "store/users.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { LISTED_MAX = 32, PASSWORD_SIZE = PASSWORD_MAX_BYTES + 2, USAGE = 2 };

/* What all commands work with. */
struct command {
	const struct config *config;
	struct store *store;
	struct arena *arena;
	struct fault *fault;
	int argc;
	char **argv;
	int64_t real_ms;
	int64_t now_ms; /* service time */
};

/* The user to be added, as the options say. */
struct addition {
	struct user user;
	const char *role;
	const char *teams[LISTED_MAX];
	size_t teams_count;
	const char *campaigns[LISTED_MAX];
	size_t campaigns_count;
};

static int usage(void)
{
	(void)fputs(
		"usage: cierre-admin user add USERNAME --name NAME --role ROLE [--team TEAM]... [--campaign "
		"CODE]...\n"
		"       cierre-admin user list\n"
		"       cierre-admin user set-password USERNAME\n"
		"       cierre-admin user deactivate USERNAME\n"
		"\n"
		"ROLE is agent, backoffice, quality, supervisor or admin. TEAM is a team's name or id; agents have\n"
		"one, supervisors one or more, the others none. The password is asked for, or read from the first\n"
		"line of standard input.\n",
		stderr);
	return USAGE;
}

/* Says what is wrong with one argument. */
static enum rc wrong(struct command *command, const char *what, const char *why)
{
	return fault_set(command->fault, RC_INVALID, "argument", "%s: %s", what, why);
}

static bool read_line(char *line, int size)
{
	if (!fgets(line, size, stdin))
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

static enum rc read_password(struct command *command, const char *username, char password[PASSWORD_SIZE])
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
		return wrong(command, "password", "none was given");
	problem = password_check_policy(password, username);
	return problem ? wrong(command, "password", problem) : RC_OK;
}

static enum rc hash_of(struct command *command, const char *username, char hash[PASSWORD_HASH_SIZE])
{
	struct passwords passwords;
	char password[PASSWORD_SIZE];
	enum rc rc = read_password(command, username, password);

	if (rc == RC_OK) {
		passwords_init(&passwords, 1);
		password_hash(&passwords, password, hash);
		passwords_destroy(&passwords);
	}
	explicit_bzero(password, sizeof password);
	return rc;
}

static struct audit_entry audit_of(const struct command *command, const char *operation, const struct id *user_id)
{
	return (struct audit_entry){.at_ms = command->now_ms,
	                            .real_ms = command->real_ms,
	                            .role = "admin-cli",
	                            .operation = operation,
	                            .subject_kind = "user",
	                            .subject_id = *user_id};
}

/* The document of `collection` that has this id, or this text in `field`. By the index on _id: there are few. */
static enum rc find_id(struct command *command, struct conn *conn, const char *collection, const char *field,
                       const char *wanted, struct id *id)
{
	static const struct id lowest;
	BSON(from);
	BSON(filter);
	const bson_t *row;
	struct id given = lowest;
	enum rc rc;

	(void)id_parse(wanted, &given);
	wire_put_id(&from, "$gt", &lowest);
	wire_put_document(&filter, "_id", &from);
	CURSOR(cursor) = conn_find(conn, collection, &filter, NULL);
	while (conn_next(conn, cursor, &row, &rc, command->fault)) {
		struct id row_id = wire_get_id(row, "_id");
		const char *text = wire_get_text(row, field);

		if (!id_equal(&row_id, &given) && (!text || strcmp(text, wanted) != 0))
			continue;
		*id = row_id;
		return RC_OK;
	}
	TRY(rc);
	return wrong(command, wanted, "is not known");
}

static enum rc find_ids(struct command *command, struct conn *conn, const char *collection, const char *field,
                        const char *const *wanted, size_t count, const struct id **ids)
{
	struct id *found = arena_array(command->arena, count + 1, sizeof *found);

	for (size_t i = 0; i < count; i++)
		TRY(find_id(command, conn, collection, field, wanted[i], &found[i]));
	*ids = found;
	return RC_OK;
}

static enum rc resolve(struct command *command, struct addition *addition)
{
	struct user *user = &addition->user;
	CONN(conn);

	TRY(conn_open(command->store, STORE_BRISK, &conn, command->fault));
	TRY(find_ids(command, &conn, "teams", "name", addition->teams, addition->teams_count, &user->team_ids));
	TRY(find_ids(command, &conn, "campaigns", "code", addition->campaigns, addition->campaigns_count,
	             &user->campaign_ids));
	user->teams_count = addition->teams_count;
	user->campaigns_count = addition->campaigns_count;
	return RC_OK;
}

/* False when an option is not understood. */
static bool read_options(struct command *command, struct addition *addition)
{
	static const struct option known[] = {{"name", required_argument, NULL, 'n'},
	                                      {"role", required_argument, NULL, 'r'},
	                                      {"team", required_argument, NULL, 't'},
	                                      {"campaign", required_argument, NULL, 'c'},
	                                      {0}};
	int option;

	optind = 0;
	while ((option = getopt_long(command->argc, command->argv, "", known, NULL)) != -1) {
		if (option == 'n')
			addition->user.name = optarg;
		else if (option == 'r')
			addition->role = optarg;
		else if (option == 't' && addition->teams_count < LISTED_MAX)
			addition->teams[addition->teams_count++] = optarg;
		else if (option == 'c' && addition->campaigns_count < LISTED_MAX)
			addition->campaigns[addition->campaigns_count++] = optarg;
		else
			return false;
	}
	addition->user.username = command->argv[optind];
	return optind + 1 == command->argc && addition->role && addition->user.name;
}

static enum rc check(struct command *command, struct addition *addition)
{
	enum field_verdict username = user_check_username(addition->user.username);
	enum field_verdict name = field_check_text(addition->user.name, 1, 80);

	if (username != FIELD_OK)
		return wrong(command, "user name", field_verdict_name(username));
	if (name != FIELD_OK)
		return wrong(command, "--name", field_verdict_name(name));
	if (!role_parse(addition->role, &addition->user.role))
		return wrong(command, "--role", "is agent, backoffice, quality, supervisor or admin");
	if (!role_teams_are_valid(addition->user.role, addition->teams_count))
		return wrong(command, "--team", "agents have one, supervisors one or more, the others none");
	return RC_OK;
}

static enum rc add(struct command *command, struct addition *addition)
{
	struct user *user = &addition->user;
	char hash[PASSWORD_HASH_SIZE];
	struct audit_entry audit;

	TRY(check(command, addition));
	TRY(resolve(command, addition));
	TRY(hash_of(command, user->username, hash));
	user->id = id_new(command->real_ms);
	user->active = true;
	user->password_hash = hash;
	user->password_changed_at_ms = command->real_ms;
	user->created_at_ms = command->real_ms;
	audit = audit_of(command, "user_add", &user->id);
	TRY(users_insert(command->store, user, &audit, command->fault));
	(void)printf("%s\t%s\n", user->username, ID_TEXT(&user->id));
	return RC_OK;
}

static void print_user(void *context, const struct user *user)
{
	(void)context;
	(void)printf("%s\t%s\t%s\t%s\n", user->username, role_name(user->role), user->active ? "active" : "inactive",
	             user->name);
}

static enum rc list(struct command *command)
{
	ARENA(scratch, 8192, 1 << 20);
	CONN(conn);

	TRY(conn_open(command->store, STORE_BRISK, &conn, command->fault));
	return users_each(&conn, scratch, print_user, NULL, command->fault);
}

static enum rc find_user(struct command *command, const char *username, struct user *user)
{
	CONN(conn);

	TRY(conn_open(command->store, STORE_BRISK, &conn, command->fault));
	return users_find(&conn, username, command->arena, user, command->fault);
}

/* A new password, or a deactivation when there is none. */
static enum rc change(struct command *command, const char *username, bool with_password)
{
	char hash[PASSWORD_HASH_SIZE];
	struct audit_entry audit;
	struct user user;

	TRY(find_user(command, username, &user));
	if (with_password)
		TRY(hash_of(command, username, hash));
	audit = audit_of(command, with_password ? "user_set_password" : "user_deactivate", &user.id);
	return users_change(command->store,
	                    &(struct users_change){
				    .user_id = user.id,
				    .password_hash = with_password ? hash : NULL,
				    .deactivate = !with_password,
				    .why = with_password ? SESSION_END_PASSWORD_CHANGED : SESSION_END_USER_CHANGED,
				    .real_ms = command->real_ms,
				    .now_ms = command->now_ms,
				    .audit = &audit,
			    },
	                    command->fault);
}

/* The command that argv names; *rc is what became of it. False when it is not understood. */
static bool run(struct command *command, enum rc *rc)
{
	struct addition addition = {0};
	const char *word = command->argv[0];

	if (strcmp(word, "add") == 0 && read_options(command, &addition))
		*rc = add(command, &addition);
	else if (strcmp(word, "list") == 0 && command->argc == 1)
		*rc = list(command);
	else if (strcmp(word, "set-password") == 0 && command->argc == 2)
		*rc = change(command, command->argv[1], true);
	else if (strcmp(word, "deactivate") == 0 && command->argc == 2)
		*rc = change(command, command->argv[1], false);
	else
		return false;
	return true;
}

int admin_user(const struct config *config, int argc, char **argv)
{
	ARENA(arena, 8192, 1 << 20);
	struct fault fault = {0};
	struct clock clock = {0};
	struct command command = {.config = config, .arena = arena, .fault = &fault, .argc = argc, .argv = argv};
	enum rc rc;
	bool understood = argc > 0;

	if (!understood)
		return usage();
	rc = store_open_config(config, "cierre-admin", 1, 0, &command.store, &fault);
	if (rc == RC_OK)
		rc = service_clock_load(command.store, config, &clock, &fault);
	command.real_ms = clock_real_ms();
	command.now_ms = clock_service_ms(&clock);
	if (rc == RC_OK)
		understood = run(&command, &rc);
	store_close(command.store);
	if (!understood)
		return usage();
	if (rc != RC_OK)
		(void)fprintf(stderr, "cierre-admin: %s\n", fault.detail);
	return rc == RC_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
