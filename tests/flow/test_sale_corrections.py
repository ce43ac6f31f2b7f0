"""What the back office puts right itself: with a paper on file before activation, by an amendment after it."""

from datetime import timedelta

import pytest
from bson import ObjectId

from arranged import ADDRESSES, customer, service_now, stored, with_claim
from test_back_office import agent, ana, last_entry, pedro, sell  # noqa: F401
from test_sale_draft import errors

ON_FILE = {"id_front": "uploaded", "id_back": "refused", "utility_bill": "accepted"}
PLAN = {"kind": "plan", "name": "Operador Ficticio", "value": 52000}


@pytest.fixture
def held(stack, sell, ana):  # noqa: F811
    """`held(state)`: a sale that ana holds, with papers on file."""

    def arrange(state="documents_pending", **changes):
        return sell(state, **{**with_claim(stack, ana), "documents": ON_FILE, "recording_state": "passed", "customer": customer(**ADDRESSES), **changes})

    return arrange


def correct(person, sale, version=1, **body):
    return person.call("sale_correct", id=sale["_id"], if_match=version, json=body)


@pytest.mark.parametrize("state", ["in_review", "recording_requested", "confirming", "documents_pending", "activating"])
def test_what_a_paper_proves_is_put_right_at_once(stack, held, ana, state):  # noqa: F811
    sale = held(state)
    body = {"name": "birthplace", "value": "Pasto", "document": "id_front"}
    done, again = (ana.call("sale_correct", id=sale["_id"], if_match=1, json=body, key=f"correct-{state}") for _ in range(2))
    assert (done["state"], done["customer"]["birthplace"], done["recording_state"], again["version"]) == (state, "Pasto", "passed", done["version"])
    entry = last_entry(stack, sale)
    assert (entry["action"], entry["reason"], entry["fields"], entry["by"]) == ("correct", "id_front", ["birthplace"], ObjectId(ana.user["id"]))
    assert "Pasto" not in str(stored(stack, sale)["history"])
    assert stack.database.audit.find_one({"operation": "sale_correct", "subject.id": sale["_id"]})


def test_the_other_operators_value(held, ana):  # noqa: F811
    sale = held("in_review", other_operator={"kind": "pending", "name": "Operador Ficticio"})
    done = correct(ana, sale, name="other_operator_value", other_operator=PLAN, document="utility_bill").body
    assert done["other_operator"] == PLAN


@pytest.mark.parametrize(
    "body, wrong",
    [
        ({"name": "full_name", "value": "Otra Persona", "document": "id_front"}, {"full_name": "not_correctable"}),
        ({"name": "issue_date", "value": "2010-01-01", "document": "id_front"}, {"issue_date": "not_correctable"}),
        ({"name": "delivery_address", "value": "Calle 1 # 2-03", "document": "id_front"}, {"delivery_address": "not_correctable"}),
        ({"name": "birthplace", "value": "Pasto", "document": "utility_bill"}, {"birthplace": "not_proved"}),
        ({"name": "birthplace", "value": "Pasto", "document": "id_back"}, {"birthplace": "not_on_file"}),
        ({"name": "birthplace", "value": "9", "document": "id_front"}, None),
        ({"name": "birthplace", "value": "", "document": "id_front"}, {"birthplace": "required"}),
        ({"name": "birthplace", "value": "Medellín", "document": "id_front"}, {"birthplace": "unchanged"}),
        ({"name": "birthplace", "other_operator": PLAN, "document": "id_front"}, {"birthplace": "not_allowed"}),
        ({"name": "other_operator_value", "value": "3", "document": "utility_bill"}, {"other_operator_value": "required"}),
        ({"name": "birthplace", "value": "Pasto"}, {"document": "required"}),
        ({"name": "birthplace", "value": "Pasto", "document": "selfie"}, {"document": "unknown"}),
    ],
)  # fmt: skip
def test_what_is_not_put_right_so(stack, held, ana, body, wrong):  # noqa: F811
    sale = held()
    problem = ana.refused("sale_correct", 422, "invalid", id=sale["_id"], if_match=1, json=body)
    assert wrong is None or errors(problem) == wrong
    assert stored(stack, sale)["version"] == 1


def test_who_and_when(stack, held, sell, ana, pedro, agent):  # noqa: F811
    body = {"name": "birthplace", "value": "Pasto", "document": "id_front"}
    sale = held()
    pedro.refused("sale_correct", 409, "claim_held", id=sale["_id"], if_match=1, json=body)
    agent.refused("sale_correct", 403, "forbidden", id=sale["_id"], if_match=1, json=body)
    ana.refused("sale_correct", 412, "stale", id=sale["_id"], if_match=2, json=body)
    late = held("activated")
    ana.refused("sale_correct", 409, "wrong_state", id=late["_id"], if_match=1, json=body)
    assert stored(stack, sale)["version"] == stored(stack, late)["version"] == 1


# ---- amendments ---------------------------------------------------------------------------------------------------


def amend(person, sale, version=1, **body):
    return person.call("sale_amend", id=sale["_id"], if_match=version, json=body)


def test_an_amendment_keeps_old_new_and_reason(stack, held, sell, ana, pedro):  # noqa: F811
    sale = sell("delivered", customer=customer(**ADDRESSES))
    first = amend(ana, sale, name="full_name", value="Ana Ejemplo Corregida", reason="El nombre tenía un error")
    second = amend(pedro, sale, first.etag, name="other_operator", other_operator=PLAN, reason="Lo dijo el cliente")
    assert (second["state"], second["customer"]["full_name"], second["other_operator"]) == ("delivered", "Ana Ejemplo Corregida", PLAN)
    name, operator = second["amendments"]
    assert (name["field"], name["old"], name["new"], name["reason"]) == ("full_name", "Ana Ejemplo Prueba", "Ana Ejemplo Corregida", "El nombre tenía un error")
    assert (operator["field"], operator["old"], operator["new"], operator["by_name"]) == ("other_operator", "none", "plan, Operador Ficticio, 52000", pedro.user["name"])
    history = stored(stack, sale)["history"]
    assert [entry["action"] for entry in history[-2:]] == ["amend", "amend"] and "Corregida" not in str(history)


def test_an_amendment_leaves_what_waits_waiting(stack, sell, ana):  # noqa: F811
    until = service_now(stack) + timedelta(days=1)
    sale = sell("activated", ready=False, wait_until=until, customer=customer(**ADDRESSES))
    amended = amend(ana, sale, name="delivery_address", value="Calle 5 # 6-07", reason="Se mudó")
    assert amended["ready"] is False and amended["wait_until"]


def test_amendments_that_are_none(stack, held, sell, ana, agent):  # noqa: F811
    sale = sell("delivered", customer=customer(**ADDRESSES))
    for body, wrong in (
        ({"name": "city", "value": "Cali"}, {"reason": "required"}),
        ({"name": "city", "value": "Cali", "reason": "x"}, {"reason": "too_short"}),
        ({"name": "document_number", "value": "1000000109", "reason": "prueba"}, {"document_number": "not_allowed"}),
        ({"name": "line", "value": "+573000000109", "reason": "prueba"}, {"line": "not_allowed"}),
        ({"name": "phone", "value": "12", "reason": "prueba"}, {"phone": "too_short"}),
    ):  # fmt: skip
        assert errors(ana.refused("sale_amend", 422, "invalid", id=sale["_id"], if_match=1, json=body)) == wrong
    body = {"name": "city", "value": "Cali", "reason": "Se mudó"}
    agent.refused("sale_amend", 403, "forbidden", id=sale["_id"], if_match=1, json=body)
    ana.refused("sale_amend", 412, "stale", id=sale["_id"], if_match=5, json=body)
    early = held("activating")
    ana.refused("sale_amend", 409, "wrong_state", id=early["_id"], if_match=1, json=body)
    assert stored(stack, sale)["version"] == stored(stack, early)["version"] == 1
