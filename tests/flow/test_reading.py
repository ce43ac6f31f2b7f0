"""The contract: literal, clause by clause, with an explicit yes; and the sound it stands on."""

import hashlib

import pytest
from bson import ObjectId

from calls import heard, phone_of, rest
from reading import approve, mark, read_all, ready_to_read
from sales import ready_for_identity
from sound import levels, pieces_of, probe, start_recorder, stereo

ACCEPTS, UNCLEAR = 115, 104


@pytest.fixture
def agent(stack, person):
    agent = person("agent")
    yield agent
    rest(stack, agent)


def stored(stack, reading: dict) -> dict:
    return stack.database.readings.find_one({"_id": ObjectId(reading["id"])})


def test_nothing_is_read_while_nothing_is_recorded_or_nobody_approved(stack, agent):
    call, sale = ready_for_identity(stack, agent, phone_of(ACCEPTS))
    agent.refused("reading_start", 409, "identity_missing", id=sale["id"])
    approve(agent, sale)
    agent.refused("reading_start", 409, "not_recorded", id=sale["id"])
    recording = start_recorder(agent, call)
    agent.refused("reading_start", 409, "not_recorded", id=sale["id"])
    agent.call("recorder_piece", id=recording["id"], s=1, n=0, content=pieces_of(stereo())[0])
    assert agent.call("reading_start", id=sale["id"])["state"] == "open"


def test_the_text_is_literal_and_every_clause_comes_in_order(stack, agent, person):
    call, sale, recording = ready_to_read(stack, agent, phone_of(ACCEPTS))
    key = "one-reading-only"
    reading = agent.call("reading_start", id=sale["id"], key=key).body
    assert agent.call("reading_start", id=sale["id"], key=key)["id"] == reading["id"]
    texts = [clause["text"] for clause in reading["clauses"]]
    assert reading["sha256"] == hashlib.sha256("".join(f"{text}\n" for text in texts).encode()).hexdigest()
    whole = " ".join(texts)
    assert "{{" not in whole and sale["customer"]["full_name"] in whole and "$\u00a084.900" in whole
    assert (reading["take"], reading["state"], reading["next_clause"]) == (1, "open", 0)
    agent.refused("reading_mark", 409, "out_of_order", id=reading["id"], json={"clause": 3, "kind": "start", "session": 1, "position_ms": 0})
    mark(agent, reading, 0, "start", 100)
    reading = mark(agent, reading, 1, "start", 150)  # a clause that begins ends the statement before it
    assert reading["next_clause"] == 1
    agent.refused("reading_mark", 409, "answer_due", id=reading["id"], json={"clause": 1, "kind": "end", "session": 1, "position_ms": 200})
    problem = agent.refused("reading_mark", 422, "invalid", id=reading["id"], json={"clause": 1, "kind": "answer", "session": 1, "position_ms": 200})
    assert problem["errors"] == [{"field": "answer", "code": "required"}]
    impossible = {"clause": 1, "kind": "answer", "answer": "yes", "session": 1, "position_ms": 3_600_000}
    agent.refused("reading_mark", 409, "mark_impossible", id=reading["id"], json=impossible)
    assert person("agent", 1).send("reading_get", id=reading["id"]).status == 404
    assert heard(stack, call["id"], "clause", 1)  # the customer hears a question, not a statement
    assert stored(stack, reading)["next_clause"] == 1


def test_three_times_without_a_yes_voids_the_take_and_a_new_one_begins(stack, agent):
    call, sale, _ = ready_to_read(stack, agent, phone_of(ACCEPTS))
    first = read_until_void(agent, sale)
    assert first["state"] == "void" and first["clauses"][1]["asked"] == 3
    agent.refused("reading_mark", 409, "reading_ended", id=first["id"], json={"clause": 1, "kind": "answer", "answer": "yes", "session": 1, "position_ms": 0})
    second = read_all(agent, sale)
    assert (second["state"], second["take"], second["next_clause"]) == ("accepted", 2, len(second["clauses"]))
    sale = agent.call("sale_get", id=sale["id"]).body
    assert (sale["reading_id"], sale["contract_number"], sale["step"]) == (second["id"], 7, "form")
    agent.refused("reading_start", 409, "already_accepted", id=sale["id"])
    events = stack.database.events.find({"type": "reading.ended", "subject.id": {"$in": [ObjectId(first["id"]), ObjectId(second["id"])]}})
    assert sorted(event["data"]["state"] for event in events) == ["accepted", "void"]


def read_until_void(agent, sale: dict) -> dict:
    reading = agent.call("reading_start", id=sale["id"]).body
    mark(agent, reading, 0, "start", 0)
    for _ in range(3):
        mark(agent, reading, 1, "start", 0)
        reading = mark(agent, reading, 1, "answer", 0, "unclear")
    return reading


def test_a_repeated_question_is_no_harm(stack, agent):
    _, sale, _ = ready_to_read(stack, agent, phone_of(UNCLEAR))
    reading = read_all(agent, sale, {1: ["unclear", "unclear", "yes"]})
    assert reading["state"] == "accepted" and reading["clauses"][1]["asked"] == 3


def test_stop_and_explain_counts_against_nobody_and_takes_run_out(stack, agent):
    _, sale, _ = ready_to_read(stack, agent, phone_of(ACCEPTS))
    for take in (1, 2, 3):
        reading = agent.call("reading_start", id=sale["id"])
        assert reading["take"] == take
        assert agent.call("reading_stop", id=reading["id"], json={"reason": "question"})["state"] == "interrupted"
    agent.refused("reading_start", 409, "takes_spent", id=sale["id"])
    problem = agent.refused("reading_stop", 422, "invalid", id=reading["id"], json={"reason": "tired"})
    assert problem["errors"][0]["field"] == "reason"


def test_a_call_that_ends_interrupts_the_take(stack, agent):
    call, sale, _ = ready_to_read(stack, agent, phone_of(ACCEPTS))
    reading = agent.call("reading_start", id=sale["id"]).body
    agent.call("call_hangup", id=call["id"])
    stack.eventually(lambda: stored(stack, reading)["state"] == "interrupted")


def test_the_customer_who_says_no_ends_as_not_accepted(stack, agent):
    call, sale, _ = ready_to_read(stack, agent, phone_of(ACCEPTS))
    agent.refused("disposition_set", 409, "reading_differs", id=call["id"], json={"code": "contract_not_accepted"})
    reading = agent.call("reading_start", id=sale["id"]).body
    mark(agent, reading, 0, "start", 0)
    mark(agent, reading, 1, "start", 0)
    mark(agent, reading, 1, "answer", 0, "no")
    agent.call("disposition_set", id=call["id"], json={"code": "contract_not_accepted"})
    assert stored(stack, reading)["state"] == "unaccepted"


def test_two_recorder_sessions_become_one_seekable_file(stack, agent, person):
    call, sale = ready_for_identity(stack, agent, phone_of(ACCEPTS))
    sound = stereo()
    recording = start_recorder(agent, call)
    assert recording["state"] == "open" and recording["sessions"][0]["pieces"] == 0
    pieces = pieces_of(sound)
    for n, piece in enumerate(pieces):
        agent.call("recorder_piece", id=recording["id"], s=1, n=n, content=piece)
    again = start_recorder(agent, call)  # the page was reloaded in mid-call: nobody says any more that session 1 is done
    assert again["id"] == recording["id"] and len(again["sessions"]) == 2
    for n, piece in enumerate(pieces):
        agent.call("recorder_piece", id=recording["id"], s=2, n=n, content=piece)
    agent.call("recorder_piece", id=recording["id"], s=2, n=0, content=pieces[0])  # the same again changes nothing
    assert agent.send("recorder_piece", id=recording["id"], s=2, n=0, content=pieces[1]).status == 409
    agent.refused("recorder_piece", 404, "not_found", id=recording["id"], s=3, n=0, content=pieces[0])
    agent.call("recording_silence", id=recording["id"], json={"session": 2, "from_ms": 100, "to_ms": 900})
    missing = agent.refused("recorder_finish", 409, "pieces_missing", id=recording["id"], s=2, json={"pieces": len(pieces) + 1})
    assert missing["missing"] == 1
    approve(agent, sale)
    reading = read_all(agent, agent.call("sale_get", id=sale["id"]).body, session=2)
    assert reading["state"] == "accepted"
    agent.call("call_hangup", id=call["id"])
    stack.eventually(lambda: agent.call("call_get", id=call["id"])["state"] == "ended")
    agent.call("recorder_finish", id=recording["id"], s=2, json={"pieces": len(pieces)})
    assert agent.call("recording_get", id=recording["id"])["state"] != "open"
    stack.eventually(lambda: agent.call("recording_get", id=recording["id"])["state"] == "ready", 40)
    listened(stack, person("quality"), recording)
    agent.refused("recorder_piece", 409, "recording_closed", id=recording["id"], s=2, n=9, content=pieces[0])


def listened(stack, quality, recording: dict) -> None:
    """Quality hears both voices, each on its own channel, wherever it seeks to."""
    made = quality.call("recording_get", id=recording["id"]).body
    content = quality.call("recording_content", id=recording["id"]).response
    whole = content.content
    assert 15_000 <= made["duration_ms"] <= 17_500 and abs(float(probe(whole)["duration"]) * 1000 - made["duration_ms"]) < 300
    assert made["sessions"][0]["offset_ms"] == 0 and 7_500 <= made["sessions"][1]["offset_ms"] <= 8_700
    assert made["silences"] == [{"session": 2, "from_ms": 100, "to_ms": 900}]
    for offset in (0, made["sessions"][1]["offset_ms"] / 1000):
        left, right = levels(whole, offset + 0.3, 3)
        assert left > -35 and right < left - 30, (left, right)
        left, right = levels(whole, offset + 4.8, 1.5)
        assert right > -35 and left < right - 30, (left, right)
    assert made["levels"]["agent_dbfs"] > -35 and made["levels"]["customer_dbfs"] > -35
    peaks = made["peaks"]
    assert abs(len(peaks["agent"]) * peaks["step_ms"] - made["duration_ms"]) <= peaks["step_ms"] and max(peaks["agent"]) > 20
    part = quality.send("recording_content", id=recording["id"], headers={"Range": "bytes=1000-66000"})
    assert part.status == 206 and part.response.content == whole[1000:66001]
    database = stack.database
    assert not database.blob_pieces.find_one({"files_id": {"$gt": ObjectId("0" * 24)}})["data"].startswith(b"\x1aE\xdf\xa3")
    assert database.audit.find_one({"operation": "recording_content", "subject.id": ObjectId(recording["id"])})


def test_a_page_that_never_comes_back_loses_only_its_last_seconds(stack, agent):
    call, _ = ready_for_identity(stack, agent, phone_of(ACCEPTS))
    recording = start_recorder(agent, call)
    for n, piece in enumerate(pieces_of(stereo())[:4]):
        agent.call("recorder_piece", id=recording["id"], s=1, n=n, content=piece)
    agent.call("call_hangup", id=call["id"])
    stack.eventually(lambda: agent.call("call_get", id=call["id"])["state"] == "ended")
    stack.admin("clock", "advance", "31s")
    stack.eventually(lambda: agent.call("recording_get", id=recording["id"])["state"] == "ready", 40)
    assert 3_500 <= agent.call("recording_get", id=recording["id"])["duration_ms"] <= 7_000


def test_a_recording_without_sound_fails_and_says_so(stack, agent):
    call, _ = ready_for_identity(stack, agent, phone_of(ACCEPTS))
    recording = start_recorder(agent, call)
    agent.call("recorder_piece", id=recording["id"], s=1, n=0, content=b"this is no sound at all")
    agent.call("call_hangup", id=call["id"])
    stack.eventually(lambda: agent.call("call_get", id=call["id"])["state"] == "ended")
    agent.call("recorder_finish", id=recording["id"], s=1, json={"pieces": 1})
    stack.eventually(lambda: agent.call("recording_get", id=recording["id"])["state"] == "failed", 40)
