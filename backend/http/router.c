#include "http/router.h"

#include <assert.h>
#include <string.h>

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE, METHOD_COUNT };

static const char *const method_names[METHOD_COUNT] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};

struct node {
	const char *text; /* of a literal segment, within a pattern */
	size_t length;
	struct node *literals; /* first of the children, linked by ->sibling */
	struct node *parameter;
	struct node *sibling;
	const struct route *rows[METHOD_COUNT];
	uint32_t allowed;
};

struct router {
	struct node root;
};

static enum method method_of(const char *name)
{
	for (size_t i = 0; i < METHOD_COUNT; i++)
		if (strcmp(method_names[i], name) == 0)
			return (enum method)i;
	return METHOD_COUNT;
}

static size_t segment_length(const char *path)
{
	return strcspn(path, "/");
}

static bool is_parameter(const char *segment, size_t length)
{
	return length > 2 && segment[0] == '{' && segment[length - 1] == '}';
}

static const char *row_error(const struct route *row)
{
	size_t params = 0;

	if (!row->method || method_of(row->method) == METHOD_COUNT || method_of(row->method) == METHOD_HEAD)
		return "has no known method";
	if (!row->pattern || row->pattern[0] != '/' || strpbrk(row->pattern, "?#% "))
		return "has no pattern that begins with a slash";
	if (!row->operation_id || !*row->operation_id)
		return "has no operation id";
	if (!row->handler)
		return "has no handler";
	if (row->body_max_bytes < 0)
		return "has a negative body ceiling";
	for (const char *at = row->pattern; *at; at += segment_length(at)) {
		size_t length = segment_length(++at);
		if (length == 0)
			return "has an empty segment";
		if (is_parameter(at, length))
			params++;
		else if (memchr(at, '{', length) || memchr(at, '}', length))
			return "has a segment that is neither literal nor {parameter}";
	}
	return params > ROUTE_PARAMS_MAX ? "has too many parameters" : NULL;
}

static struct node *child_for(struct node *parent, const char *text, size_t length, struct arena *arena)
{
	struct node *node;

	if (is_parameter(text, length)) {
		if (!parent->parameter)
			parent->parameter = arena_alloc(arena, sizeof *node);
		return parent->parameter;
	}
	for (node = parent->literals; node; node = node->sibling)
		if (node->length == length && memcmp(node->text, text, length) == 0)
			return node;
	node = arena_alloc(arena, sizeof *node);
	*node = (struct node){.text = text, .length = length, .sibling = parent->literals};
	parent->literals = node;
	return node;
}

static enum rc row_fault(struct fault *fault, const struct route *row, size_t index, const char *what)
{
	return fault_set(fault, RC_INVALID, "routes", "route row %zu (%s %s) %s", index,
	                 row->method ? row->method : "-", row->pattern ? row->pattern : "-", what);
}

static enum rc add_row(struct router *router, const struct route *row, size_t index, struct arena *arena,
                       struct fault *fault)
{
	const char *error = row_error(row);
	struct node *node = &router->root;
	enum method method;

	if (error)
		return row_fault(fault, row, index, error);
	method = method_of(row->method);
	for (const char *at = row->pattern; *at; at += segment_length(at)) {
		at++;
		node = child_for(node, at, segment_length(at), arena);
	}
	if (node->rows[method])
		return row_fault(fault, row, index, "is there twice");
	node->rows[method] = row;
	node->allowed |= 1u << method;
	if (method == METHOD_GET) {
		node->rows[METHOD_HEAD] = row;
		node->allowed |= 1u << METHOD_HEAD;
	}
	return RC_OK;
}

enum rc router_new(struct arena *arena, const struct route *rows, size_t count, struct router **router,
                   struct fault *fault)
{
	struct router *built = arena_alloc(arena, sizeof *built);

	for (size_t i = 0; i < count; i++) {
		TRY(add_row(built, &rows[i], i, arena, fault));
		for (size_t j = 0; j < i; j++)
			if (strcmp(rows[j].operation_id, rows[i].operation_id) == 0)
				return row_fault(fault, &rows[i], i, "has the operation id of another row");
	}
	*router = built;
	return RC_OK;
}

/* The deepest node that has rows and fits the whole of the path; parameters are noted on the way. */
static const struct node *descend(const struct node *node, const char *path, struct route_match *match)
{
	size_t length, count = match->params_count;
	const struct node *found;

	if (!*path)
		return node->allowed ? node : NULL;
	if (*path++ != '/' || (length = segment_length(path)) == 0)
		return NULL;
	for (const struct node *child = node->literals; child; child = child->sibling) {
		if (child->length != length || memcmp(child->text, path, length) != 0)
			continue;
		found = descend(child, path + length, match);
		if (found)
			return found;
		break;
	}
	if (!node->parameter)
		return NULL;
	match->params_count = count;
	match->params[match->params_count++] = (struct route_param){.text = path, .length = length};
	found = descend(node->parameter, path + length, match);
	if (!found)
		match->params_count = count;
	return found;
}

bool router_find(const struct router *router, const char *method, const char *path, struct route_match *match)
{
	enum method wanted = method_of(method);
	const struct node *node;

	*match = (struct route_match){0};
	node = descend(&router->root, path, match);
	if (!node)
		return false;
	match->allowed = node->allowed;
	if (wanted == METHOD_COUNT || !node->rows[wanted])
		return false;
	match->route = node->rows[wanted];
	return true;
}

char *router_allow(uint32_t allowed, char out[ROUTER_ALLOW_SIZE])
{
	char *end = out;

	*end = '\0';
	for (size_t i = 0; i < METHOD_COUNT; i++) {
		if (!(allowed & 1u << i))
			continue;
		if (end != out)
			end = stpcpy(end, ", ");
		end = stpcpy(end, method_names[i]);
	}
	return out;
}

const struct route_param *route_param(const struct route_match *match, const char *name)
{
	size_t index = 0, name_length = strlen(name);

	for (const char *at = match->route->pattern; *at; at += segment_length(at)) {
		size_t length = segment_length(++at);
		if (!is_parameter(at, length))
			continue;
		assert(index < match->params_count);
		if (length == name_length + 2 && memcmp(at + 1, name, name_length) == 0)
			return &match->params[index];
		index++;
	}
	return NULL;
}
