"""Contracts that do not hold: half loaded at the end of the validity, with the supervisor's two ways out; retracto."""

from datetime import timedelta

import pytest
from bson.int64 import Int64

from arranged import events_of, service_now, stored
from test_activation import activating, actions, kept, load, operator_is_up, prepare, states  # noqa: F401
from test_back_office import agent, ana, last_entry, milliseconds, pedro, sell  # noqa: F401
from test_sale_draft import errors
from test_tasks import boss  # noqa: F401

HOUR = timedelta(hours=1)


@pytest.fixture
def frozen(stack, activating, ana):  # noqa: F811
    """A sale of two services of which one is loaded, at its end."""

    def arrange(**changes):
        sale = activating(services=2, **changes)
        prepare(ana, sale)
        load(ana, sale)
        stack.database.sales.update_one({"_id": sale["_id"]}, {"$set": {"expires_at": service_now(stack) - timedelta(seconds=1)}})
        stack.eventually(lambda: stored(stack, sale).get("frozen_at"))
        return sale

    return arrange


def decide(boss, operation, sale, stack, reason="El operador respondió tarde", **options):  # noqa: F811
    return boss.call(operation, id=sale["_id"], if_match=stored(stack, sale)["version"], json={"reason": reason}, **options)


# ---- half loaded --------------------------------------------------------------------------------------------------


def test_it_is_frozen_for_everyone_but_a_supervisor(stack, frozen, ana, pedro, boss):  # noqa: F811
    sale = frozen()
    now = stored(stack, sale)
    assert now["state"] == "activating" and "claim" not in now and last_entry(stack, sale)["action"] == "freeze"
    for operation, arguments in (
        ("sale_claim", {}), ("activation_service", {"n": 2}), ("activation_removal", {"n": 1}),
        ("sale_end", {"if_match": now["version"], "json": {"action": "cancel", "reason": "prueba"}}),
    ):  # fmt: skip
        assert ana.send(operation, id=sale["_id"], **arguments).status == 409, operation
    ana.refused("sale_claim", 409, "sale_frozen", id=sale["_id"])
    for operation in ("sale_extend", "sale_reverse"):
        ana.refused(operation, 403, "forbidden", id=sale["_id"], if_match=now["version"], json={"reason": "prueba"})
    (row,) = [row for row in boss.pages("sales_list", query={"view": "frozen"}) if row["id"] == str(sale["_id"])]
    assert row["frozen_at"] and row["validity"]["ends_at"] < milliseconds(service_now(stack))
    assert stored(stack, sale)["version"] == now["version"]


def test_the_back_office_finishes_it_within_a_day_once(stack, frozen, ana, boss):  # noqa: F811
    sale = frozen()
    version = stored(stack, sale)["version"]
    assert errors(boss.refused("sale_extend", 422, "invalid", id=sale["_id"], if_match=version, json={})) == {"reason": "required"}
    boss.refused("sale_extend", 412, "stale", id=sale["_id"], if_match=version - 1, json={"reason": "prueba"})
    given = decide(boss, "sale_extend", sale, stack)
    assert given["extended_until"] == given["validity"]["ends_at"] == given["expires_at"] and "frozen_at" not in given.body
    assert 23 * 3_600_000 < given["expires_at"] - milliseconds(service_now(stack)) <= 24 * 3_600_000
    assert (last_entry(stack, sale)["action"], last_entry(stack, sale)["role"]) == ("extend", "supervisor")
    assert "extended" in [n["kind"] for n in ana.pages("notifications_list") if n.get("sale_id") == str(sale["_id"])]
    boss.refused("sale_extend", 409, "not_expired", id=sale["_id"], if_match=stored(stack, sale)["version"], json={"reason": "otra vez"})
    ana.call("sale_claim", id=sale["_id"])
    load(ana, sale, 2)
    assert stored(stack, sale)["state"] == "activated"


def test_the_day_over_there_is_one_way_left(stack, frozen, ana, boss):  # noqa: F811
    sale = frozen()
    decide(boss, "sale_extend", sale, stack)
    over = service_now(stack) - timedelta(seconds=1)
    stack.database.sales.update_one({"_id": sale["_id"]}, {"$set": {"expires_at": over, "extended_until": over}})
    stack.eventually(lambda: stored(stack, sale).get("frozen_at"))
    version = stored(stack, sale)["version"]
    boss.refused("sale_extend", 409, "extended_already", id=sale["_id"], if_match=version, json={"reason": "otra vez"})
    assert decide(boss, "sale_reverse", sale, stack)["reversing_at"]


def test_what_is_loaded_is_reversed_and_then_it_expires(stack, frozen, ana, pedro, boss):  # noqa: F811
    sale = frozen()
    first = decide(boss, "sale_reverse", sale, stack, key="reverse-once")
    assert first["reversing_at"] and first["state"] == "activating"
    boss.refused("sale_reverse", 409, "reversing", id=sale["_id"], if_match=stored(stack, sale)["version"], json={"reason": "otra vez"})
    boss.refused("sale_extend", 409, "reversing", id=sale["_id"], if_match=stored(stack, sale)["version"], json={"reason": "otra"})
    claimed = ana.call("sale_claim", id=sale["_id"])
    ana.refused("activation_service", 409, "reversing", id=sale["_id"], n=2)
    ana.refused("activation_removal", 409, "nothing_to_do", id=sale["_id"], n=2)
    ana.refused("activation_removal", 404, "not_found", id=sale["_id"], n=9)
    pedro.refused("activation_removal", 409, "claim_held", id=sale["_id"], n=1)
    ana.refused("sale_end", 409, "sale_frozen", id=sale["_id"], if_match=claimed.etag, json={"action": "cancel", "reason": "prueba"})
    gone = ana.call("activation_removal", id=sale["_id"], n=1, key="take-off-once")
    assert states(gone.body) == ["reversed", "to_load"]
    assert states(ana.call("activation_removal", id=sale["_id"], n=1, key="take-off-once").body) == ["reversed", "to_load"]
    done = stored(stack, sale)
    assert done["state"] == "expired" and "claim" not in done and "ready" not in done
    assert actions(stack, sale)[-2:] == ["service_reversed", "expire"]
    (fallen,) = events_of(stack, "sale.fallen", sale)
    assert fallen["data"]["state"] == "expired"


def test_a_removal_nobody_knows_of_is_asked_about_first(stack, frozen, ana, boss):  # noqa: F811
    sale = frozen()
    decide(boss, "sale_reverse", sale, stack)
    ana.call("sale_claim", id=sale["_id"])
    stack.database.activations.update_one({"_id": sale["_id"]}, {"$set": {"services.0.state": "unconfirmed"}, "$inc": {"version": Int64(1)}})
    stack.admin("clock", "advance", "1m")
    assert stored(stack, sale)["state"] == "activating"  # it does not expire as long as nobody knows
    asked = ana.call("activation_removal", id=sale["_id"], n=1)
    assert states(asked.body) == ["loaded", "to_load"] and kept(stack, sale)["services"][0]["sent"] == 1
    assert states(ana.call("activation_removal", id=sale["_id"], n=1).body) == ["reversed", "to_load"]
    assert stored(stack, sale)["state"] == "expired"


def test_next_gives_what_is_to_be_reversed(stack, frozen, ana, boss):  # noqa: F811
    sale = frozen()
    decide(boss, "sale_reverse", sale, stack)
    far = service_now(stack) - timedelta(days=300)
    stack.database.sales.update_one({"_id": sale["_id"]}, {"$set": {"expires_at": far}})
    assert ana.call("sale_next")["id"] == str(sale["_id"])


# ---- retracto -----------------------------------------------------------------------------------------------------


@pytest.fixture
def delivered(stack, activating, ana):  # noqa: F811
    """`delivered(sim)`: a sale with one loaded service, whose SIM is in the customer's hands, on its way, or nowhere."""

    def arrange(sim: str | None = "delivered", state="delivered", until=4 * 24 * HOUR):
        sale = activating(services=1)
        prepare(ana, sale)
        load(ana, sale)
        if sim:
            row = {"version": Int64(1), "state": sim, "returns": Int64(0), "sims": [{"product": Int64(1), "iccid": f"{sale['_id'].__hash__() % 10**18 + 10**18:019d}"}]}
            stack.database.dispatches.insert_one({"_id": sale["_id"], **row})
        change = {"state": state, "withdrawal_until": service_now(stack) + until}
        stack.database.sales.update_one({"_id": sale["_id"]}, {"$set": change, "$unset": {"claim": "", "ready": ""}})
        return sale

    return arrange


def withdraw(person, sale, stack, **options):
    return person.call("sale_withdraw", id=sale["_id"], if_match=stored(stack, sale)["version"], json=options.pop("json", {}), **options)


def test_a_withdrawal_opens_deactivation_and_the_return_of_the_sim(stack, delivered, ana, pedro):  # noqa: F811
    sale = delivered()
    gone = withdraw(ana, sale, stack, json={"reason": "No le sirvió la cobertura"}, key="withdraw-once")
    assert (gone["state"], gone["withdrawal"]["services"], gone["withdrawal"]["sim"], gone["ready"]) == ("withdrawn", "open", "open", True)
    assert withdraw(ana, sale, stack, json={"reason": "No le sirvió la cobertura"}, key="withdraw-once")["version"] == gone["version"]
    (fallen,) = events_of(stack, "sale.fallen", sale)
    assert (fallen["data"]["from"], fallen["data"]["state"]) == ("delivered", "withdrawn")
    assert str(sale["_id"]) in [row["id"] for row in pedro.pages("sales_list", query={"view": "queue"})]
    ana.refused("activation_removal", 409, "not_claimed", id=sale["_id"], n=1)
    claimed = ana.call("sale_claim", id=sale["_id"])
    ana.refused("sale_withdraw", 409, "wrong_state", id=sale["_id"], if_match=claimed.etag, json={})
    assert states(ana.call("activation_removal", id=sale["_id"], n=1).body) == ["reversed"]
    half = ana.call("sale_get", id=sale["_id"]).body
    assert (half["withdrawal"]["services"], half["withdrawal"]["sim"], half["ready"]) == ("done", "open", True)
    done = ana.call("withdrawal_sim_back", id=sale["_id"], if_match=half["version"]).body
    assert (done["withdrawal"]["sim"], done["state"]) == ("done", "withdrawn") and "ready" not in done and "claim" not in done
    assert actions(stack, sale)[-3:] == ["service_reversed", "withdrawal_services_off", "withdrawal_sim_back"]
    ana.refused("sale_claim", 409, "wrong_state", id=sale["_id"])


def test_without_a_sim_only_the_services_are_taken_off(stack, delivered, ana):  # noqa: F811
    sale = delivered(sim=None)
    assert withdraw(ana, sale, stack)["withdrawal"]["sim"] == "none"
    claimed = ana.call("sale_claim", id=sale["_id"])
    ana.refused("withdrawal_sim_back", 409, "wrong_state", id=sale["_id"], if_match=claimed.etag)
    ana.call("activation_removal", id=sale["_id"], n=1)
    assert "ready" not in stored(stack, sale)


@pytest.mark.parametrize("sim, state, expected", [("dispatched", "dispatched", "open"), ("returned", "returned", "none"), ("undelivered", "undelivered", "none"), ("scheduled", "activated", "none")])
def test_from_activation_on_it_may_be_withdrawn(stack, delivered, ana, sim, state, expected):  # noqa: F811
    sale = delivered(sim, state)
    assert withdraw(ana, sale, stack)["withdrawal"]["sim"] == expected


def test_not_after_its_days_nor_before_activation(stack, delivered, activating, ana, agent, boss):  # noqa: F811
    late = delivered(until=-timedelta(seconds=1))
    version = stored(stack, late)["version"]
    ana.refused("sale_withdraw", 409, "withdrawal_over", id=late["_id"], if_match=version, json={})
    early = activating()
    ana.refused("sale_withdraw", 409, "wrong_state", id=early["_id"], if_match=1, json={})
    agent.refused("sale_withdraw", 403, "forbidden", id=late["_id"], if_match=version, json={})
    boss.refused("sale_withdraw", 403, "forbidden", id=late["_id"], if_match=version, json={})
    ana.refused("sale_withdraw", 412, "stale", id=late["_id"], if_match=version + 1, json={})
    assert stored(stack, late)["version"] == version and stored(stack, late)["state"] == "delivered"
