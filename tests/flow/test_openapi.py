"""The description of the API, its route table and what the tests did agree."""

import re
import subprocess


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
