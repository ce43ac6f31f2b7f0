"""The back office: claims, the review, data asked of the agent, the recording, the customer's confirmation, the end."""

import threading
from datetime import timedelta

import pytest
from bson import ObjectId
from bson.int64 import Int64

from arranged import ADDRESSES, arrange_sale, events_of, service_now, stored, with_claim
from calls import phone_of, rest
from test_sale_draft import errors


@pytest.fixture
def agent(person):
    return person("agent", 2)


@pytest.fixture
def ana(person):
    return person("backoffice")


@pytest.fixture
def pedro(person):
    return person("backoffice", 1)


@pytest.fixture
def sell(stack, agent):
    """`sell(state, …)`: an arranged sale of the agent's, which is ended with the test so that nobody is given it later."""
    made = []

    def sell(state="submitted", **changes):
        made.append(arrange_sale(stack, agent, state, **changes))
        return made[-1]

    yield sell
    for sale in made:
        stack.database.sales.update_one({"_id": sale["_id"]}, {"$set": {"state": "cancelled"}, "$unset": {"ready": "", "claim": ""}})


def milliseconds(moment) -> int:
    from datetime import timezone

    return int(moment.replace(tzinfo=timezone.utc).timestamp() * 1000)


def last_entry(stack, sale) -> dict:
    return stored(stack, sale)["history"][-1]


# ---- claims -------------------------------------------------------------------------------------------------------


def test_next_gives_what_expires_first_and_begins_its_review(stack, sell, ana, pedro):
    later = sell(expires=timedelta(minutes=40))
    first = sell(expires=timedelta(minutes=30))
    sell(expires=timedelta(minutes=10), state="data_requested", return_state="in_review", ready=False)
    sell(expires=timedelta(minutes=-1))
    given = ana.call("sale_next").body
    assert (given["id"], given["state"]) == (str(first["_id"]), "in_review")
    assert given["claim"]["by_name"] == ana.user["name"] and given["owner_id"] == ana.user["id"]
    assert given["claim"]["until"] - given["claim"]["since"] == 15 * 60_000
    entry = last_entry(stack, first)
    assert (entry["action"], entry["from"], entry["to"], entry["by"]) == ("start_review", "submitted", "in_review", ObjectId(ana.user["id"]))
    (event,) = events_of(stack, "sale.changed", first)
    assert event["data"]["from"] == "submitted" and event["data"]["state"] == "in_review"
    assert set(event["channels"]) >= {"backoffice", "floor", f"user.{first['agent_id']}", f"user.{ana.user['id']}"}
    assert pedro.call("sale_next")["id"] == str(later["_id"])


def test_a_repeated_next_gives_the_same_sale(sell, ana):
    first, other = sell(expires=timedelta(minutes=30)), sell(expires=timedelta(minutes=31))
    assert ana.call("sale_next", key="next-one-key")["id"] == str(first["_id"])
    assert ana.call("sale_next", key="next-one-key")["id"] == str(first["_id"])
    assert ana.call("sale_next", key="next-other-key")["id"] == str(other["_id"])


def test_none_is_ready(stack, ana):
    ready = [row["_id"] for row in stack.database.sales.find({"ready": True}, {"_id": 1})]
    stack.database.sales.update_many({"_id": {"$in": ready}}, {"$set": {"ready": False}})
    ana.refused("sale_next", 404, "none_ready")
    stack.database.sales.update_many({"_id": {"$in": ready}}, {"$set": {"ready": True}})


def at_once(*acts):
    """Runs the acts in threads that start together; what each returned."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        barrier.wait()
        results[index] = act()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_who_claim_at_once_never_hold_the_same(stack, sell, ana, pedro):
    for _ in range(10):
        sale = sell()
        claims = at_once(*(lambda who=who: who.send("sale_claim", id=sale["_id"]) for who in (ana, pedro)))
        won = [claim for claim in claims if claim.status == 200]
        lost = [claim for claim in claims if claim.status == 409]
        assert len(won) == 1 and len(lost) == 1
        assert lost[0]["code"] == "claim_held" and lost[0]["by_name"] == won[0]["claim"]["by_name"]
        assert lost[0]["until"] == won[0]["claim"]["until"]
        assert len([entry for entry in stored(stack, sale)["history"] if entry["action"] == "start_review"]) == 1


def test_many_who_ask_for_the_next_at_once_get_one_each(stack, sell, ana, pedro):
    for _ in range(5):
        pair = {str(sell(expires=timedelta(minutes=20))["_id"]) for _ in range(2)}
        given = at_once(lambda: ana.call("sale_next")["id"], lambda: pedro.call("sale_next")["id"])
        assert set(given) == pair


def test_acts_on_a_sale_of_another(sell, ana, pedro):
    sale = sell()
    claimed = ana.call("sale_claim", id=sale["_id"])
    body = {"fields": [{"name": "issue_date", "reason": "wrong"}]}
    problem = pedro.refused("sale_data_request", 409, "claim_held", id=sale["_id"], if_match=claimed.etag, json=body)
    assert problem["by_name"] == ana.user["name"] and problem["until"] == claimed["claim"]["until"]
    pedro.refused("sale_release", 409, "claim_held", id=sale["_id"])
    ana.call("sale_release", id=sale["_id"])
    ana.refused("sale_data_request", 409, "not_claimed", id=sale["_id"], if_match=claimed.etag, json=body)
    pedro.refused("sale_claim", 404, "not_found", id="0" * 24)


def test_a_released_claim_counts_its_time(stack, sell, ana, pedro):
    began = service_now(stack)
    sale = sell("confirming", **with_claim(stack, ana) | {"claim": {"by": ObjectId(ana.user["id"]), "by_name": "x", "since": began - timedelta(minutes=5), "until": began + timedelta(minutes=10)}})
    released = ana.call("sale_release", id=sale["_id"]).body
    assert "claim" not in released and released["owner_id"] == ana.user["id"]
    entry = last_entry(stack, sale)
    assert entry["action"] == "claim_release" and entry["step"] == "confirmation"
    assert 300_000 <= entry["claimed_ms"] < 330_000
    (event,) = events_of(stack, "sale.changed", sale)
    assert (event["data"]["claimed_ms"], event["data"]["step"]) == (entry["claimed_ms"], "confirmation")
    assert pedro.call("sale_claim", id=sale["_id"])["claim"]["by"] == pedro.user["id"]


def test_an_idle_claim_goes_to_who_asks(stack, sell, ana, pedro):
    now = service_now(stack)
    idle = {"by": ObjectId(ana.user["id"]), "by_name": ana.user["name"], "since": now - timedelta(minutes=20), "until": now - timedelta(minutes=2)}
    sale = sell("in_review", **with_claim(stack, ana) | {"claim": idle})
    body = {"fields": [{"name": "issue_date", "reason": "wrong"}]}
    ana.refused("sale_data_request", 409, "not_claimed", id=sale["_id"], if_match=1, json=body)
    assert pedro.call("sale_claim", id=sale["_id"])["owner_id"] == pedro.user["id"]
    lapse, claim = stored(stack, sale)["history"][-2:]
    assert (lapse["action"], lapse["claimed_ms"], lapse["step"]) == ("claim_lapse", 18 * 60_000, "review")
    assert claim["action"] == "claim"


def test_the_owner_is_preferred_when_the_sale_comes_back(stack, sell, ana, pedro):
    stack.admin("clock", "to-contact-hours")
    now = service_now(stack)
    mine = {**with_claim(stack, ana), "returned_at": now, "expires_at": now + timedelta(minutes=10)}
    del mine["claim"]
    kept, other = sell("confirming", **mine), sell("confirming", expires=timedelta(minutes=20))
    problem = pedro.refused("sale_claim", 409, "claim_preferred", id=kept["_id"])
    assert problem["by_name"] == ana.user["name"] and problem["until"] >= milliseconds(now) + 15 * 60_000
    assert pedro.call("sale_next")["id"] == str(other["_id"])
    assert ana.call("sale_next")["id"] == str(kept["_id"])


# ---- data requests ------------------------------------------------------------------------------------------------


def ask(person, sale, etag, *fields, **options):
    body = {"fields": [dict(zip(("name", "reason", "note"), field)) for field in fields]}
    return person.call("sale_data_request", id=sale["_id"], if_match=etag, json=body, **options)


def own_task(agent, sale) -> dict:
    return next(task for task in agent.pages("tasks_list") if task["sale_id"] == str(sale["_id"]))


def test_data_is_asked_answered_and_comes_back_to_its_owner(stack, sell, agent, ana):
    sale = sell()
    claimed = ana.call("sale_claim", id=sale["_id"])
    with agent.stream() as hears:
        asked = ask(ana, sale, claimed.etag, ("issue_date", "wrong"), ("birthplace", "other", "¿Es Medellín?"))
        told = hears.until("notification", lambda message: message["data"].get("sale_id") == str(sale["_id"]))
    assert told["data"]["kind"] == "data_request"
    assert (asked["state"], asked["return_state"], asked["ready"]) == ("data_requested", "in_review", False)
    assert "claim" not in asked.body and asked["owner_id"] == ana.user["id"]
    task = own_task(agent, sale)
    assert [(f["name"], f["reason"], f["value"]) for f in task["fields"]] == [("issue_date", "wrong", "2015-03-09"), ("birthplace", "other", "Medellín")]
    assert (task["kind"], task["state"], task["customer_name"], task["asked_by_name"]) == ("data_request", "open", "Ana Ejemplo Prueba", ana.user["name"])
    assert "notes" not in task and task["fields"][1]["note"] == "¿Es Medellín?"
    notifications = [n for n in agent.pages("notifications_list") if n.get("task_id") == task["id"]]
    assert [n["kind"] for n in notifications] == ["data_request"]
    answers = [{"name": "issue_date", "answer": "value", "value": "2014-02-08"}, {"name": "birthplace", "answer": "correct"}]
    done = agent.call("task_answer", id=task["id"], json={"answers": answers}, key="answer-once")
    again = agent.call("task_answer", id=task["id"], json={"answers": answers}, key="answer-once")
    assert (done["state"], done["answers"]) == ("answered", [{"name": "issue_date", "answer": "value"}, {"name": "birthplace", "answer": "correct"}])
    assert again.body == done.body
    back = ana.call("sale_get", id=sale["_id"])
    assert (back["state"], back["ready"], back["customer"]["issue_date"]) == ("in_review", True, "2014-02-08")
    assert "return_state" not in back.body
    assert (back["task"]["id"], back["task"]["state"], back["task"]["answers"]) == (task["id"], "answered", done["answers"])
    entry = last_entry(stack, sale)
    assert (entry["action"], entry["from"], entry["to"], entry["fields"]) == ("answer_data", "data_requested", "in_review", ["issue_date"])
    assert "2014-02-08" not in str(entry)
    assert "answered" in [n["kind"] for n in ana.pages("notifications_list") if n.get("sale_id") == str(sale["_id"])]
    states = [event["data"]["state"] for event in events_of(stack, "task.changed", sale) if not event["data"]["pool"]]
    assert states == ["open", "answered"]
    agent.refused("task_answer", 409, "task_state", id=task["id"], json={"answers": answers})


def test_a_request_names_its_wrong_fields(sell, ana):
    sale = sell()
    claimed = ana.call("sale_claim", id=sale["_id"])
    fields = [{"name": "issue_date", "reason": "other"}, {"name": "birthplace", "reason": "wrong"}, {"name": "birthplace", "reason": "missing"}, {"name": "phone", "reason": "nonsense"}]
    problem = ana.refused("sale_data_request", 422, "invalid", id=sale["_id"], if_match=claimed.etag, json={"fields": fields})
    assert [error["field"] for error in problem["errors"]] == ["fields[3].reason"]
    problem = ana.refused("sale_data_request", 422, "invalid", id=sale["_id"], if_match=claimed.etag, json={"fields": fields[:3]})
    assert errors(problem) == {"issue_date": "note_missing", "birthplace": "field_twice"}
    ana.refused("sale_data_request", 412, "stale", id=sale["_id"], if_match=1, json={"fields": fields[1:2]})
    ana.refused("sale_data_request", 428, "version_required", id=sale["_id"], json={"fields": fields[1:2]})


def test_an_answer_is_checked_as_the_form_is(stack, sell, agent, ana, person):
    sale = sell()
    claimed = ana.call("sale_claim", id=sale["_id"])
    ask(ana, sale, claimed.etag, ("issue_date", "wrong"), ("phone", "wrong"), ("document_number", "wrong"), ("other_operator_value", "pending"), ("city", "missing"))
    task = own_task(agent, sale)
    answers = [
        {"name": "issue_date", "answer": "value", "value": "2999-01-01"},
        {"name": "phone", "answer": "value", "value": "12"},
        {"name": "document_number", "answer": "value", "value": "12"},
        {"name": "other_operator_value", "answer": "value"},
        {"name": "birthplace", "answer": "correct"},
    ]
    problem = agent.refused("task_answer", 422, "invalid", id=task["id"], json={"answers": answers})
    assert errors(problem) == {
        "issue_date": "in_future", "phone": "too_short", "document_number": "too_short", "other_operator_value": "required",
        "birthplace": "not_allowed", "city": "required",
    }  # fmt: skip
    person("agent", 1).refused("task_answer", 404, "not_found", id=task["id"], json={"answers": answers})
    operator = {"kind": "plan", "name": "Operador Ficticio", "value": 45000}
    answers = [
        {"name": "issue_date", "answer": "not_reached"},
        {"name": "phone", "answer": "value", "value": "300 000 0102"},
        {"name": "document_number", "answer": "correct"},
        {"name": "other_operator_value", "answer": "value", "other_operator": operator},
        {"name": "city", "answer": "value", "value": "Cali"},
    ]
    agent.call("task_answer", id=task["id"], json={"answers": answers})
    back = ana.call("sale_get", id=sale["_id"]).body
    assert back["other_operator"] == operator and back["customer"]["phone"] == phone_of(102) and back["customer"]["city"] == "Cali"


def test_a_corrected_name_wants_the_contract_read_again(stack, sell, agent, ana):
    sale = sell("confirming", **with_claim(stack, ana), recording_state="passed")
    ask(ana, sale, 1, ("full_name", "wrong"))
    task = own_task(agent, sale)
    answers = [{"name": "full_name", "answer": "value", "value": "Ana Ejemplo Corregida"}]
    done = agent.call("task_answer", id=task["id"], json={"answers": answers}).body
    assert (done["state"], done["kind"]) == ("open", "rerecord")
    after = ana.call("sale_get", id=sale["_id"]).body
    assert (after["state"], after["ready"], after["recording_state"]) == ("rerecord_requested", False, "none")
    assert stored(stack, sale)["task_id"] == ObjectId(task["id"])


@pytest.mark.parametrize("name, value, path", [("document_number", "10.0009.8765", "customer.document_number"), ("line", "300 000 0188", "products.0.line.number")])
def test_another_document_or_line_wants_the_contract_read_again(stack, sell, agent, ana, name, value, path):
    sale = sell("confirming", **with_claim(stack, ana), recording_state="passed")
    ask(ana, sale, 1, (name, "wrong"))
    task = own_task(agent, sale)
    done = agent.call("task_answer", id=task["id"], json={"answers": [{"name": name, "answer": "value", "value": value}]}).body
    assert (done["state"], done["kind"]) == ("open", "rerecord")
    after = stored(stack, sale)
    assert (after["state"], after["recording_state"], after["agent_id"]) == ("rerecord_requested", "none", sale["agent_id"])
    found = after
    for step in path.split("."):
        found = found[int(step)] if step.isdigit() else found[step]
    assert found in ("1000098765", phone_of(188))
    taken = sell("in_review", **with_claim(stack, ana))
    ask(ana, taken, 1, (name, "wrong"))
    task = own_task(agent, taken)
    agent.refused("task_answer", 409, "open_sale_exists", id=task["id"], json={"answers": [{"name": name, "answer": "value", "value": value}]})
    assert stored(stack, taken)["state"] == "data_requested"


def test_what_is_asked_while_a_task_is_open_joins_it(stack, sell, agent, ana):
    sale = sell("in_review", **with_claim(stack, ana))
    ask(ana, sale, 1, ("city", "missing"))
    claimed = ana.call("sale_claim", id=sale["_id"])
    ask(ana, sale, claimed.etag, ("phone", "wrong"))
    task = own_task(agent, sale)
    assert [field["name"] for field in task["fields"]] == ["city", "phone"]
    assert stack.database.tasks.count_documents({"sale_id": sale["_id"]}) == 1
    assert ana.call("sale_get", id=sale["_id"])["return_state"] == "in_review"


# ---- the recording ------------------------------------------------------------------------------------------------


def test_a_complete_form_is_passed_on_to_quality(stack, sell, ana):
    sale = sell("in_review", **with_claim(stack, ana))
    asked = ana.call("sale_recording_request", id=sale["_id"], if_match=1, key="recording-once")
    again = ana.call("sale_recording_request", id=sale["_id"], if_match=1, key="recording-once")
    assert (asked["state"], asked["recording_state"], asked["ready"]) == ("recording_requested", "requested", False)
    assert again["version"] == asked["version"] and "claim" not in asked.body
    reading = stack.database.readings.find_one({"_id": sale["reading_id"]})
    assert reading["review_state"] == "waiting" and reading["review_requested_at"] and reading["sale_expires_at"]
    (event,) = stack.database.events.find({"type": "review.changed", "data.sale_id": sale["_id"]})
    assert event["channels"] == ["quality"]


def test_a_reading_that_has_passed_leads_on_to_the_confirmation(stack, sell, ana):
    sale = sell("in_review", **with_claim(stack, ana))
    stack.database.readings.update_one({"_id": sale["reading_id"]}, {"$set": {"review_state": "passed"}})
    asked = ana.call("sale_recording_request", id=sale["_id"], if_match=1).body
    assert (asked["state"], asked["recording_state"], asked["ready"]) == ("confirming", "passed", True)
    assert asked["claim"]["by"] == ana.user["id"]
    steps = [(entry["to"], entry.get("step")) for entry in stored(stack, sale)["history"][-2:]]
    assert steps == [("recording_requested", "review"), ("confirming", None)]


def test_an_incomplete_form_is_not_passed_on(stack, sell, ana):
    incomplete = {"full_name": "Ana Ejemplo Prueba", "document_type": "cc", "document_number": "1000000777", "phone": phone_of(101), "issue_date": "2015-03-09"}
    sale = sell("in_review", **with_claim(stack, ana), customer=incomplete, other_operator={"kind": "pending", "name": "Operador Ficticio"})
    problem = ana.refused("sale_recording_request", 422, "invalid", id=sale["_id"], if_match=1)
    assert errors(problem) == {"place_of_issue": "required", "birthplace": "required", "other_operator.value": "required"}
    assert stored(stack, sale)["version"] == 1


# ---- the confirmation ---------------------------------------------------------------------------------------------


def arrange_call(stack, sale, person, connected: bool = True, **changes) -> None:
    """A call of this person's to the customer, ended."""
    now = service_now(stack)
    call = {
        "_id": ObjectId(), "version": Int64(1), "campaign_id": sale["campaign_id"], "sale_id": sale["_id"],
        "agent_id": ObjectId(person.user["id"]), "kind": "manual", "purpose": "contract_execution", "phone": phone_of(101),
        "state": "ended", "dialed_at": now, "ended_at": now, **({"connected_at": now} if connected else {}), **changes,
    }  # fmt: skip
    stack.database.calls.insert_one(call)


@pytest.fixture
def confirming(stack, sell, ana):
    stack.admin("clock", "to-contact-hours")
    return sell("confirming", **with_claim(stack, ana), recording_state="passed")


def confirm(person, sale, version=1, **body):
    return person.call("sale_confirmation", id=sale["_id"], if_match=version, json=body)


def test_the_customer_agrees(stack, confirming, ana, pedro):
    body = {"outcome": "agrees", **ADDRESSES, "alternate_phone": "300 000 0103"}
    refused = {"id": confirming["_id"], "if_match": 1, "json": body}
    ana.refused("sale_confirmation", 409, "no_call", **refused)
    arrange_call(stack, confirming, pedro)
    ana.refused("sale_confirmation", 409, "no_call", **refused)
    arrange_call(stack, confirming, ana, connected=False)
    ana.refused("sale_confirmation", 409, "no_connection", **refused)
    arrange_call(stack, confirming, ana)
    wrong = {"outcome": "agrees", "residence_address": "x", "city": "1", "alternate_phone": "99"}
    problem = ana.refused("sale_confirmation", 422, "invalid", id=confirming["_id"], if_match=1, json=wrong)
    assert set(errors(problem)) == {"residence_address", "delivery_address", "city", "alternate_phone"}
    done = confirm(ana, confirming, **body).body
    assert (done["state"], done["ready"], done["confirmation"]["outcome"]) == ("documents_pending", True, "agrees")
    assert {name: done["customer"][name] for name in ADDRESSES} == ADDRESSES
    assert done["customer"]["alternate_phone"] == phone_of(103) and done["claim"]["by"] == ana.user["id"]
    entry = last_entry(stack, confirming)
    assert (entry["action"], entry["step"]) == ("confirm", "confirmation")


def test_the_customer_disagrees(stack, confirming, ana):
    arrange_call(stack, confirming, ana)
    problem = ana.refused("sale_confirmation", 422, "invalid", id=confirming["_id"], if_match=1, json={"outcome": "disagrees"})
    assert errors(problem) == {"reason": "required"}
    done = confirm(ana, confirming, outcome="disagrees", reason="No reconoce el precio").body
    assert done["state"] == "cancelled" and "claim" not in done and "ready" not in done
    assert done["history"][-1]["reason"] == "No reconoce el precio"
    (fallen,) = events_of(stack, "sale.fallen", confirming)
    assert (fallen["data"]["from"], fallen["data"]["state"], fallen["data"]["products"]) == ("confirming", "cancelled", 1)
    ana.refused("sale_claim", 409, "wrong_state", id=confirming["_id"])


def test_a_wrong_value_goes_to_the_agent(stack, confirming, ana, agent):
    arrange_call(stack, confirming, ana)
    fields = [{"name": "birthplace", "reason": "wrong"}]
    done = confirm(ana, confirming, outcome="value_wrong", fields=fields).body
    assert (done["state"], done["return_state"]) == ("data_requested", "confirming")
    assert own_task(agent, confirming)["fields"][0]["name"] == "birthplace"


def test_another_hour_costs_no_try(stack, confirming, ana):
    arrange_call(stack, confirming, ana)
    now = milliseconds(service_now(stack))
    for at, code in ((now - 1000, "too_small"), (milliseconds(confirming["expires_at"]) + 1, "too_large")):
        problem = ana.refused("sale_confirmation", 422, "invalid", id=confirming["_id"], if_match=1, json={"outcome": "other_hour", "at": at})
        assert errors(problem) == {"at": code}
    done = confirm(ana, confirming, outcome="other_hour", at=now + 60_000).body
    assert (done["state"], done["ready"], done["wait_until"]) == ("confirming", False, now + 60_000)
    assert "claim" not in done and done["owner_id"] == ana.user["id"]
    waiting = [row["id"] for row in ana.pages("sales_list", query={"view": "waiting"})]
    assert str(confirming["_id"]) in waiting


def test_tries_are_two_hours_apart(stack, confirming, ana):
    arrange_call(stack, confirming, ana, connected=False)
    done = confirm(ana, confirming, outcome="not_reached").body
    assert done["ready"] is False and done["wait_until"] >= milliseconds(service_now(stack)) + 115 * 60_000
    assert [entry["outcome"] for entry in done["confirmation"]["tries"]] == ["not_reached"]
    claimed = ana.call("sale_claim", id=confirming["_id"])
    arrange_call(stack, confirming, ana)
    problem = ana.refused("sale_confirmation", 409, "too_soon", id=confirming["_id"], if_match=claimed.etag, json={"outcome": "someone_else"})
    assert problem["until"] == done["wait_until"]
    agreed = confirm(ana, confirming, claimed.etag, outcome="agrees", **ADDRESSES).body
    assert agreed["state"] == "documents_pending"
    assert [entry["outcome"] for entry in agreed["confirmation"]["tries"]] == ["not_reached", "agrees"]


def test_only_a_sale_that_is_confirmed_has_an_outcome(stack, sell, ana):
    sale = sell("in_review", **with_claim(stack, ana))
    arrange_call(stack, sale, ana)
    ana.refused("sale_confirmation", 409, "wrong_state", id=sale["_id"], if_match=1, json={"outcome": "not_reached"})


# ---- the end ------------------------------------------------------------------------------------------------------


def test_the_back_office_rejects_with_a_reason(stack, sell, ana, agent):
    sale = sell("in_review", **with_claim(stack, ana))
    ask(ana, sale, 1, ("city", "missing"))
    task = own_task(agent, sale)
    claimed = ana.call("sale_claim", id=sale["_id"])
    problem = ana.refused("sale_end", 422, "invalid", id=sale["_id"], if_match=claimed.etag, json={"action": "explode", "reason": "x"})
    assert set(errors(problem)) == {"action", "reason"}
    done = ana.call("sale_end", id=sale["_id"], if_match=claimed.etag, json={"action": "reject", "reason": "Documento de otra persona"}).body
    assert done["state"] == "rejected"
    assert stack.database.tasks.find_one({"_id": ObjectId(task["id"])})["state"] == "cancelled"
    answers = {"answers": [{"name": "city", "answer": "correct"}]}
    agent.refused("task_answer", 409, "task_state", id=task["id"], json=answers)
    (fallen,) = events_of(stack, "sale.fallen", sale)
    assert fallen["data"]["state"] == "rejected"


def test_others_may_not(sell, agent, person):
    sale = sell()
    for role in ("agent", "quality", "supervisor", "admin"):
        person(role).refused("sale_claim", 403, "forbidden", id=sale["_id"])
    person("backoffice").refused("tasks_list", 403, "forbidden")


# ---- validity -----------------------------------------------------------------------------------------------------


def test_nothing_moves_after_seventy_two_hours(stack, sell, ana, pedro, agent):
    held = sell("confirming", **with_claim(stack, ana, minutes=73 * 60), recording_state="passed")
    asked = sell("in_review", **with_claim(stack, ana, minutes=73 * 60))
    free = sell("in_review")
    arrange_call(stack, held, ana)
    ask(ana, asked, 1, ("city", "missing"))
    task = own_task(agent, asked)
    stack.admin("clock", "advance", "72h")
    stack.admin("clock", "advance", "1ms")
    over = ("sale_expired", "wrong_state")  # before and after the expiry job
    stack.eventually(lambda: everyone_knows(pedro, held, over))
    refusals = [
        ana.send("sale_confirmation", id=held["_id"], if_match=1, json={"outcome": "agrees", **ADDRESSES}),
        ana.send("sale_end", id=held["_id"], if_match=1, json={"action": "cancel", "reason": "Tarde"}),
        pedro.send("sale_claim", id=asked["_id"]),
        agent.send("task_answer", id=task["id"], json={"answers": [{"name": "city", "answer": "correct"}]}),
    ]
    for reply in refusals:
        assert reply.status in (409, 412) and reply["code"] in (*over, "not_claimed", "task_state", "stale"), reply.body
    assert stored(stack, held)["state"] in ("confirming", "expired")
    given = pedro.send("sale_next")
    assert given.status == 404 or given["id"] not in [str(sale["_id"]) for sale in (held, asked, free)]
    stack.admin("clock", "to-contact-hours")


def everyone_knows(person, sale, codes) -> bool:
    """The workers hear of the moved clock one after the other; none of these claims succeeds before they do."""
    return all(person.send("sale_claim", id=sale["_id"]).get("code") in codes for _ in range(30))


# ---- on the line --------------------------------------------------------------------------------------------------


def live_call(stack, sale, person) -> ObjectId:
    """This person is talking to the customer."""
    arrange_call(stack, sale, person, state="talking", _id=(call_id := ObjectId()))
    stack.database.calls.update_one({"_id": call_id}, {"$unset": {"ended_at": ""}})
    return call_id


def test_who_is_on_the_line_keeps_the_sale_however_long_they_talk(stack, confirming, ana, pedro):
    call_id = live_call(stack, confirming, ana)
    first = stored(stack, confirming)["claim"]["until"]
    for _ in range(3):
        stack.admin("clock", "advance", "870s")
        stack.eventually(lambda: stored(stack, confirming)["claim"]["until"] > service_now(stack).replace(tzinfo=None) + timedelta(minutes=13))
    kept = stored(stack, confirming)
    assert kept["version"] == 1 and kept["claim"]["until"] > first + timedelta(minutes=40)
    problem = pedro.refused("sale_claim", 409, "claim_held", id=confirming["_id"])
    assert problem["by_name"] == ana.user["name"]
    stack.admin("clock", "advance", "20m")  # more than the lead of the job: it is held all the same
    pedro.refused("sale_claim", 409, "claim_held", id=confirming["_id"])
    stack.database.calls.update_one({"_id": call_id}, {"$set": {"state": "ended", "ended_at": service_now(stack)}})
    stack.admin("clock", "advance", "16m")
    stack.eventually(lambda: "claim" not in stored(stack, confirming))
    assert pedro.call("sale_claim", id=confirming["_id"])["claim"]["by"] == pedro.user["id"]
