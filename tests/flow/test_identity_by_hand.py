"""The identity check in the bureau's own program: the agent enters what it said; rules and history are the same."""

import pytest
from bson.int64 import Int64

from calls import phone_of, rest
from sales import ready_for_identity
from test_identity import ended, person_of, started

KNOWN = 101


@pytest.fixture
def agent(stack, person):
    campaigns = stack.database.campaigns
    before = campaigns.find_one({"code": "demo_noviembre"})
    campaigns.update_one({"_id": before["_id"]}, {"$set": {"policy": before.get("policy", {}) | {"identity.by_hand": Int64(1)}}})
    agent = person("agent")
    yield agent
    campaigns.update_one({"_id": before["_id"]}, {"$set": {"policy": before.get("policy", {})}})
    rest(stack, agent)


@pytest.fixture
def begun(stack, agent):
    """A sale whose attempt waits for what the agent enters."""
    call, sale = ready_for_identity(stack, agent, phone_of(KNOWN))
    return call, sale, agent.call("identity_start", id=sale["id"]).body


def enter(agent, attempt: dict, outcome: str, **more) -> dict:
    return agent.call("identity_result", id=attempt["id"], json={"outcome": outcome, **more}).body


def test_an_approval_is_entered(stack, agent, begun):
    _, sale, attempt = begun
    assert (attempt["number"], attempt["method"], attempt["state"]) == (1, "by_hand", "by_hand")
    agent.refused("identity_code", 409, "attempt_state", id=attempt["id"], json={"code": "12345"})
    agent.refused("identity_questions", 409, "attempt_state", id=attempt["id"])
    done = enter(agent, attempt, "approved", approval_number="EV-2026-0001")
    assert (done["state"], done["approval_number"]) == ("approved", "EV-2026-0001")
    sale = agent.call("sale_get", id=sale["id"]).body
    assert sale["identity"]["approval_number"] == "EV-2026-0001" and sale["step"] == "reading"
    assert ended(stack, attempt) == ["approved"] and "reserved_until" not in person_of(stack, attempt)
    agent.refused("identity_result", 409, "attempt_state", id=attempt["id"], json={"outcome": "failed"})


@pytest.mark.parametrize("body, field, code", [
    ({}, "outcome", "required"),
    ({"outcome": "maybe"}, "outcome", "unknown"),
    ({"outcome": "approved"}, "approval_number", "required"),
    ({"outcome": "approved", "approval_number": "EV 1"}, "approval_number", "bad_format"),
    ({"outcome": "failed", "approval_number": "EV-1"}, "approval_number", "not_allowed"),
])
def test_a_result_that_cannot_be(stack, agent, begun, body, field, code):
    _, _, attempt = begun
    problem = agent.refused("identity_result", 422, "invalid", id=attempt["id"], json=body)
    assert problem["errors"] == [{"field": field, "code": code}]
    assert agent.call("identity_get", id=attempt["id"])["state"] == "by_hand"


def test_failures_count_and_no_result_costs_nothing(stack, agent, begun):
    _, sale, attempt = begun
    assert enter(agent, attempt, "void")["void_reason"] == "by_hand"
    assert person_of(stack, attempt)["failures"] == 0
    first = started(agent, sale)
    assert (first["number"], enter(agent, first, "failed")["next"]) == (1, "again")
    second = started(agent, sale)
    assert (second["number"], enter(agent, second, "failed")["next"]) == (2, "wait")
    agent.refused("identity_start", 409, "identity_too_soon", id=sale["id"])


def test_a_call_that_ends_releases_the_attempt(stack, agent, begun):
    call, _, attempt = begun
    agent.call("call_hangup", id=call["id"])
    assert agent.call("identity_get", id=attempt["id"])["void_reason"] == "call_ended"
    assert person_of(stack, attempt)["failures"] == 0
    agent.refused("identity_result", 409, "attempt_state", id=attempt["id"], json={"outcome": "failed"})


def test_only_the_agents_own(agent, begun, person):
    _, _, attempt = begun
    person("agent", 1).refused("identity_result", 404, "not_found", id=attempt["id"], json={"outcome": "failed"})
