#include "store/audit.h"

enum rc audit_append(struct conn *conn, const struct audit_entry *entry, struct fault *fault)
{
	BSON(document);
	BSON(subject);
	struct id id = id_new(entry->real_ms);

	wire_put_id(&document, "_id", &id);
	wire_put_ms(&document, "at", entry->at_ms);
	wire_put_ms(&document, "real_at", entry->real_ms);
	if (!id_is_none(&entry->user_id))
		wire_put_id(&document, "user_id", &entry->user_id);
	wire_put_text(&document, "role", entry->role);
	wire_put_text(&document, "operation", entry->operation);
	if (entry->subject_kind) {
		wire_put_text(&subject, "kind", entry->subject_kind);
		wire_put_id(&subject, "id", &entry->subject_id);
		wire_put_document(&document, "subject", &subject);
	}
	wire_put_text(&document, "purpose", entry->purpose);
	wire_put_text(&document, "request_id", entry->request_id);
	if (entry->changes)
		wire_put_array(&document, "changes", entry->changes);
	return conn_insert(conn, "audit", &document, fault);
}
