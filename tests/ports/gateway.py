#!/usr/bin/env python3
"""A sample of what stands at the other end of our signed HTTP contract (docs/ports.md): bureau, operator, messages,
registry. It shows how little is needed, and the flow tests run against it.

usage: gateway.py [--port N] --keys DIRECTORY

Listens on loopback. DIRECTORY holds identity.key, activation.key, messaging.key and registry.key. What the systems
know of the demo's customers is in `customers.py`, apart from the contract.
"""

import argparse
import hmac
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from customers import NoAnswer, Refused, Systems

WINDOW_S = 300
BODY_MAX = 64 * 1024


def signature(key: bytes, lines: list[str], body: bytes) -> str:
    return hmac.new(key, "".join(f"{line}\n" for line in lines).encode() + body, "sha256").hexdigest()


class Answer:
    def __init__(self, status: int, body: dict):
        self.status = status
        self.body = json.dumps(body, ensure_ascii=False).encode()


class Gateway(ThreadingHTTPServer):
    """Every question that is genuine, fresh and new is asked of `systems`; a repeat gets the first answer."""

    daemon_threads = True

    def __init__(self, keys: Path | None = None, port: int = 0):
        super().__init__(("127.0.0.1", port), Handler)
        self.keys = keys
        self.systems = Systems()
        self.answers: dict[tuple[str, str], tuple[bytes, Answer | None]] = {}
        self.lock = threading.Lock()
        self.spoil = None  # for tests: what is done to the answers
        self.seen: list[tuple[str, str]] = []  # operation and idempotency key of every genuine question

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def key_of(self, operation: str) -> bytes:
        return bytes.fromhex((self.keys / f"{operation.split('/')[0]}.key").read_text().strip())

    def answer(self, operation: str, key: str, body: bytes) -> Answer | None:
        """None: it happened, or not, and nobody is told."""
        with self.lock:
            self.seen.append((operation, key))
            if key:
                stored = self.answers.get((operation, key))
                if stored:
                    return stored[1] if stored[0] == body else Answer(409, {"code": "key_reused"})
            answer = self.ask(operation, json.loads(body))
            if key:
                self.answers[operation, key] = (body, answer)
            return answer

    def ask(self, operation: str, question: dict) -> Answer | None:
        try:
            return Answer(200, self.systems.ask(operation, question))
        except Refused as refused:
            return Answer(422, {"code": refused.code})
        except NoAnswer:
            return None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Gateway

    def do_POST(self) -> None:
        operation = self.path.lstrip("/")
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), BODY_MAX))
        if not re.fullmatch(r"(identity|activation|messaging|registry)/[a-z]+", operation):
            return self.refuse(404, "unknown_operation")
        key = self.server.key_of(operation)
        seconds, once = self.headers.get("Cierre-Timestamp", ""), self.headers.get("Idempotency-Key", "")
        own = signature(key, ["v1", seconds, operation, once], body)
        if not hmac.compare_digest(own, self.headers.get("Cierre-Signature", "")):
            return self.refuse(401, "signature")
        if not seconds.isdecimal() or abs(time.time() - int(seconds)) > WINDOW_S:
            return self.refuse(401, "clock")
        answer = self.server.answer(operation, once, body)
        if answer is None:
            return self.cut_off()
        spoilt, question = self.server.spoil, own
        if spoilt == "key":
            key = bytes(32)
        if spoilt == "question":
            question = signature(key, ["v1", seconds, operation, "another"], body)
        signed = signature(key, ["v1-answer", str(answer.status), question], answer.body)
        self.send(answer, None if spoilt == "unsigned" else signed)

    def send(self, answer: Answer, signed: str | None) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer.body)))
        if signed:
            self.send_header("Cierre-Signature", signed)
        self.end_headers()
        self.wfile.write(answer.body)

    def refuse(self, status: int, code: str) -> None:
        self.send(Answer(status, {"code": code}), None)

    def cut_off(self) -> None:
        """An answer that breaks off: the one who asks knows nothing, as after a time-out, only sooner."""
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.close_connection = True

    def log_message(self, *_) -> None:
        """Nothing: what passes here is personal."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--port", type=int, default=8490)
    parser.add_argument("--keys", type=Path, required=True)
    given = parser.parse_args()
    gateway = Gateway(given.keys, given.port)
    print(f"ready {gateway.url}", flush=True)
    gateway.serve_forever()


if __name__ == "__main__":
    main()
