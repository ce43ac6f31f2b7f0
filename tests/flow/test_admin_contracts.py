"""The versions of a contract: drafted, looked at, published for ever; and which of them a call reads."""

import uuid

import pytest
from bson import ObjectId

from arranged import service_now
from calls import rest
from reading import ready_to_read
from test_admin_catalogue import demo_campaign, named, new_campaign

PHONE = "+573000000101"
SAYS = {"title": "Servicio", "kind": "statement", "text": "Usted contrata {{services}}.", "fatal_when_not_literal": True}
ASKS = {"title": "Aceptación", "kind": "question", "text": "¿Acepta usted, {{full_name}}?", "fatal_when_not_literal": False,
        "accepts": ["SÍ", "SÍ CLARO"], "never": ["ajá"]}


@pytest.fixture
def admin(person):
    return person("admin")


def drafted(admin, clauses=(SAYS, ASKS)) -> dict:
    """A draft of a campaign of its own."""
    draft = admin.call("contract_create", id=new_campaign(admin)["id"])
    return admin.call("contract_put", id=draft["id"], if_match=draft["version"], json={"clauses": list(clauses)}).body


def publish(admin, draft: dict, **arguments):
    return admin.call("contract_publish", id=draft["id"], if_match=draft["version"], **arguments)


def test_a_draft_is_kept_as_typed_and_published_once(stack, admin):
    campaign = new_campaign(admin)["id"]
    draft = admin.call("contract_create", id=campaign)
    assert (draft.status, draft["number"], draft["state"], draft["clauses"]) == (201, 1, "draft", [])
    admin.refused("contract_create", 409, "draft_exists", id=campaign)
    half = {"title": "", "kind": "question", "text": "Vale {{pre", "fatal_when_not_literal": False}
    kept = admin.call("contract_put", id=draft["id"], if_match=1, json={"clauses": [half]})
    assert kept["clauses"][0]["text"] == "Vale {{pre" and kept["version"] == 2
    admin.refused("contract_put", 412, "stale", id=draft["id"], if_match=1, json={"clauses": []})
    whole = admin.call("contract_put", id=draft["id"], if_match=2, json={"clauses": [SAYS, ASKS]})
    key = uuid.uuid4().hex
    published = publish(admin, whole.body, key=key)
    assert published["state"] == "published" and published["published_at"] > 0
    assert publish(admin, whole.body, key=key).body == published.body
    assert admin.call("campaign_get", id=campaign)["contract_id"] == draft["id"]
    assert stack.database.audit.count_documents({"operation": "contract_publish", "subject.id": ObjectId(draft["id"])}) == 1


def test_what_is_published_never_changes_and_a_correction_is_a_new_version(stack, admin):
    draft = drafted(admin)
    published = publish(admin, draft).body
    before = stack.database.contracts.find_one({"_id": ObjectId(draft["id"])})
    for operation, more in (("contract_put", {"json": {"clauses": [ASKS]}}), ("contract_discard", {}), ("contract_publish", {})):
        admin.refused(operation, 409, "contract_published", id=draft["id"], if_match=published["version"], **more)
    assert stack.database.contracts.find_one({"_id": ObjectId(draft["id"])}) == before
    second = admin.call("contract_create", id=published["campaign_id"])
    assert (second["number"], second["clauses"]) == (2, published["clauses"])
    listed = admin.call("contracts_list", id=published["campaign_id"])["items"]
    assert [(c["number"], c["state"]) for c in listed] == [(2, "draft"), (1, "published")]
    admin.refused("contract_discard", 412, "stale", id=second["id"], if_match=9)
    assert admin.call("contract_discard", id=second["id"], if_match=second["version"]).status == 204
    admin.refused("contract_get", 404, "not_found", id=second["id"])
    assert admin.call("contract_create", id=published["campaign_id"])["number"] == 2


def test_what_is_incomplete_is_not_published_and_each_clause_is_named(stack, admin):
    draft = drafted(admin, [{**SAYS, "text": "El {{plan}} de {{full_name}}"}, {**SAYS, "title": ""},
                            {**ASKS, "accepts": []}, {**SAYS, "text": "Queda {{prices"}, {**SAYS, "accepts": ["SÍ"]}])
    wrong = {("clauses[0].text", "unknown_field"), ("clauses[1].title", "required"), ("clauses[2].accepts", "required"),
             ("clauses[3].text", "unclosed_field"), ("clauses[4].accepts", "not_allowed")}
    assert named(admin.refused("contract_publish", 422, "invalid", id=draft["id"], if_match=draft["version"])) == wrong
    assert admin.call("contract_get", id=draft["id"]).body == draft
    empty, silent = drafted(admin, []), drafted(admin, [SAYS])
    for contract, code in ((empty, "required"), (silent, "no_question")):
        problem = admin.refused("contract_publish", 422, "invalid", id=contract["id"], if_match=contract["version"])
        assert named(problem) == {("clauses", code)}
        assert "contract_id" not in admin.call("campaign_get", id=contract["campaign_id"]).body


def test_the_preview_reads_as_the_agent_will_and_says_what_is_missing(admin):
    draft = drafted(admin, [SAYS, ASKS, {**SAYS, "text": "Sobre {{prices}} y {{plan}}"}])
    preview = admin.call("contract_preview", id=draft["id"])
    samples = {field["name"]: field["sample"] for field in preview["fields"]}
    assert "".join(p["text"] for p in preview["clauses"][0]["parts"]) == f"Usted contrata {samples['services']}."
    assert [p.get("field") for p in preview["clauses"][1]["parts"]] == [None, "full_name", None]
    assert preview["problems"] == [{"clause": 2, "member": "text", "code": "unknown_field", "at": 19}]
    assert preview["live_calls"] == 0


def test_wrong_clauses_are_all_named(admin):
    draft = drafted(admin)
    clauses = [{**SAYS, "kind": "song"}, {**SAYS, "text": "x" * 4001}, {"title": "Sin más"}, {**ASKS, "accepts": ["x"] * 13, "extra": 1}]
    problem = admin.refused("contract_put", 422, "invalid", id=draft["id"], if_match=draft["version"], json={"clauses": clauses})
    assert named(problem) == {("clauses[0].kind", "unknown"), ("clauses[1].text", "too_long"), ("clauses[2].kind", "required"),
                              ("clauses[2].text", "required"), ("clauses[2].fatal_when_not_literal", "required"),
                              ("clauses[3].accepts", "too_large"), ("clauses[3].extra", "unexpected")}


def test_a_supervisor_reads_the_contracts_of_their_campaigns(stack, admin, person):
    supervisor, foreign = person("supervisor"), drafted(admin)
    own = supervisor.call("contracts_list", id=demo_campaign(stack))["items"]
    assert supervisor.call("contract_get", id=own[-1]["id"])["clauses"]
    for operation, id in (("contracts_list", foreign["campaign_id"]), ("contract_get", foreign["id"]), ("contract_preview", foreign["id"])):
        supervisor.refused(operation, 404, "not_found", id=id)
    supervisor.refused("contract_publish", 403, "forbidden", id=own[0]["id"], if_match=1)


def test_a_call_keeps_the_version_that_held_when_it_was_answered(stack, admin, person):
    """A version is published between the answer and the reading; the next call reads it."""
    database, agent = stack.database, person("agent")
    campaign = database.campaigns.find_one({"code": "demo_noviembre"})
    call, sale, _ = ready_to_read(stack, agent, PHONE)
    draft = admin.call("contract_create", id=str(campaign["_id"])).body
    assert admin.call("contract_preview", id=draft["id"])["live_calls"] >= 1
    publish(admin, draft)
    try:
        reading = agent.call("reading_start", id=sale["id"])
        assert reading["contract_number"] == draft["number"] - 1
        agent.call("reading_stop", id=reading["id"], json={"reason": "question"})
        database.calls.update_one({"_id": ObjectId(call["id"])}, {"$set": {"answered_at": service_now(stack)}, "$inc": {"version": 1}})
        again = agent.call("reading_start", id=sale["id"])
        assert again["contract_number"] == draft["number"]
        agent.call("reading_stop", id=again["id"], json={"reason": "question"})
    finally:
        database.campaigns.update_one({"_id": campaign["_id"]}, {"$set": {"contract_id": campaign["contract_id"]}})
        database.contracts.delete_one({"_id": ObjectId(draft["id"])})
        rest(stack, agent)
