"""From a lead to its disposition: the dialer calls, an agent sells, the next call comes."""

from datetime import datetime, timedelta, timezone

import pytest
from bson import ObjectId

from arranged import customer, with_claim
from calls import LONG_AGO, agent_id, arrange_lead, be_available, come_to_work, current_offer, heard, offered_call, phone_of, rest, take_call
from test_back_office import sell  # noqa: F401

NOT_INTERESTED, SECOND_OFFER, THREE_REBUTTALS, LEAVES, OPTS_OUT, BUSY, FALLS = 106, 101, 102, 105, 112, 108, 116


@pytest.fixture
def agent(stack, person):
    agent = person("agent")
    yield agent
    rest(stack, agent)


def events(stack, kind: str, call_id: str) -> list:
    return list(stack.database.events.find({"type": kind, "subject.id": ObjectId(call_id)}))


def reject(agent, call: dict, reason: str = "too_expensive") -> dict:
    return agent.call("offer_reject", id=call["id"], json={"offer": current_offer(call)["n"], "reason": reason}).body


def rebut(agent, call: dict, offer: int) -> dict:
    library = agent.call("rebuttals_list", id=call["campaign_id"])["items"]
    return agent.call("rebuttal_add", id=call["id"], json={"offer": offer, "rebuttal_id": library[0]["id"]}).body


def lead_of(stack, call: dict) -> dict:
    return stack.database.leads.find_one({"_id": ObjectId(call["lead_id"])})


def test_an_agent_begins_in_break(agent):
    come_to_work(agent)
    desk = agent.call("agent_me")
    assert desk["state"]["campaign_id"]
    assert [c["code"] for c in agent.call("campaigns_list")["items"]] == ["demo_noviembre"]


def test_a_break_needs_a_reason_that_may_be_asked(agent):
    come_to_work(agent)
    problem = agent.refused("agent_state_put", 422, "invalid", json={"state": "break"})
    assert problem["errors"] == [{"field": "reason", "code": "required"}]
    agent.refused("agent_state_put", 409, "break_reason", json={"state": "break", "reason": "overrun"})
    agent.refused("agent_state_put", 422, "invalid", json={"state": "talking"})


def test_not_interested_needs_three_rebuttals(stack, agent):
    call = take_call(stack, agent, phone_of(NOT_INTERESTED))
    assert call["state"] == "talking" and call["step"] == "offer"
    prices = []
    for _ in range(2):
        offer = current_offer(call)
        prices.append(offer["price_cop"])
        heard(stack, call["id"], "offer", offer["n"])
        call = reject(agent, call)
    assert prices == sorted(prices, reverse=True)
    for _ in range(2):
        call = rebut(agent, call, current_offer(call)["n"])
    body = {"code": "not_interested"}
    problem = agent.refused("disposition_set", 409, "rebuttals_missing", id=call["id"], json=body)
    assert problem["missing"] == 1
    assert agent.call("call_get", id=call["id"])["state"] == "talking"
    rebut(agent, call, current_offer(call)["n"])
    key = "the-same-key-twice"
    done = agent.call("disposition_set", id=call["id"], json=body, key=key)
    again = agent.call("disposition_set", id=call["id"], json=body, key=key)
    assert done["state"] == "ended" and done["end_reason"] == "agent_hung_up"
    assert again["version"] == done["version"]
    # For five seconds it can be undone; then it is final, and the next call comes by itself.
    assert agent.call("agent_me")["state"]["state"] == "wrap_up"
    assert "disposition" not in agent.call("disposition_undo", id=call["id"]).body
    agent.call("disposition_set", id=call["id"], json=body)
    arrange_lead(stack, phone_of(SECOND_OFFER))
    following = offered_call(stack, agent)
    assert agent.call("call_connect", id=following)["phone"] == phone_of(SECOND_OFFER)
    assert lead_of(stack, call)["state"] == "closed"
    (final,) = events(stack, "call.disposition", call["id"])
    assert final["data"]["code"] == "not_interested" and final["data"]["talk_ms"] > 0
    agent.refused("disposition_undo", 409, "final", id=call["id"])


def test_the_second_offer_is_accepted(stack, agent):
    call = take_call(stack, agent, phone_of(SECOND_OFFER))
    first = current_offer(call)
    assert call["ladder_length"] >= 2
    agent.refused("offer_accept", 404, "not_found", id=call["id"], json={"offer": 99})
    call = reject(agent, call)
    second = current_offer(call)
    assert second["price_cop"] < first["price_cop"]
    agent.refused("offer_reject", 409, "not_current", id=call["id"], json={"offer": first["n"], "reason": "other"})
    call = agent.call("offer_reconsider", id=call["id"], json={"offer": first["n"]}).body
    assert current_offer(call)["product_id"] == first["product_id"]
    call = reject(agent, call)
    heard(stack, call["id"], "offer", current_offer(call)["n"])
    call = agent.call("offer_accept", id=call["id"], json={"offer": current_offer(call)["n"]}).body
    assert call["step"] == "line" and call["sale_id"]
    sale = stack.database.sales.find_one({"_id": ObjectId(call["sale_id"])})
    assert sale["state"] == "draft" and [p["price_cop"] for p in sale["products"]] == [second["price_cop"]]
    assert agent.call("agent_me")["state"]["sale_id"] == call["sale_id"]
    families = [c["families"] for c in agent.call("campaigns_list")["items"]][0]
    call = agent.call("offer_family", id=call["id"], json={"family": families[1]["family"]}).body
    assert current_offer(call)["family"] == families[1]["family"]
    agent.refused("disposition_set", 409, "no_sale", id=call["id"], json={"code": "sale"})


def test_the_customer_is_heard(stack, agent):
    call = take_call(stack, agent, phone_of(SECOND_OFFER))
    number = heard(stack, call["id"], "answered")
    sound = agent.call("call_line", id=call["id"], n=number).response
    assert sound.content[:4] == b"RIFF" and sound.content[8:12] == b"WAVE"
    assert len(sound.content) > 16000  # half a second of 16 kHz at least
    agent.refused("call_line", 404, "not_found", id=call["id"], n=99)


def test_a_customer_who_hangs_up_after_the_offer(stack, agent):
    call = take_call(stack, agent, phone_of(LEAVES))
    ended = stack.eventually(lambda: agent.call("call_get", id=call["id"]).get("ended_at"), 30)
    assert ended
    assert agent.call("call_get", id=call["id"])["end_reason"] == "customer_hung_up"
    agent.refused("disposition_set", 409, "line_differs", id=call["id"], json={"code": "dropped"})
    agent.call("agent_state_put", json={"state": "break", "reason": "lunch"})
    agent.call("disposition_set", id=call["id"], json={"code": "hung_up_after_offer"})
    stack.eventually(lambda: agent.call("agent_me")["state"]["state"] == "break")
    assert agent.call("agent_me")["state"]["reason"] == "lunch"


def test_tasks_asked_for_in_a_call_begin_after_it(stack, agent):
    call = take_call(stack, agent, phone_of(LEAVES))
    assert agent.call("agent_state_put", json={"state": "task"})["pending_task"] is True
    stack.eventually(lambda: agent.call("call_get", id=call["id"]).get("ended_at"), 30)
    agent.call("disposition_set", id=call["id"], json={"code": "hung_up_after_offer"})
    assert agent.call("agent_me")["state"]["pending_task"] is True
    stack.admin("clock", "advance", "5s")
    stack.eventually(lambda: agent.call("agent_me")["state"]["state"] == "task")
    assert agent.call("agent_me")["state"]["pending_task"] is False


def test_who_asks_not_to_be_called_is_suppressed_at_once(stack, agent):
    phone = phone_of(OPTS_OUT)
    call = take_call(stack, agent, phone)
    agent.call("agent_state_put", json={"state": "break", "reason": "rest"})
    agent.call("disposition_set", id=call["id"], json={"code": "do_not_call"})
    assert stack.database.suppressions.find_one({"phone": phone, "origin": "own"})
    stack.eventually(lambda: lead_of(stack, call)["state"] == "suppressed")


def test_a_busy_number_is_no_agents_call(stack, agent):
    phone = phone_of(BUSY)
    arrange_lead(stack, phone)
    be_available(agent)
    lead = stack.eventually(lambda: stack.database.leads.find_one({"phone": phone, "last_disposition": "busy"}))
    assert lead["state"] == "retry" and lead["attempts_total"] == 1
    call = stack.database.calls.find_one({"lead_id": lead["_id"]}, sort=[("dialed_at", -1)])
    assert call["end_reason"] == "busy" and "agent_id" not in call


def test_who_does_not_connect_is_put_on_break(stack, agent):
    arrange_lead(stack, phone_of(THREE_REBUTTALS))
    be_available(agent)
    call_id = offered_call(stack, agent)
    stack.eventually(lambda: agent.call("agent_me")["state"]["state"] == "break", 30)
    assert agent.call("agent_me")["state"]["reason"] == "missed_call"
    stack.eventually(lambda: events(stack, "call.abandoned", call_id), 30)
    agent.refused("call_connect", 404, "not_found", id=call_id)


def test_a_break_says_how_long_it_may_be(agent, person):
    come_to_work(agent)
    state = agent.call("agent_state_put", json={"state": "break", "reason": "restroom"}).body
    assert state["break_until"] == state["since"] + 10 * 60_000
    floor = person("supervisor").call("floor_get")["agents"]
    assert next(row for row in floor if row["id"] == state["id"])["break_until"] == state["break_until"]
    assert "break_until" not in agent.call("agent_state_put", json={"state": "break", "reason": "training"}).body


def test_wrap_up_over_its_limit_is_a_forced_break(stack, agent):
    call = take_call(stack, agent, phone_of(THREE_REBUTTALS))
    agent.call("call_hangup", id=call["id"])
    state = agent.call("agent_me")["state"]
    assert state["state"] == "wrap_up" and state["wrap_up_until"] == state["since"] + 60_000
    stack.admin("clock", "advance", "61s")
    stack.eventually(lambda: agent.call("agent_me")["state"].get("reason") == "overrun")
    # No call before the disposition.
    agent.refused("agent_state_put", 409, "disposition_due", json={"state": "available"})
    agent.call("disposition_set", id=call["id"], json={"code": "technical"})


def test_who_is_gone_for_half_a_minute_is_offline_and_comes_back_to_wrap_up(stack, agent):
    call = take_call(stack, agent, phone_of(THREE_REBUTTALS))
    lost = datetime.now(timezone.utc) - timedelta(seconds=31)
    stack.database.agent_states.update_one({"_id": agent_id(agent)}, {"$set": {"stream_lost_at": lost}})
    stack.eventually(lambda: stack.database.agent_states.find_one({"_id": agent_id(agent)})["state"] == "offline")
    ended = stack.database.calls.find_one({"_id": ObjectId(call["id"])})
    assert (ended["state"], ended["end_reason"]) == ("ended", "dropped")
    desk = agent.call("agent_me")
    assert desk["state"]["state"] == "wrap_up" and desk["call"]["id"] == call["id"]
    stack.database.agent_states.update_one({"_id": agent_id(agent)}, {"$unset": {"stream_lost_at": ""}})
    agent.call("disposition_set", id=call["id"], json={"code": "dropped"})


def test_a_colleagues_call_does_not_exist(stack, agent, person):
    call = take_call(stack, agent, phone_of(THREE_REBUTTALS))
    colleague = person("agent", 1)
    colleague.refused("call_get", 404, "not_found", id=call["id"])
    colleague.refused("call_hangup", 404, "not_found", id=call["id"])


def test_a_call_that_falls_after_the_acceptance_is_redialed(stack, agent):
    call = take_call(stack, agent, phone_of(FALLS))
    accepted = agent.call("offer_accept", id=call["id"], json={"offer": current_offer(call)["n"]}).body
    stack.eventually(lambda: agent.call("agent_me")["state"]["state"] == "task", 30)
    assert agent.call("call_get", id=call["id"])["end_reason"] == "dropped"
    redial = agent.call("sale_call", id=accepted["sale_id"]).body
    assert redial["kind"] == "redial" and redial["state"] == "dialing"
    agent.refused("sale_call", 409, "call_open", id=accepted["sale_id"])
    assert offered_call(stack, agent) == redial["id"]
    again = agent.call("call_connect", id=redial["id"]).body
    assert again["offers"] == accepted["offers"] and again["sale_id"] == accepted["sale_id"]
    heard(stack, redial["id"], "answered")
    (final,) = events(stack, "call.disposition", call["id"])
    assert final["data"]["code"] == "dropped"
    assert lead_of(stack, call)["state"] == "calling"
    assert agent.call("agent_me")["state"]["sale_id"] == accepted["sale_id"]


def test_after_four_redials_a_callback_is_booked(stack, agent):
    call = take_call(stack, agent, phone_of(FALLS))
    accepted = agent.call("offer_accept", id=call["id"], json={"offer": current_offer(call)["n"]}).body
    sale_id = accepted["sale_id"]
    stack.eventually(lambda: agent.call("agent_me")["state"]["state"] == "task", 30)
    assert lead_of(stack, call)["state"] == "calling" and "held_until" in lead_of(stack, call)
    redials = {"sale_id": ObjectId(sale_id), "kind": "redial"}
    for n in range(1, 5):
        redial = agent.call("sale_call", id=sale_id).body
        agent.call("call_hangup", id=redial["id"])  # it rings in vain
        stack.eventually(lambda: stack.database.calls.count_documents({**redials, "disposition.code": {"$exists": True}}) == n)
        assert lead_of(stack, call)["state"] == ("callback" if n == 4 else "calling"), n
    lead = lead_of(stack, call)
    assert (lead["callback"]["agent_id"], str(lead["sale_id"])) == (agent_id(agent), sale_id)
    assert [offer["state"] for offer in lead["ladder"]] == ["accepted"]
    agent.refused("sale_call", 409, "redials_spent", id=sale_id)
    assert sale_id in [row["id"] for row in agent.call("sales_list", query={"view": "unfinished"})["items"]]
    # The callback opens where the talk stopped, with the same draft; whoever takes it has the draft.
    rest(stack, agent)
    stack.database.leads.update_one({"_id": lead["_id"]}, {"$set": {"next_at": LONG_AGO}})
    be_available(agent)
    again = agent.call("call_connect", id=offered_call(stack, agent)).body
    assert (again["kind"], again["sale_id"], again["step"]) == ("dialed", sale_id, "line")
    assert agent.call("agent_me")["state"]["sale_id"] == sale_id


def test_nobody_redials_until_the_hours_end(stack, agent):
    call = take_call(stack, agent, phone_of(FALLS))
    agent.call("offer_accept", id=call["id"], json={"offer": current_offer(call)["n"]})
    stack.eventually(lambda: agent.call("agent_me")["state"]["state"] == "task", 30)
    stack.database.leads.update_one({"_id": ObjectId(call["lead_id"])}, {"$set": {"held_until": LONG_AGO}})
    stack.eventually(lambda: lead_of(stack, call)["state"] == "callback")
    (final,) = stack.eventually(lambda: events(stack, "call.disposition", call["id"]))
    assert final["data"]["code"] == "dropped"
    desk = agent.call("agent_me")["state"]
    assert desk["state"] == "task" and "call_id" not in desk  # free again


def test_the_back_office_calls_to_confirm(stack, sell, agent, person):  # noqa: F811
    call = take_call(stack, agent, phone_of(SECOND_OFFER))
    draft = agent.call("offer_accept", id=call["id"], json={"offer": current_offer(call)["n"]})["sale_id"]
    rest(stack, agent)
    back_office = person("backoffice")
    back_office.refused("sale_call", 404, "not_found", id=draft)
    sale = sell("confirming", customer=customer(phone=phone_of(SECOND_OFFER)), **with_claim(stack, back_office))
    placed = back_office.call("sale_call", id=sale["_id"]).body
    assert (placed["kind"], placed["purpose"]) == ("manual", "contract_execution")
    assert offered_call(stack, back_office) == placed["id"]
    back_office.call("call_connect", id=placed["id"])
    number = heard(stack, placed["id"], "confirm")
    assert len(back_office.call("call_line", id=placed["id"], n=number).response.content) > 100_000
    agent.refused("call_get", 404, "not_found", id=placed["id"])
    assert back_office.call("call_hangup", id=placed["id"])["end_reason"] == "agent_hung_up"


def test_a_call_that_the_back_office_does_not_take_rings_again(stack, sell, person):  # noqa: F811
    back_office = person("backoffice")
    sale = sell("confirming", **with_claim(stack, back_office))
    placed = back_office.call("sale_call", id=sale["_id"]).body
    assert offered_call(stack, back_office) == placed["id"]
    offered = stack.database.calls.find_one({"_id": ObjectId(placed["id"])})["offered_at"]
    again = {"_id": ObjectId(placed["id"]), "state": "offered", "offered_at": {"$gt": offered}}
    stack.eventually(lambda: stack.database.calls.find_one(again), 20)
    assert back_office.call("call_hangup", id=placed["id"])["state"] == "ended"
