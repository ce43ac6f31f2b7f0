"""Numbers that are not to be called: asked on a call, added by an admin, or excluded by the registry's files."""

import hashlib
from datetime import datetime, timedelta

import pytest
from bson import ObjectId

from calls import phone_of, rest, take_call
from lead_files import counts, forget_campaigns, paused_campaign, settle, upload

OPTED_OUT = phone_of(106)


@pytest.fixture
def admin(person):
    return person("admin")


@pytest.fixture
def agent(stack, person):
    one = person("agent")
    yield one
    rest(stack, one)


def reasons(stack, phone: str, *options: str) -> dict[str, str]:
    told = stack.admin("may-contact", phone, *options, expect=None).stdout.splitlines()
    return dict(line.split("\t")[:2] for line in told)


def number(stack) -> str:
    """One that nobody has spoken of."""
    used = {row["phone"] for row in stack.database.suppressions.find({"origin": "own"})}
    return next(phone for phone in map(phone_of, range(800, 880)) if phone not in used)


# ---- on a call ----


def test_who_asks_on_a_call_is_not_called_again_to_sell_anything(stack, agent, admin):
    with agent.stream():
        call = take_call(stack, agent, OPTED_OUT)
        before = admin.call("suppression_counts")["own"]
        answered = agent.call("call_opt_out", id=call["id"])
        assert answered["opted_out_at"] and answered["state"] == "talking", "the call goes on"
        assert reasons(stack, OPTED_OUT)["opt_out"] == "opted_out"
        assert reasons(stack, OPTED_OUT, "--purpose", "customer_requested")["opt_out"] == "opted_out"
        assert stack.admin("may-contact", OPTED_OUT, "--purpose", "contract_execution")
        again = agent.call("call_opt_out", id=call["id"])
        assert again["opted_out_at"] == answered["opted_out_at"]
        assert admin.call("suppression_counts")["own"] == before + 1
        kept = stack.database.suppressions.find_one({"phone": OPTED_OUT, "origin": "own"})
        assert (kept["reason"], str(kept["call_id"])) == ("asked", call["id"])
        agent.call("disposition_set", id=call["id"], json={"code": "do_not_call"})
        stack.admin("clock", "advance", "6s")
        stack.eventually(lambda: stack.database.leads.find_one({"phone": OPTED_OUT, "state": "suppressed"}))
    stack.database.suppressions.delete_many({"phone": OPTED_OUT})


def test_only_whoever_has_the_call_speaks_for_the_customer(stack, agent, person):
    with agent.stream():
        call = take_call(stack, agent, OPTED_OUT)
        assert person("agent", 1).send("call_opt_out", id=call["id"]).status == 404
        assert not stack.database.suppressions.find_one({"phone": OPTED_OUT, "origin": "own"})
        agent.call("disposition_set", id=call["id"], json={"code": "technical"})


# ---- by an admin ----


def test_an_admin_adds_a_number_and_finds_it_by_its_digits_alone(stack, admin):
    phone = number(stack)
    typed = f"({phone[3:6]}) {phone[6:9]}-{phone[9:]}"
    assert admin.call("suppression_search", json={"phone": typed}).body == {"registry": []}
    added = admin.call("suppression_add", json={"phone": typed, "reason": "written", "note": "Carta de prueba"})
    assert added.status == 201
    assert added["phone"].endswith(phone[-4:]) and phone[3:9] not in added["phone"], "the screen needs the end alone"
    found = admin.call("suppression_search", json={"phone": phone})["own"]
    assert (found["reason"], found["note"]) == ("written", "Carta de prueba")
    assert admin.call("suppressions_list")["items"][0]["id"] == found["id"]
    assert reasons(stack, phone)["opt_out"] == "opted_out"
    again = admin.call("suppression_add", json={"phone": phone, "reason": "other"})
    assert (again["id"], again["reason"]) == (found["id"], "written"), "what is on the list stays as it was"
    operations = {row["operation"] for row in stack.database.audit.find({"subject.kind": "suppression"}, hint="_id_")}
    assert {"suppression_add", "suppression_search"} <= operations
    stack.database.suppressions.delete_many({"phone": phone})


def test_what_is_wrong_is_named_and_nothing_is_added(stack, admin):
    before = admin.call("suppression_counts")["own"]
    problem = admin.refused("suppression_add", 422, "invalid", json={"phone": "123", "reason": "porque sí", "note": 7, "more": 1})
    assert {e["field"] for e in problem["errors"]} == {"phone", "reason", "note", "more"}
    admin.refused("suppression_add", 422, "invalid", json={"phone": "3000000801", "reason": "disposition"})
    admin.refused("suppression_search", 422, "invalid", json={"phone": "no tiene"})
    assert admin.call("suppression_counts")["own"] == before


# ---- the registry's files ----


def send(admin, content: bytes) -> dict:
    file = admin.call("registry_file_create", json={"size": len(content), "sha256": hashlib.sha256(content).hexdigest()})
    admin.call("registry_file_piece", id=file["id"], n=0, content=content)
    return file.body


def load(admin, content: bytes, state: str = "ready") -> dict:
    file = send(admin, content)
    with admin.stream() as stream:
        assert admin.call("registry_file_import", id=file["id"]).status == 202
        stream.until("registry_file.progress", lambda m: (m["data"]["registry_file_id"], m["data"]["state"]) == (file["id"], state))
    return next(row for row in admin.pages("registry_files_list") if row["id"] == file["id"])


@pytest.fixture
def forgotten(stack):
    yield
    stack.database.registry_answers.delete_many({"channel": {"$in": ["call", "sms", "email", "chat"]}})
    forget_campaigns(stack)


def test_a_file_of_answers_blocks_at_the_gate_and_at_the_import(stack, admin, forgotten):
    stack.admin("clock", "to-contact-hours")
    loaded = load(admin, "Número;Llamadas;SMS\r\n3000000881;SI;NO\r\n300 000 0882;no;X\r\n12;SI;SI\r\n".encode("latin-1"))
    assert (loaded["rows"], loaded["excluded"], loaded["refused"]) == (3, 1, 1)
    assert reasons(stack, "3000000881")["registry"] == "excluded"
    assert reasons(stack, "3000000881", "--channel", "sms")["registry"] == "allowed"
    assert reasons(stack, "3000000882")["registry"] == "allowed"
    assert reasons(stack, "3000000882", "--channel", "sms")["registry"] == "excluded"
    found = admin.call("suppression_search", json={"phone": "3000000881"})["registry"]
    assert {(a["channel"], a["excluded"]) for a in found} == {("call", True), ("sms", False)}
    assert {a["valid_until"] for a in found} == {loaded["valid_until"]}
    number_counts = admin.call("suppression_counts")
    assert (number_counts["registry_excluded"], number_counts["registry_answers"]) == (1, 2)
    imported = settle(admin, upload(admin, paused_campaign(stack), b"telefono\n3000000881\n3000000882\n"))
    assert (counts(imported)["accepted"], imported["reasons"]) == (1, {"excluded": 1})


def test_answers_hold_until_three_in_the_morning(stack, admin, forgotten):
    loaded = load(admin, b"telefono\n3000000883\n")
    until = datetime.fromtimestamp(loaded["valid_until"] / 1000) - timedelta(hours=5)
    assert (until.hour, until.minute) == (3, 0)
    assert reasons(stack, "3000000883")["registry"] == "excluded", "without a column per channel every number is excluded"
    assert reasons(stack, "3000000883", "--channel", "email")["registry"] == "excluded"
    later = (until - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")
    assert reasons(stack, "3000000883", "--at", later)["registry"] == "excluded"
    assert reasons(stack, "3000000883", "--at", until.strftime("%Y-%m-%dT%H:%M"))["registry"] == "allowed", "the port is asked again"


def test_a_file_that_is_none_fails_and_says_so(admin):
    assert load(admin, b"nombre,ciudad\nAna,Cali\n", "failed")["error"] == "no_phone_column"
    assert load(admin, "telefono\n3000000884\n".encode("utf-16"), "failed")["error"] == "utf16"
    file = send(admin, b"telefono\n3000000884\n")
    admin.refused("registry_file_import", 409, "state", id=load(admin, b"telefono\n3000000885\n")["id"])
    assert admin.send("registry_file_import", id=file["id"]).status == 202
    assert admin.send("registry_file_piece", id=file["id"], n=0, content=b"x").status == 409


def test_a_file_is_loaded_once_however_often_its_run_begins_again(stack, admin, forgotten):
    rows = [f"300000{n:04d}" for n in range(700, 1000)] * 8
    loaded = load(admin, "\n".join(["celular", *rows]).encode())
    assert (loaded["rows"], loaded["excluded"]) == (2400, 2400)
    assert stack.database.registry_answers.count_documents({"file_id": ObjectId(loaded["id"])}, hint="_id_") == 300 * 4
    assert loaded["read_bytes"] == loaded["size"]
