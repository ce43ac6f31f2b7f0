"""The description of the API, its route table and what the tests did agree."""

import re
import subprocess


# What needs no entry of its own: log-ins (refresh_tokens holds them), a person's own screen, pieces of a file whose
# begin and end are entered, and questions that change nothing.
UNAUDITED = {
    "session_create", "session_refresh", "session_end", "user_preferences", "lead_list_piece", "lead_list_format",
    "recorder_piece", "document_piece", "sale_document_check", "identity_asked",
}  # fmt: skip


@pytest.mark.last
def test_every_change_and_every_reading_of_a_file_is_in_the_audit(stack, api_description, operations_exercised):
    if operations_exercised is None:
        return  # as above
    entered = set(stack.database.audit.distinct("operation"))
    changes = {name for name, (method, *_) in api_description.operations.items() if method != "get"}
    assert sorted((changes | {"recording_content", "document_content"}) - UNAUDITED - entered) == []
    assert not UNAUDITED & entered, "an exception that is none any more"


def test_the_route_table_and_the_description_agree(stack, api_description):
    """`cierre-api --routes` prints method, path, operation, roles and ownership of every row."""
    listed = subprocess.run([stack.admin_program.with_name("cierre-api"), "--routes"], capture_output=True, text=True)
    rows = {}
    for line in listed.stdout.splitlines():
        method, path, operation, roles, ownership = line.split("\t")
        if path.startswith("/api/v1/"):
            rows[operation] = (method.lower(), path.removeprefix("/api/v1"), roles, ownership)
    described = {}
    for operation_id, (method, path, operation, _) in api_description.operations.items():
        roles = operation["x-roles"]
        words = roles if isinstance(roles, str) else ",".join(roles)
        ownership = roles if isinstance(roles, str) else operation["x-ownership"]
        described[operation_id] = (method, path, words, ownership)
    anonymous = {key: (m, re.sub(r"\{\w+\}", "{}", p), r, o) for key, (m, p, r, o) in rows.items()}
    expected = {key: (m, re.sub(r"\{\w+\}", "{}", p), r, o) for key, (m, p, r, o) in described.items()}
    assert anonymous == expected
