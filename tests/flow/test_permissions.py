"""Who may do what, taken from the route table itself: every operation, by every role and by nobody, on rows of every
owner, gives exactly what its row says. A row that no case covers fails."""

import re
import subprocess
import uuid

import httpx
import pytest
from ownership import CASES, ROLES, World
from sample import body_of

NOWHERE = "0123456789abcdef01234567"

# Bodies whose rules reach over several fields, so that a schema alone does not give one that is right.
CHANGES = {
    "rebuttal_add": {"text": "Un argumento"},
    "task_answer": {"answers": [{"name": "birthplace", "answer": "correct"}]},
    "sale_data_request": {"fields": [{"name": "birthplace", "reason": "missing"}]},
    "user_password": {"current_password": "not-that-one-9", "new_password": "granizo-azul-7316"},
    "session_create": {"username": "nadie", "password": "not-that-one-9"},
    "sale_document_check": {"document_number": "1000000101"},
    "recorder_start": {"mime": "audio/webm;codecs=opus"},
    "campaign_create": {"dial_mode": "progressive"},
    "campaign_put": {"dial_mode": "progressive"},
    "suppression_search": {"phone": "3000000899"},
    "suppression_add": {"phone": "3000000899"},
    "dispatch_schedule": {"courier": "Mensajería Ejemplo"},
}
QUERIES = {"events_after": {"after": 0}, "sales_list": {"view": "mine"}}


class Row:
    """A line of `cierre-api --routes`."""

    def __init__(self, line: str):
        self.method, self.path, self.operation, roles, self.ownership = line.split("\t")
        self.roles = () if roles in ("public", "internal") else tuple(roles.split(","))
        self.resource = self.path.removeprefix("/api/v1/").split("/")[0]
        self.has_id = "{id}" in self.path


@pytest.fixture(scope="module")
def stack(arranged_stack):
    return arranged_stack


@pytest.fixture(scope="module")
def rows(stack) -> list[Row]:
    listed = subprocess.run([stack.admin_program.with_name("cierre-api"), "--routes"], capture_output=True, text=True, check=True)
    return [Row(line) for line in listed.stdout.splitlines()]


@pytest.fixture(scope="module")
def world(stack, api_description):
    made = World(stack, api_description, set())
    yield made
    made.withdraw()


def ask(world: World, row: Row, person=None, id=NOWHERE, query=None) -> httpx.Response:
    """One request that is right in everything but perhaps who asks and for what."""
    _, _, operation, parameters = world.description.operations[row.operation]
    json, content = body_of(world.description, operation, CHANGES.get(row.operation))
    headers = {"Idempotency-Key": uuid.uuid4().hex, "If-Match": '"1"'}
    if person:
        headers["Authorization"] = f"Bearer {person.token}"
    if content:
        headers["Content-Type"] = "application/octet-stream"
    url = re.sub(r"\{(\w+)\}", lambda m: str(id) if m[1] == "id" else "1", row.path)
    query = query or QUERIES.get(row.operation)
    client = (person or world.me["agent"]).http
    reply = client.request(row.method, url, json=json, content=content, headers=headers, params=query)
    client.cookies.clear()
    world.description.check(row.operation, reply)
    return reply


def code_of(reply: httpx.Response) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"] if reply.status_code >= 400 else ""


def outside(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.ownership != "internal"]


def test_every_row_has_its_cases(rows, api_description):
    """Whoever adds a resource says here whose rows there are."""
    missing = {(row.resource, row.ownership) for row in outside(rows) if row.has_id} - set(CASES)
    assert not missing, f"ownership.py has no cases of {sorted(missing)}"
    assert {row.operation for row in outside(rows)} == set(api_description.operations)


def test_nobody_without_a_token(world, rows):
    for row in outside(rows):
        reply = ask(world, row)
        if row.ownership == "public":
            assert code_of(reply) in ((401, "credentials"), (401, "token")), row.operation  # nothing was shown to it
        else:
            assert code_of(reply) == (401, "token"), row.operation


def test_roles_that_the_row_does_not_name(world, rows):
    asked = 0
    for row in outside(rows):
        for role in set(ROLES) - set(row.roles or ROLES):
            asked += 1
            assert code_of(ask(world, row, world.me[role])) == (403, "forbidden"), (row.operation, role)
    assert asked > 200


def test_what_is_internal_is_nobodys(world, rows):
    internal = [row for row in rows if row.ownership == "internal"]
    assert internal
    for row in internal:
        for person in (None, *world.me.values()):
            headers = {"Authorization": f"Bearer {person.token}"} if person else {}
            reply = world.me["agent"].http.request(row.method, row.path, headers=headers)
            assert reply.status_code == 404, row.path


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/nowhere", "/api/v1/sales/x/y/z", "/api/v2/users/me", "/api/v1/agents/ME", "/api/"])
def test_a_path_without_a_row_is_nobodys(world, path):
    for person in (None, *world.me.values()):
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
            headers = {"Authorization": f"Bearer {person.token}"} if person else {}
            reply = world.me["agent"].http.request(method, path, headers=headers)
            assert code_of(reply) == (404, "not_found"), (method, path)


def test_methods_that_no_row_names(world, rows):
    """On a path that is there: it says which methods it has."""
    methods = {}
    for row in outside(rows):
        methods.setdefault(re.sub(r"\{\w+\}", NOWHERE, row.path), set()).add(row.method)
    admin = world.me["admin"]
    for path, known in methods.items():
        for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - known:
            reply = admin.http.request(method, path, headers={"Authorization": f"Bearer {admin.token}"})
            assert code_of(reply) == (405, "method_not_allowed"), (method, path)
            assert set(re.split(r",\s*", reply.headers["allow"])) - {"HEAD", "OPTIONS"} == known, path


def allowed(row: Row):
    return [(role, case) for role in row.roles for case in CASES[row.resource, row.ownership] if role in case.asked_by]


def facts_of(world: World, row: Row, id) -> dict:
    """The row, but for what a daemon does with a claim that has run out."""
    found = world.database[row.resource.replace("-", "_")].find_one({"_id": id})
    history = [entry for entry in found.get("history", []) if entry["action"] != "claim_lapse"]
    return {name: value for name, value in found.items() if name not in ("claim", "version", "ready")} | {"history": history}


def test_rows_of_others(world, rows):
    """As if there were none: the same answer as for an id that nobody has. Nothing changes."""
    asked = 0
    for row in outside(rows):
        if not row.has_id:
            continue
        for role, case in allowed(row):
            if role in case.reached_by:
                continue
            me = world.me[role]
            id = case.make(world, me)
            before = facts_of(world, row, id)
            reply = ask(world, row, me, id)
            asked += 1
            what = (row.operation, role, case.name, reply.text)
            assert code_of(reply) == case.refused, what
            assert code_of(ask(world, row, me)) == (404, "not_found"), what
            assert facts_of(world, row, id) == before, what
    assert asked > 60


# Where the row is there, and what belongs to it is not: its call, its file, its dispatch.
PARTS = {
    "sale_line", "recorder_piece", "recording_content", "document_piece", "document_complete", "document_content", "lead_list_refused_file", "dispatch_get", "dispatch_result",
}  # fmt: skip


def test_rows_that_the_row_gives(world, rows):
    """Reached: whatever the process then says of it, it is not that there is no such thing or that one may not."""
    asked = 0
    for row in outside(rows):
        if not row.has_id:
            continue
        for role, case in allowed(row):
            if role not in case.reached_by:
                continue
            me = world.me[role]
            reply = ask(world, row, me, case.make(world, me))
            asked += 1
            what = (row.operation, role, case.name, reply.text[:300])
            assert reply.status_code < 500 and reply.status_code not in (401, 403), what
            if code_of(reply) == (404, "not_found"):
                said = reply.json()["detail"]
                assert row.operation in PARTS and not said.startswith((f"{row.resource}: no such", "sales: no such")), what
    assert asked > 80


# ---- lists: exactly the rows one reaches ---------------------------------------------------------------------------

LISTS = {
    "sales_list": ("sales", "reached", {"agent": "mine", "backoffice": "all", "quality": "all", "supervisor": "all"}),
    "tasks_list": ("tasks", "reached", {}),
    "notifications_list": ("notifications", "own", {}),
    "campaigns_list": ("campaigns", "team", {}),
    "users_list": ("users", "team", {}),
    "teams_list": ("teams", "team", {}),
    "lead_lists_list": ("lead-lists", "none", {}),
    "agent_calls": ("calls", "own", {}),
}

# What has no rows of others, since it is about the caller alone, or is a queue that has its own tests.
OF_THE_CALLER = {
    "session_end", "session_end_all", "user_me", "user_password", "user_preferences", "events_after", "agent_me", "agent_state_put",
}  # fmt: skip
QUEUES = {"dispatches_day_list", "courier_file", "sale_next", "review_queue", "dispatches_list", "floor_get"}


def test_lists_hold_exactly_what_one_reaches(world, rows):
    for row in outside(rows):
        if row.operation not in LISTS:
            continue
        resource, ownership, views = LISTS[row.operation]
        for role in row.roles:
            me = world.me[role]
            made = [(case, str(case.make(world, me))) for case in CASES[resource, ownership] if role in case.asked_by]
            query = {"view": views[role]} if views else {}
            paged = row.operation not in ("campaigns_list", "teams_list")
            listed = {item["id"] for item in me.pages(row.operation, query={**query, "limit": 200} if paged else None)}
            for case, id in made:
                assert (id in listed) == (role in case.reached_by), (row.operation, role, case.name)


def test_a_supervisors_floor_is_their_teams(world, stack):
    seen = {"supervisor": set(), "admin": set()}
    for agent in (world.me["agent"], world.stranger["agent"]):
        agent.call("agent_me")
        agent.call("agent_state_put", json={"state": "task"})
    for role in seen:
        seen[role] = {agent["id"] for agent in world.me[role].call("floor_get")["agents"]}
    mine, strange = world.me["agent"].user["id"], world.stranger["agent"].user["id"]
    assert mine in seen["supervisor"] and strange not in seen["supervisor"]
    assert {mine, strange} <= seen["admin"]


def test_what_names_no_row_is_every_named_roles(world, rows):
    """A person of their own for each, since some of it ends their session."""
    for row in outside(rows):
        if row.has_id or row.operation in LISTS or row.ownership == "public":
            continue
        assert row.ownership == "none" or row.operation in OF_THE_CALLER | QUEUES, f"say of {row.operation} whose rows it shows, in LISTS or here"
        for role in row.roles:
            person = world.join(role) if row.operation.startswith("session") else world.me[role]
            reply = ask(world, row, person)
            assert reply.status_code < 500 and reply.status_code not in (401, 403), (row.operation, role, reply.text)
            if row.operation == "sale_next" and reply.status_code == 200:
                person.call("sale_release", id=reply.json()["id"])
