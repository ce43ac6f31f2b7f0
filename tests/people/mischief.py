"""Random operations of every role: whatever a route takes, with ids that somebody has seen and bodies that are nearly
right. Proper work goes on around it, so that it meets sales in every state."""

import random
import re
import threading
import uuid

from client import Reply

HEX = re.compile(rb'"([a-z_]*)":"([0-9a-f]{24})"')
# What a field that holds an id is the id of; `id` itself is of the operation's own resource.
OF_FIELDS = {"sale_id": "sales", "call_id": "calls", "reading_id": "readings", "recording_id": "recordings", "campaign_id": "campaigns", "task_id": "tasks"}
# These end the session of whoever works, or change what all the others work with.
LEFT_OUT = {"session_create", "session_refresh", "session_end", "session_end_all", "user_password"}
KEPT = 300


class Pool:
    """Ids that were seen in replies, by resource, with the version last seen. Shared by all people."""

    def __init__(self):
        self.guard = threading.Lock()
        self.ids, self.versions, self.keys = {}, {}, []
        self.steps, self.statuses, self.broken = 0, {}, []

    def watch(self, operation: str, resource: str, reply: Reply) -> None:
        with self.guard:
            self.steps += 1
            self.statuses[reply.status] = self.statuses.get(reply.status, 0) + 1
            if reply.status >= 500:
                self.broken.append(f"{operation}: {reply.status} {reply.content[:200]!r}")
            if reply.status < 300:
                for field, id in HEX.findall(reply.content):
                    self.keep(OF_FIELDS.get(field.decode(), resource if field == b"id" else ""), id.decode())
                id = reply.get("id")
                if id and reply.get("version") is not None:
                    self.versions[id] = reply["version"]

    def keep(self, resource: str, id: str) -> None:
        known = self.ids.setdefault(resource, [])
        if resource and id not in known:
            known.append(id)
            if len(known) > KEPT:
                known.pop(0)

    def pick(self, chance: random.Random, resource: str) -> str:
        with self.guard:
            known = self.ids.get(resource)
            return chance.choice(known) if known and chance.random() < 0.97 else f"{chance.getrandbits(96):024x}"


class Mischief:
    """One person's: `throw()` sends one random operation of their role."""

    def __init__(self, client, description, pool: Pool, chance: random.Random):
        self.client, self.description, self.pool, self.random = client, description, pool, chance
        self.operations = [o for o in client.routes.of(client.user["role"]) if o not in LEFT_OUT]
        self.last = None

    def throw(self) -> None:
        if self.last and self.random.random() < 0.1:
            operation, arguments = self.last  # once more, with the same key
        else:
            operation = self.random.choice(self.operations)
            arguments = self.arguments(operation)
            self.last = operation, arguments
        self.client.send(operation, **arguments)

    def arguments(self, operation: str) -> dict:
        method, path, _, _ = self.client.routes.rows[operation]
        resource = path.removeprefix("/api/v1/").split("/")[0]
        _, _, described, parameters = self.description.operations[operation]
        id = self.pool.pick(self.random, resource)
        made = {"key": uuid.UUID(int=self.random.getrandbits(128)).hex}
        made |= {name: id if name == "id" else self.random.randint(0, 3) for name in re.findall(r"\{(\w+)\}", path)}
        names = {p["name"] for p in parameters}
        if "If-Match" in names:
            made["if_match"] = self.pool.versions.get(id, 1) + (self.random.random() < 0.1)
        if method == "GET":
            made["query"] = {p["name"]: self.value(p["schema"]) for p in parameters if p["in"] == "query" and (p.get("required") or self.random.random() < 0.3)}
            return made
        content = self.description.follow(described.get("requestBody", {})).get("content", {})
        if "application/json" in content:
            made["json"] = self.value(content["application/json"]["schema"])
        elif content:
            made["content"] = self.random.randbytes(self.random.randint(1, 2000))
        return made

    def value(self, schema: dict):
        schema = self.description.follow(schema)
        for union in ("oneOf", "anyOf"):
            if union in schema:
                return self.value(self.random.choice(schema[union]))
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        kind = schema.get("type", "object")
        kind = kind if isinstance(kind, str) else kind[0]
        return getattr(self, f"a_{kind}")(schema)

    def a_object(self, schema: dict) -> dict:
        required = schema.get("required", [])
        return {name: self.value(part) for name, part in schema.get("properties", {}).items() if name in required or self.random.random() < 0.4}

    def a_array(self, schema: dict) -> list:
        return [self.value(schema["items"]) for _ in range(self.random.randint(schema.get("minItems", 0), min(schema.get("maxItems", 3), 3)))]

    def a_string(self, schema: dict) -> str:
        pattern = schema.get("pattern", "")
        if "{24}" in pattern:
            return self.pool.pick(self.random, self.random.choice(list(OF_FIELDS.values())))
        if pattern.startswith("^[0-9]"):
            return f"{self.random.randrange(100_000):05d}"
        if "{64}" in pattern:
            return "0" * 64
        if pattern:
            return "mobile_line"
        return self.random.choice(["", "x", "3000000101", "Calle 10 # 20-30", "Bogotá", "1000000101", "2015-03-09", "audio/webm", "todo bien"])

    def a_integer(self, schema: dict) -> int:
        least, most = schema.get("minimum", 0), schema.get("maximum", 5)
        return self.random.choice([least, min(most, least + 1), min(most, least + 2), self.random.randint(least, min(most, least + 100))])

    a_number = a_integer

    def a_boolean(self, _) -> bool:
        return self.random.random() < 0.5

    def a_null(self, _) -> None:
        return None
