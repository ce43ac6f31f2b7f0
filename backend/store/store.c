#include "store/store.h"

#include "store/conn.h"
#include "store/store_pool.h"

#include <stdlib.h>
#include <string.h>

enum {
	SPARE_CONNECTIONS = 2,
	CHECK_WAIT_MS = 5000,
	SELECTION_WAIT_MS = 15000,
	CONNECT_WAIT_MS = 2000,
	BRISK_SOCKET_MS = 5000,
	PATIENT_SOCKET_MS = 60000,
	HEARTBEAT_MS = 2000,
	QUEUE_WAIT_MS = 2000,
	WRITE_WAIT_MS = 4000,
};

struct store {
	mongoc_client_pool_t *brisk;
	mongoc_client_pool_t *patient; /* NULL: none */
	char *database;
};

static void free_uri(mongoc_uri_t **uri)
{
	mongoc_uri_destroy(*uri);
}

static void free_client(mongoc_client_t **client)
{
	mongoc_client_destroy(*client);
}

#define URI(name)    __attribute__((cleanup(free_uri))) mongoc_uri_t *name
#define CLIENT(name) __attribute__((cleanup(free_client))) mongoc_client_t *name

static void set_concerns(mongoc_uri_t *uri)
{
	mongoc_write_concern_t *write = mongoc_write_concern_new();
	mongoc_read_concern_t *read = mongoc_read_concern_new();

	mongoc_write_concern_set_wmajority(write, WRITE_WAIT_MS);
	mongoc_write_concern_set_journal(write, true);
	mongoc_uri_set_write_concern(uri, write);
	mongoc_read_concern_set_level(read, MONGOC_READ_CONCERN_LEVEL_MAJORITY);
	mongoc_uri_set_read_concern(uri, read);
	mongoc_write_concern_destroy(write);
	mongoc_read_concern_destroy(read);
}

static void set_options(mongoc_uri_t *uri, const char *program, int32_t connections, int32_t socket_ms)
{
	set_concerns(uri);
	mongoc_uri_set_option_as_bool(uri, MONGOC_URI_RETRYWRITES, true);
	mongoc_uri_set_option_as_bool(uri, MONGOC_URI_RETRYREADS, true);
	mongoc_uri_set_option_as_int32(uri, MONGOC_URI_SERVERSELECTIONTIMEOUTMS, SELECTION_WAIT_MS);
	mongoc_uri_set_option_as_int32(uri, MONGOC_URI_CONNECTTIMEOUTMS, CONNECT_WAIT_MS);
	mongoc_uri_set_option_as_int32(uri, MONGOC_URI_SOCKETTIMEOUTMS, socket_ms);
	mongoc_uri_set_option_as_int32(uri, MONGOC_URI_HEARTBEATFREQUENCYMS, HEARTBEAT_MS);
	mongoc_uri_set_option_as_int32(uri, MONGOC_URI_WAITQUEUETIMEOUTMS, QUEUE_WAIT_MS);
	mongoc_uri_set_option_as_int32(uri, MONGOC_URI_MAXPOOLSIZE, connections);
	mongoc_uri_set_appname(uri, program);
}

/* The `hello` reply of a client's server; false when none answers in time. */
static bool say_hello(mongoc_client_t *client, bson_t *reply)
{
	BSON(command);
	bson_error_t error;

	wire_put_int(&command, "hello", 1);
	if (mongoc_client_command_simple(client, "admin", &command, NULL, reply, &error))
		return true;
	bson_destroy(reply);
	return false;
}

enum lone_answer { LONE_SILENT, LONE_STANDALONE, LONE_MEMBER };

/* What the first host is by itself: tells "not running" from "no replica set" and from "no primary now". */
static enum lone_answer ask_alone(const mongoc_uri_t *uri)
{
	URI(direct) = mongoc_uri_new_for_host_port(mongoc_uri_get_hosts(uri)->host, mongoc_uri_get_hosts(uri)->port);
	enum lone_answer answer = LONE_SILENT;
	mongoc_client_t *client;
	bson_t reply;

	mongoc_uri_set_option_as_bool(direct, MONGOC_URI_DIRECTCONNECTION, true);
	mongoc_uri_set_option_as_int32(direct, MONGOC_URI_SERVERSELECTIONTIMEOUTMS, CONNECT_WAIT_MS);
	client = mongoc_client_new_from_uri(direct);
	if (say_hello(client, &reply)) {
		answer = wire_has(&reply, "setName") ? LONE_MEMBER : LONE_STANDALONE;
		bson_destroy(&reply);
	}
	mongoc_client_destroy(client);
	return answer;
}

static enum rc no_replica_set(const char *host, struct fault *fault)
{
	return fault_set(fault, RC_INVALID, "store",
	                 "MongoDB at %s is no replica set: start mongod with --replSet and run rs.initiate()", host);
}

static enum rc silence_fault(const mongoc_uri_t *uri, struct fault *fault)
{
	const char *host = mongoc_uri_get_hosts(uri)->host_and_port, *set = mongoc_uri_get_replica_set(uri);

	switch (ask_alone(uri)) {
	case LONE_STANDALONE:
		return no_replica_set(host, fault);
	case LONE_MEMBER:
		return fault_set(
			fault, RC_UNAVAILABLE, "store",
			"MongoDB at %s has no primary of replica set %s: wait for one, or correct mongodb_uri", host,
			set ? set : "(none named)");
	case LONE_SILENT:
		break;
	}
	return fault_set(fault, RC_UNAVAILABLE, "store",
	                 "MongoDB at %s does not answer: start it, or correct mongodb_uri", host);
}

/* One connection of its own, so that a wrong environment is told in seconds and before any pool exists. */
static enum rc check_server(const mongoc_uri_t *uri, struct fault *fault)
{
	URI(patience) = mongoc_uri_copy(uri);
	const char *host = mongoc_uri_get_hosts(uri)->host_and_port;
	bson_t reply;
	bool is_set, writable;

	mongoc_uri_set_option_as_int32(patience, MONGOC_URI_SERVERSELECTIONTIMEOUTMS, CHECK_WAIT_MS);
	mongoc_uri_set_option_as_bool(patience, MONGOC_URI_SERVERSELECTIONTRYONCE, false);
	CLIENT(client) = mongoc_client_new_from_uri(patience);
	if (!say_hello(client, &reply))
		return silence_fault(uri, fault);
	is_set = wire_has(&reply, "setName") || wire_has(&reply, "msg"); /* msg: a router of a sharded cluster */
	writable = wire_get_bool(&reply, "isWritablePrimary", false);
	bson_destroy(&reply);
	if (!is_set)
		return no_replica_set(host, fault);
	if (!writable)
		return fault_set(fault, RC_INVALID, "store",
		                 "MongoDB at %s is no primary: name the set in mongodb_uri, as in ?replicaSet=rs0",
		                 host);
	return RC_OK;
}

static mongoc_client_pool_t *new_pool(const mongoc_uri_t *uri, const char *program, unsigned connections,
                                      int32_t socket_ms)
{
	URI(own) = mongoc_uri_copy(uri);
	mongoc_client_pool_t *pool;

	set_options(own, program, (int32_t)connections, socket_ms);
	pool = mongoc_client_pool_new(own);
	if (!pool)
		abort();
	mongoc_client_pool_set_error_api(pool, MONGOC_ERROR_API_VERSION_2);
	return pool;
}

enum rc store_open(const struct store_options *options, struct store **store, struct fault *fault)
{
	bson_error_t error;
	struct store *opened;

	mongoc_init();
	mongoc_log_set_handler(NULL, NULL); /* faults tell; only edges log */
	URI(uri) = mongoc_uri_new_with_error(options->mongodb_uri, &error);
	if (!uri || !mongoc_uri_get_hosts(uri))
		return fault_set(
			fault, RC_INVALID, "config",
			"mongodb_uri is not a MongoDB address, as in mongodb://127.0.0.1:27017/?replicaSet=rs0");
	TRY(check_server(uri, fault));
	opened = calloc(1, sizeof *opened);
	if (!opened)
		abort();
	opened->database = strdup(options->database);
	opened->brisk = new_pool(uri, options->program, options->threads + SPARE_CONNECTIONS, BRISK_SOCKET_MS);
	if (options->followers)
		opened->patient = new_pool(uri, options->program, options->followers, PATIENT_SOCKET_MS);
	*store = opened;
	return RC_OK;
}

enum rc store_open_config(const struct config *config, const char *program, unsigned threads, unsigned followers,
                          struct store **store, struct fault *fault)
{
	const struct store_options options = {.mongodb_uri = config->mongodb_uri,
	                                      .database = config->database,
	                                      .program = program,
	                                      .threads = threads,
	                                      .followers = followers};

	return store_open(&options, store, fault);
}

void store_close(struct store *store)
{
	if (!store)
		return;
	mongoc_client_pool_destroy(store->brisk);
	if (store->patient)
		mongoc_client_pool_destroy(store->patient);
	free(store->database);
	free(store);
}

enum rc store_ping(struct store *store, struct fault *fault)
{
	CONN(conn);
	BSON(command);

	TRY(conn_open(store, STORE_BRISK, &conn, fault));
	wire_put_int(&command, "ping", 1);
	return conn_command(&conn, &command, NULL, NULL, fault);
}

const char *store_database(const struct store *store)
{
	return store->database;
}

mongoc_client_pool_t *store_pool(struct store *store, enum store_pace pace)
{
	return pace == STORE_PATIENT && store->patient ? store->patient : store->brisk;
}
