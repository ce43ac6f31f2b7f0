"""Rows of every kind whose owners differ, put straight into the database: what the permission matrix is held against.

Each case says, for the kind of ownership in the route table, whether a caller reaches such a row. The caller (`me`) has
a colleague of the same role and team, and there is another team with people of its own.
"""

import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bson import ObjectId
from bson.int64 import Int64

from api import Api
from arranged import arrange_sale, service_now, with_claim

ROLES = ("agent", "backoffice", "quality", "supervisor", "admin")
TEAM_ROLES = ("agent", "supervisor")
NUMBERS = itertools.count(1)


class World:
    """People of two teams of their own, at browsers; the dialer knows neither team."""

    def __init__(self, stack, description, exercised: set):
        self.stack, self.database = stack, stack.database
        self.description, self.exercised = description, exercised
        self.mark = secrets.token_hex(3)
        self.teams = [self.team() for _ in range(2)]
        self.me = {role: self.join(role, 0) for role in ROLES}
        self.colleague = {role: self.join(role, 0) for role in ROLES}
        self.stranger = {role: self.join(role, 1) for role in TEAM_ROLES}
        for people in (self.me, self.colleague, self.stranger):
            people["agent"].call("agent_me")  # at the desk

    def team(self) -> tuple[ObjectId, str]:
        team_id, name = ObjectId(), f"Equipo de Prueba {self.mark}-{next(NUMBERS)}"
        self.database.teams.insert_one({"_id": team_id, "version": Int64(1), "name": name, "supervisor_ids": []})
        return team_id, name

    def join(self, role: str, team: int = 0) -> Api:
        """One more person, logged in."""
        name, password = f"permiso-{self.mark}-{next(NUMBERS)}", f"lluvia-{secrets.token_hex(4)}-verde"
        teams = ("--team", self.teams[team][1]) if role in TEAM_ROLES else ()
        self.stack.admin("user", "add", name, "--name", "Persona de Prueba", "--role", role, *teams, input=password + "\n")
        person = Api(self.stack.url, self.description, self.exercised).log_in(name, password)
        person.user.setdefault("team_ids", [])
        return person

    # ---- rows ----

    def id_of(self, person: Api) -> ObjectId:
        return ObjectId(person.user["id"])

    def insert(self, collection: str, row: dict) -> ObjectId:
        row = {"_id": ObjectId(), "version": Int64(1), **row}
        self.database[collection].insert_one(row)
        return row["_id"]

    def sale(self, agent: Api | None = None, state: str = "submitted", **changes) -> ObjectId:
        return arrange_sale(self.stack, agent or self.colleague["agent"], state, **changes)["_id"]

    def claimed(self, person: Api, minutes: int = 15) -> ObjectId:
        return self.sale(state="in_review", **with_claim(self.stack, person, minutes))

    def call(self, person: Api) -> ObjectId:
        """One that has ended and was disposed of; what can be done with it is little, but it is somebody's."""
        now = service_now(self.stack)
        said = [{"fact": "answered", "n": Int64(1), "take": Int64(1), "at": now}]
        return self.insert("calls", {
            "campaign_id": self.campaign_id(), "agent_id": self.id_of(person), "team_id": self.teams[0][0], "kind": "task",
            "purpose": "contract_execution", "phone": "+573000000101", "state": "ended", "end_reason": "agent_hung_up", "dialed_at": now, "connected_at": now, "ended_at": now,
            "offers": [], "rebuttals": [], "utterances": said, "sale_id": self.sale(), "attempt": Int64(1),
        })  # fmt: skip

    def campaign_id(self) -> ObjectId:
        return self.database.campaigns.find_one({"code": "demo_noviembre"})["_id"]

    def campaign(self, team: int) -> ObjectId:
        code = f"prueba_{self.mark}_{next(NUMBERS)}"
        return self.insert("campaigns", {"code": code, "name": "De prueba", "state": "paused", "team_ids": [self.teams[team][0]], "families": [], "policy": {}})

    def product(self) -> ObjectId:
        return self.insert("products", {"campaign_id": self.campaign(0), "family": "mobile_line", "name": "Plan de prueba", "price_cop": Int64(1000), "active": True})

    def rebuttal(self) -> ObjectId:
        return self.insert("rebuttals", {"campaign_id": self.campaign(0), "reason": "other", "text": "De prueba", "active": True})

    def user(self, team: int = 0) -> ObjectId:
        name = f"permiso-{self.mark}-{next(NUMBERS)}"
        return self.insert("users", {
            "username": name, "name": "Persona de Prueba", "role": "agent", "team_ids": [self.teams[team][0]], "active": True,
            "password_hash": "none", "session_epoch": Int64(1),
        })  # fmt: skip

    def contract(self, team: int = 0) -> ObjectId:
        return self.insert("contracts", {"campaign_id": self.campaign(team), "number": Int64(1), "state": "draft", "clauses": []})

    def reading(self, agent: Api, state: str = "accepted") -> ObjectId:
        sale = self.database.sales.find_one({"_id": self.sale(agent)})
        self.database.readings.update_one({"_id": sale["reading_id"]}, {"$set": {"state": state, "queued": state == "accepted", "takes_max": Int64(3)}})
        return sale["reading_id"]

    def recording(self, agent: Api, **desks) -> ObjectId:
        """One recorder has begun and sent nothing."""
        session = {"n": Int64(1), "mime": "audio/webm", "pieces": Int64(0), "blob_id": ObjectId(), "started_at": service_now(self.stack)}
        return self.insert("recordings", {"call_id": self.call(agent), "agent_id": self.id_of(agent), "state": "open", "sessions": [session], **desks})

    def attempt(self, agent: Api) -> ObjectId:
        return self.insert("identity_attempts", {
            "sale_id": self.sale(agent, "draft"), "call_id": self.call(agent), "person_id": secrets.token_bytes(16), "agent_id": self.id_of(agent),
            "number": Int64(1), "method": "sms", "state": "void", "void_reason": "lapsed", "ended_at": service_now(self.stack),
        })  # fmt: skip

    def task(self, agent: Api, pool: bool = False) -> ObjectId:
        team_id = ObjectId(agent.user["team_ids"][0])
        owner = {"pool": True} if pool else {"agent_id": self.id_of(agent)}
        now = service_now(self.stack)
        return self.insert("tasks", {
            "sale_id": self.sale(agent), "kind": "data_request", "team_id": team_id, "state": "open", "asked_at": now, "sale_expires_at": now + timedelta(hours=70),
            "fields": [{"name": "birthplace", "reason": "missing"}], "answers": [], **owner,
        })  # fmt: skip

    def with_task(self, agent: Api) -> ObjectId:
        self.task(agent)
        return self.id_of(agent)

    def document(self, person: Api, sale_id: ObjectId) -> ObjectId:
        return self.insert("documents", {"sale_id": sale_id, "kind": "id_front", "blob_id": ObjectId(), "state": "uploading", "uploaded_by": self.id_of(person), "size": Int64(1)})

    def review(self, person: Api) -> ObjectId:
        sale = self.database.sales.find_one({"_id": self.sale()})
        row = {"reading_id": sale["reading_id"], "sale_id": sale["_id"], "analyst_id": self.id_of(person), "state": "hearing", "heard": [], "exceptions": []}
        return self.insert("reviews", row)

    def notification(self, person: Api) -> ObjectId:
        return self.insert("notifications", {"user_id": self.id_of(person), "kind": "answered", "at": service_now(self.stack)})

    def lead_list(self) -> ObjectId:
        """Announced, and none of its pieces sent."""
        announced = {"campaign_id": str(self.campaign_id()), "name": "De prueba", "origin": "Prueba", "consent_basis": "Prueba (ficticio)"}
        made = self.me["admin"].call("lead_list_create", json={**announced, "size": 1, "sha256": "0" * 64})
        return ObjectId(made["id"])

    def registry_file(self) -> ObjectId:
        """Announced, and none of its pieces sent."""
        return ObjectId(self.me["admin"].call("registry_file_create", json={"size": 1, "sha256": "0" * 64})["id"])

    def withdraw(self) -> None:
        """Takes back what would stand in the way of other tests: sales and takes that wait for somebody."""
        ours = {"team_id": {"$in": [team_id for team_id, _ in self.teams]}}
        self.database.sales.update_many(ours, {"$set": {"state": "cancelled"}, "$unset": {"claim": "", "ready": ""}})
        self.database.readings.update_many(ours, {"$unset": {"queued": ""}})
        self.database.tasks.update_many(ours, {"$set": {"state": "cancelled"}})


@dataclass
class Case:
    """A row and who reaches it, of those whose role the route allows."""

    name: str
    make: Callable[[World, Api], ObjectId]  # the second is who will ask
    reached_by: tuple = ()
    asked_by: tuple = ROLES
    refused: tuple[int, str] = (404, "not_found")  # what those are told who do not reach it


def other(world: World, person: Api) -> Api:
    """The asker's colleague."""
    return world.colleague[person.user["role"]]


def mine(make) -> Case:
    return Case("one's own", lambda world, me: make(world, me), ROLES)


def colleagues(make, **told) -> Case:
    return Case("a colleague's", lambda world, me: make(world, other(world, me)), **told)


DESKS = ("backoffice", "quality")
# The back office sees every sale handed in, so of one that it does not hold it may know who does.
HELD, FREE = {"refused": (409, "claim_held")}, {"refused": (409, "not_claimed")}


def any_of(make) -> list[Case]:
    """The role alone decides."""
    return [Case("any", lambda world, me: make(world), ROLES)]



CASES: dict[tuple[str, str], list[Case]] = {
    ("sales", "own"): [mine(lambda w, p: w.sale(p, "draft")), colleagues(lambda w, p: w.sale(p, "draft"))],
    ("sales", "reached"): [
        Case("one's own draft", lambda w, me: w.sale(me, "draft"), ("agent",), ("agent",)),
        Case("a colleague's", lambda w, me: w.sale(other(w, me)), (), ("agent",)),
        Case("a draft", lambda w, me: w.sale(state="draft"), (), DESKS),
        Case("one handed in", lambda w, me: w.sale(), DESKS, DESKS),
        Case("one's own team's", lambda w, me: w.sale(w.colleague["agent"]), ("supervisor",), ("supervisor",)),
        Case("another team's", lambda w, me: w.sale(w.stranger["agent"]), (), ("supervisor",)),
    ],
    ("sales", "claimed"): [
        mine(lambda w, p: w.claimed(p)),
        colleagues(lambda w, p: w.claimed(p), **HELD),
        Case("one's own of yesterday", lambda w, me: w.claimed(me, minutes=-1), **FREE),
        Case("a free one", lambda w, me: w.sale(), **FREE),
        Case("a draft", lambda w, me: w.sale(state="draft")),
    ],
    ("sales", "team"): [
        Case("one's own team's", lambda w, me: w.sale(w.colleague["agent"]), ROLES),
        Case("another team's", lambda w, me: w.sale(w.stranger["agent"])),
    ],
    ("calls", "own"): [mine(World.call), colleagues(World.call)],
    ("readings", "own"): [mine(World.reading), colleagues(World.reading)],
    ("readings", "reached"): [
        Case("one's own", lambda w, me: w.reading(me), ("agent",), ("agent",)),
        Case("a colleague's", lambda w, me: w.reading(other(w, me)), (), ("agent",)),
        Case("an accepted one", lambda w, me: w.reading(w.colleague["agent"]), DESKS, DESKS),
        Case("one under way", lambda w, me: w.reading(w.colleague["agent"], "open"), (), DESKS),
    ],
    ("recordings", "own"): [mine(World.recording), colleagues(World.recording)],
    ("recordings", "reached"): [
        Case("one's own", lambda w, me: w.recording(me), ("agent",), ("agent",)),
        Case("a colleague's", lambda w, me: w.recording(other(w, me)), (), ("agent",)),
        Case("of a call", lambda w, me: w.recording(w.colleague["agent"]), (), DESKS),
        Case("for quality", lambda w, me: w.recording(w.colleague["agent"], for_quality=True), ("quality",), DESKS),
        Case("for back office", lambda w, me: w.recording(w.colleague["agent"], for_backoffice=True), ("backoffice",), DESKS),
    ],
    ("identity-attempts", "own"): [mine(World.attempt), colleagues(World.attempt)],
    ("tasks", "own"): [
        mine(World.task),
        colleagues(World.task),
        Case("in the team's pool", lambda w, me: w.task(me, pool=True)),
    ],
    ("tasks", "reached"): [
        Case("one's own", lambda w, me: w.task(me), ("agent",), ("agent",)),
        Case("a colleague's", lambda w, me: w.task(other(w, me)), (), ("agent",), (409, "task_taken")),
        Case("in the team's pool", lambda w, me: w.task(w.me["agent"], pool=True), TEAM_ROLES),
        Case("in another team's pool", lambda w, me: w.task(w.stranger["agent"], pool=True)),
        Case("one's own team's", lambda w, me: w.task(w.colleague["agent"]), ("supervisor",), ("supervisor",)),
        Case("another team's", lambda w, me: w.task(w.stranger["agent"]), (), ("supervisor",)),
    ],
    ("tasks", "team"): [
        Case("one's own team's", lambda w, me: w.task(w.colleague["agent"]), ROLES),
        Case("another team's", lambda w, me: w.task(w.stranger["agent"])),
    ],
    ("documents", "own"): [
        mine(lambda w, p: w.document(p, w.claimed(p))),
        colleagues(lambda w, p: w.document(p, w.claimed(p))),
    ],
    ("documents", "reached"): [
        Case("of a sale handed in", lambda w, me: w.document(other(w, me), w.sale()), ROLES),
        Case("of a draft", lambda w, me: w.document(other(w, me), w.sale(state="draft"))),
    ],
    ("documents", "claimed"): [
        Case("of the sale one holds", lambda w, me: w.document(other(w, me), w.claimed(me)), ROLES),
        Case("of a colleague's sale", lambda w, me: w.document(me, w.claimed(other(w, me))), **HELD),
        Case("of a free sale", lambda w, me: w.document(me, w.sale()), **FREE),
        Case("of a draft", lambda w, me: w.document(me, w.sale(state="draft"))),
    ],
    ("reviews", "own"): [mine(World.review), colleagues(World.review)],
    ("reviews", "reached"): [Case("a colleague's", lambda w, me: w.review(other(w, me)), ROLES)],
    ("notifications", "own"): [mine(World.notification), colleagues(World.notification)],
    ("lead-lists", "none"): any_of(World.lead_list),
    ("registry-files", "none"): any_of(World.registry_file),
    ("campaigns", "none"): any_of(lambda w: w.campaign(1)),
    ("products", "none"): any_of(World.product),
    ("rebuttals", "none"): any_of(World.rebuttal),
    ("users", "none"): any_of(World.user),
    ("users", "team"): [
        Case("one's own team's, with a task", lambda w, me: w.with_task(w.colleague["agent"]), ROLES),
        Case("another team's", lambda w, me: w.user(1), ("admin",)),
    ],
    ("teams", "none"): any_of(lambda w: w.team()[0]),
    ("teams", "team"): [
        Case("one's own", lambda w, me: w.teams[0][0], ROLES),
        Case("another", lambda w, me: w.teams[1][0], ("admin",)),
    ],
    ("contracts", "none"): any_of(World.contract),
    ("contracts", "team"): [
        Case("one's own team's", lambda w, me: w.contract(0), ROLES),
        Case("another team's", lambda w, me: w.contract(1), ("admin",)),
    ],
    ("campaigns", "team"): [
        Case("one's own team's", lambda w, me: w.campaign(0), ROLES),
        Case("another team's", lambda w, me: w.campaign(1), ("admin",)),  # who belongs to no team and configures all
    ],
}  # fmt: skip
