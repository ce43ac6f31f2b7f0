"""The registry of excluded numbers behind our signed HTTP contract: asked at the import of a lead list."""

import pytest

from test_leads import admin, counts, upload  # noqa: F401


@pytest.fixture(scope="session")
def stack(http_stack):
    return http_stack


def test_an_excluded_number_is_no_lead(stack, admin):  # noqa: F811
    lead_list = upload(admin, stack, b"Nombre;Celular\nEjemplo;3000000905\nPrueba;3000000499\n", "Con excluido")
    with admin.stream() as stream:
        admin.call("lead_list_import", id=lead_list["id"])
        stream.until("lead_list.progress", lambda m: m["data"]["lead_list_id"] == lead_list["id"] and m["data"]["state"] == "ready")
    done = counts(admin.call("lead_list_get", id=lead_list["id"]).body)
    assert (done["rows"], done["suppressed"], done["refused"]) == (2, 1, 0)
    assert ("registry/check", "") in stack.gateway.seen
