"""The identity check: by code, by questions, counted per person, released when nobody answered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timezone

import pytest
from bson import ObjectId

from arranged import service_now
from calls import be_available, heard, offered_call, phone_of, rest
from sales import ready_for_identity, type_applicant
from world import LIMITED_DOCUMENT, SILENT_DOCUMENT, code, options, wrong_code

KNOWN, UNKNOWN, WRONG_FIRST, COLLEAGUES = 101, 103, 107, 104


@pytest.fixture
def agent(stack, person):
    agent = person("agent")
    yield agent
    rest(stack, agent)


def person_of(stack, attempt: dict) -> dict:
    stored = stack.database.identity_attempts.find_one({"_id": ObjectId(attempt["id"])})
    return stack.database.identity_persons.find_one({"_id": stored["person_id"]})


def answer(agent, attempt: dict, text: str, **arguments) -> dict:
    return agent.call("identity_code", id=attempt["id"], json={"code": text}, **arguments).body


def ended(stack, attempt: dict) -> list:
    events = stack.database.events.find({"type": "identity.ended", "subject.id": ObjectId(attempt["id"])})
    return [event["data"]["outcome"] for event in events]


def test_by_code(stack, agent):
    call, sale = ready_for_identity(stack, agent, phone_of(KNOWN))
    document = sale["customer"]["document_number"]
    key = "one-attempt-only"
    attempt = agent.call("identity_start", id=sale["id"], key=key).body
    assert (attempt["number"], attempt["method"], attempt["state"], attempt["code_length"]) == (1, "sms", "code_sent", 5)
    assert attempt["questions_from"] == attempt["code_sent_at"] + 60_000
    assert agent.call("identity_start", id=sale["id"], key=key).body == attempt
    number = heard(stack, call["id"], "code_sent", 1)  # the customer reads it out
    assert agent.call("call_line", id=call["id"], n=number).response.content[:4] == b"RIFF"
    agent.refused("identity_questions", 409, "code_may_come", id=attempt["id"])
    problem = agent.refused("identity_code", 422, "invalid", id=attempt["id"], json={"code": "12a45"})
    assert problem["errors"] == [{"field": "code", "code": "bad_character"}]
    agent.refused("identity_answers", 409, "attempt_state", id=attempt["id"], json={"options": [1, 1, 1, 1, 1]})
    done = answer(agent, attempt, code(document), key=key)
    assert done["state"] == "approved" and done["approval_number"].startswith("EV-")
    assert answer(agent, attempt, code(document), key=key) == done
    agent.refused("identity_code", 409, "idempotency_key_reused", id=attempt["id"], json={"code": "00000"}, key=key)
    sale = agent.call("sale_get", id=sale["id"]).body
    identity = sale["identity"]
    assert identity["approval_number"] == done["approval_number"] and identity["attempt_id"] == attempt["id"]
    assert identity["usable_until"] == identity["approved_at"] + 24 * 3600 * 1000
    assert sale["step"] == "reading" and sale["history"][-1]["action"] == "identity_approved"
    assert ended(stack, attempt) == ["approved"]
    agent.refused("identity_start", 409, "identity_approved", id=sale["id"])


def test_no_code_question_or_answer_is_kept(stack, agent):
    call, sale = ready_for_identity(stack, agent, phone_of(KNOWN))
    attempt = agent.call("identity_start", id=sale["id"]).body
    secret = code(sale["customer"]["document_number"])
    answer(agent, attempt, secret)
    attempt_id = ObjectId(attempt["id"])
    rows = [stack.database.identity_attempts.find_one({"_id": attempt_id})]
    for name in ("events", "audit"):
        found = list(stack.database[name].find({"subject.id": attempt_id}))
        assert found, name
        rows += found
    for row in rows:
        assert secret not in str({key: value for key, value in row.items() if key not in ("_id", "person_id")})
    logs = b"".join(path.read_bytes() for path in (stack.var / "log").glob("cierre-*"))
    assert b"/identity-attempts/{id}/code" in logs and f'"{secret}"'.encode() not in logs


def test_by_questions(stack, agent, person):
    call, sale = ready_for_identity(stack, agent, phone_of(UNKNOWN))
    document = sale["customer"]["document_number"]
    attempt = agent.call("identity_start", id=sale["id"]).body
    assert (attempt["method"], attempt["state"], len(attempt["questions"])) == ("questions", "questions", 5)
    assert len({question["text"] for question in attempt["questions"]}) == 5
    assert agent.call("identity_get", id=attempt["id"])["questions"] == attempt["questions"]
    person("agent", 1).refused("identity_get", 404, "not_found", id=attempt["id"])
    for n in range(1, 6):
        agent.call("identity_asked", id=attempt["id"], json={"question": n})
        heard(stack, call["id"], "question", 100 + n)
    problem = agent.refused("identity_asked", 422, "invalid", id=attempt["id"], json={"question": 6})
    assert problem["errors"] == [{"field": "question", "code": "too_large"}]
    problem = agent.refused("identity_answers", 422, "invalid", id=attempt["id"], json={"options": [1, 1]})
    assert problem["errors"] == [{"field": "options", "code": "required"}]
    done = agent.call("identity_answers", id=attempt["id"], json={"options": options(document)}).body
    assert done["state"] == "approved" and "questions" not in done


def test_a_code_that_does_not_come_gives_way_to_questions(stack, agent):
    _, sale = ready_for_identity(stack, agent, phone_of(KNOWN))
    document = sale["customer"]["document_number"]
    attempt = agent.call("identity_start", id=sale["id"]).body
    stack.admin("clock", "advance", "61s")
    switched = stack.eventually(lambda: after_a_minute(agent, attempt))
    assert (switched["number"], switched["method"], len(switched["questions"])) == (1, "questions", 5)
    agent.refused("identity_code", 409, "attempt_state", id=attempt["id"], json={"code": code(document)})
    wrong = [option % 4 + 1 for option in options(document)]
    done = agent.call("identity_answers", id=attempt["id"], json={"options": wrong}).body
    assert (done["state"], done["next"]) == ("failed", "again")


def after_a_minute(agent, attempt: dict):
    """The workers hear of the moved clock one after the other."""
    reply = agent.send("identity_questions", id=attempt["id"])
    return reply.body if reply.status == 200 else None


def test_counted_per_person(stack, agent):
    call, sale = ready_for_identity(stack, agent, phone_of(WRONG_FIRST))
    document = sale["customer"]["document_number"]
    first = agent.call("identity_start", id=sale["id"]).body
    heard(stack, call["id"], "code_sent", 1)
    failed = answer(agent, first, wrong_code(document))
    assert (failed["state"], failed["next"]) == ("failed", "again")
    check = agent.call("sale_document_check", id=sale["id"], json={"document_type": "cc", "document_number": document})
    assert (check["may_try"], check["attempts"]) == (True, 1)
    second = agent.call("identity_start", id=sale["id"]).body
    assert second["number"] == 2
    failed = answer(agent, second, code(document, 1))  # the code of the attempt before
    assert (failed["state"], failed["next"]) == ("failed", "wait")
    problem = agent.refused("identity_start", 409, "identity_too_soon", id=sale["id"])
    assert problem["until"] == failed["next_at"]
    check = agent.call("sale_document_check", id=sale["id"], json={"document_type": "cc", "document_number": document})
    assert (check["may_try"], check["reason"], check["from"]) == (False, "identity_too_soon", failed["next_at"])
    stack.admin("clock", "advance", "24h")
    third = stack.eventually(lambda: started(agent, sale))
    assert third["number"] == 3
    failed = answer(agent, third, wrong_code(document, 3))
    assert (failed["state"], failed["next"]) == ("failed", "closed")
    agent.refused("identity_start", 409, "identity_closed", id=sale["id"])
    assert [ended(stack, attempt) for attempt in (first, second, third)] == [["failed"]] * 3
    assert person_of(stack, third)["failures"] == 3


def started(agent, sale: dict):
    reply = agent.send("identity_start", id=sale["id"])
    return reply.body if reply.status == 201 else None


def test_an_approval_forgets_the_failures(stack, agent):
    _, sale = ready_for_identity(stack, agent, phone_of(KNOWN))
    document = sale["customer"]["document_number"]
    answer(agent, agent.call("identity_start", id=sale["id"]).body, wrong_code(document))
    second = agent.call("identity_start", id=sale["id"]).body
    assert answer(agent, second, code(document, 2))["state"] == "approved"
    person = person_of(stack, second)
    assert person["failures"] == 0 and "reserved_until" not in person


def test_many_answers_at_once_are_one(stack, agent, person):
    _, sale = ready_for_identity(stack, agent, phone_of(KNOWN))
    attempt = agent.call("identity_start", id=sale["id"]).body
    right = int(code(sale["customer"]["document_number"]))
    guesses = [f"{(right + step) % 100000:05d}" for step in range(1, 8)] + [f"{right:05d}"]
    browsers = [person("agent") for _ in guesses]
    with ThreadPoolExecutor(len(guesses)) as pool:
        replies = list(pool.map(lambda b, g: b.send("identity_code", id=attempt["id"], json={"code": g}), browsers, guesses))
    assert sorted(reply.status for reply in replies) == [200] + [409] * (len(guesses) - 1)
    assert len(ended(stack, attempt)) == 1


def test_two_agents_race_for_one_person(stack, agent, person):
    """Both have the same document in their drafts; exactly one attempt is reserved."""
    colleague = person("agent", 1)
    try:
        _, own = ready_for_identity(stack, agent, phone_of(KNOWN))
        _, other = ready_for_identity(stack, colleague, phone_of(COLLEAGUES), document_number="1000000101")
        with ThreadPoolExecutor(8) as pool:
            asks = [(agent, own), (colleague, other)] * 4
            replies = list(pool.map(lambda ask: ask[0].send("identity_start", id=ask[1]["id"]), asks))
        (won,) = [reply for reply in replies if reply.status == 201]
        assert {reply.get("code") for reply in replies if reply.status != 201} == {"identity_busy"}
        person_id = stack.database.identity_attempts.find_one({"_id": ObjectId(won["id"])})["person_id"]
        assert stack.database.identity_attempts.count_documents({"person_id": person_id, "state": "code_sent"}) == 1
    finally:
        rest(stack, colleague)


def test_a_call_that_ends_before_the_answer_releases_the_attempt(stack, agent):
    call, sale = ready_for_identity(stack, agent, phone_of(KNOWN))
    attempt = agent.call("identity_start", id=sale["id"]).body
    agent.call("call_hangup", id=call["id"])
    assert agent.call("identity_get", id=attempt["id"])["void_reason"] == "call_ended"
    person = person_of(stack, attempt)
    assert person["failures"] == 0 and "reserved_until" not in person
    assert ended(stack, attempt) == ["void"]
    agent.refused("identity_code", 409, "attempt_state", id=attempt["id"], json={"code": "12345"})
    agent.refused("identity_start", 409, "call_state", id=sale["id"])


def test_a_bureau_that_does_not_answer_costs_no_attempt(stack, agent):
    _, sale = ready_for_identity(stack, agent, phone_of(KNOWN), document_number=SILENT_DOCUMENT)
    attempt = agent.call("identity_start", id=sale["id"]).body
    assert (attempt["state"], attempt["void_reason"]) == ("void", "provider_silent")
    assert person_of(stack, attempt)["failures"] == 0
    sale = type_applicant(agent, sale, phone_of(KNOWN), document_number=LIMITED_DOCUMENT)
    attempt = agent.call("identity_start", id=sale["id"]).body
    done = answer(agent, attempt, code(LIMITED_DOCUMENT))
    assert (done["state"], done["void_reason"]) == ("void", "provider_limit")


def test_only_a_complete_applicant_is_checked(stack, agent):
    _, sale = ready_for_identity(stack, agent, phone_of(KNOWN), birthplace="", full_name="")
    problem = agent.refused("identity_start", 422, "invalid", id=sale["id"])
    assert {error["field"]: error["code"] for error in problem["errors"]} == {"full_name": "required", "birthplace": "required"}


def test_the_last_attempt_is_a_callback_that_opens_at_the_identity_check(stack, agent):
    """Booked whatever is said of the call, with the same offer; the first contact minute 24 hours after the failure."""
    call, sale = ready_for_identity(stack, agent, phone_of(WRONG_FIRST))
    document = sale["customer"]["document_number"]
    for n in (1, 2):
        failed = answer(agent, agent.call("identity_start", id=sale["id"]).body, wrong_code(document, n))
    agent.call("agent_state_put", json={"state": "break", "reason": "rest"})
    agent.call("disposition_set", id=call["id"], json={"code": "technical"})
    stack.admin("clock", "advance", "5s")
    lead = {"_id": ObjectId(call["lead_id"])}
    booked = stack.eventually(lambda: stack.database.leads.find_one({**lead, "state": "callback"}))
    assert booked["next_at"].replace(tzinfo=timezone.utc).timestamp() * 1000 >= failed["next_at"] and str(booked["sale_id"]) == sale["id"]
    rest(stack, agent)
    stack.admin("clock", "advance", "24h")
    stack.admin("clock", "to-contact-hours")
    stack.database.leads.update_one(lead, {"$set": {"next_at": service_now(stack)}})
    be_available(agent)
    again = agent.call("call_connect", id=offered_call(stack, agent)).body
    assert (again["lead_id"], again["sale_id"], again["step"]) == (call["lead_id"], sale["id"], "identity")
    assert [offer["state"] for offer in again["offers"]] == ["accepted"]
    third = agent.call("identity_start", id=sale["id"]).body
    assert third["number"] == 3
    assert answer(agent, third, wrong_code(document, 3))["next"] == "closed"
    agent.call("agent_state_put", json={"state": "break", "reason": "rest"})
    agent.call("disposition_set", id=again["id"], json={"code": "identity_closed"})
    stack.admin("clock", "advance", "5s")
    closed = stack.eventually(lambda: stack.database.leads.find_one({**lead, "state": "closed"}))
    assert (closed["closed_until"].replace(tzinfo=timezone.utc) - service_now(stack)).days in (89, 90)
    # Nobody calls for that draft any more.
    unfinished = agent.call("sales_list", query={"view": "unfinished"})["items"]
    assert sale["id"] not in [row["id"] for row in unfinished]
    agent.call("agent_state_put", json={"state": "task"})
    agent.refused("sale_call", 409, "sale_state", id=sale["id"])
