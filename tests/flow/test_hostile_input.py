"""Input that no page of ours sends, on every operation: the right refusal, with every wrong field named, and never 5xx.

The first part makes its cases from openapi.yaml, one mistake at a time, on rows that the caller reaches. The second lets
schemathesis make them, for each role, and keeps its report in build/hostile; `make hostile` gives it more time.
"""

import json
import re
import uuid

import httpx
import pytest
from ownership import CASES, World
from sample import sample
from test_permissions import CHANGES, QUERIES, Row, rows  # noqa: F401

OPERATOR = {"$ne": ""}
OF_ANOTHER_TYPE = {
    "string": [7, True, ["x"], OPERATOR, None],
    "integer": ["1", 1.5, True, [1], {"$gt": 0}, None],
    "boolean": ["true", 1, {"$ne": False}, None],
    "array": [{}, "x", {"$in": []}, None],
    "object": [[], "x", 7, None],
}
# Rules that need the row, so that a row in the wrong state is said first: refused all the same.
BEHIND_THE_STATE = {
    ("activation_entry", "state"), ("identity_result", "approval_number"), ("sale_line", "nip"), ("dispatch_schedule", "courier"), ("dispatch_schedule", "sims"), ("dispatch_result", "tracking"),
}  # fmt: skip


@pytest.fixture(scope="module")
def stack(arranged_stack):
    return arranged_stack


@pytest.fixture(scope="module")
def world(stack, api_description):
    made = World(stack, api_description, set())
    yield made
    made.withdraw()


# ---- wrong values of a schema ---------------------------------------------------------------------------------------


def kinds_of(schema: dict) -> set[str]:
    kind = schema.get("type", "string" if "enum" in schema else "object")
    return {kind} if isinstance(kind, str) else set(kind)


def wrong_values(description, schema: dict) -> list:
    """Values that the schema does not allow, of every kind of wrong that its type has."""
    schema = description.follow(schema)
    if "oneOf" in schema:
        return wrong_values(description, schema["oneOf"][0])[:2]
    kinds = kinds_of(schema)
    wrong = [value for value in OF_ANOTHER_TYPE[(kinds - {"null"}).pop()] if value is not None or "null" not in kinds]
    if "enum" in schema:
        return [*wrong, "nowhere", str(schema["enum"][0]).upper() + "_"]
    return wrong + bounds(description, schema)


def bounds(description, schema: dict) -> list:
    out = []
    if "maxLength" in schema:
        out += ["x" * (schema["maxLength"] + 1), "ñ" * (schema["maxLength"] + 1)]
    if schema.get("minLength", 0) > 0:
        out.append("x" * (schema["minLength"] - 1))
    if "pattern" in schema:
        out += ["!", "$ne", "٣" * 5]
    if "minimum" in schema:
        out.append(schema["minimum"] - 1)
    if "maximum" in schema:
        out.append(schema["maximum"] + 1)
    if schema.get("minItems", 0) > 0:
        out.append([])
    if "maxItems" in schema and schema["maxItems"] <= 500:
        out.append([sample(description, schema["items"])] * (schema["maxItems"] + 1))
    return out


def one_wrong(description, schema: dict, body: dict):
    """(path of the field, the body with that one field wrong), in depth."""
    for name, part in description.follow(schema).get("properties", {}).items():
        part = description.follow(part)
        for value in wrong_values(description, part):
            yield name, {**body, name: value}
        if part.get("type") == "object":
            inner = body.get(name) or sample(description, part)
            for path, wrong in one_wrong(description, part, inner):
                yield f"{name}.{path}", {**body, name: wrong}
        item = description.follow(part.get("items", {}))
        if item.get("type") == "object":
            first = (body.get(name) or [sample(description, item)])[0]
            for path, wrong in one_wrong(description, item, first):
                yield f"{name}[].{path}", {**body, name: [wrong]}


# ---- asking ----------------------------------------------------------------------------------------------------------


class Ask:
    """Somebody whom the row allows, on a row that they reach."""

    def __init__(self, world: World, row: Row):
        self.world, self.row = world, row
        _, _, self.operation, self.parameters = world.description.operations[row.operation]
        case = None
        self.me = None
        for role in row.roles:
            case = next((c for c in CASES.get((row.resource, row.ownership), []) if role in c.asked_by and role in c.reached_by), None)
            self.me = world.me[role]
            if case or not row.has_id:
                break
        self.id = case.make(world, self.me) if case and row.has_id else "0" * 23 + "1"

    def schema(self) -> dict | None:
        request = self.operation.get("requestBody")
        content = self.world.description.follow(request)["content"] if request else {}
        return content.get("application/json", {}).get("schema")

    def body(self) -> dict:
        return sample(self.world.description, self.schema()) | CHANGES.get(self.row.operation, {})

    def __call__(self, json_body=None, content=None, headers=None, query=None, **path) -> httpx.Response:
        sent = {"Idempotency-Key": uuid.uuid4().hex, "If-Match": '"1"'}
        if self.me:
            sent["Authorization"] = f"Bearer {self.me.token}"
        if json_body is not None:
            content, sent["Content-Type"] = json.dumps(json_body).encode(), "application/json"
        sent = {name: value for name, value in (sent | (headers or {})).items() if value is not None}
        values = {"id": self.id, **path}
        url = re.sub(r"\{(\w+)\}", lambda m: str(values.get(m[1], 1)), self.row.path)
        client = (self.me or self.world.me["agent"]).http
        reply = client.request(self.row.method, url, content=content, headers=sent, params=query if query is not None else QUERIES.get(self.row.operation))
        client.cookies.clear()
        if reply.status_code == 400 and reply.headers["content-type"] == "text/html":
            assert "<center>nginx</center>" in reply.text  # an address that nginx itself does not understand
        else:
            self.world.description.check(self.row.operation, reply)
        return reply


@pytest.fixture(scope="module")
def all_asks(world, rows) -> list[Ask]:  # noqa: F811
    return [Ask(world, row) for row in rows if row.ownership != "internal"]


@pytest.fixture
def asks(all_asks):
    """`asks(wanted)`: the operations of which `wanted(row, described)` holds."""
    return lambda wanted: [ask for ask in all_asks if wanted(ask.row, (None, None, ask.operation, ask.parameters))]


def takes_json(row: Row, described) -> bool:
    request = described[2].get("requestBody")
    return bool(request) and "application/json" in request.get("content", {})


def takes_bytes(row: Row, described) -> bool:
    return "Piece" in str(described[2].get("requestBody", ""))


def fields_of(reply: httpx.Response) -> set[str]:
    return {error["field"] for error in reply.json().get("errors", [])}


def root(path: str) -> str:
    return re.split(r"[.\[]", path)[0]


def test_one_wrong_field_is_named(world, asks):
    tried, unnamed = 0, []
    for ask in asks(takes_json):
        for path, body in one_wrong(world.description, ask.schema(), ask.body()):
            reply = ask(body)
            tried += 1
            if (ask.row.operation, root(path)) in BEHIND_THE_STATE:
                named = 400 <= reply.status_code < 500
            else:
                named = reply.status_code == 422 and root(path) in {root(name) for name in fields_of(reply)}
            if not named:
                unnamed.append((ask.row.operation, path, json.dumps(body)[:200], reply.status_code, reply.text[:300]))
    assert not unnamed, unnamed[:20]
    assert tried > 1000


def test_every_wrong_field_is_named_at_once(world, asks):
    for ask in asks(takes_json):
        names = world.description.follow(ask.schema())["properties"]
        wrong = {name: OPERATOR if "object" not in kinds_of(world.description.follow(part)) else "x" for name, part in names.items()}
        reply = ask(wrong | {"$where": "1"})
        assert reply.status_code == 422, (ask.row.operation, reply.text)
        assert fields_of(reply) == {*wrong, "?"}, ask.row.operation  # a name that is none of ours is not said again


def test_what_is_missing_is_named(world, asks):
    for ask in asks(takes_json):
        required = set(world.description.follow(ask.schema()).get("required", []))
        reply = ask({})
        if required:
            assert reply.status_code == 422 and required <= fields_of(reply), (ask.row.operation, reply.text)
        assert reply.status_code < 500


RAW = {
    "nothing": (b"", 400), "no object": (b"[]", 400), "a text": (b'"x"', 400), "null": (b"null", 400), "an open brace": (b"{", 400),
    "something behind": (b"{}{}", 400), "a member twice": (b'{"a":1,"a":1}', 400), "a member twice, escaped": (b'{"a":1,"\\u0061":1}', 400),
    "NUL": (b'{"a":"\0"}', 400), "an escaped NUL": (b'{"a":"\\u0000"}', 400), "a NUL in a name": (b'{"a\\u0000":1}', 400),
    "half a surrogate": (b'{"a":"\\ud800"}', 400), "Latin-1": ('{"a":"ñ"}'.encode("latin-1"), 400), "UTF-16": ('{"a":1}'.encode("utf-16"), 400),
    "overlong UTF-8": (b'{"a":"\xc0\xae"}', 400), "NaN": (b'{"a":NaN}', 400), "infinity": (b'{"a":1e999}', 400), "64 bits and one": (b'{"a":9223372036854775808}', 400),
    "depth": (b'{"a":' * 9 + b"1" + b"}" * 9, 400), "great depth": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400), "a list of great depth": (b"[" * 60_000, 400),
    "too much": (b'{"a":"' + b"x" * (64 << 10) + b'"}', 413),
}  # fmt: skip


@pytest.mark.parametrize("name", RAW)
def test_bodies_that_are_no_json(asks, name):
    content, status = RAW[name]
    for ask in asks(takes_json):
        reply = ask(content=content, headers={"Content-Type": "application/json"})
        assert reply.status_code == status, (ask.row.operation, reply.status_code, reply.text)
        if len(content) > 8:
            assert content[-30:-2].decode("latin-1") not in reply.text  # what was sent is never said again


@pytest.mark.parametrize("kind", [None, "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_bodies_of_another_type(asks, kind):
    for ask in asks(takes_json):
        reply = ask(content=json.dumps(ask.body()).encode(), headers={"Content-Type": kind})
        assert (reply.status_code, reply.json()["code"]) == (415, "media_type"), (ask.row.operation, reply.text)


IDS = ["x", "$ne", "%00", "f" * 23, "f" * 25, "F" * 24, "-" * 24, "%F0%9F%92%A9", "a" * 5000, "0x" + "f" * 22, "%7B%22$gt%22:%22%22%7D", "{}", "*", "%2e%2e%2fnowhere"]


@pytest.mark.parametrize("id", IDS)
def test_ids_that_are_none(asks, id):
    for ask in asks(lambda row, _: row.has_id):
        content = b"x" if takes_bytes(ask.row, (None, None, ask.operation)) else None
        reply = ask(ask.body() if ask.schema() else None, content=content, headers={"Content-Type": "application/octet-stream"} if content else None, id=id)
        assert reply.status_code in (400, 404, 405, 414), (ask.row.operation, reply.status_code, reply.text)


@pytest.mark.parametrize("n", ["-1", "x", "1.5", "1e3", "99999999999999999999", "%00", "+1", "0x1", "%D9%A1"])
def test_numbers_in_paths_that_are_none(asks, n):
    names = {"n", "s"}
    for ask in asks(lambda row, _: re.search(r"\{[ns]\}", row.path)):
        for name in names & set(re.findall(r"\{(\w+)\}", ask.row.path)):
            raw = not ask.schema() and ask.row.method == "PUT"
            reply = ask(ask.body() if ask.schema() else None, content=b"x" if raw else None, headers={"Content-Type": "application/octet-stream"} if raw else None, **{name: n})
            assert reply.status_code in (400, 404, 422), (ask.row.operation, n, reply.status_code, reply.text)


QUERY_VALUES = ["", "x", "-1", "0", "1.5", "1e9", "99999999999999999999", "\0", "$ne", "{}", "true", "%zz", "ñ", "x" * 3000]


def test_queries(world, asks):
    """A parameter with a wrong value, twice, as an operator, or unknown: refused, or ignored, never 5xx."""
    tried = 0
    for ask in asks(lambda row, described: row.method == "GET"):
        for parameter in [p for p in ask.parameters if p["in"] == "query"]:
            right = QUERIES.get(ask.row.operation, {})
            schema = world.description.follow(parameter["schema"])
            for value in QUERY_VALUES:
                reply = ask(query={**right, parameter["name"]: value})
                tried += 1
                what = (ask.row.operation, parameter["name"], value[:20], reply.status_code, reply.text[:200])
                assert reply.status_code < 500, what
                if schema.get("type") == "integer":
                    least, most = schema.get("minimum", 0), schema.get("maximum", 2**63 - 1)
                    right_number = re.fullmatch(r"\d+", value, re.A) and least <= int(value) <= most
                    assert (reply.status_code < 400) == bool(right_number), what
                elif value and ("enum" in schema or schema.get("pattern")):
                    assert reply.status_code in (400, 422), what
                if reply.status_code == 422:
                    assert parameter["name"] in fields_of(reply), what
            twice = ask(query=[*right.items(), (parameter["name"], "1"), (parameter["name"], "2")])
            operator = ask(query={**right, f"{parameter['name']}[$ne]": "1"})
            assert max(twice.status_code, operator.status_code) < 500
    assert tried > 100


def test_idempotency_keys(world, asks):
    for ask in asks(lambda row, described: any(p["name"] == "Idempotency-Key" for p in described[3])):
        for key in (None, "", "short", "x" * 65, "with a blank", "ñandú-ñandú"):
            body = ask.body() if ask.schema() else None
            reply = ask(body, headers={"Idempotency-Key": key.encode() if key else key})
            assert reply.status_code == 400 and reply.json()["code"].startswith("idempotency_key"), (ask.row.operation, key, reply.text)


def test_versions(world, asks):
    for ask in asks(lambda row, described: any(p["name"] == "If-Match" for p in described[3])):
        for version in (None, "", "1", "*", 'W/"1"', '"x"', '"-1"', '"99999999999999999999"', '"1","2"', "\"1' || '1\""):
            reply = ask(ask.body() if ask.schema() else None, headers={"If-Match": version})
            assert reply.status_code in (400, 412, 428), (ask.row.operation, version, reply.status_code, reply.text)


def test_pieces_that_are_none(world, asks):
    tried = asks(takes_bytes)
    assert len(tried) >= 3
    for ask in tried:
        for content, kind, statuses in [
            (b"", "application/octet-stream", (400, 404, 409, 422)),
            (b"x" * ((1 << 20) + 1), "application/octet-stream", (413,)),
            (b"x", "text/plain", (415,)),
            (b"x", None, (415,)),
        ]:
            reply = ask(content=content, headers={"Content-Type": kind})
            assert reply.status_code in statuses, (ask.row.operation, kind, len(content), reply.status_code, reply.text)


def test_bodies_where_none_is_taken(world, asks):
    """More than nothing is too much."""
    for ask in asks(lambda row, described: not described[2].get("requestBody") and row.method in ("POST", "DELETE")):
        if ask.row.operation.startswith("session_end"):
            continue
        reply = ask(content=b'{"$ne":1}', headers={"Content-Type": "application/json"})
        assert reply.status_code == 413, (ask.row.operation, reply.status_code, reply.text)
