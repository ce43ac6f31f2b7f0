"""Quality: the queue, one hearing per reading, what is heard and marked, the verdict and all that follows from it."""

from datetime import timedelta

import pytest
from bson import ObjectId
from bson.int64 import Int64

from arranged import customer, events_of, service_now, stored
from calls import offered_call, phone_of, rest
from heard import CLAUSE_MS, make_hearable, whole_span
from reading import read_all, ready_to_read
from sales import forget_person
from sound import pieces_of, record, start_recorder, stereo
from test_back_office import agent, ana, at_once, own_task, pedro, sell  # noqa: F401
from test_sale_draft import errors


@pytest.fixture
def quality(person):
    return person("quality")


@pytest.fixture
def other_quality(person):
    return person("quality", 1)


@pytest.fixture
def hearable(stack, sell):  # noqa: F811
    """`hearable(state, …)`: a sale whose reading stands in the queue; sale and reading as stored."""
    made = []

    def arrange(state="in_review", requested=False, recording=None, **changes):
        sale = sell(state, **changes)
        made.append(sale)
        return sale, make_hearable(stack, sale, requested, **(recording or {}))

    yield arrange
    for sale in made:
        stack.database.readings.update_many({"sale_id": sale["_id"]}, {"$unset": {"queued": ""}})


def requested(hearable, **options):
    """A sale that waits for this very reading."""
    return hearable("recording_requested", True, recording_state="requested", ready=False, **options)


def open_review(quality, reading):
    return quality.call("review_open", id=reading["_id"])


def save(quality, review, heard=(), exceptions=()):
    body = {"heard": list(heard), "exceptions": list(exceptions)}
    return quality.call("review_save", id=review["id"], if_match=review.etag, json=body)


def decide(quality, review, verdict, **options):
    return quality.call("review_verdict", id=review["id"], if_match=review.etag, json={"verdict": verdict}, **options)


def question_of(reading) -> int:
    return next(n for n, clause in enumerate(reading["clauses"]) if clause["kind"] == "question")


def fatal_when_not_literal(stack, reading) -> list[int]:
    contract = stack.database.contracts.find_one({"_id": reading["contract_id"]})
    return [n for n, clause in enumerate(contract["clauses"]) if clause.get("fatal_when_not_literal")]


def reading_row(stack, reading) -> dict:
    return stack.database.readings.find_one({"_id": reading["_id"]})


# ---- the queue ----------------------------------------------------------------------------------------------------


def test_requested_readings_come_first_and_then_those_that_expire_first(hearable, quality, agent):  # noqa: F811
    late, _ = hearable(expires=timedelta(hours=9))
    soon, _ = hearable(expires=timedelta(hours=1))
    asked, reading = hearable("recording_requested", True, expires=timedelta(hours=40), ready=False)
    mine = [str(sale["_id"]) for sale in (asked, soon, late)]
    rows = quality.pages("review_queue", query={"limit": 1})
    assert [row["sale_id"] for row in rows if row["sale_id"] in mine] == mine
    row = next(row for row in rows if row["sale_id"] == mine[0])
    assert (row["id"], row["state"], row["sale_number"], row["agent_name"]) == (str(reading["_id"]), "waiting", asked["number"], agent.user["name"])
    assert row["duration_ms"] == whole_span(reading)["to_ms"] and row["recording_ready"] and row["requested_at"]
    agent.refused("review_queue", 403, "forbidden")


def test_a_reading_stands_in_the_queue_once_its_recording_is_one_file(stack, person, quality):
    seller = person("agent")
    call, sale, recording = ready_to_read(stack, seller, phone_of(101))
    reading = read_all(seller, sale)
    assert str(reading["id"]) not in [row["id"] for row in quality.pages("review_queue")]
    quality.refused("review_open", 409, "recording_not_ready", id=reading["id"])
    record(seller, recording, 1, stereo())
    seller.call("call_hangup", id=call["id"])
    stack.eventually(lambda: stack.database.readings.find_one({"_id": ObjectId(reading["id"]), "queued": True}), 40)
    row = next(row for row in quality.pages("review_queue") if row["id"] == reading["id"])
    assert row["state"] == "waiting" and row["recording_ready"] and "requested_at" not in row
    assert row["warn_at"] >= row["ended_at"] + 2 * 3_600_000
    review = quality.call("review_open", id=reading["id"]).body
    assert review["recording_id"] == recording["id"] and "sale_number" not in review
    assert quality.call("reading_get", id=reading["id"])["review_state"] == "hearing"
    quality.call("review_release", id=review["id"])
    stack.database.readings.update_one({"_id": ObjectId(reading["id"])}, {"$unset": {"queued": ""}})
    rest(stack, seller)


def test_a_sale_that_ends_takes_its_reading_out_of_the_queue(stack, hearable, quality, ana):  # noqa: F811
    sale, reading = hearable()
    claimed = ana.call("sale_claim", id=sale["_id"])
    ana.call("sale_end", id=sale["_id"], if_match=claimed.etag, json={"action": "reject", "reason": "prueba"})
    assert str(reading["_id"]) not in [row["id"] for row in quality.pages("review_queue")]
    quality.refused("review_open", 409, "recording_not_ready", id=reading["_id"])


# ---- hearing ------------------------------------------------------------------------------------------------------


def test_one_person_hears_a_reading(hearable, quality, other_quality, ana):  # noqa: F811
    _, reading = hearable()
    with quality.stream() as hears:
        review = open_review(quality, reading)
        told = hears.until("review.changed", lambda message: message["data"]["reading_id"] == str(reading["_id"]))
    assert told["data"]["state"] == "hearing"
    assert (review["state"], review["analyst_id"], review["span"]) == ("hearing", quality.user["id"], whole_span(reading))
    assert open_review(quality, reading)["id"] == review["id"]
    problem = other_quality.refused("review_open", 409, "review_held", id=reading["_id"])
    assert problem["by_name"] == quality.user["name"]
    row = next(row for row in other_quality.pages("review_queue") if row["id"] == str(reading["_id"]))
    assert (row["state"], row["analyst_name"]) == ("hearing", quality.user["name"])
    other_quality.refused("review_save", 404, "not_found", id=review["id"], if_match=review.etag, json={"heard": [], "exceptions": []})
    other_quality.refused("review_verdict", 404, "not_found", id=review["id"], if_match=review.etag, json={"verdict": "faulty"})
    ana.refused("review_open", 403, "forbidden", id=reading["_id"])


def test_two_who_open_at_once_never_hear_the_same(stack, hearable, quality, other_quality):
    for _ in range(8):
        _, reading = hearable()
        opened = at_once(*(lambda who=who: who.send("review_open", id=reading["_id"]) for who in (quality, other_quality)))
        assert sorted(reply.status for reply in opened) == [201, 409]
        assert stack.database.reviews.count_documents({"reading_id": reading["_id"]}) == 1


def test_a_reading_given_back_begins_anew(hearable, quality, other_quality):
    _, reading = hearable()
    review = save(quality, open_review(quality, reading), [whole_span(reading)])
    quality.call("review_release", id=review["id"])
    quality.refused("review_get", 404, "not_found", id=review["id"])
    quality.refused("review_verdict", 409, "reviewed", id=review["id"], if_match=review.etag, json={"verdict": "passed"})
    again = open_review(other_quality, reading)
    assert again["id"] != review["id"] and again["heard"] == []


def test_what_is_heard_and_marked_is_saved_as_one_goes(stack, hearable, quality):
    _, reading = hearable()
    review = open_review(quality, reading)
    question, fatal = question_of(reading), {"clause": 0, "kind": "not_clear", "at_ms": 500, "note": "ruido"}
    saved = save(quality, review, [{"from_ms": 0, "to_ms": 900}], [fatal, {"clause": question, "kind": "no_explicit_yes", "at_ms": 4200}])
    assert [(mark["clause"], mark["kind"], mark["fatal"]) for mark in saved["exceptions"]] == [(0, "not_clear", False), (question, "no_explicit_yes", True)]
    assert quality.call("review_get", id=review["id"]).etag == saved.etag != review.etag
    assert review["fatal_clauses"] == fatal_when_not_literal(stack, reading) != [] and saved["notes"] == []
    body = {"heard": [], "exceptions": []}
    quality.refused("review_save", 412, "stale", id=review["id"], if_match=review.etag, json=body)
    wrong = {"heard": [{"from_ms": 9, "to_ms": 3}], "exceptions": [{"clause": 99, "kind": "not_clear", "at_ms": 0}, {"clause": 0, "kind": "no_explicit_yes", "at_ms": 0}]}
    problem = quality.refused("review_save", 422, "invalid", id=review["id"], if_match=saved.etag, json=wrong)
    assert errors(problem) == {"heard[0].to_ms": "too_small", "exceptions[0].clause": "unknown", "exceptions[1].kind": "not_allowed"}


def test_the_analyst_notes_what_was_said_at_a_second(hearable, quality):
    _, reading = hearable()
    review = open_review(quality, reading)
    notes = [{"at_ms": 1_700, "text": "Pregunta sin esperar la respuesta."}]
    body = {"heard": [], "exceptions": [], "notes": notes}
    saved = quality.call("review_save", id=review["id"], if_match=review.etag, json=body)
    assert saved["notes"] == quality.call("review_get", id=review["id"])["notes"] == notes
    body["notes"] = [{"at_ms": 0, "text": ""}, {"text": "sin segundo"}]
    problem = quality.refused("review_save", 422, "invalid", id=review["id"], if_match=saved.etag, json=body)
    assert errors(problem) == {"notes[0].text": "required", "notes[1].at_ms": "required"}


# ---- the verdict --------------------------------------------------------------------------------------------------


def test_all_heard_and_nothing_marked_releases_the_sale_at_once(stack, hearable, quality, ana):  # noqa: F811
    sale, reading = requested(hearable, owner_id=ObjectId(ana.user["id"]), owner_name=ana.user["name"])
    review = save(quality, open_review(quality, reading), [whole_span(reading)])
    with ana.stream() as hears:
        passed = decide(quality, review, "passed", key="verdict-once")
        told = hears.until("notification", lambda message: message["data"].get("sale_id") == str(sale["_id"]))
    assert told["data"]["kind"] == "recording_passed" and passed["state"] == "passed" and passed["decided_at"]
    assert decide(quality, review, "passed", key="verdict-once")["version"] == passed["version"]
    moved = stored(stack, sale)
    assert (moved["state"], moved["recording_state"], moved["ready"]) == ("confirming", "passed", True)
    entry = moved["history"][-1]
    assert (entry["action"], entry["by"], entry["from"], entry["to"]) == ("release_recording", ObjectId(quality.user["id"]), "recording_requested", "confirming")
    row = reading_row(stack, reading)
    assert row["review_state"] == "passed" and "queued" not in row
    assert stack.database.recordings.find_one({"_id": reading["recording_id"]})["for_backoffice"]
    assert [event["data"]["state"] for event in events_of(stack, "review.changed", sale)] == ["hearing", "passed"]
    assert events_of(stack, "sale.changed", sale)[-1]["data"]["state"] == "confirming"
    quality.refused("review_open", 409, "reviewed", id=reading["_id"])
    assert ana.call("recording_get", id=reading["recording_id"])["state"] == "ready"


def test_what_was_not_heard_to_its_end_does_not_pass(hearable, quality):
    _, reading = requested(hearable)
    whole = whole_span(reading)["to_ms"]
    holes = [{"from_ms": 0, "to_ms": CLAUSE_MS}, {"from_ms": 2 * CLAUSE_MS, "to_ms": whole}]
    review = save(quality, open_review(quality, reading), holes)
    quality.refused("review_verdict", 409, "not_all_heard", id=review["id"], if_match=review.etag, json={"verdict": "passed"})
    quality.refused("review_verdict", 409, "nothing_marked", id=review["id"], if_match=review.etag, json={"verdict": "faulty"})
    review = save(quality, review, holes + [{"from_ms": CLAUSE_MS - 300, "to_ms": 2 * CLAUSE_MS + 300}])
    assert decide(quality, review, "passed")["state"] == "passed"


def test_a_mark_hinders_passing_and_without_a_fatal_one_all_must_be_heard(hearable, quality):
    _, reading = requested(hearable)
    marks = [{"clause": 0, "kind": "not_clear", "at_ms": 700}]
    review = save(quality, open_review(quality, reading), [{"from_ms": 0, "to_ms": 1_000}], marks)
    quality.refused("review_verdict", 409, "not_all_heard", id=review["id"], if_match=review.etag, json={"verdict": "faulty"})
    review = save(quality, review, [whole_span(reading)], marks)
    quality.refused("review_verdict", 409, "marked", id=review["id"], if_match=review.etag, json={"verdict": "passed"})
    quality.refused("review_verdict", 422, "invalid", id=review["id"], if_match=review.etag, json={"verdict": "hearing"})
    assert decide(quality, review, "faulty")["state"] == "faulty"


def test_a_fatal_mark_sends_the_sale_back_at_once_and_names_clause_and_second(stack, hearable, quality, agent, ana):  # noqa: F811
    sale, reading = requested(hearable, owner_id=ObjectId(ana.user["id"]), owner_name=ana.user["name"])
    question = question_of(reading)
    marks = [{"clause": question, "kind": "no_explicit_yes", "at_ms": 4_200, "note": "dijo ajá"}]
    review = save(quality, open_review(quality, reading), [{"from_ms": 3_000, "to_ms": 5_000}], marks)
    with agent.stream() as hears:
        decide(quality, review, "faulty")
        told = hears.until("notification", lambda message: message["data"].get("sale_id") == str(sale["_id"]))
    assert told["data"]["kind"] == "rerecord"
    moved, task = stored(stack, sale), own_task(agent, sale)
    assert (moved["state"], moved["recording_state"], moved["task_id"]) == ("rerecord_requested", "faulty", ObjectId(task["id"]))
    assert (moved["history"][-1]["action"], moved["history"][-1]["reason"]) == ("fault_recording", "no_explicit_yes")
    fault = {"why": "clause", "clause": question, "kind": "no_explicit_yes", "at_ms": 4_200, "note": "dijo ajá", "reading_id": str(reading["_id"])}
    assert (task["kind"], task["fault"]) == ("rerecord", fault)
    assert [n["kind"] for n in ana.pages("notifications_list") if n["sale_id"] == str(sale["_id"])] == ["recording_faulty"]
    assert {event["data"]["state"] for event in events_of(stack, "task.changed", sale)} == {"open"}  # twice, once the pool has it
    assert reading_row(stack, reading)["review_state"] == "faulty"


@pytest.mark.parametrize("recording, why", [({"state": "failed"}, "missing"), ({"short_ms": 9_000}, "missing"), ({"levels": (-20.0, -61.0)}, "silent")])
def test_what_cannot_be_heard_is_faulty_at_once_and_never_passes(stack, hearable, quality, agent, recording, why):  # noqa: F811
    sale, reading = requested(hearable, recording=recording)
    review = save(quality, open_review(quality, reading), [whole_span(reading)])
    quality.refused("review_verdict", 409, f"audio_{why}", id=review["id"], if_match=review.etag, json={"verdict": "passed"})
    decide(quality, review, "faulty")
    assert stored(stack, sale)["state"] == "rerecord_requested"
    assert own_task(agent, sale)["fault"]["why"] == why


def test_a_verdict_before_it_is_asked_for_waits_with_the_reading(stack, hearable, quality, agent, ana):  # noqa: F811
    good, reading = hearable("submitted")
    decide(quality, save(quality, open_review(quality, reading), [whole_span(reading)]), "passed")
    bad, reading = hearable("submitted")
    decide(quality, save(quality, open_review(quality, reading), [], [{"clause": question_of(reading), "kind": "no_explicit_yes", "at_ms": 4_000}]), "faulty")
    assert stored(stack, good)["state"] == stored(stack, bad)["state"] == "submitted"
    for sale, state in ((good, "confirming"), (bad, "rerecord_requested")):
        claimed = ana.call("sale_claim", id=sale["_id"])
        assert ana.call("sale_recording_request", id=sale["_id"], if_match=claimed.etag)["state"] == state
    assert own_task(agent, bad)["fault"]["clause"] == question_of(reading)


def test_while_data_is_asked_for_a_fault_joins_the_one_task(stack, hearable, quality, agent, ana):  # noqa: F811
    sale, reading = requested(hearable)
    claimed = ana.call("sale_claim", id=sale["_id"])
    body = {"fields": [{"name": "birthplace", "reason": "wrong"}]}
    ana.call("sale_data_request", id=sale["_id"], if_match=claimed.etag, json=body)
    review = save(quality, open_review(quality, reading), [], [{"clause": question_of(reading), "kind": "no_explicit_yes", "at_ms": 4_000}])
    decide(quality, review, "faulty")
    moved, task = stored(stack, sale), own_task(agent, sale)
    assert (moved["state"], moved["return_state"]) == ("data_requested", "rerecord_requested")
    assert task["kind"] == "rerecord" and [field["name"] for field in task["fields"]] == ["birthplace"]


def test_once_the_validity_is_over_a_verdict_moves_nothing(stack, hearable, quality):
    sale, reading = requested(hearable)
    review = save(quality, open_review(quality, reading), [whole_span(reading)])
    stack.database.sales.update_one({"_id": sale["_id"]}, {"$set": {"expires_at": service_now(stack) - timedelta(seconds=1)}})
    assert decide(quality, review, "passed")["state"] == "passed"
    assert stored(stack, sale)["state"] in ("recording_requested", "expired")


def test_the_contract_is_read_again_as_often_as_it_must_be(stack, person, quality, agent, ana, sell):  # noqa: F811
    """Each time a new take of the same sale, reviewed again; the sale waits, whoever asked keeps it."""
    stack.admin("clock", "to-contact-hours")
    forget_person(stack, phone_of(101))
    owner = {"owner_id": ObjectId(ana.user["id"]), "owner_name": ana.user["name"]}
    sale = sell("in_review", customer=customer(phone=phone_of(101)), **owner)
    claimed = ana.call("sale_claim", id=sale["_id"])
    stack.database.readings.update_one({"_id": sale["reading_id"]}, {"$set": {"review_state": "faulty", "review_fault": {"why": "missing", "at_ms": Int64(0)}}})
    assert ana.call("sale_recording_request", id=sale["_id"], if_match=claimed.etag)["state"] == "rerecord_requested"
    rest(stack, agent)
    takes = [str(sale["reading_id"])]
    for verdict in ("faulty", "faulty", "passed"):
        agent.call("agent_state_put", json={"state": "task"})
        placed = agent.call("sale_call", id=sale["_id"])
        call = agent.call("call_connect", id=offered_call(stack, agent)).body
        assert call["id"] == placed["id"]
        recording = start_recorder(agent, call)
        agent.call("recorder_piece", id=recording["id"], s=1, n=0, content=pieces_of(stereo())[0])
        reading = read_all(agent, {"id": str(sale["_id"])})
        assert stored(stack, sale)["state"] == "recording_requested" and reading["id"] not in takes
        takes.append(reading["id"])
        record(agent, recording, 1, stereo())
        agent.call("call_hangup", id=call["id"])
        row = stack.eventually(lambda: stack.database.readings.find_one({"_id": ObjectId(takes[-1]), "queued": True}), 60)
        heard = {"from_ms": Int64(0), "to_ms": Int64(0), "agent_cdb": Int64(-2000), "customer_cdb": Int64(-2000)}  # as if the marks had followed the sound
        stack.database.readings.update_one({"_id": row["_id"]}, {"$set": {"audio": heard}})
        review = quality.call("review_open", id=takes[-1])
        marks = [{"clause": question_of(row), "kind": "no_explicit_yes", "at_ms": 100}] if verdict == "faulty" else []
        review = save(quality, review, [row["span"]] if not marks else [], marks)
        decide(quality, review, verdict)
        assert stored(stack, sale)["state"] == ("rerecord_requested" if marks else "confirming")
        rest(stack, agent)
    after = stored(stack, sale)
    assert (str(after["reading_id"]), after["recording_state"], after["owner_id"]) == (takes[-1], "passed", ObjectId(ana.user["id"]))
    assert [entry["action"] for entry in after["history"]].count("rerecord") == 3
    tasks = list(stack.database.tasks.find({"sale_id": sale["_id"]}))
    assert [task["state"] for task in tasks] == ["done"] * 3 and "task_id" not in after
