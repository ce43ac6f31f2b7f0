"""A disposition said again from the agent's own day: a new entry that names the old, and everything follows."""

from datetime import timedelta

import pytest
from bson import ObjectId

from arranged import service_now
from calls import current_offer, phone_of, rest, take_call

TALKS, LAST = 101, 102
MINUTE = 60_000


@pytest.fixture
def agent(stack, person):
    agent = person("agent")
    yield agent
    rest(stack, agent)


def finish(stack, agent, call: dict, code: str, **more) -> dict:
    """Recorded, and past the seconds in which it is undone; the agent rests."""
    agent.call("agent_state_put", json={"state": "break", "reason": "rest"})
    agent.call("disposition_set", id=call["id"], json={"code": code, **more})
    stack.admin("clock", "advance", "5s")
    final = {"type": "call.disposition", "subject.id": ObjectId(call["id"])}
    return stack.eventually(lambda: stack.database.events.find_one(final))


def lead_of(stack, call: dict) -> dict:
    return stack.database.leads.find_one({"_id": ObjectId(call["lead_id"])})


def corrections(stack, call: dict) -> list:
    found = stack.database.events.find({"type": "call.disposition", "subject.id": ObjectId(call["id"]), "data.old_code": {"$exists": True}})
    return [(event["data"]["old_code"], event["data"]["code"]) for event in found]


def counters(stack, agent) -> dict:
    return agent.call("agent_me")["today"]["n"]


def test_the_day_shows_what_may_be_corrected_and_everything_follows(stack, agent):
    call = take_call(stack, agent, phone_of(TALKS))
    call = agent.call("offer_reject", id=call["id"], json={"offer": current_offer(call)["n"], "reason": "other"}).body
    agent.refused("disposition_correct", 409, "not_final", id=call["id"], json={"code": "callback"})
    finish(stack, agent, call, "existing_customer")
    assert lead_of(stack, call)["state"] == "closed"
    row = next(row for row in agent.call("agent_calls")["items"] if row["id"] == call["id"])
    assert row["disposition"]["correct_until"] == row["disposition"]["at"] + 10 * MINUTE
    # By the same rules as the first time.
    agent.refused("disposition_correct", 409, "rebuttals_missing", id=call["id"], json={"code": "not_interested"})
    agent.refused("disposition_correct", 409, "callback_time_missing", id=call["id"], json={"code": "callback"})
    assert lead_of(stack, call)["state"] == "closed" and corrections(stack, call) == []
    before = stack.eventually(lambda: counters(stack, agent).get("disposition_existing_customer") and counters(stack, agent))
    tomorrow = agent.call("agent_me")["service_now"] + 24 * 3600 * 1000
    body, key = {"code": "callback", "callback_at": tomorrow, "note": "Pidió otro día"}, "one-correction"
    done = agent.call("disposition_correct", id=call["id"], json=body, key=key).body
    assert agent.call("disposition_correct", id=call["id"], json=body, key=key)["version"] == done["version"]
    disposition = done["disposition"]
    assert (disposition["code"], disposition["corrects"], disposition["note"]) == ("callback", "existing_customer", "Pidió otro día")
    assert disposition["at"] == row["disposition"]["at"] and disposition["final_at"] == row["disposition"]["final_at"]
    (old,) = stack.database.calls.find_one({"_id": ObjectId(call["id"])})["dispositions"]
    assert old["code"] == "existing_customer"
    lead = lead_of(stack, call)
    assert (lead["state"], lead["note"], lead["callbacks_since_rejection"], lead["rejections"]) == ("callback", "Pidió otro día", 1, 1)
    assert corrections(stack, call) == [("existing_customer", "callback")]
    # The figures follow, and agree with the facts.
    stack.eventually(lambda: counters(stack, agent).get("disposition_callback", 0) == before.get("disposition_callback", 0) + 1)
    after = counters(stack, agent)
    assert after.get("disposition_existing_customer", 0) == before["disposition_existing_customer"] - 1
    stack.admin("verify")
    # And once more: what the first correction counted is taken back.
    agent.call("disposition_correct", id=call["id"], json={"code": "do_not_call"})
    assert stack.database.suppressions.find_one({"phone": call["phone"], "origin": "own"})
    assert lead_of(stack, call)["callbacks_since_rejection"] == 0
    agent.refused("disposition_correct", 409, "correction_late", id=call["id"], json={"code": "technical"})


def test_not_after_ten_minutes_nor_another_agents(stack, agent, person):
    call = take_call(stack, agent, phone_of(TALKS))
    finish(stack, agent, call, "technical")
    person("agent", 1).refused("disposition_correct", 404, "not_found", id=call["id"], json={"code": "deceased"})
    agent.refused("disposition_correct", 422, "invalid", id=call["id"], json={"code": "nonsense"})
    late = service_now(stack) - timedelta(minutes=10)
    stack.database.calls.update_one({"_id": ObjectId(call["id"])}, {"$set": {"disposition.at": late}})
    agent.refused("disposition_correct", 409, "correction_late", id=call["id"], json={"code": "deceased"})


def test_not_when_the_customer_was_called_again(stack, agent):
    first = take_call(stack, agent, phone_of(LAST))
    finish(stack, agent, first, "technical")
    second = take_call(stack, agent, phone_of(LAST))
    agent.refused("disposition_correct", 409, "lead_moved", id=first["id"], json={"code": "deceased"})
    finish(stack, agent, second, "wrong_number")
    assert lead_of(stack, second)["closed_phones"] == [phone_of(LAST)]
    agent.call("disposition_correct", id=second["id"], json={"code": "technical"})
    lead = lead_of(stack, second)
    assert (lead["phone"], lead["closed_phones"], lead["state"]) == (phone_of(LAST), [], "retry")
