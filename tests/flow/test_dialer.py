"""The dialer: no lead is dialed twice whatever crashes, callbacks find their own agent, a talk goes on where it stopped."""

import json
import os
import signal
import subprocess
from datetime import timedelta

import pytest
from bson import ObjectId
from bson.int64 import Int64

from arranged import service_now
from calls import agent_id, arrange_lead, be_available, come_to_work, current_offer, heard, offered_call, phone_of, rest, ringing, take_call

TALKS, OTHER, WRONG, FURTHER = 101, 102, 104, 871


@pytest.fixture
def agent(stack, person):
    agent = person("agent")
    yield agent
    rest(stack, agent)


@pytest.fixture
def colleague(stack, person):
    colleague = person("agent", 1)
    yield colleague
    rest(stack, colleague)


@pytest.fixture
def second_dialer(stack):
    """Another dialer of the same copy: it stands by until the first is gone."""
    with open(stack.var / "log" / "cierre-dialer-2.log", "wb") as log:
        program = stack.admin_program.with_name("cierre-dialer")
        process = subprocess.Popen([program, "--config", stack.config], stdout=log, stderr=log)
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def epoch_of(stack) -> int:
    return stack.database.leases.find_one({"_id": "dialer"})["epoch"]


def kill_dialer(stack, pid: int) -> None:
    """kill -9, and wait until another has taken over."""
    before = epoch_of(stack)
    os.kill(pid, signal.SIGKILL)
    stack.eventually(lambda: epoch_of(stack) > before, 30)


def first_dialer(stack) -> int:
    return json.loads((stack.var / "run" / "pids" / "cierre-dialer").read_text())["pid"]


def lead_at(stack, phone: str) -> dict:
    return stack.database.leads.find_one({"phone": phone})


def change_lead(stack, phone: str, **fields) -> dict:
    stack.database.leads.update_one({"phone": phone}, {"$set": fields, "$inc": {"version": 1}})
    return lead_at(stack, phone)


def book(stack, phone: str, agent, at) -> dict:
    """A callback of that agent's at that time, and nobody was spoken to today."""
    arrange_lead(stack, phone)
    return change_lead(stack, phone, state="callback", next_at=at, callback={"at": at, "agent_id": agent_id(agent)})


def end(stack, agent, call_id: str, code: str = "technical", **more) -> None:
    agent.call("disposition_set", id=call_id, json={"code": code, **more})
    stack.admin("clock", "advance", "5s")
    stack.eventually(lambda: stack.database.events.find_one({"type": "call.disposition", "subject.id": ObjectId(call_id)}))


def test_a_killed_dialer_loses_no_call_and_dials_none_twice(stack, agent, second_dialer):
    call = take_call(stack, agent, phone_of(TALKS))
    change_lead(stack, phone_of(OTHER), state="calling", lease={"epoch": epoch_of(stack), "from": "retry"})
    kill_dialer(stack, first_dialer(stack))
    # What it took and never called is given back; the talk goes on, and the successor hears it.
    assert stack.eventually(lambda: lead_at(stack, phone_of(OTHER))["state"] == "retry")
    assert "lease" not in lead_at(stack, phone_of(OTHER))
    assert agent.call("call_get", id=call["id"])["state"] == "talking"
    call = agent.call("offer_reject", id=call["id"], json={"offer": current_offer(call)["n"], "reason": "other"}).body
    heard(stack, call["id"], "offer", current_offer(call)["n"])
    lead = lead_at(stack, phone_of(TALKS))
    assert lead["state"] == "calling" and stack.database.calls.count_documents({"lead_id": lead["_id"], "state": {"$ne": "ended"}}) == 1
    kill_dialer(stack, second_dialer.pid)
    second_dialer.wait(10)
    assert agent.call("call_get", id=call["id"])["state"] == "talking"
    agent.call("call_hangup", id=call["id"])
    end(stack, agent, call["id"])
    assert lead_at(stack, phone_of(TALKS))["state"] == "retry"


def test_a_dialer_that_was_replaced_calls_nobody(stack, agent):
    """It took a lead, stood still, and another gave the lead away: its mark is gone, so its call is refused."""
    arrange_lead(stack, phone_of(TALKS))
    before = epoch_of(stack)
    kill_dialer(stack, first_dialer(stack))
    change_lead(stack, phone_of(TALKS), state="calling", lease={"epoch": before, "from": "new"})
    be_available(agent)
    stack.admin("clock", "advance", "1s")  # a look
    assert lead_at(stack, phone_of(TALKS))["lease"]["epoch"] == before
    assert not ringing(stack, agent)


def test_a_callback_rings_at_its_own_agent(stack, agent, colleague):
    be_available(colleague)  # the longest free
    come_to_work(agent)
    book(stack, phone_of(TALKS), agent, service_now(stack) - timedelta(seconds=1))
    be_available(agent)
    call_id = offered_call(stack, agent)
    call = agent.call("call_connect", id=call_id).body
    assert (call["phone"], call["purpose"]) == (phone_of(TALKS), "customer_requested")


def test_nobody_else_gets_a_callback_for_ten_minutes(stack, agent, colleague):
    come_to_work(agent)
    rest(stack, agent)
    book(stack, phone_of(TALKS), agent, service_now(stack) - timedelta(seconds=1))
    be_available(colleague)
    taken = offered_call(stack, colleague)  # something else
    assert colleague.call("call_connect", id=taken)["phone"] != phone_of(TALKS)
    rest(stack, colleague)
    change_lead(stack, phone_of(TALKS), next_at=service_now(stack) - timedelta(minutes=11))
    be_available(colleague)
    assert colleague.call("call_connect", id=offered_call(stack, colleague))["phone"] == phone_of(TALKS)


def test_before_a_callback_its_agent_gets_no_other_call(stack, agent):
    rest(stack, agent)
    book(stack, phone_of(TALKS), agent, service_now(stack) + timedelta(minutes=2))
    change_lead(stack, phone_of(OTHER), state="new", next_at=service_now(stack) - timedelta(hours=1), attempts_total=0, attempts_today=0)
    be_available(agent)
    stack.admin("clock", "advance", "1s")
    assert not ringing(stack, agent)
    stack.admin("clock", "advance", "2m")
    assert agent.call("call_connect", id=offered_call(stack, agent))["phone"] == phone_of(TALKS)


def test_a_callback_opens_where_the_talk_stopped(stack, agent):
    call = take_call(stack, agent, phone_of(OTHER))
    first = current_offer(call)
    call = agent.call("offer_reject", id=call["id"], json={"offer": first["n"], "reason": "too_expensive"}).body
    second = current_offer(call)
    agent.call("rebuttal_add", id=call["id"], json={"offer": second["n"], "text": "Sin permanencia"})
    tomorrow = agent.call("agent_me")["service_now"] + 24 * 3600 * 1000
    end(stack, agent, call["id"], "callback", callback_at=tomorrow, note="Llamar después del almuerzo")
    rest(stack, agent)
    lead = lead_at(stack, phone_of(OTHER))
    assert (lead["state"], lead["callbacks_since_rejection"]) == ("callback", 1)
    change_lead(stack, phone_of(OTHER), next_at=service_now(stack))
    stack.database.contacts.delete_many({"phone": phone_of(OTHER)})
    be_available(agent)
    again = agent.call("call_connect", id=offered_call(stack, agent)).body
    assert again["note"] == "Llamar después del almuerzo"
    assert [(o["product_id"], o["state"]) for o in again["offers"]] == [(first["product_id"], "rejected"), (second["product_id"], "current")]
    assert [r["text"] for r in again["rebuttals"]] == ["Sin permanencia"]
    problem = agent.refused("disposition_set", 409, "rebuttals_missing", id=again["id"], json={"code": "not_interested"})
    assert problem["missing"] == 2


@pytest.fixture
def line_cut(stack):
    """The simulated line, cut while the file is there; tried again every second."""
    campaigns = stack.database.campaigns
    before = campaigns.find_one({"code": "demo_noviembre"})
    campaigns.update_one({"_id": before["_id"]}, {"$set": {"policy": before.get("policy", {}) | {"pacing.probe_ms": Int64(1000)}}})
    cut = stack.var / "run" / "line-cut"
    yield cut
    cut.unlink(missing_ok=True)
    stack.eventually(lambda: not stack.database.agent_states.find_one({"state": "no_line"}))
    campaigns.update_one({"_id": before["_id"]}, {"$set": {"policy": before.get("policy", {})}})


def test_without_a_line_agents_wait_and_what_it_cut_off_comes_first(stack, agent, colleague, line_cut):
    rest(stack, agent)
    rest(stack, colleague)
    began = service_now(stack)
    line_cut.touch()
    arrange_lead(stack, phone_of(TALKS))
    be_available(agent)
    stack.eventually(lambda: agent.call("agent_me")["state"]["state"] == "no_line")
    dialing = agent.call("agent_me")["dialing"]
    assert (dialing["open"], dialing["reason"]) == (False, "line_down")
    lead = lead_at(stack, phone_of(TALKS))
    failed = {"dialed_at": {"$gte": began}, "disposition.code": "line_failure"}
    assert stack.database.calls.count_documents(failed) >= 4  # and one that was under way, or the fifth
    assert stack.database.calls.find_one({**failed, "lead_id": lead["_id"]})
    assert (lead["state"], lead["attempts_total"], lead["attempts_today"]) == ("line_back", 0, 0)
    # Who comes back from a break waits too; a dialer that takes over knows of it.
    come_to_work(colleague)
    assert colleague.call("agent_state_put", json={"state": "available"})["state"] == "no_line"
    kill_dialer(stack, first_dialer(stack))
    colleague.call("agent_state_put", json={"state": "break", "reason": "rest"})
    assert agent.call("agent_me")["state"]["state"] == "no_line"
    # A new lead of the highest priority comes after what was cut off.
    change_lead(stack, phone_of(OTHER), state="new", next_at=lead["next_at"], priority=lead["priority"] + 1)
    line_cut.unlink()
    call = agent.call("call_connect", id=offered_call(stack, agent)).body
    assert call["phone"] == phone_of(TALKS)
    assert lead_at(stack, phone_of(TALKS))["attempts_total"] == 1
    assert agent.call("agent_me")["dialing"]["open"]


def test_a_wrong_number_gives_way_to_the_next(stack, agent):
    stack.database.leads.delete_many({"phone": phone_of(FURTHER)})
    rest(stack, agent)
    arrange_lead(stack, phone_of(WRONG))
    # The second further number is another lead's already; nobody was spoken to under any of the person's numbers today.
    stack.database.contacts.delete_many({"phone": phone_of(TALKS)})
    lead = change_lead(stack, phone_of(WRONG), phones=[phone_of(TALKS), phone_of(FURTHER)])
    be_available(agent)
    call_id = offered_call(stack, agent)
    assert agent.call("call_connect", id=call_id)["phone"] == phone_of(WRONG)
    agent.call("agent_state_put", json={"state": "break", "reason": "rest"})
    end(stack, agent, call_id, "wrong_number")
    after = stack.database.leads.find_one({"_id": lead["_id"]})
    assert (after["phone"], after["phones"], after["closed_phones"]) == (phone_of(FURTHER), [phone_of(TALKS)], [phone_of(WRONG)])
    assert (after["state"], after["attempts_total"]) == ("retry", 0)
    stack.database.leads.update_one({"_id": lead["_id"]}, {"$set": {"phone": phone_of(WRONG)}})
