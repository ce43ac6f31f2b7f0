"""An agent who reads a contract: what tests of readings, quality and back office begin with."""

from sales import ready_for_identity
from sound import pieces_of, start_recorder, stereo
from world import code


def approve(agent, sale: dict) -> dict:
    attempt = agent.call("identity_start", id=sale["id"])
    agent.call("identity_code", id=attempt["id"], json={"code": code(sale["customer"]["document_number"])})
    return agent.call("sale_get", id=sale["id"]).body


def ready_to_read(stack, agent, phone: str, sound: bytes | None = None) -> tuple[dict, dict, dict]:
    """A call in which the identity is approved and sound is being kept (its first piece): call, sale, recording."""
    call, sale = ready_for_identity(stack, agent, phone)
    recording = start_recorder(agent, call)
    agent.call("recorder_piece", id=recording["id"], s=1, n=0, content=pieces_of(sound or stereo())[0])
    return call, approve(agent, sale), recording


def mark(agent, reading: dict, clause: int, kind: str, position_ms: int, answer: str | None = None, session: int = 1) -> dict:
    body = {"clause": clause, "kind": kind, "session": session, "position_ms": position_ms}
    return agent.call("reading_mark", id=reading["id"], json=body | ({"answer": answer} if answer else {})).body


def read_all(agent, sale: dict, answers: dict[int, list[str]] | None = None, session: int = 1) -> dict:
    """Reads every clause; questions are answered yes unless `answers` says otherwise."""
    reading = agent.call("reading_start", id=sale["id"]).body
    for clause, text in enumerate(reading["clauses"]):
        if text["kind"] == "statement":
            mark(agent, reading, clause, "start", 0, session=session)
            reading = mark(agent, reading, clause, "end", 0, session=session)
            continue
        for answer in (answers or {}).get(clause, ["yes"]):
            mark(agent, reading, clause, "start", 0, session=session)
            reading = mark(agent, reading, clause, "answer", 0, answer, session=session)
    return reading
