"""The API as its description says it is: every reply is held against openapi.yaml, and each operation used is noted.

`Api.call("sale_claim", id=…)` finds method and path by operationId, adds the bearer token and, where the description
asks for one, a fresh Idempotency-Key. A status or a body that the description does not know fails the test.
"""

import json
import re
import time
import uuid
from pathlib import Path

import httpx
import jsonschema
import yaml

DESCRIPTION = Path(__file__).resolve().parents[2] / "backend" / "api" / "openapi.yaml"
PATIENCE_SECONDS = 40
METHODS = ("get", "put", "post", "delete", "patch")


class Description:
    def __init__(self, path: Path = DESCRIPTION):
        self.document = yaml.safe_load(path.read_text("utf-8"))
        self.operations = {}
        for route, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    operation = item[method]
                    parameters = [self.follow(p) for p in item.get("parameters", []) + operation.get("parameters", [])]
                    self.operations[operation["operationId"]] = (method, route, operation, parameters)
        self.validators = {}

    def follow(self, node: dict) -> dict:
        while "$ref" in node:
            target = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            node = target
        return node

    def check(self, operation_id: str, response: httpx.Response) -> None:
        """Fails unless the reply is one that the description knows."""
        _, _, operation, _ = self.operations[operation_id]
        answers = operation["responses"]
        answer = answers.get(str(response.status_code))
        if answer is None:
            assert response.status_code >= 400, f"{operation_id}: status {response.status_code} is not described"
            answer = answers["default"]
        content = self.follow(answer).get("content")
        if content is None:
            assert response.content == b"", f"{operation_id}: a body where none is described"
            return
        kind = response.headers.get("content-type", "").split(";")[0]
        assert kind in content, f"{operation_id}: content type {kind!r}, described are {sorted(content)}"
        if kind.endswith("json"):
            self.validate(operation_id, str(response.status_code), content[kind]["schema"], response.json())

    def validate(self, operation_id: str, status: str, schema: dict, body) -> None:
        key = (operation_id, status if status in self.operations[operation_id][2]["responses"] else "default")
        validator = self.validators.get(key)
        if validator is None:
            root = {"components": self.document["components"], "$schema": "https://json-schema.org/draft/2020-12/schema"}
            validator = self.validators[key] = jsonschema.Draft202012Validator({**root, **schema})
        faults = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in validator.iter_errors(body)]
        assert not faults, f"{operation_id} {status} differs from openapi.yaml: {faults[:5]}"


class Problem(AssertionError):
    """A call that was to succeed got a problem; carries it."""

    def __init__(self, operation_id: str, response: httpx.Response):
        super().__init__(f"{operation_id}: {response.status_code} {response.text[:400]}")
        self.response = response


class Reply:
    """A checked answer: `reply["state"]` reads its JSON, `reply.etag` goes into the next If-Match."""

    def __init__(self, response: httpx.Response):
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.etag = response.headers.get("etag")

    @property
    def body(self):
        return self.response.json()

    def __getitem__(self, name):
        return self.body[name]

    def get(self, name, default=None):
        return self.body.get(name, default)


class Api:
    """One person at one browser."""

    def __init__(self, url: str, description: Description, exercised: set):
        self.http = httpx.Client(base_url=url, timeout=40, trust_env=False)
        self.description = description
        self.exercised = exercised
        self.token = None
        self.user = None

    def log_in(self, username: str, password: str) -> "Api":
        session = self.call("session_create", json={"username": username, "password": password})
        self.token = session["access_token"]
        self.user = session["user"]
        return self

    def send(self, operation_id: str, json=None, content=None, headers=None, query=None, key=None, if_match=None,
             **path) -> Reply:
        """Sends and checks the answer against the description, whatever its status."""
        method, route, operation, parameters = self.description.operations[operation_id]
        names = {p["name"] for p in parameters if p["in"] == "header"}
        sent = dict(headers or {})
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        if "Idempotency-Key" in names:
            sent.setdefault("Idempotency-Key", key or uuid.uuid4().hex)
        if if_match is not None:
            sent["If-Match"] = if_match if str(if_match).startswith('"') else f'"{if_match}"'
        if content is not None:
            sent.setdefault("Content-Type", "application/octet-stream")
        url = "/api/v1" + re.sub(r"\{(\w+)\}", lambda m: str(path[m[1]]), route)
        response = self.http.request(method.upper(), url, json=json, content=content, headers=sent, params=query)
        self.description.check(operation_id, response)
        self.exercised.add(operation_id)
        return Reply(response)

    def call(self, operation_id: str, **arguments) -> Reply:
        """Sends, and expects success."""
        reply = self.send(operation_id, **arguments)
        if reply.status >= 400:
            raise Problem(operation_id, reply.response)
        return reply

    def refused(self, operation_id: str, status: int, code: str, **arguments) -> dict:
        """Sends, and expects this problem."""
        reply = self.send(operation_id, **arguments)
        assert (reply.status, reply.get("code")) == (status, code), reply.response.text
        return reply.body

    def pages(self, operation_id: str, query=None, **path) -> list:
        """All items of a list, page by page."""
        items, after = [], None
        while True:
            page = self.call(operation_id, query={**(query or {}), **({"after": after} if after else {})}, **path)
            items += page["items"]
            after = page["next"]
            assert page.headers.get("link", "").endswith('rel="next"') == bool(after), f"{operation_id}: no Link to the next page"
            if after is None:
                return items

    def stream(self) -> "Stream":
        return Stream(self)


class Stream:
    """The person's event stream: `with api.stream() as stream: stream.until("call.offered")`."""

    def __init__(self, api: Api):
        self.api = api
        self.seen = []

    def __enter__(self) -> "Stream":
        headers = {"Authorization": f"Bearer {self.api.token}", "Accept": "text/event-stream"}
        self.context = self.api.http.stream("GET", "/api/v1/stream", headers=headers)
        self.response = self.context.__enter__()
        assert self.response.status_code == 200, self.response.read()
        self.lines = self.response.iter_lines()
        return self

    def __exit__(self, *failure):
        self.context.__exit__(*failure)

    def next(self) -> dict:
        """The next message. A wait in vain ends: pings wake it, or the connection's time-out does."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        for line in self.lines:
            assert time.monotonic() < deadline, "no message came"
            if line.startswith("data:"):
                text = line.removeprefix("data:").strip()
                if text:
                    message = json.loads(text)
                    self.seen.append(message)
                    return message
        raise AssertionError("the stream ended")

    def until(self, kind: str, where=lambda message: True) -> dict:
        """The next message of that type for which `where` holds."""
        while True:
            message = self.next()
            if message.get("type") == kind and where(message):
                return message
