"""Readings with their finished recordings, as quality finds them: only the arrangement of a test."""

from bson import ObjectId
from bson.int64 import Int64

from arranged import service_now

CLAUSE_MS = 2_000
LATER = 1 << 50  # domain/review: beyond every instant


def milliseconds(moment) -> int:
    return int(moment.timestamp() * 1000) if moment.tzinfo else int((moment - moment.__class__(1970, 1, 1)).total_seconds() * 1000)


def marks_of(clauses: list[dict]) -> list[dict]:
    """Each clause takes two seconds."""
    marks = []
    for n, clause in enumerate(clauses):
        begin = {"clause": Int64(n), "kind": "start", "session": Int64(1), "position_ms": Int64(n * CLAUSE_MS)}
        last = {**begin, "kind": "answer" if clause["kind"] == "question" else "end", "position_ms": Int64((n + 1) * CLAUSE_MS)}
        marks += [begin, last]
    return marks


def arrange_recording(stack, reading: dict, duration_ms: int, state: str = "ready", levels=(-20.0, -25.0)) -> ObjectId:
    recording = {
        "_id": ObjectId(), "version": Int64(1), "call_id": reading["call_id"], "agent_id": reading["agent_id"], "state": state,
        "sessions": [{"n": Int64(1), "mime": "audio/webm", "pieces": Int64(1), "offset_ms": Int64(0)}], "for_quality": True,
        "duration_ms": Int64(duration_ms), "levels": {"agent_dbfs": levels[0], "customer_dbfs": levels[1]},
    }  # fmt: skip
    stack.database.recordings.insert_one(recording)
    return recording["_id"]


def make_hearable(stack, sale: dict, requested: bool = False, short_ms: int = 0, **recording) -> dict:
    """The sale's reading gets the clauses of the demo's contract, marks, a recording and its place in the queue."""
    database = stack.database
    reading = database.readings.find_one({"_id": sale["reading_id"]})
    campaign = database.campaigns.find_one({"_id": sale["campaign_id"]})
    contract = database.contracts.find_one({"_id": campaign["contract_id"]})
    clauses = [{"title": c.get("title", ""), "kind": c["kind"], "text": c["text"], "asked": Int64(c["kind"] == "question")} for c in contract["clauses"]]
    whole = len(clauses) * CLAUSE_MS
    rank = milliseconds(sale["expires_at"]) + (0 if requested else LATER)
    changes = {
        "contract_id": contract["_id"], "campaign_id": campaign["_id"], "clauses": clauses, "marks": marks_of(clauses),
        "recording_id": arrange_recording(stack, reading, whole + 1_000 - short_ms, **recording), "sale_number": sale["number"],
        "agent_name": sale["agent_name"], "sale_expires_at": sale["expires_at"], "queued": True, "audio_ready": True,
        "queue_rank": Int64(rank), "span": {"from_ms": Int64(0), "to_ms": Int64(whole)},
        **({"review_requested_at": service_now(stack)} if requested else {}),
    }  # fmt: skip
    database.readings.update_one({"_id": reading["_id"]}, {"$set": changes})
    return database.readings.find_one({"_id": reading["_id"]})


def whole_span(reading: dict) -> dict:
    return {"from_ms": 0, "to_ms": len(reading["clauses"]) * CLAUSE_MS}
