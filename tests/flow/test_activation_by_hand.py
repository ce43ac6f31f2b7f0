"""Activation in the operator's own program: back office enters what it said; order, tries and history are the same."""

import pytest
from bson.int64 import Int64

from arranged import stored
from test_activation import OPERATOR, actions, activating, kept, states  # noqa: F401
from test_back_office import agent, ana, pedro, sell  # noqa: F401

LINE = {"step": "line", "by": "phone", "reference": "LIN-1"}
RATE = {"step": "rate", "reference": "TAR-1"}
PERSONAL = {"step": "personal"}


@pytest.fixture(autouse=True)
def by_hand(stack):
    campaigns = stack.database.campaigns
    before = campaigns.find_one({"code": "demo_noviembre"})
    campaigns.update_one({"_id": before["_id"]}, {"$set": {"policy": before.get("policy", {}) | {"activation.by_hand": Int64(1)}}})
    yield
    campaigns.update_one({"_id": before["_id"]}, {"$set": {"policy": before.get("policy", {})}})


def enter(person, sale, **body) -> dict:
    return person.call("activation_entry", id=sale["_id"], json=body).body


def prepare(person, sale) -> dict:
    for body in (LINE, RATE):
        enter(person, sale, **body)
    return enter(person, sale, **PERSONAL)


def test_step_by_step_to_activated(stack, activating, ana):  # noqa: F811
    sale = activating()
    assert ana.call("activation_get", id=sale["_id"])["by_hand"] is True
    ana.refused("activation_entry", 409, "step_before", id=sale["_id"], json=RATE)
    entered = prepare(ana, sale)
    assert (entered["line"]["reference"], entered["rate"]["code"]) == ("LIN-1", "TAR-1") and entered["personal_data_at"]
    loaded = enter(ana, sale, step="services", n=1, state="loaded", reference="ALTA-1")["services"][0]
    assert (loaded["state"], loaded["reference"], loaded["tries"]) == ("loaded", "ALTA-1", 0)
    assert stored(stack, sale)["state"] == "activated"
    assert actions(stack, sale)[-5:] == ["activation_line", "activation_rate", "activation_personal", "service_loaded", "activate"]


def test_a_refusal_costs_a_try_and_what_nobody_knows_does_not(stack, activating, ana):  # noqa: F811
    sale = activating()
    prepare(ana, sale)
    refused = enter(ana, sale, step="services", n=1, state="not_loaded", reference="NEG-1")["services"][0]
    assert (refused["state"], refused["tries"], refused["reference"]) == ("not_loaded", 1, "NEG-1")
    unsure = enter(ana, sale, step="services", n=1, state="unconfirmed")["services"][0]
    assert (unsure["state"], unsure["tries"]) == ("unconfirmed", 1)
    assert stack.database.settings.find_one({"_id": OPERATOR}) is None  # nobody was asked: nothing is learnt of the operator
    found = enter(ana, sale, step="services", n=1, state="loaded", reference="ALTA-2")["services"][0]
    assert found["state"] == "loaded" and kept(stack, sale)["services"][0]["sent"] == 2
    ana.refused("activation_entry", 409, "wrong_state", id=sale["_id"], json={"step": "services", "n": 1, "state": "not_loaded"})


@pytest.mark.parametrize("body, wrong", [
    ({}, {"step": "required"}),
    ({"step": "done"}, {"step": "unknown"}),
    ({"step": "line"}, {"by": "required", "reference": "required"}),
    ({"step": "line", "by": "smell", "reference": "L"}, {"by": "unknown"}),
    ({"step": "rate", "reference": "T", "n": 1, "state": "loaded"}, {"n": "not_allowed", "state": "not_allowed"}),
    ({"step": "services", "n": 1, "state": "loaded"}, {"reference": "required"}),
    ({"step": "services", "state": "loading"}, {"n": "required", "state": "unknown"}),
])
def test_an_entry_that_cannot_be(activating, ana, body, wrong):  # noqa: F811
    sale = activating()
    problem = ana.refused("activation_entry", 422, "invalid", id=sale["_id"], json=body)
    assert {error["field"]: error["code"] for error in problem["errors"]} == wrong
    assert ana.call("activation_get", id=sale["_id"])["version"] == 0


def test_one_way_or_the_other(stack, activating, ana, pedro):  # noqa: F811
    sale = activating()
    ana.refused("activation_line", 409, "by_hand", id=sale["_id"], json={"by": "phone"})
    pedro.refused("activation_entry", 409, "claim_held", id=sale["_id"], json=LINE)
    prepare(ana, sale)
    ana.refused("activation_service", 409, "by_hand", id=sale["_id"], n=1)
    stack.database.campaigns.update_one({"code": "demo_noviembre"}, {"$unset": {"policy": 1}})
    ana.refused("activation_entry", 409, "not_by_hand", id=sale["_id"], json={"step": "services", "n": 1, "state": "unconfirmed"})


def test_what_was_taken_off_by_hand_is_said_so(stack, activating, ana):  # noqa: F811
    sale = activating()
    prepare(ana, sale)
    enter(ana, sale, step="services", n=1, state="loaded", reference="ALTA-1")
    version = stored(stack, sale)["version"]
    gone = ana.call("sale_withdraw", id=sale["_id"], if_match=version, json={})
    assert gone["withdrawal"]["services"] == "open"
    if "claim" not in gone.body:
        ana.call("sale_claim", id=sale["_id"])
    assert states(ana.call("activation_removal", id=sale["_id"], n=1).body) == ["reversed"]
    assert stored(stack, sale)["withdrawal"]["services"] == "done" and actions(stack, sale)[-2] == "service_reversed"
