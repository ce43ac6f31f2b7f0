"""Live: what is written to the outbox reaches the pages that may see it, counts once, and can be asked for again."""

import contextlib
import json
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import httpx
import pytest
from bson import ObjectId

MINUTE = timedelta(minutes=1)


def now() -> datetime:
    """With the database's precision."""
    time_now = datetime.now(timezone.utc)
    return time_now.replace(microsecond=time_now.microsecond // 1000 * 1000)


def event(kind: str, *channels: str, **more) -> dict:
    return {"_id": ObjectId(), "type": kind, "at": now(), "channels": list(channels), "data": {}, **more}


def user_of(api) -> ObjectId:
    return ObjectId(api.user["id"])


def stamped(stack, ids: list) -> list[dict]:
    """The events, once all of them have their numbers."""

    def all_of_them():
        rows = list(stack.database.events.find({"_id": {"$in": ids}, "seq": {"$gt": 0}}))
        return rows if len(rows) == len(ids) else None

    return sorted(stack.eventually(all_of_them, 40), key=lambda row: row["seq"])


def work(stack, agent: ObjectId, count: int, each: int = 1) -> list[ObjectId]:
    """An agent's day: `count` intervals of a minute, each a fact and its event, `each` to a transaction."""
    begin, ids = now() - timedelta(days=40), []
    for first in range(0, count, each):
        facts, events = [], []
        for n in range(first, first + each):
            interval = {"from": begin + n * MINUTE, "to": begin + (n + 1) * MINUTE}
            facts.append({"_id": ObjectId(), "agent_id": agent, "state": "available", **interval})
            data = {"state": "talking", "since": interval["to"], "from_state": "available", "from_since": interval["from"]}
            events.append(event("agent.state", "floor", agent_id=agent, data=data) | {"at": interval["to"]})
        with stack.mongo.start_session() as session, session.start_transaction():
            stack.database.agent_state_changes.insert_many(facts, session=session)
            stack.database.events.insert_many(events, session=session)
        ids += [one["_id"] for one in events]
    return ids


def counted_ms(stack, agent: ObjectId, period: str) -> int:
    rows = stack.database.counters.find({"period": period, "agent_id": agent})
    return sum(row["n"].get("state_available_ms", 0) for row in rows)


def test_an_event_arrives_with_its_number_and_the_one_before(stack, person):
    quality = person("quality")
    channel = f"user.{quality.user['id']}"
    with quality.stream() as stream:
        last = 0
        for n in range(3):
            written = time.monotonic()
            subject = {"kind": "review", "id": ObjectId()}
            stack.database.events.insert_one(event("review.changed", channel, subject=subject, data={"n": n}))
            message = stream.until("review.changed", lambda heard: heard["channel"] == channel)
            assert time.monotonic() - written < 1
            assert message["data"] == {"n": n}
            assert message["subject"] == {"kind": "review", "id": str(subject["id"])}
            assert message["channel"] == channel
            assert message["seq"] > message["prev"]
            if n:
                assert message["prev"] == last
            last = message["seq"]


def test_everybody_hears_only_what_is_theirs(stack, person):
    quality, backoffice = person("quality"), person("backoffice")
    with quality.stream() as hears, backoffice.stream() as other:
        stack.database.events.insert_many([event("review.changed", "quality"), event("sale.changed", "backoffice")])
        stack.database.events.insert_one(event("clock.moved", "all"))
        hears.until("clock.moved")
        other.until("clock.moved")
    heard = [{m["type"] for m in stream.seen} & {"review.changed", "sale.changed"} for stream in (hears, other)]
    assert heard == [{"review.changed"}, {"sale.changed"}]


def test_no_stream_without_a_token(stack):
    headers = {"Accept": "text/event-stream"}
    assert httpx.get(f"{stack.url}/api/v1/stream", headers=headers).status_code == 401
    for inside in ("/internal/stream-closed", "/internal/stream-authorize"):
        assert httpx.post(stack.url + inside, headers={"X-Stream": "x"}).status_code == 404


def test_what_was_missed_can_be_asked_for(stack, person):
    backoffice = person("backoffice")
    mine = f"user.{backoffice.user['id']}"
    (first,) = stamped(stack, [stack.database.events.insert_one(event("task.changed", mine)).inserted_id])
    missed = [event("sale.changed", "backoffice", data={"n": 1}), event("review.changed", "quality"),
              event("task.changed", mine, data={"n": 2}), event("notification", f"user.{ObjectId()}")]
    for one in missed:
        stack.database.events.insert_one(one)
        stamped(stack, [one["_id"]])
    answer = backoffice.call("events_after", query={"after": first["seq"]}).body
    got = [item["data"].get("n") for item in answer["items"]]
    assert [n for n in got if n] == [1, 2]
    assert not {"review.changed", "notification"} & {item["type"] for item in answer["items"]}
    assert answer["latest"] >= answer["items"][-1]["seq"] > first["seq"]
    assert backoffice.call("events_after", query={"after": answer["latest"] + 1000})["items"] == []
    backoffice.refused("events_after", 422, "invalid")
    backoffice.refused("events_after", 422, "invalid", query={"after": "x"})


def test_the_end_of_a_session_ends_its_streams(stack, person):
    quality = person("quality", 1)
    with quality.stream() as stream:
        quality.call("session_end")
        assert stream.until("session.ended")
        with pytest.raises((AssertionError, httpx.RemoteProtocolError)):
            while True:
                stream.next()


def test_the_stream_is_the_agents_presence(stack, person):
    agent, supervisor = person("agent", 2), person("supervisor")
    agent.call("agent_me")
    row = {"_id": user_of(agent)}

    def lost():
        return stack.database.agent_states.find_one(row).get("stream_lost_at")

    with supervisor.stream() as floor:
        with agent.stream():
            assert lost() is None
            with agent.stream():
                pass  # of another tab, and the later one
            floor.until("agent.presence", lambda m: m["data"]["agent_id"] == agent.user["id"] and m["data"]["lost_at"])
            assert lost() is not None
        with agent.stream():
            floor.until("agent.presence", lambda m: m["data"]["agent_id"] == agent.user["id"] and not m["data"]["lost_at"])
            assert lost() is None


def test_notifications_wait_until_they_are_acknowledged(stack, person):
    backoffice, other = person("backoffice"), person("backoffice", 1)
    row = {"_id": ObjectId(), "version": 1, "user_id": user_of(backoffice), "kind": "answered", "at": now(),
           "sale_id": ObjectId(), "sale_number": "V-000001"}
    stack.database.notifications.insert_one(row)
    mine = [n for n in backoffice.pages("notifications_list") if n["id"] == str(row["_id"])]
    assert mine and mine[0]["sale_number"] == "V-000001"
    assert str(row["_id"]) not in {n["id"] for n in other.pages("notifications_list")}
    other.refused("notification_acknowledge", 404, "not_found", id=row["_id"])
    first = backoffice.call("notification_acknowledge", id=row["_id"], key="acknowledged-once")
    again = backoffice.call("notification_acknowledge", id=row["_id"], key="acknowledged-once")
    assert first["acknowledged_at"] == again["acknowledged_at"]
    assert str(row["_id"]) not in {n["id"] for n in backoffice.pages("notifications_list")}


def test_the_floor_shows_agents_and_todays_figures(stack, person):
    agent, supervisor, admin = person("agent"), person("supervisor"), person("admin")
    agent.call("agent_me")
    team = ObjectId(agent.user["team_ids"][0])
    before = supervisor.call("floor_get")
    ids = {"agent_id": user_of(agent), "team_id": team, "campaign_id": ObjectId()}
    today = {"at": now() + timedelta(milliseconds=before["service_now"] - int(time.time() * 1000))}
    with supervisor.stream() as stream:
        stack.database.events.insert_one(event("sale.submitted", "floor", data={"products": 2}, **ids) | today)
        changed = stream.until("kpi.changed", lambda m: m["data"].get("campaign_id") == str(ids["campaign_id"]))
    assert changed["data"]["n"] == {"sales_effective": 1, "products_submitted": 2}
    after = supervisor.call("floor_get")
    assert after["seq"] >= changed["data"]["seq"] > before["seq"]
    for name, more in changed["data"]["n"].items():
        assert after["figures"]["n"][name] == before["figures"]["n"].get(name, 0) + more
    mine = {a["id"]: a for a in after["agents"]}[agent.user["id"]]
    assert mine["team_name"] and mine["state"] and mine["n"]["products_submitted"] >= 2
    narrowed = supervisor.call("floor_get", query={"campaign_id": ids["campaign_id"]})
    assert narrowed["figures"]["n"] == changed["data"]["n"]
    assert admin.call("floor_get")["figures"]["n"]["products_submitted"] >= 2
    agent.refused("floor_get", 403, "forbidden")
    # This sale is no sale: verify must say so, and agree once its counters are gone.
    assert "sales_effective" in stack.admin("verify", expect=1).stdout
    periods = {"period": {"$in": ["hour", "day", "month"]}}
    stack.database.counters.delete_many({**periods, "campaign_id": ids["campaign_id"]})


class Relay:
    """A relay beside the one that the launcher runs."""

    def __init__(self, stack):
        program = stack.admin_program.with_name("cierre-relay")
        self.process = subprocess.Popen([program, "--config", stack.config], stderr=subprocess.PIPE, text=True)

    def until_active(self) -> "Relay":
        for line in self.process.stderr:
            if json.loads(line)["event"] == "relay_active":
                return self
        raise AssertionError("the relay ended")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(20) == 0


@contextlib.contextmanager
def launched_relay_asleep(stack):
    """The launcher's own relay stops in the middle of what it does, and wakes later without knowing."""
    pid = json.loads((stack.var / "run" / "pids" / "cierre-relay").read_text())["pid"]
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def position(stack) -> int:
    return (stack.database.relay.find_one({"_id": "relay"}) or {}).get("seq", 0)


def test_each_event_counts_once_whoever_dies(stack):
    """One relay falls asleep, the next ones are killed in the middle of their work; each time a standby goes on."""
    agent, rounds, each = ObjectId(), 3, 1000
    ids = []
    with ThreadPoolExecutor(1) as writer:
        with launched_relay_asleep(stack):
            active = Relay(stack).until_active()
            for _ in range(rounds):
                standby = Relay(stack)
                begin = position(stack)
                written = writer.submit(work, stack, agent, each, 20)
                stack.eventually(lambda: position(stack) > begin)
                active.kill()
                active = standby.until_active()
                ids += written.result()
        rows = stamped(stack, ids)
        active.stop()
    assert len({row["seq"] for row in rows}) == rounds * each
    for period in ("hour", "day", "month"):
        assert counted_ms(stack, agent, period) == rounds * each * 60_000
    numbers = [row["seq"] for row in stack.database.events.find({"seq": {"$gt": 0}}, {"seq": 1})]
    assert sorted(numbers) == list(range(1, max(numbers) + 1))
    assert "all as the facts say" in stack.admin("verify").stdout


def test_a_page_misses_nothing_over_a_death(stack, person):
    """Every event around a death is on the stream, or is told by the API after the gap that `prev` shows."""
    quality = person("quality")
    mine, count = f"user.{quality.user['id']}", 60
    with quality.stream() as stream, launched_relay_asleep(stack):
        active = Relay(stack).until_active()
        standby = Relay(stack)
        for n in range(count):
            stack.database.events.insert_one(event("review.changed", mine, data={"n": n}))
            if n == count // 2:
                active.kill()
        seen, last = {}, None
        while len(seen) < count:
            message = stream.until("review.changed")
            if last is not None and message["prev"] > last:
                seen |= {m["seq"]: m["data"].get("n") for m in quality.call("events_after", query={"after": last})["items"]}
            seen[message["seq"]] = message["data"]["n"]
            last = max(seen)
        standby.stop()
    assert [seen[seq] for seq in sorted(seen)] == list(range(count))


def test_counters_are_made_anew(stack):
    work(stack, ObjectId(), 1)
    wrong = {"period": "month", "n.state_available_ms": {"$gt": 0}}
    stack.eventually(lambda: stack.database.counters.count_documents(wrong))
    stack.database.counters.update_one(wrong, {"$inc": {"n.state_available_ms": 7}})
    assert "stored" in stack.admin("verify", expect=1).stdout
    assert "a relay is active" in stack.admin("rebuild", expect=1).stderr
    with launched_relay_asleep(stack):
        work(stack, ObjectId(), 3)  # waits for a relay
        lease = {"_id": "relay", "$expr": {"$lt": ["$until", "$$NOW"]}}
        stack.eventually(lambda: stack.database.leases.count_documents(lease))
        stack.admin("rebuild")
    assert "all as the facts say" in stack.admin("verify").stdout
