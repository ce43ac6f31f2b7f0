"""Dispatch: serials, date and address, the courier's results, returns, the day's list."""

import itertools
from datetime import date, timedelta

import pytest
from bson import ObjectId

from arranged import ADDRESSES, customer, events_of, product, service_now, stored, with_claim
from calls import phone_of
from test_back_office import agent, ana, at_once, own_task, pedro, sell  # noqa: F401
from test_sale_draft import errors

SERIALS = itertools.count(1)


def check_digit(digits: str) -> str:
    """Luhn over the digits before it."""
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(reversed(digits))]
    return str(-sum(d // 10 + d % 10 for d in doubled) % 10)


def iccid() -> str:
    digits = f"8957{next(SERIALS):014d}"
    return digits + check_digit(digits)


def easter(year: int) -> date:
    """Easter Sunday (Gauss)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def holidays(year: int) -> set[date]:
    """Those of Colombia: fixed, moved to a Monday, counted from Easter."""
    fixed = {date(year, month, day) for month, day in ((1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25))}
    moving = [date(year, month, day) for month, day in ((1, 6), (3, 19), (6, 29), (7, 9), (8, 15), (10, 12), (11, 1), (11, 11))]
    moved = {day + timedelta(days=-day.weekday() % 7) for day in moving}
    return fixed | moved | {easter(year) + timedelta(days=days) for days in (-3, -2, 43, 64, 71)}


def work_day(stack, ahead: int = 1) -> str:
    """A day from so many days on that no courier takes off."""
    day = (service_now(stack) - timedelta(hours=5)).date() + timedelta(days=ahead)
    while day.weekday() == 6 or day in holidays(day.year):
        day += timedelta(days=1)
    return day.strftime("%Y-%m-%d")


@pytest.fixture
def activated(stack, sell, ana):  # noqa: F811
    """`activated(sims)`: a sale held by ana whose services are loaded, with so many products that bring a SIM and one that does not."""

    def arrange(sims=1, state="activated", **changes):
        campaign = stack.database.campaigns.find_one({"code": "demo_noviembre"})
        catalogue = stack.database.products.find_one({"campaign_id": campaign["_id"], "family": "mobile_line"})
        products = [{**product(n, catalogue), "needs_sim": True, "line": {"purpose": "new_line"}} for n in range(1, sims + 1)]
        products.append(product(sims + 1, catalogue))
        return sell(state, **{
            **with_claim(stack, ana), "recording_state": "passed", "products": products,
            "customer": customer(phone=phone_of(105), **ADDRESSES), **changes,
        })  # fmt: skip

    return arrange


def plan(stack, sims, **changes) -> dict:
    return {"sims": [{"product": n, "iccid": serial} for n, serial in sims], "date": work_day(stack), "courier": "Mensajería Ejemplo", **changes}


def schedule(stack, person, sale, sims, **changes):
    version = stored(stack, sale)["version"]
    return person.call("dispatch_schedule", id=sale["_id"], if_match=version, json=plan(stack, sims, **changes))


def report(person, sale, result, **fields):
    etag = person.call("dispatch_get", id=sale["_id"]).etag
    return person.call("dispatch_result", id=sale["_id"], if_match=etag, json={"result": result, **fields})


def refused_report(person, sale, status, code, result, **fields) -> dict:
    etag = person.call("dispatch_get", id=sale["_id"]).etag
    return person.refused("dispatch_result", status, code, id=sale["_id"], if_match=etag, json={"result": result, **fields})


def test_scheduled_under_way_delivered(stack, activated, ana, agent):  # noqa: F811
    sale = activated()
    serial = iccid()
    ana.refused("dispatch_get", 404, "not_found", id=sale["_id"])
    spaced = f"{serial[:4]} {serial[4:8]}-{serial[8:]}"
    made = schedule(stack, ana, sale, [(1, spaced)])
    assert made.status == 201 and made["sims"] == [{"product": 1, "iccid": serial}] and made["sale_number"] == sale["number"]
    assert (made["state"], made["address"], made["city"], made["returns"]) == ("scheduled", ADDRESSES["delivery_address"], ADDRESSES["city"], 0)
    waiting = stored(stack, sale)
    assert (waiting["state"], waiting["ready"]) == ("activated", False) and waiting["wait_until"] and "claim" not in waiting
    assert errors(refused_report(ana, sale, 422, "invalid", "in_transit")) == {"tracking": "required"}
    refused_report(ana, sale, 409, "wrong_state", "delivered")
    with agent.stream() as hears:
        sent = report(ana, sale, "in_transit", tracking="GUIA-0001")
        told = hears.until("dispatch.changed", lambda message: message["data"]["state"] == "dispatched")
    assert told["data"]["sale_id"] == str(sale["_id"]) and (sent["state"], sent["tracking"]) == ("dispatched", "GUIA-0001") and sent["dispatched_at"]
    assert report(ana, sale, "in_transit", tracking="GUIA-0002")["tracking"] == "GUIA-0002"
    done = report(ana, sale, "delivered")
    assert done["state"] == "delivered" and done["delivered_at"]
    moved = stored(stack, sale)
    assert moved["state"] == "delivered" and moved["withdrawal_until"] > service_now(stack).replace(tzinfo=None) + timedelta(days=4)
    assert [(e["action"], e["to"]) for e in moved["history"][1:]] == [("schedule_dispatch", "activated"), ("dispatch", "dispatched"), ("deliver", "delivered")]
    assert [event["data"]["state"] for event in events_of(stack, "dispatch.changed", sale)] == ["scheduled", "dispatched", "dispatched", "delivered"]
    refused_report(ana, sale, 409, "wrong_state", "returned", reason="refused")


def test_every_wrong_field_is_named(stack, activated, ana):  # noqa: F811
    sale = activated(sims=3)
    serial = iccid()
    wrong = serial[:-1] + str((int(serial[-1]) + 1) % 10)
    sims = [(1, wrong), (4, iccid()), (2, serial), (2, serial), (9, "8957")]
    body = plan(stack, sims, date="2020-01-02", courier="x", address="abc", city="y")
    problem = ana.refused("dispatch_schedule", 422, "invalid", id=sale["_id"], if_match=1, json=body)
    assert errors(problem) == {
        "sims[0].iccid": "bad_format", "sims[1].product": "not_allowed", "sims[3].product": "duplicate", "sims[3].iccid": "duplicate",
        "sims[4].product": "unknown", "sims[4].iccid": "too_short", "sims": "required", "date": "too_small", "courier": "too_short",
        "address": "too_short", "city": "too_short",
    }  # fmt: skip
    assert stored(stack, sale)["version"] == 1 and stack.database.dispatches.find_one({"_id": sale["_id"]}) is None


@pytest.mark.parametrize("text", ["2026-13-01", "next week"])
def test_a_date_that_is_none(stack, activated, ana, text):  # noqa: F811
    sale = activated()
    problem = ana.refused("dispatch_schedule", 422, "invalid", id=sale["_id"], if_match=1, json=plan(stack, [(1, iccid())], date=text))
    assert errors(problem) == {"date": "bad_format"}


def test_no_courier_goes_out_on_a_sunday(stack, activated, ana):  # noqa: F811
    sale = activated()
    local = service_now(stack) - timedelta(hours=5)
    sunday = (local + timedelta(days=(6 - local.weekday()) or 7)).strftime("%Y-%m-%d")
    problem = ana.refused("dispatch_schedule", 422, "invalid", id=sale["_id"], if_match=1, json=plan(stack, [(1, iccid())], date=sunday))
    assert errors(problem) == {"date": "not_allowed"}


def test_a_serial_goes_out_once(stack, activated, ana):  # noqa: F811
    first, second = activated(), activated()
    serial = iccid()
    schedule(stack, ana, first, [(1, serial)])
    problem = ana.refused("dispatch_schedule", 422, "invalid", id=second["_id"], if_match=1, json=plan(stack, [(1, serial)]))
    assert errors(problem) == {"sims[0].iccid": "duplicate"}


def test_two_who_take_one_serial_at_once(stack, activated, ana):  # noqa: F811
    for _ in range(5):
        sales, serial = (activated(), activated()), iccid()
        replies = at_once(*(lambda sale=sale: ana.send("dispatch_schedule", id=sale["_id"], if_match=1, json=plan(stack, [(1, serial)])) for sale in sales))
        assert sorted(reply.status for reply in replies) == [201, 422]
        assert [errors(reply.body) for reply in replies if reply.status == 422] == [{"sims[0].iccid": "duplicate"}]
        assert stack.database.dispatches.count_documents({"sims.iccid": serial}) == 1


def test_it_comes_back_twice_and_then_for_good(stack, activated, ana, agent):  # noqa: F811
    sale = activated()
    serial = iccid()
    for returns, state, dispatch in ((1, "returned", "returned"), (2, "returned", "returned"), (3, "undelivered", "undelivered")):
        if returns > 1:
            assert own_task(agent, sale)["kind"] == "callback"
            claimed = ana.call("sale_claim", id=sale["_id"])
            assert claimed["state"] == "returned"
        schedule(stack, ana, sale, [(1, serial)], address="Avenida 7 # 8-90" if returns > 1 else "Calle 1 # 2-03")
        report(ana, sale, "in_transit", tracking=f"GUIA-{returns:04d}")
        assert errors(refused_report(ana, sale, 422, "invalid", "returned")) == {"reason": "required"}
        assert errors(refused_report(ana, sale, 422, "invalid", "returned", reason="other")) == {"note": "required"}
        back = report(ana, sale, "returned", reason="nobody_home")
        assert (back["state"], back["returns"], back["return_reason"]) == (dispatch, returns, "nobody_home")
        assert stored(stack, sale)["state"] == state and stored(stack, sale)["history"][-1]["reason"] == "nobody_home"
    assert [task["state"] for task in stack.database.tasks.find({"sale_id": sale["_id"]})] == ["cancelled", "cancelled"]
    told = [n["kind"] for n in ana.pages("notifications_list") if n["sale_id"] == str(sale["_id"])]
    assert told == ["callback", "callback"]
    (fallen,) = events_of(stack, "sale.fallen", sale)
    assert fallen["data"]["state"] == "undelivered"
    ana.refused("dispatch_schedule", 409, "not_claimed", id=sale["_id"], if_match=stored(stack, sale)["version"], json=plan(stack, [(1, iccid())]))


def test_out_of_turn_and_out_of_date(stack, activated, ana, pedro, agent):  # noqa: F811
    early = activated(state="activating")
    ana.refused("dispatch_schedule", 409, "wrong_state", id=early["_id"], if_match=1, json=plan(stack, [(1, iccid())]))
    sale = activated()
    body = plan(stack, [(1, iccid())])
    ana.refused("dispatch_schedule", 412, "stale", id=sale["_id"], if_match=9, json=body)
    assert pedro.refused("dispatch_schedule", 409, "claim_held", id=sale["_id"], if_match=1, json=body)["by_name"] == ana.user["name"]
    agent.refused("dispatch_get", 403, "forbidden", id=sale["_id"])
    ana.refused("dispatch_result", 404, "not_found", id=sale["_id"], if_match=1, json={"result": "delivered"})
    first = ana.call("dispatch_schedule", id=sale["_id"], if_match=1, json=body, key="schedule-once")
    again = ana.call("dispatch_schedule", id=sale["_id"], if_match=1, json=body, key="schedule-once")
    assert first.body == again.body
    sent = report(pedro, sale, "in_transit", tracking="GUIA-7777")
    pedro.refused("dispatch_result", 412, "stale", id=sale["_id"], if_match=first.etag, json={"result": "delivered"})
    assert pedro.call("dispatch_result", id=sale["_id"], if_match=sent.etag, json={"result": "delivered"})["state"] == "delivered"


def test_nothing_to_send_is_nothing_to_schedule(stack, activated, ana):  # noqa: F811
    sale = activated(sims=0)
    ana.refused("dispatch_schedule", 409, "sims_missing", id=sale["_id"], if_match=1, json=plan(stack, []))


def test_the_days_list(stack, activated, ana):  # noqa: F811
    day, later = work_day(stack, 12), work_day(stack, 20)
    sales = [activated() for _ in range(3)]
    for sale, on in zip(sales, (day, day, later)):
        schedule(stack, ana, sale, [(1, iccid())], date=on)
    report(ana, sales[1], "in_transit", tracking="GUIA-5555")
    ids = [str(sale["_id"]) for sale in sales]

    def listed(**query) -> list[str]:
        return [row["id"] for row in ana.pages("dispatches_list", query={"limit": 1, **query}) if row["id"] in ids]

    assert sorted(listed(date=day)) == sorted(ids[:2]) and listed(date=day, state="dispatched") == [ids[1]]
    assert sorted(listed(state="scheduled")) == sorted([ids[0], ids[2]])
    assert listed()[-1] == ids[2] and len(listed()) == 3
    assert errors(ana.refused("dispatches_list", 422, "invalid", query={"state": "lost"})) == {"state": "unknown"}
    assert errors(ana.refused("dispatches_list", 422, "invalid", query={"date": "tomorrow"})) == {"date": "bad_format"}


def test_a_sale_scheduled_for_later_comes_up_on_its_day(stack, activated, ana):  # noqa: F811
    sale = activated()
    schedule(stack, ana, sale, [(1, iccid())], date=work_day(stack, 2))
    stack.database.sales.update_one({"_id": sale["_id"]}, {"$set": {"wait_until": service_now(stack) - timedelta(seconds=1)}})
    stack.eventually(lambda: stored(stack, sale)["ready"])
    assert stored(stack, sale)["state"] == "activated"


def test_what_comes_back_is_a_call_of_the_agents_and_its_answer_amends_the_sale(stack, activated, ana, agent):  # noqa: F811
    sale = activated()
    schedule(stack, ana, sale, [(1, iccid())])
    report(ana, sale, "in_transit", tracking="GUIA-8080")
    with agent.stream() as hears:
        report(ana, sale, "returned", reason="nobody_home")
        told = hears.until("notification", lambda message: message["data"].get("sale_id") == str(sale["_id"]))
    assert told["data"]["kind"] == "callback"
    task = own_task(agent, sale)
    assert [field["name"] for field in task["fields"]] == ["delivery_address", "city"]
    answers = [{"name": "delivery_address", "answer": "value", "value": "Calle 99 # 1-23"}, {"name": "city", "answer": "correct"}]
    assert agent.call("task_answer", id=task["id"], json={"answers": answers})["state"] == "answered"
    after = stored(stack, sale)
    assert (after["state"], after["ready"], after["customer"]["delivery_address"]) == ("returned", True, "Calle 99 # 1-23")
    assert "task_id" not in after and after["history"][-1]["action"] == "answer_callback"
    (amended,) = after["amendments"]
    assert (amended["field"], amended["old"], amended["new"]) == ("delivery_address", ADDRESSES["delivery_address"], "Calle 99 # 1-23")
    assert "Calle 99" not in str(after["history"])
    ana.call("sale_claim", id=sale["_id"])
    assert schedule(stack, ana, sale, [(1, iccid())])["address"] == "Calle 99 # 1-23"


# ---- the courier's files ------------------------------------------------------------------------------------------


def csv(text: str) -> dict:
    return {"content": text.encode("utf-8"), "headers": {"Content-Type": "text/csv"}}


def test_the_days_list_is_a_file_for_the_courier(stack, activated, ana, agent):  # noqa: F811
    day = work_day(stack, 25)
    sale, other = activated(customer=customer(phone=phone_of(105), full_name="=Ana Ejemplo", **ADDRESSES)), activated()
    serial = iccid()
    schedule(stack, ana, sale, [(1, serial)], date=day)
    schedule(stack, ana, other, [(1, iccid())], date=work_day(stack, 27))
    reply = ana.call("dispatches_day_list", query={"date": day})
    assert "attachment" in reply.headers["content-disposition"] and reply.response.content.startswith(b"\xef\xbb\xbf")
    head, *rows = reply.response.content.decode("utf-8-sig").splitlines()
    assert head.split(";")[:4] == ["Venta", "Cliente", "Teléfono", "Dirección"]
    (row,) = [row for row in rows if row.startswith(sale["number"])]
    assert "'=Ana Ejemplo" in row and serial in row and ADDRESSES["delivery_address"] in row and day in row
    assert not any(row.startswith(other["number"]) for row in rows)
    assert stack.database.audit.find_one({"subject.id": ObjectId("0" * 24), "operation": "dispatches_day_list"})
    assert errors(ana.refused("dispatches_day_list", 422, "invalid")) == {"date": "required"}
    assert errors(ana.refused("dispatches_day_list", 422, "invalid", query={"date": "mañana"})) == {"date": "bad_format"}
    agent.refused("dispatches_day_list", 403, "forbidden", query={"date": day})


def test_the_couriers_file_brings_numbers_and_results(stack, activated, ana, pedro):  # noqa: F811
    sales = [activated() for _ in range(4)]
    for sale in sales:
        schedule(stack, ana, sale, [(1, iccid())])
    numbers = [sale["number"] for sale in sales]
    first = "Venta;Guía\n" + "".join(f"{number};G{number[2:]}\n" for number in numbers)
    assert pedro.call("courier_file", **csv(first)).body == {"rows": 4, "applied": 4, "unchanged": 0, "refused": []}
    assert {stored(stack, sale)["state"] for sale in sales} == {"dispatched"}
    assert pedro.call("courier_file", **csv(first)).body == {"rows": 4, "applied": 0, "unchanged": 4, "refused": []}
    second = f"guia,estado,motivo\nG{numbers[0][2:]},Entregado,\nG{numbers[1][2:]},Devuelto,nadie en casa\nG{numbers[2][2:]},Devuelto,\nG-NADIE,Entregado,\n,Entregado,\n"
    got = pedro.call("courier_file", **csv(second)).body
    assert (got["rows"], got["applied"], got["unchanged"]) == (5, 2, 0)
    assert [(row["line"], row["code"]) for row in got["refused"]] == [(4, "required"), (5, "not_found"), (6, "row_unnamed")]
    assert [stored(stack, sale)["state"] for sale in sales] == ["delivered", "returned", "dispatched", "dispatched"]
    assert stored(stack, sales[1])["history"][-1]["reason"] == "nobody_home"
    early = activated()
    got = pedro.call("courier_file", **csv(f"venta;resultado\n{numbers[0]};devuelto\n{early['number']};entregado\n")).body
    assert [row["code"] for row in got["refused"]] == ["required", "not_found"]


def test_a_file_that_is_none(ana, agent, stack):  # noqa: F811
    ana.refused("courier_file", 422, "courier_columns", **csv("nombre;ciudad\nAna;Cali\n"))
    ana.refused("courier_file", 415, "media_type", content=b"venta;guia\n")
    ana.refused("courier_file", 413, "too_many_rows", **csv("venta;guia\n" + "V-1;G-1000\n" * 1001))
    agent.refused("courier_file", 403, "forbidden", **csv("venta;guia\n"))
