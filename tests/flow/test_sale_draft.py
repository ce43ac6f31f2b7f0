"""What an agent types into a draft, and what keeps it from being handed in."""

import pytest
from bson import ObjectId

from calls import current_offer, heard, phone_of, rest
from sales import TYPED, applicant_of, forget_person, open_draft, ready_for_identity, set_line, type_applicant
from world import code

CUSTOMER, OTHER, THIRD = 101, 102, 104


@pytest.fixture
def agent(stack, person):
    agent = person("agent")
    yield agent
    rest(stack, agent)


def stored(stack, sale: dict) -> dict:
    return stack.database.sales.find_one({"_id": ObjectId(sale["id"])})


def errors(problem: dict) -> dict:
    return {error["field"]: error["code"] for error in problem["errors"]}


def test_an_acceptance_opens_a_draft_of_the_agents_own(stack, agent, person):
    call, sale = open_draft(stack, agent, phone_of(CUSTOMER))
    assert (sale["state"], sale["step"]) == ("draft", "line")
    assert sale["agent_name"] == agent.user["name"] and sale["customer"] == {"phone": phone_of(CUSTOMER)}
    (product,) = sale["products"]
    assert product["line_purposes"] == ["this_number", "other_number", "new_line", "ported"]
    assert product["price_cop"] == next(o["price_cop"] for o in call["offers"] if o["state"] == "accepted")
    assert agent.call("agent_me")["sale"]["id"] == sale["id"]
    unfinished = agent.call("sales_list", query={"view": "unfinished"})["items"]
    assert unfinished[0]["id"] == sale["id"] and unfinished[0]["products_count"] == 1
    colleague = person("agent", 1)
    colleague.refused("sale_get", 404, "not_found", id=sale["id"])
    colleague.refused("sale_line", 404, "not_found", id=sale["id"], n=1, if_match=1, json={"purpose": "this_number"})
    person("backoffice").refused("sale_get", 404, "not_found", id=sale["id"])


def test_the_line_says_what_the_product_is_for(stack, agent):
    call, sale = open_draft(stack, agent, phone_of(CUSTOMER))
    path = {"id": sale["id"], "n": 1, "if_match": sale["version"]}
    problem = agent.refused("sale_line", 422, "invalid", **path, json={"purpose": "home_address", "number": "3000000101"})
    assert errors(problem) == {
        "purpose": "not_allowed", "number": "not_allowed", "address": "required", "city": "required",
    }  # fmt: skip
    problem = agent.refused("sale_line", 422, "invalid", **path, json={"purpose": "ported", "number": "300 000"})
    assert errors(problem) == {"number": "too_short", "operator": "required"}
    agent.refused("sale_line", 404, "not_found", id=sale["id"], n=2, if_match=1, json={"purpose": "this_number"})
    ported = {"purpose": "ported", "number": "(300) 000-0777", "operator": "Operador Ejemplo", "nip": "12345"}
    sale = set_line(agent, sale, **ported)
    assert sale["products"][0]["line"] == {**ported, "number": "+573000000777"}
    assert sale["products"][0]["needs_sim"] is True and sale["step"] == "identity"
    assert agent.call("call_get", id=call["id"])["step"] == "identity"
    heard(stack, call["id"], "line", 1)  # the customer says who they are
    sale = set_line(agent, sale)
    assert sale["products"][0]["line"] == {"purpose": "this_number", "number": phone_of(CUSTOMER)}
    assert sale["products"][0]["needs_sim"] is True  # this plan comes with a chip whatever the number


def test_a_plan_without_a_chip_of_its_own_keeps_the_one_of_the_number(stack, agent):
    _, sale = open_draft(stack, agent, phone_of(CUSTOMER))
    stack.database.sales.update_one({"_id": ObjectId(sale["id"])}, {"$set": {"products.0.sim": "new_number"}})
    assert set_line(agent, sale)["products"][0]["needs_sim"] is False


def test_a_second_product_wants_a_line_of_its_own(stack, agent):
    call, sale = open_draft(stack, agent, phone_of(CUSTOMER))
    sale = set_line(agent, sale)
    call = agent.call("offer_family", id=call["id"], json={"family": "mobile_line"}).body
    agent.call("offer_accept", id=call["id"], json={"offer": current_offer(call)["n"]})
    sale = agent.call("sale_get", id=sale["id"]).body
    assert sale["step"] == "line" and [p["n"] for p in sale["products"]] == [1, 2]
    path = {"id": sale["id"], "n": 2, "if_match": sale["version"]}
    problem = agent.refused("sale_line", 422, "invalid", **path, json={"purpose": "this_number"})
    assert errors(problem) == {"number": "duplicate"}
    sale = set_line(agent, sale, n=2, purpose="new_line")
    assert sale["step"] == "identity" and sale["products"][1]["needs_sim"] is True
    assert len(stored(stack, sale)["line_keys"]) == 1


def test_typing_is_saved_field_by_field_and_every_wrong_one_is_named(stack, agent):
    _, sale = open_draft(stack, agent, phone_of(CUSTOMER))
    path = {"id": sale["id"], "if_match": sale["version"]}
    wrong = {
        "full_name": "Ana", "document_type": "cc", "document_number": "12", "issue_date": "2999-01-01",
        "place_of_issue": "1", "phone": "12345",
    }  # fmt: skip
    problem = agent.refused("sale_applicant", 422, "invalid", **path, json=wrong)
    assert errors(problem) == {
        "full_name": "too_short", "document_number": "too_short", "issue_date": "in_future",
        "place_of_issue": "too_short", "phone": "too_short",
    }  # fmt: skip
    assert "full_name" not in stored(stack, sale)["customer"]
    sale = agent.call("sale_applicant", **path, json={"document_type": "cc", "document_number": "1.000.000.101"}).body
    assert sale["customer"] == {"phone": phone_of(CUSTOMER), "document_type": "cc", "document_number": "1000000101"}
    sale = agent.call("sale_applicant", id=sale["id"], if_match=sale["version"], json=TYPED).body
    assert sale["customer"]["document_number"] == "1000000101" and sale["customer"]["full_name"] == TYPED["full_name"]
    sale = agent.call("sale_applicant", id=sale["id"], if_match=sale["version"], json={"birthplace": ""}).body
    assert "birthplace" not in sale["customer"]
    agent.refused("sale_applicant", 412, "stale", **path, json=TYPED)
    agent.refused("sale_applicant", 428, "version_required", id=sale["id"], json=TYPED)
    assert stack.database.audit.count_documents({"subject.id": ObjectId(sale["id"]), "operation": "sale_applicant"}) == 3
    assert [entry["action"] for entry in stored(stack, sale)["history"]] == ["open"]


def test_the_form_is_saved_while_it_is_typed(stack, agent):
    _, sale = ready_for_identity(stack, agent, phone_of(CUSTOMER))

    def save(body, **expected):
        nonlocal sale
        sale = agent.call("sale_form", id=sale["id"], if_match=sale["version"], json=body).body
        return sale

    assert save({"other_operator": {"kind": "plan"}})["other_operator"] == {"kind": "plan"}
    done = {"other_operator": {"kind": "plan", "name": "Operador Ejemplo", "value": 45900}}
    assert save(done)["other_operator"] == done["other_operator"]
    assert save({"alternate_phone": "601 000 0123", "best_hour": "17:30"})["customer"]["alternate_phone"] == "+576010000123"
    assert sale["other_operator"] == done["other_operator"]
    wrong = {
        "other_operator": {"kind": "top_ups", "name": "X", "value": 900}, "alternate_phone": phone_of(CUSTOMER),
        "best_hour": "later",
    }  # fmt: skip
    problem = agent.refused("sale_form", 422, "invalid", id=sale["id"], if_match=sale["version"], json=wrong)
    assert errors(problem) == {
        "other_operator.name": "too_short", "other_operator.value": "too_large", "alternate_phone": "duplicate",
        "best_hour": "bad_format",
    }  # fmt: skip
    agent.refused("sale_form", 412, "stale", id=sale["id"], if_match=1, json={"best_hour": "10:00"})


def test_handing_in_says_everything_that_is_missing(stack, agent):
    call, sale = open_draft(stack, agent, phone_of(CUSTOMER))
    problem = agent.refused("sale_submit", 409, "identity_missing", id=sale["id"])
    assert {"full_name", "document_number", "line", "identity_approval", "other_operator.name"} <= set(errors(problem))
    sale = type_applicant(agent, set_line(agent, sale), phone_of(CUSTOMER))
    attempt = agent.call("identity_start", id=sale["id"])
    attempt = agent.call("identity_code", id=attempt["id"], json={"code": code(sale["customer"]["document_number"])})
    assert attempt["state"] == "approved"
    problem = agent.refused("sale_submit", 409, "reading_missing", id=sale["id"])
    assert errors(problem) == {"other_operator.name": "required", "other_operator.value": "required"}
    sale = agent.call("sale_get", id=sale["id"]).body
    body = {"other_operator": {"kind": "none"}}
    agent.call("sale_form", id=sale["id"], if_match=sale["version"], json=body)
    assert "errors" not in agent.refused("sale_submit", 409, "reading_missing", id=sale["id"])
    assert stored(stack, sale)["state"] == "draft" and "number" not in stored(stack, sale)
    assert agent.call("agent_me")["attempt"]["state"] == "approved"


def pretend_read(stack, sale: dict) -> None:
    """An accepted take as store/readings leaves it; test_first_sale.py reads a contract for real."""
    reading_id = ObjectId()
    stack.database.sales.update_one({"_id": ObjectId(sale["id"])}, {"$set": {"reading_id": reading_id}, "$inc": {"version": 1}})


def finished(stack, agent, phone: str, **changes) -> dict:
    """A draft that lacks nothing."""
    _, sale = ready_for_identity(stack, agent, phone, **changes)
    attempt = agent.call("identity_start", id=sale["id"])
    assert agent.call("identity_code", id=attempt["id"], json={"code": code(sale["customer"]["document_number"])})["state"] == "approved"
    sale = agent.call("sale_get", id=sale["id"]).body
    agent.call("sale_form", id=sale["id"], if_match=sale["version"], json={"other_operator": {"kind": "pending", "name": "Operador Ejemplo"}})
    pretend_read(stack, sale)
    return agent.call("sale_get", id=sale["id"]).body


def end_with_sale(agent, sale: dict) -> None:
    agent.call("disposition_set", id=sale["call_id"], json={"code": "sale"})


def test_handed_in_once_and_frozen(stack, agent, person):
    sale = finished(stack, agent, phone_of(CUSTOMER))
    assert sale["step"] == "reading"  # what the reading sets is its own
    key = "hand-it-in-once"
    done = agent.call("sale_submit", id=sale["id"], key=key).body
    assert agent.call("sale_submit", id=sale["id"], key=key).body == done
    assert (done["state"], done["ready"], done["recording_state"]) == ("submitted", True, "none")
    end_with_sale(agent, sale)
    assert done["number"].startswith("V-") and done["expires_at"] == done["submitted_at"] + 72 * 3600 * 1000
    assert (done["history"][-1]["from"], done["history"][-1]["to"]) == ("draft", "submitted")
    assert done["history"][-1]["by_name"] == agent.user["name"]
    (event,) = stack.database.events.find({"type": "sale.submitted", "subject.id": ObjectId(sale["id"])})
    assert event["data"]["products"] == 1 and set(event["channels"]) == {"backoffice", "floor", f"user.{agent.user['id']}"}
    agent.refused("sale_submit", 409, "sale_state", id=sale["id"])
    body = {"full_name": "Otra Persona Ejemplo"}
    agent.refused("sale_applicant", 409, "sale_state", id=sale["id"], if_match=done["version"], json=body)
    backoffice = person("backoffice")
    assert backoffice.call("sale_get", id=sale["id"])["customer"]["document_number"] == "1000000101"
    assert sale["id"] in [row["id"] for row in backoffice.pages("sales_list", query={"view": "queue"})]
    assert backoffice.call("sales_list", query={"view": "waiting"})["items"] == []
    supervisor = person("supervisor")
    assert supervisor.call("sale_get", id=sale["id"])["customer"]["document_number"] == "••••••0101"
    found = supervisor.call("sales_list", query={"view": "all", "q": done["number"]})["items"]
    assert [row["customer_name"] for row in found] == [done["customer"]["full_name"]]
    assert sale["id"] in [row["id"] for row in supervisor.pages("sales_list", query={"view": "all", "state": "submitted", "limit": 1})]
    assert sale["id"] in [row["id"] for row in agent.pages("sales_list", query={"view": "mine", "limit": 1})]
    problem = supervisor.refused("sales_list", 422, "invalid", query={"view": "queue"})
    assert errors(problem) == {"view": "not_allowed"}
    person("admin").refused("sale_get", 403, "forbidden", id=sale["id"])


def test_an_open_sale_of_the_document_or_the_line_refuses_another(stack, agent):
    sale = finished(stack, agent, phone_of(THIRD))
    agent.call("sale_submit", id=sale["id"])
    end_with_sale(agent, sale)
    rest(stack, agent)
    _, second = open_draft(stack, agent, phone_of(OTHER))
    second = set_line(agent, second, purpose="other_number", number=phone_of(THIRD))
    check = agent.call("sale_document_check", id=second["id"], json={"document_type": "cc", "document_number": "1000000104"})
    assert check.body == {"document_open_sale": True, "line_open_sale": True, "may_try": True, "attempts": 0}
    second = type_applicant(agent, second, phone_of(OTHER))
    agent.refused("identity_start", 409, "open_sale_exists", id=second["id"])
    set_line(agent, second)
    check = agent.call("sale_document_check", id=second["id"], json={"document_type": "cc", "document_number": "1.000.000.102"})
    assert check.body == {"document_open_sale": False, "line_open_sale": False, "may_try": True, "attempts": 0}
    problem = agent.refused("sale_document_check", 422, "invalid", id=second["id"], json={"document_type": "ce", "document_number": "1000000102"})
    assert errors(problem) == {"document_number": "too_long"}
    forget_person(stack, phone_of(THIRD))


def test_another_document_ends_the_approval(stack, agent):
    sale = finished(stack, agent, phone_of(CUSTOMER))
    body = {"document_number": "1000000555"}
    changed = agent.call("sale_applicant", id=sale["id"], if_match=sale["version"], json=body).body
    assert "identity" not in changed and "reading_id" not in changed and changed["step"] == "identity"
    agent.refused("sale_submit", 409, "identity_missing", id=sale["id"])


def test_the_same_values_typed_again_change_nothing(stack, agent):
    sale = finished(stack, agent, phone_of(CUSTOMER))
    again = type_applicant(agent, sale, phone_of(CUSTOMER))
    assert again["identity"] == sale["identity"] and again["reading_id"] == sale["reading_id"]
    assert again["customer"] == sale["customer"] and applicant_of(phone_of(CUSTOMER)).items() <= again["customer"].items()
