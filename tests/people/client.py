"""A browser's side of the public API with nothing but Python's own library: session, requests, the event stream.

`call("sale_claim", id=…)` takes method and path from the route table (`cierre-api --routes`) and answers as the flow
tests' Api does, so that their helpers work with either. One connection a client; one thread uses it.
"""

import http.client
import json
import re
import subprocess
import threading
import time
import urllib.parse
import uuid
from pathlib import Path

PATIENCE_SECONDS = 40


class Routes:
    """Operation id → method and path, and who may."""

    def __init__(self, program: Path):
        listed = subprocess.run([program, "--routes"], capture_output=True, text=True, check=True).stdout
        self.rows = {}
        for line in listed.splitlines():
            method, path, operation, roles, ownership = line.split("\t")
            if ownership != "internal":
                self.rows[operation] = (method, path, roles.split(","), ownership)

    def of(self, role: str) -> list[str]:
        return sorted(operation for operation, row in self.rows.items() if role in row[2])


class Refused(Exception):
    """The server said no; carries its problem."""

    def __init__(self, operation: str, reply: "Reply"):
        super().__init__(f"{operation}: {reply.status} {reply.content[:300].decode('utf-8', 'replace')}")
        self.operation, self.reply, self.status = operation, reply, reply.status
        self.code = reply.get("code") if reply.content else None


class Reply:
    def __init__(self, status: int, headers, content: bytes):
        self.status, self.headers, self.content = status, headers, content
        self.etag = headers.get("ETag")

    @property
    def body(self):
        return json.loads(self.content)

    def __getitem__(self, name):
        return self.body[name]

    def get(self, name, default=None):
        body = self.body if self.content[:1] == b"{" else {}
        return body.get(name, default)


class Client:
    def __init__(self, url: str, routes: Routes, watch=lambda operation, reply: None):
        self.host = urllib.parse.urlsplit(url).netloc
        self.routes, self.watch = routes, watch
        self.connection = http.client.HTTPConnection(self.host, timeout=PATIENCE_SECONDS)
        self.token = self.user = self.login = None
        self.ahead_ms = 0  # of the service clock before ours, as of the log-in

    def log_in(self, username: str, password: str) -> "Client":
        self.login = {"username": username, "password": password}
        reply = self.exchange("POST", "/api/v1/sessions", json.dumps(self.login).encode(), {"Content-Type": "application/json"})
        if reply.status != 201:
            raise Refused("session_create", reply)
        self.token, self.user = reply["access_token"], reply["user"]
        self.ahead_ms = reply["service_now"] - int(time.time() * 1000)
        return self

    def service_now(self) -> int:
        return int(time.time() * 1000) + self.ahead_ms

    def exchange(self, method: str, target: str, content: bytes | None, headers: dict) -> Reply:
        """Once more on a fresh connection when the kept one had been closed; requests that write carry their key."""
        for last in (False, True):
            try:
                self.connection.request(method, target, content, headers)
                answer = self.connection.getresponse()
                return Reply(answer.status, answer.headers, answer.read())
            except (http.client.HTTPException, OSError):
                self.connection.close()
                if last:
                    raise

    def send(self, operation: str, json=None, content=None, headers=None, query=None, key=None, if_match=None, **path) -> Reply:
        method, route, _, _ = self.routes.rows[operation]
        sent = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key or uuid.uuid4().hex, **(headers or {})}
        if if_match is not None:
            sent["If-Match"] = str(if_match) if str(if_match).startswith('"') else f'"{if_match}"'
        if json is not None:
            content, sent["Content-Type"] = encode(json), "application/json"
        elif content is not None:
            sent.setdefault("Content-Type", "application/octet-stream")
        target = re.sub(r"\{(\w+)\}", lambda m: urllib.parse.quote(str(path[m[1]]), safe=""), route)
        if query:
            target += "?" + urllib.parse.urlencode(query)
        reply = self.exchange(method, target, content, sent)
        if reply.status == 401 and self.login and reply.get("code") == "token":
            self.log_in(**self.login)  # ten minutes are over
            reply = self.exchange(method, target, content, sent | {"Authorization": f"Bearer {self.token}"})
        self.watch(operation, reply)
        return reply

    def call(self, operation: str, **arguments) -> Reply:
        reply = self.send(operation, **arguments)
        if reply.status >= 400:
            raise Refused(operation, reply)
        return reply

    def items(self, operation: str, query=None, **path) -> list:
        """The first page of a list."""
        return self.call(operation, query=query, **path)["items"]


def encode(value) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


class Stream(threading.Thread):
    """A page's event stream: it is what shows that the person is there, and wakes them when something happens."""

    def __init__(self, client: Client):
        super().__init__(daemon=True)
        self.client = client
        self.happened = threading.Event()
        self.ended = threading.Event()
        self.open_now = None

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                self.follow()
            except (OSError, http.client.HTTPException, ValueError):
                self.ended.wait(1)

    def follow(self) -> None:
        connection = self.open_now = http.client.HTTPConnection(self.client.host, timeout=PATIENCE_SECONDS)
        headers = {"Authorization": f"Bearer {self.client.token}", "Accept": "text/event-stream"}
        connection.request("GET", "/api/v1/stream", headers=headers)
        answer = connection.getresponse()
        if answer.status != 200:
            self.ended.wait(2)
            return
        while not self.ended.is_set():
            line = answer.readline()
            if not line:
                return
            if line.startswith(b"data:"):
                self.happened.set()

    def wait(self, seconds: float) -> None:
        """Until something happens, at most so long."""
        self.happened.wait(seconds)
        self.happened.clear()

    def close(self) -> None:
        self.ended.set()
        self.happened.set()
        sock = self.open_now and self.open_now.sock
        if sock:
            try:
                sock.shutdown(2)
            except OSError:
                pass
