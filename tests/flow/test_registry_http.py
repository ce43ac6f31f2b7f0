"""The registry of excluded numbers behind our signed HTTP contract: asked at the import of a lead list."""

import pytest

from lead_files import counts, settle
from test_leads import admin, upload  # noqa: F401


@pytest.fixture(scope="session")
def stack(http_stack):
    return http_stack


def test_an_excluded_number_is_no_lead(stack, admin):  # noqa: F811
    lead_list = upload(admin, stack, b"Nombre;Celular\nEjemplo;3000000905\nPrueba;3000000499\n")
    done = counts(settle(admin, lead_list))
    assert (done["rows"], done["suppressed"], done["refused"]) == (2, 1, 0)
    assert ("registry/check", "") in stack.gateway.seen
