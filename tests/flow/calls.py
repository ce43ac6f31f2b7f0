"""An agent and the customers the dialer brings: what several tests begin with."""

import itertools
from datetime import datetime, timezone

PRIORITIES = itertools.count(1_000_000)
LONG_AGO = datetime(2026, 1, 1, tzinfo=timezone.utc)
PAST = (
    "callback", "ladder", "rebuttals", "sale_id", "note", "closed_until", "fell_day", "lease", "phones", "closed_phones",
    "rejections", "callbacks_since_rejection", "hung_up_after_offer", "last_disposition",
)  # fmt: skip


def phone_of(number: int) -> str:
    """The demo's number n: +57 300 000 0nnn."""
    return f"+57300000{number:04d}"


def arrange_lead(stack, phone: str) -> None:
    """The number is dialed next, as if it had never been called; within the hours in which one may."""
    database = stack.database
    stack.admin("clock", "to-contact-hours")
    # What was dialed for somebody who then rested must not come first.
    stack.eventually(lambda: not database.calls.find_one({"kind": "dialed", "state": {"$in": ["dialing", "offered"]}}))
    database.contacts.delete_many({"phone": phone})
    database.suppressions.delete_many({"phone": phone})
    fresh = {"state": "new", "next_at": LONG_AGO, "priority": next(PRIORITIES), "attempts_today": 0, "attempts_total": 0}
    past = dict.fromkeys(PAST, "")
    # Callbacks and what the line interrupted come before any priority.
    first = {"phone": {"$ne": phone}, "state": {"$in": ["callback", "line_back"]}}
    database.leads.update_many(first, {"$set": {"state": "retry"}, "$unset": {"callback": ""}})
    found = database.leads.update_one({"phone": phone}, {"$set": fresh, "$unset": past, "$inc": {"version": 1}})
    assert found.matched_count == 1, f"{phone} is no lead of the demo"


def come_to_work(agent) -> None:
    """At the desk and in a break."""
    desk = agent.call("agent_me")
    assert desk["state"]["state"] in ("break", "available", "task"), desk["state"]


def be_available(agent) -> None:
    come_to_work(agent)
    if agent.call("agent_me")["state"]["state"] != "available":
        agent.call("agent_state_put", json={"state": "available"})


def forget_page(stack, agent) -> None:
    """The page of an earlier test is closed: its end must not take the agent away from this one, who works without."""
    stack.database.agent_states.update_one({"_id": agent_id(agent)}, {"$unset": {"stream": "", "stream_lost_at": ""}})


def rest(stack, agent) -> None:
    """Out of the dialer's reach, whatever the test left behind: no call, no wrap-up."""
    forget_page(stack, agent)
    agent.send("agent_state_put", json={"state": "break", "reason": "rest"})

    def rests():
        desk = agent.call("agent_me").body
        state, call = desk["state"]["state"], desk.get("call")
        if state == "ringing":
            agent.send("call_connect", id=call["id"])
        elif call and "disposition" not in call:
            if agent.send("disposition_set", id=call["id"], json={"code": "technical"}).status == 200:
                stack.admin("clock", "advance", "5s")  # it can be undone no more
        return state in ("break", "task", "offline") and "call_id" not in desk["state"]

    stack.eventually(rests)


def offered_call(stack, agent) -> str:
    """Waits until a call rings at the agent; its id."""
    try:
        return stack.eventually(lambda: ringing(stack, agent), 30)
    except AssertionError:
        raise AssertionError(f"no call came: {what_the_dialer_sees(stack, agent)}") from None


def what_the_dialer_sees(stack, agent) -> dict:
    database = stack.database
    state = database.agent_states.find_one({"_id": agent_id(agent)})
    campaign = database.campaigns.find_one({"_id": (state or {}).get("campaign_id")}) or {}
    first = database.leads.find_one({"campaign_id": campaign.get("_id"), "state": {"$in": ["line_back", "callback", "retry", "new"]}}, sort=[("priority", -1)])
    calls = list(database.calls.find({"state": {"$in": ["dialing", "offered", "talking"]}}, {"phone": 1, "state": 1, "agent_id": 1, "kind": 1, "dialed_at": 1}))
    return {"agent": state, "dialing": campaign.get("dialing"), "first": first, "calls": calls}


def ringing(stack, agent):
    row = stack.database.calls.find_one({"agent_id": agent_id(agent), "state": "offered"})
    return row and str(row["_id"])


def agent_id(agent):
    from bson import ObjectId

    return ObjectId(agent.user["id"])


def take_call(stack, agent, phone: str) -> dict:
    """The dialer calls that number and the agent connects; the call with its first offer."""
    rest(stack, agent)  # whatever an earlier test left
    arrange_lead(stack, phone)
    forget_page(stack, agent)
    be_available(agent)
    call_id = offered_call(stack, agent)
    call = agent.call("call_connect", id=call_id).body
    assert call["phone"] == phone, call["phone"]
    return call


def current_offer(call: dict) -> dict:
    return next(offer for offer in call["offers"] if offer["state"] == "current")


def heard(stack, call_id: str, fact: str, n: int | None = None):
    """Waits until the customer has answered that fact; the number of the utterance."""
    from bson import ObjectId

    def said():
        utterances = stack.database.calls.find_one({"_id": ObjectId(call_id)})["utterances"]
        for number, utterance in enumerate(utterances, 1):
            if utterance["fact"] == fact and n in (None, utterance["n"]):
                return number
        return None

    return stack.eventually(said, 30)
