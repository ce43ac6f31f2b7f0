"""What a reading's marks and its sound have to do with each other; and a contract that is read again."""

import functools
import subprocess

import pytest
from bson import ObjectId
from bson.int64 import Int64

from arranged import arrange_sale, customer, events_of, service_now
from calls import come_to_work, offered_call, phone_of, rest
from reading import mark, read_all, ready_to_read
from sales import forget_person
from sound import pieces_of, start_recorder

ACCEPTS = 115
LAST_MARK_MS = 2_600


@pytest.fixture
def agent(stack, person):
    agent = person("agent")
    yield agent
    rest(stack, agent)


@functools.cache
def tones(agent_seconds: float, customer_seconds: float) -> bytes:
    """A recorder's session of 3 s (or of what is spoken): the agent from its beginning, the customer in its last part."""
    left, right = f"0.2*sin(2*PI*300*t)*lt(t\\,{agent_seconds})", f"0.2*sin(2*PI*500*t)*gt(t\\,{3 - customer_seconds})"
    length = 3 if customer_seconds else max(agent_seconds, 0.5)
    return subprocess.run(
        ["ffmpeg", "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", f"aevalsrc={left}|{right}:s=48000:c=stereo:d={length}",
         "-c:a", "libopus", "-b:a", "32k", "-live", "1", "-f", "webm", "pipe:1"],
        check=True, capture_output=True).stdout  # fmt: skip


def read_over(agent, sale: dict, last_ms: int) -> dict:
    """Reads the whole contract, its marks spread evenly from the recorder's beginning to that position."""
    reading = agent.call("reading_start", id=sale["id"]).body
    marks = [(n, kind) for n, clause in enumerate(reading["clauses"]) for kind in ("start", "end" if clause["kind"] == "statement" else "answer")]
    for i, (clause, kind) in enumerate(marks):
        at = last_ms * i // (len(marks) - 1)
        reading = mark(agent, reading, clause, kind, at, "yes" if kind == "answer" else None)
    assert reading["state"] == "accepted"
    return reading


def settled(stack, agent, sound: bytes) -> dict:
    """The contract was read over that sound, and the call is over: the reading with what became of its audio."""
    call, sale, recording = ready_to_read(stack, agent, phone_of(ACCEPTS), sound)
    reading = read_over(agent, sale, LAST_MARK_MS)
    pieces = pieces_of(sound)
    for n, piece in enumerate(pieces[1:], 1):
        agent.call("recorder_piece", id=recording["id"], s=1, n=n, content=piece)
    agent.call("call_hangup", id=call["id"])
    agent.call("recorder_finish", id=recording["id"], s=1, json={"pieces": len(pieces)})
    stack.eventually(lambda: agent.call("recording_get", id=recording["id"])["state"] in ("ready", "failed"), 40)
    return agent.call("reading_get", id=reading["id"]).body


def test_a_reading_that_can_be_heard(stack, agent, person):
    reading = settled(stack, agent, tones(1.2, 1.2))
    audio = reading["audio"]
    assert "fault" not in audio
    assert (audio["from_ms"], audio["to_ms"]) == (0, LAST_MARK_MS)
    assert -1900 < audio["agent_cdb"] < -1500 and -1900 < audio["customer_cdb"] < -1500
    assert person("quality").call("reading_get", id=reading["id"])["audio"] == audio


def test_a_customer_who_is_not_heard_is_silent(stack, agent):
    audio = settled(stack, agent, tones(3, 0))["audio"]
    assert audio["fault"] == "silent" and audio["customer_cdb"] < -5000 and audio["agent_cdb"] > -1900


def test_sound_that_ends_before_the_reading_is_missing(stack, agent):
    audio = settled(stack, agent, tones(0.3, 0))["audio"]
    assert audio["fault"] == "missing" and audio["to_ms"] < 1_000


def test_bytes_that_are_no_sound_are_missing(stack, agent):
    assert settled(stack, agent, b"this is no sound at all" * 4)["audio"]["fault"] == "missing"


def test_every_clause_and_every_repeat_has_its_mark(stack, agent):
    _, sale, _ = ready_to_read(stack, agent, phone_of(ACCEPTS))
    reading = agent.call("reading_start", id=sale["id"]).body
    at = {"session": 1, "position_ms": 0}
    agent.refused("reading_mark", 409, "not_begun", id=reading["id"], json={"clause": 0, "kind": "end", **at})
    agent.refused("reading_mark", 409, "out_of_order", id=reading["id"], json={"clause": 1, "kind": "start", **at})
    mark(agent, reading, 0, "start", 0)
    mark(agent, reading, 1, "start", 0)
    mark(agent, reading, 1, "answer", 0, "unclear")
    agent.refused("reading_mark", 409, "not_begun", id=reading["id"], json={"clause": 1, "kind": "answer", "answer": "yes", **at})
    mark(agent, reading, 1, "start", 0)
    reading = mark(agent, reading, 1, "answer", 0, "yes")
    assert [(m["clause"], m["kind"]) for m in reading["marks"]] == [(0, "start"), (1, "start"), (1, "answer"), (1, "start"), (1, "answer")]
    assert reading["next_clause"] == 2 and reading["clauses"][1]["asked"] == 2


def test_one_take_at_a_time(stack, agent):
    _, sale, _ = ready_to_read(stack, agent, phone_of(ACCEPTS))
    reading = agent.call("reading_start", id=sale["id"]).body
    agent.refused("reading_start", 409, "reading_open", id=sale["id"])
    agent.call("reading_stop", id=reading["id"], json={"reason": "misread"})
    assert agent.call("reading_start", id=sale["id"])["take"] == 2


def test_a_recorder_of_before_takes_no_marks_any_more(stack, agent):
    call, sale, recording = ready_to_read(stack, agent, phone_of(ACCEPTS))
    reading = agent.call("reading_start", id=sale["id"]).body
    mark(agent, reading, 0, "start", 900)
    start_recorder(agent, call)
    problem = agent.refused("reading_mark", 422, "invalid", id=reading["id"], json={"clause": 0, "kind": "end", "session": 3, "position_ms": 0})
    assert problem["errors"] == [{"field": "session", "code": "unknown"}]
    mark(agent, reading, 1, "start", 10, session=2)  # the new recorder counts from its own beginning
    late = {"clause": 1, "kind": "answer", "answer": "yes", "session": 1, "position_ms": 1_000}
    agent.refused("reading_mark", 409, "mark_impossible", id=reading["id"], json=late)


@pytest.fixture
def faulty(stack, agent, person):
    """A sale of the agent's whose reading was found faulty: its document, and its owner of the back office."""
    owner = person("backoffice")
    forget_person(stack, phone_of(ACCEPTS))
    sale = arrange_sale(
        stack, agent, "rerecord_requested", ready=False, recording_state="faulty", owner_id=ObjectId(owner.user["id"]),
        owner_name=owner.user["name"], customer=customer(phone=phone_of(ACCEPTS)), task_id=ObjectId(),
    )  # fmt: skip
    stack.database.tasks.insert_one({
        "_id": sale["task_id"], "version": Int64(1), "sale_id": sale["_id"], "sale_number": sale["number"], "kind": "rerecord",
        "agent_id": sale["agent_id"], "team_id": sale["team_id"], "state": "open", "fields": [], "asked_at": service_now(stack),
        "fault": {"why": "clause", "clause": Int64(1), "kind": "not_clear", "at_ms": Int64(900), "reading_id": sale["reading_id"]},
        "sale_expires_at": sale["expires_at"],
    })  # fmt: skip
    yield sale, owner
    stack.database.sales.update_one({"_id": sale["_id"]}, {"$set": {"state": "cancelled"}, "$unset": {"ready": "", "claim": ""}})


def test_a_faulty_reading_is_read_again(stack, agent, faulty):
    sale, owner = faulty
    stack.admin("clock", "to-contact-hours")
    come_to_work(agent)
    agent.call("agent_state_put", json={"state": "task"})
    placed = agent.call("sale_call", id=sale["_id"]).body
    assert (placed["kind"], placed["purpose"]) == ("task", "contract_execution")
    assert offered_call(stack, agent) == placed["id"]
    call = agent.call("call_connect", id=placed["id"]).body
    sound = tones(1.2, 1.2)
    recording = start_recorder(agent, call)
    agent.call("recorder_piece", id=recording["id"], s=1, n=0, content=pieces_of(sound)[0])
    reading = read_all(agent, {"id": str(sale["_id"])})
    assert (reading["state"], reading["take"], reading["review_state"]) == ("accepted", 1, "waiting")
    after = stack.database.sales.find_one({"_id": sale["_id"]})
    assert (after["state"], after["recording_state"], str(after["reading_id"])) == ("recording_requested", "requested", reading["id"])
    assert after["reading_sha256"] == reading["sha256"] and "task_id" not in after
    assert (after["history"][-1]["action"], after["history"][-1]["from"]) == ("rerecord", "rerecord_requested")
    assert stack.database.tasks.find_one({"_id": sale["task_id"]})["state"] == "done"
    stored = stack.database.readings.find_one({"_id": ObjectId(reading["id"])})
    assert stored["review_requested_at"] and stored["sale_number"] == sale["number"] and stored["sale_expires_at"] == after["expires_at"]
    assert [event["data"]["state"] for event in events_of(stack, "sale.changed", sale)] == ["recording_requested"]
    assert [n["kind"] for n in owner.pages("notifications_list") if n.get("sale_id") == str(sale["_id"])] == ["answered"]
    agent.refused("reading_start", 409, "sale_state", id=sale["_id"])
    agent.call("call_hangup", id=call["id"])
