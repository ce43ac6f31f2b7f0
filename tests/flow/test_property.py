"""Random sequences of operations of all roles, several people at once, the clock jumping: afterwards the database still
keeps every rule. Proper work (tests/people) goes on between the random operations, so that sales of every state are met.

Everyday one seed for some seconds; `make property` takes more of both (CIERRE_PROPERTY_SEEDS, CIERRE_PROPERTY_SECONDS).
"""

import contextlib
import itertools
import os
import random
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "people"))

import after  # noqa: E402
from agent import Agent  # noqa: E402
from back_office import BackOffice  # noqa: E402
from client import Client, Routes  # noqa: E402
from invariants import broken, history_is_continuous, nobody_acts_without_the_claim, nothing_moves_after_the_end  # noqa: E402
from mischief import Mischief, Pool  # noqa: E402
from quality import Quality  # noqa: E402
from stack import Stack  # noqa: E402
from voice import recorded  # noqa: E402

SECONDS = float(os.environ.get("CIERRE_PROPERTY_SECONDS", "25"))
SEEDS = [int(seed) for seed in os.environ.get("CIERRE_PROPERTY_SEEDS", "20261124").split(",")]
LEAST_STEPS = 1000
JUMPS = ("7s", "61s", "16m", "3h", "25h")
DAY = datetime(2026, 11, 24, 13)
MISCHIEF = 0.6  # of what a person does


@pytest.fixture(scope="module")
def copy():
    """A copy of its own: its clock jumps."""
    running = Stack()
    running.admin("demo", "--colleagues")
    running.admin("clock", "to-contact-hours")
    yield running
    running.stop()


class Gate:
    """Requests pass together; while the clock is moved none is under way, so that each has one time."""

    def __init__(self):
        self.condition, self.inside, self.shut = threading.Condition(), 0, False

    def __enter__(self):
        with self.condition:
            self.condition.wait_for(lambda: not self.shut)
            self.inside += 1

    def __exit__(self, *_):
        with self.condition:
            self.inside -= 1
            self.condition.notify_all()

    @contextlib.contextmanager
    def closed(self):
        with self.condition:
            self.shut = True
            self.condition.wait_for(lambda: self.inside == 0)
        yield
        with self.condition:
            self.shut = False
            self.condition.notify_all()


class Passing(Client):
    """A client whose requests pass the gate."""

    def __init__(self, gate: Gate, *arguments):
        super().__init__(*arguments)
        self.gate = gate

    def exchange(self, *arguments):
        with self.gate:
            return super().exchange(*arguments)


def mischievous(kind):
    """A person who, between one thing and the next, throws what comes to mind."""

    class Mischievous(kind):
        def once(self) -> None:
            while self.random.random() < MISCHIEF and not self.stop.is_set():
                self.mischief.throw()
            super().once()

    return Mischievous


def people_of(copy, seed: int, pool: Pool, description, gate: Gate, stop: threading.Event) -> list:
    routes = Routes(copy.admin_program.with_name("cierre-api"))
    serials, sound = itertools.count(seed % 10**6 * 1000), recorded()
    people = []
    for line in copy.admin("demo", "--colleagues", "--list").stdout.splitlines():
        role, name, password, *_ = line.split("\t")

        def watch(operation, reply, routes=routes):
            pool.watch(operation, routes.rows[operation][1].removeprefix("/api/v1/").split("/")[0], reply)

        client = Passing(gate, copy.url, routes, watch).log_in(name, password)
        kinds = {"agent": (Agent, {"sound": sound, "sells": 0.8}), "backoffice": (BackOffice, {"serials": serials}), "quality": (Quality, {})}
        kind, more = kinds[role]
        person = mischievous(kind)(client, seed, 0, stop, **more)
        person.mischief = Mischief(client, description, pool, person.random)
        people.append(person)
    for role in ("supervisor", "admin"):
        client = Passing(gate, copy.url, routes, people[0].client.watch).log_in(*copy.users()[role][0])
        people.append(Onlooker(Mischief(client, description, pool, random.Random(f"{seed} {role}")), stop))
    return people


class Onlooker(threading.Thread):
    """Supervisor and admin: nothing but random operations. The admin reads only, so that what all work with stays."""

    def __init__(self, mischief: Mischief, stop: threading.Event):
        super().__init__(daemon=True)
        self.mischief, self.stop, self.broken, self.where = mischief, stop, None, None
        if mischief.client.user["role"] == "admin":
            rows = mischief.client.routes.rows
            mischief.operations = [operation for operation in mischief.operations if rows[operation][0] == "GET"]

    def run(self) -> None:
        while not self.stop.wait(0.05):
            try:
                self.mischief.throw()
            except Exception as error:  # noqa: BLE001
                self.broken, self.where = error, repr(error)
                return


def jump(copy, watcher: Client, far: str) -> None:
    """Moves the service clock, and waits until every worker goes by it."""
    copy.admin("clock", "advance", far)
    copy.admin("clock", "to-contact-hours")
    offset, agreed = int(copy.database.settings.find_one({"_id": "service_clock"})["value"]), 0
    while agreed < 12:
        behind = time.time() * 1000 + offset - watcher.call("floor_get")["service_now"]
        agreed = agreed + 1 if behind < 5_000 else 0


def let_them_work(copy, seed: int, people: list, gate: Gate, stop: threading.Event) -> None:
    """While the time passes, the clock jumps."""
    chance, deadline = random.Random(seed), time.monotonic() + SECONDS
    watcher = Client(copy.url, people[0].client.routes).log_in(*copy.users()["supervisor"][0])
    for person in people:
        person.start()
    while time.monotonic() < deadline:
        stop.wait(chance.uniform(2, 5))
        with gate.closed():
            jump(copy, watcher, chance.choices(JUMPS, (8, 6, 3, 2, 1))[0])
    stop.set()
    for person in people:
        if hasattr(person, "stream"):
            person.stream.close()
    for person in people:
        person.join(60)
        assert not person.is_alive(), f"{person.name} did not come to an end"


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_asked_the_rules_hold(copy, api_description, seed):
    pool, gate, stop = Pool(), Gate(), threading.Event()
    people = people_of(copy, seed, pool, api_description, gate, stop)
    let_them_work(copy, seed, people, gate, stop)
    print(f"seed {seed}: {pool.steps} operations, statuses {dict(sorted(pool.statuses.items()))}")
    states = {row["_id"]: row["n"] for row in copy.database.sales.aggregate([{"$group": {"_id": "$state", "n": {"$sum": 1}}}])}
    print(f"seed {seed}: sales {states}")
    assert not pool.broken, f"seed {seed}: {pool.broken[:5]}"
    assert not [person.where for person in people if person.broken], f"seed {seed}"
    assert pool.steps >= LEAST_STEPS and pool.statuses.get(200, 0) > 100 and pool.statuses.get(409, 0) > 50
    assert set(states) - {"draft"}, "nothing was sold, so nothing was tried"
    faults = broken(copy.database)
    assert not faults, f"seed {seed}: {faults[:10]}"
    after.the_counters_are_what_the_facts_say(copy)


# ---- the rules themselves: what they are for, they find -----------------------------------------------------------------


def entry(action, begin=None, end=None, at=0, by="ana", role="backoffice"):
    """`at`: minutes from a day's beginning."""
    states = {name: state for name, state in (("from", begin), ("to", end)) if state}
    return {"action": action, "at": DAY + timedelta(minutes=at), "by": by, "role": role, **states}


def test_the_rules_find_a_breach():
    right = [entry("submit", "draft", "submitted"), entry("start_review", "submitted", "in_review", at=1)]
    assert history_is_continuous({"state": "in_review", "history": right}) == []
    assert history_is_continuous({"state": "confirming", "history": right})
    assert history_is_continuous({"state": "submitted", "history": list(reversed(right))})
    assert history_is_continuous({"state": "activated", "history": [*right, entry("activate", "in_review", "activated", at=2)]})
    late = [*right, entry("request_recording", "in_review", "recording_requested", at=9)]
    for end, found in ((5, True), (10, False)):
        assert bool(nothing_moves_after_the_end({"expires_at": DAY + timedelta(minutes=end), "history": late})) == found
    for action in ("claim", "request_data"):
        for at, found in ((2, True), (17, False)):
            second = entry(action, "in_review", "in_review", at=at, by="pedro")
            assert bool(nobody_acts_without_the_claim({"history": [*right, second]})) == found
