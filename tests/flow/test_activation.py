"""Activation: the line, the rate, the personal data, the services one by one; nothing is loaded twice."""

from datetime import datetime, timedelta, timezone

import pytest
from bson import ObjectId
from bson.int64 import Int64

from arranged import ADDRESSES, customer, events_of, product, service_now, stored, with_claim
from calls import phone_of
from test_back_office import agent, ana, at_once, milliseconds, pedro, sell  # noqa: F401

AT_ONCE, FAILS_FIRST, ANSWER_LOST, ORDER_LOST, SILENT = 105, 101, 102, 103, 115
ACCEPTED = {"id_front": "accepted", "id_back": "accepted", "utility_bill": "accepted"}
OPERATOR = "operator:Operador Ejemplo"


@pytest.fixture(autouse=True)
def operator_is_up(stack):
    stack.database.settings.delete_one({"_id": OPERATOR})
    yield
    stack.database.settings.delete_one({"_id": OPERATOR})


@pytest.fixture
def activating(stack, sell, ana):  # noqa: F811
    """`activating(phone)`: a sale of that customer's, held by ana, that is being activated."""

    def arrange(lead=AT_ONCE, services=1, purpose="new_line", state="activating", **changes):
        campaign = stack.database.campaigns.find_one({"code": "demo_noviembre"})
        catalogue = stack.database.products.find_one({"campaign_id": campaign["_id"], "family": "mobile_line"})
        line = {"purpose": purpose, "number": phone_of(lead)}
        products = [{**product(n, catalogue), "needs_sim": purpose == "new_line", "line": line} for n in range(1, services + 1)]
        return sell(state, **{
            **with_claim(stack, ana), "recording_state": "passed", "documents": ACCEPTED, "products": products,
            "customer": customer(phone=phone_of(lead), **ADDRESSES), **changes,
        })  # fmt: skip

    return arrange


def prepare(person, sale) -> dict:
    """Everything before the services."""
    person.call("activation_line", id=sale["_id"], json={"by": "phone"})
    person.call("activation_rate", id=sale["_id"])
    return person.call("activation_personal_data", id=sale["_id"]).body


def load(person, sale, n=1, **options):
    return person.call("activation_service", id=sale["_id"], n=n, **options).body


def states(activation) -> list[str]:
    return [service["state"] for service in activation["services"]]


def kept(stack, sale) -> dict:
    return stack.database.activations.find_one({"_id": sale["_id"]})


def actions(stack, sale) -> list[str]:
    return [entry["action"] for entry in stored(stack, sale)["history"]]


def test_step_by_step_to_activated(stack, activating, ana):  # noqa: F811
    sale = activating()
    before = ana.call("activation_get", id=sale["_id"]).body
    assert (before["version"], states(before), before["services"][0]["name"]) == (0, ["to_load"], sale["products"][0]["name"])
    ana.refused("activation_rate", 409, "step_before", id=sale["_id"])
    ana.refused("activation_service", 409, "step_before", id=sale["_id"], n=1)
    found = ana.call("activation_line", id=sale["_id"], json={"by": "phone"})
    assert found["line"]["found_by"] == "phone" and found["line"]["reference"].startswith("LIN-") and found.etag == '"1"'
    ana.refused("activation_personal_data", 409, "step_before", id=sale["_id"])
    assert ana.call("activation_rate", id=sale["_id"])["rate"]["code"].startswith("TAR-")
    assert ana.call("activation_personal_data", id=sale["_id"])["personal_data_at"]
    ana.refused("activation_service", 404, "not_found", id=sale["_id"], n=2)
    loaded = load(ana, sale)["services"][0]
    assert (loaded["state"], loaded["tries"]) == ("loaded", 0) and loaded["reference"].startswith("ALTA-")
    moved = stored(stack, sale)
    assert (moved["state"], moved["ready"]) == ("activated", True) and moved["claim"]["by"] == ObjectId(ana.user["id"])
    assert actions(stack, sale)[-5:] == ["activation_line", "activation_rate", "activation_personal", "service_loaded", "activate"]
    activate = moved["history"][-1]
    assert (activate["by"], activate["from"], activate["to"], activate["step"]) == (ObjectId(ana.user["id"]), "activating", "activated", "activation")
    versions = [event["data"]["version"] for event in events_of(stack, "activation.changed", sale)]
    assert versions == [1, 2, 3, 4, 5] and kept(stack, sale)["version"] == 5
    assert events_of(stack, "sale.changed", sale)[-1]["data"]["state"] == "activated"
    ana.refused("activation_service", 409, "wrong_state", id=sale["_id"], n=1)


def test_with_nothing_to_send_it_is_delivered_at_once(stack, activating, ana):  # noqa: F811
    sale = activating(purpose="this_number")
    prepare(ana, sale)
    load(ana, sale)
    moved = stored(stack, sale)
    assert [(entry["action"], entry["to"]) for entry in moved["history"][-2:]] == [("activate", "activated"), ("finish", "delivered")]
    assert moved["state"] == "delivered" and moved["withdrawal_until"] > service_now(stack).replace(tzinfo=None)
    assert "claim" not in moved and "ready" not in moved


def test_a_line_nobody_knows(activating, ana):  # noqa: F811
    sale = activating(customer=customer())
    ana.refused("activation_line", 404, "line_not_found", id=sale["_id"], json={"by": "address"})
    ana.refused("activation_line", 422, "invalid", id=sale["_id"], json={"by": "smell"})
    assert ana.call("activation_get", id=sale["_id"])["version"] == 0


def test_a_service_that_fails_is_loaded_at_the_retry(stack, activating, ana):  # noqa: F811
    sale = activating(FAILS_FIRST, services=2)
    prepare(ana, sale)
    failed = load(ana, sale)["services"][0]
    assert (failed["state"], failed["tries"], failed["reason"]) == ("not_loaded", 1, "operator_error")
    assert states(load(ana, sale, 2)) == ["not_loaded", "loaded"]
    assert stored(stack, sale)["state"] == "activating"
    loaded = load(ana, sale)["services"][0]
    assert (loaded["state"], loaded["tries"]) == ("loaded", 1) and "reason" not in loaded
    assert stored(stack, sale)["state"] == "activated"
    entries = [(e["action"], e.get("reason"), e["fields"]) for e in stored(stack, sale)["history"] if e["action"].startswith("service_")]
    assert entries == [("service_not_loaded", "operator_error", ["services.1"]), ("service_loaded", None, ["services.2"]), ("service_loaded", None, ["services.1"])]


@pytest.mark.parametrize("lead, asked, sent", [(ANSWER_LOST, "loaded", 1), (ORDER_LOST, "not_loaded", 2)])
def test_what_timed_out_is_asked_about_before_anything_is_sent_again(stack, activating, ana, lead, asked, sent):  # noqa: F811
    sale = activating(lead)
    prepare(ana, sale)
    unsure = load(ana, sale)["services"][0]
    assert (unsure["state"], unsure["tries"], unsure["reason"]) == ("unconfirmed", 0, "timed_out")
    assert states(load(ana, sale)) == [asked] and kept(stack, sale)["services"][0]["sent"] == 1
    if asked == "not_loaded":
        assert states(load(ana, sale)) == ["loaded"]
    service = kept(stack, sale)["services"][0]
    assert (service["state"], service["sent"], service["tries"]) == ("loaded", sent, 0)


def test_many_at_once_load_it_once(stack, activating, ana):  # noqa: F811
    for _ in range(4):
        sale = activating()
        prepare(ana, sale)
        replies = at_once(*[lambda: ana.send("activation_service", id=sale["_id"], n=1)] * 6)
        assert [reply.status for reply in replies].count(200) == 1
        assert {reply["code"] for reply in replies if reply.status != 200} <= {"in_progress", "wrong_state"}
        assert kept(stack, sale)["services"][0]["sent"] == 1 and actions(stack, sale).count("service_loaded") == 1


def test_the_same_request_again_sends_nothing(stack, activating, ana):  # noqa: F811
    sale = activating(FAILS_FIRST)
    prepare(ana, sale)
    first = load(ana, sale, key="load-it-once")
    again = at_once(*[lambda: ana.send("activation_service", id=sale["_id"], n=1, key="load-it-once")] * 4)
    assert [reply.body for reply in again] == [first] * 4
    assert kept(stack, sale)["services"][0]["sent"] == 1


def test_a_load_nobody_waits_for_any_more_counts_as_unconfirmed(stack, activating, ana):  # noqa: F811
    sale = activating()
    prepare(ana, sale)
    now = datetime.now(timezone.utc)

    def leave(until):
        fields = {"services.0.state": "loading", "services.0.sent": Int64(1), "services.0.loading_until": until}
        stack.database.activations.update_one({"_id": sale["_id"]}, {"$set": fields, "$inc": {"version": Int64(1)}})

    leave(now + timedelta(seconds=60))
    ana.refused("activation_service", 409, "in_progress", id=sale["_id"], n=1)
    leave(now - timedelta(seconds=1))
    assert states(ana.call("activation_get", id=sale["_id"]).body) == ["unconfirmed"]
    assert states(load(ana, sale)) == ["loaded"]  # asked, not sent
    service = kept(stack, sale)["services"][0]
    assert (service["sent"], service["asks"]) == (1, 1)


def test_three_silences_show_the_operator_as_down_and_one_probe_brings_it_back(stack, activating, ana, pedro):  # noqa: F811
    sale, other = activating(SILENT), activating(**with_claim(stack, pedro))
    prepare(ana, sale)
    prepare(pedro, other)
    assert states(load(ana, sale)) == ["unconfirmed"]
    assert "operator_down_since" not in load(ana, sale)
    down = load(ana, sale)
    assert down["operator_down_since"] and down["probe_at"] == down["operator_down_since"] + 60_000
    problem = pedro.refused("activation_service", 409, "operator_down", id=other["_id"], n=1)
    assert problem["until"] == down["probe_at"]
    assert states(pedro.call("activation_get", id=other["_id"]).body) == ["to_load"]
    aged = service_now(stack) - timedelta(seconds=61)
    stack.database.settings.update_one({"_id": OPERATOR}, {"$set": {"down_at": aged}})
    back = load(ana, sale)
    assert states(back) == ["not_loaded"] and "operator_down_since" not in back
    assert back["services"][0]["tries"] == 0
    assert states(load(pedro, other)) == ["loaded"] and states(load(ana, sale)) == ["loaded"]


def test_only_one_probes_a_silent_operator(stack, activating, ana, pedro):  # noqa: F811
    mine, other = activating(ANSWER_LOST), activating(ANSWER_LOST, **with_claim(stack, pedro))
    prepare(ana, mine)
    prepare(pedro, other)
    aged = service_now(stack) - timedelta(seconds=61)
    stack.database.settings.insert_one({"_id": OPERATOR, "timeouts": Int64(3), "down_at": aged, "probed_at": datetime.fromtimestamp(0, timezone.utc)})
    replies = at_once(lambda: ana.send("activation_service", id=mine["_id"], n=1), lambda: pedro.send("activation_service", id=other["_id"], n=1))
    assert sorted(reply.status for reply in replies) == [200, 409]
    assert [reply["code"] for reply in replies if reply.status == 409] == ["operator_down"]


def test_who_may_and_when(stack, activating, ana, pedro, agent):  # noqa: F811
    sale = activating()
    problem = pedro.refused("activation_line", 409, "claim_held", id=sale["_id"], json={"by": "phone"})
    assert problem["by_name"] == ana.user["name"]
    agent.refused("activation_get", 403, "forbidden", id=sale["_id"])
    early = activating(state="confirming")
    ana.refused("activation_line", 409, "wrong_state", id=early["_id"], json={"by": "phone"})
    over = activating(expires=timedelta(seconds=-5))
    late = ana.send("activation_line", id=over["_id"], json={"by": "phone"})  # the jobs daemon may have ended it meanwhile
    assert late.status == 409 and late["code"] in ("sale_expired", "not_claimed") and kept(stack, over) is None
    prepare(ana, sale)
    load(ana, sale)


def test_a_half_loaded_sale_is_frozen_at_its_end(stack, activating, ana):  # noqa: F811
    sale = activating(services=2)
    prepare(ana, sale)
    load(ana, sale)
    stack.database.sales.update_one({"_id": sale["_id"]}, {"$set": {"expires_at": service_now(stack) - timedelta(seconds=1)}})
    late = ana.send("activation_service", id=sale["_id"], n=2)  # the jobs daemon may have frozen it meanwhile
    assert late.status == 409 and late["code"] in ("sale_frozen", "not_claimed")
    assert stored(stack, sale)["state"] == "activating"


def test_the_line_stays_once_services_are_loaded(activating, ana):  # noqa: F811
    sale = activating(services=2)
    prepare(ana, sale)
    load(ana, sale)
    ana.refused("activation_line", 409, "services_begun", id=sale["_id"], json={"by": "address"})
    assert states(load(ana, sale, 2)) == ["loaded", "loaded"]


GONE = 198  # silent for an hour of probes


def test_an_operator_that_is_gone_for_an_hour(stack, activating, ana, pedro):  # noqa: F811
    """By the service clock: one probe a minute, nothing else is sent, no try is spent, its queue waits."""
    stack.admin("clock", "to-contact-hours")
    life = timedelta(minutes=90)
    sale, other = activating(GONE, expires=life), activating(expires=life, **with_claim(stack, pedro))
    prepare(ana, sale)
    prepare(pedro, other)
    for _ in range(3):
        down = load(ana, sale)
    began = down["operator_down_since"]
    pedro.call("sale_release", id=other["_id"])
    waiting = ids_in_queue(stack)
    probes = 0
    while "operator_down_since" in down:
        stack.admin("clock", "advance", "60s")
        down = stack.eventually(lambda: probe(ana, sale, down["probe_at"]))
        probes += 1
        assert states(down) == ["unconfirmed"] or "operator_down_since" not in down
        if probes % 10 == 0:
            given = pedro.send("sale_next")
            assert given.status == 404 or given["id"] not in waiting, "the queue of a silent operator waits"
            if given.status == 200:
                pedro.call("sale_release", id=given["id"])
    assert 58 <= probes <= 62 and milliseconds(service_now(stack)) - began >= 58 * 60_000
    service = kept(stack, sale)["services"][0]
    assert (service["state"], service["sent"], service["tries"]) == ("not_loaded", 1, 0)
    assert kept(stack, other)["services"][0].get("sent", 0) == 0
    pedro.call("sale_claim", id=other["_id"])
    assert states(load(pedro, other)) == ["loaded"] and states(load(ana, sale)) == ["loaded"]


def ids_in_queue(stack) -> set[str]:
    return {str(row["_id"]) for row in stack.database.sales.find({"state": "activating", "ready": True})}


def probe(person, sale, before: int):
    """The answer to a probe; nothing while this worker has not heard of the moved clock."""
    reply = person.send("activation_service", id=sale["_id"], n=1)
    if reply.status == 200:
        return reply.body
    assert (reply.status, reply["code"]) == (409, "operator_down") and reply["until"] == before, reply.body
    return None
