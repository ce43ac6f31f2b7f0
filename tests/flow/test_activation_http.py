"""Activation again, word for word, with an operator behind our signed HTTP contract; and what only such one does."""

from datetime import datetime, timedelta, timezone

import pytest
from bson.int64 import Int64

from test_activation import *  # noqa: F403
from test_activation import ANSWER_LOST, kept, load, prepare, states


@pytest.fixture(scope="session")
def stack(http_stack):
    return http_stack


def test_a_load_nobody_waits_for_any_more_counts_as_unconfirmed(stack, activating, ana):  # noqa: F811
    """This operator never got it, and says so: only then it is sent."""
    sale = activating()
    prepare(ana, sale)
    lost = {"services.0.state": "loading", "services.0.sent": Int64(1), "services.0.loading_until": datetime.now(timezone.utc) - timedelta(seconds=1)}
    stack.database.activations.update_one({"_id": sale["_id"]}, {"$set": lost, "$inc": {"version": Int64(1)}})
    assert states(load(ana, sale)) == ["not_loaded"]
    assert states(load(ana, sale)) == ["loaded"]
    assert kept(stack, sale)["services"][0]["sent"] == 2


def test_the_operator_sees_each_load_once(stack, activating, ana):  # noqa: F811
    sale = activating(ANSWER_LOST)
    prepare(ana, sale)
    assert states(load(ana, sale)) == ["unconfirmed"] and states(load(ana, sale)) == ["loaded"]
    keys = [key for operation, key in stack.gateway.seen if operation == "activation/load" and key.startswith(sale["number"])]
    assert keys == [f"{sale['number']}-1-1"]


def test_an_unsigned_answer_leaves_the_service_unconfirmed(stack, activating, ana):  # noqa: F811
    sale = activating()
    prepare(ana, sale)
    stack.gateway.spoil = "unsigned"
    try:
        assert states(load(ana, sale)) == ["unconfirmed"]
    finally:
        stack.gateway.spoil = None
    assert states(load(ana, sale)) == ["loaded"] and kept(stack, sale)["services"][0]["sent"] == 1
