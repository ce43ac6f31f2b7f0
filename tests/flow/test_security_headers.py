"""Security headers on every location of nginx's configuration, read from the configuration itself."""

import re
import socket
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

FIXED = {
    "permissions-policy": "microphone=(self), camera=(), geolocation=(), payment=(), usb=()",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
# What each kind of source may be loaded from; nothing else may stand in the policy.
SOURCES = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},  # and hashes
    "img-src": {"'self'", "blob:"},
    "media-src": {"'self'", "blob:"},
    "connect-src": {"'self'"},
    "font-src": {"'self'"},
    "worker-src": {"'self'", "blob:"},
    "form-action": {"'none'"},
    "frame-ancestors": {"'none'"},
    "base-uri": {"'none'"},
}
HASH = re.compile(r"'sha(256|384|512)-[A-Za-z0-9+/]+=*'")


@dataclass
class Location:
    words: str  # as configured: "= /api/v1/sessions"
    body: str


def blocks(text: str, keyword: str) -> list[tuple[str, str]]:
    """The blocks of that keyword, each as its words and its body, at whatever depth."""
    found = []
    for head in re.finditer(rf"^\s*{keyword}\b([^{{;]*(?:\{{\w+(?:,\w*)?\}}[^{{;]*)*)\{{$", text, re.M):
        depth, at = 1, head.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        found.append((head[1].strip(), text[head.end() : at - 1]))
    return found


def without_comments(text: str) -> str:
    return re.sub(r"^\s*#.*$", "", text, flags=re.M)


def public_locations(stack) -> list[Location]:
    text = without_comments((Path(stack.facts["var"]) / "nginx" / "cierre.conf").read_text("utf-8"))
    servers = [body for _, body in blocks(text, "server") if f"listen 127.0.0.1:{stack.facts['port']} " in body]
    assert len(servers) == 1
    return [Location(words, body) for words, body in blocks(servers[0], "location")]


# How a location is reached whose own words do not say it: requests and the statuses they get.
REACHED = {
    r"~ /\.": [("GET", "/.git/config", None, 404), ("GET", "/assets/.hidden", None, 404)],
    "@problem": [("POST", "/api/v1/sessions", b"x" * (1100 * 1024 + 1), 413), ("GET", "/api/v1/stream", None, 401)],
    r"~ ^/(healthz|readyz|metrics)$": [("GET", f"/{name}", None, 404) for name in ("healthz", "readyz", "metrics")],
}  # fmt: skip


def requests_of(location: Location) -> list[tuple]:
    if location.words in REACHED:
        return REACHED[location.words]
    path = re.fullmatch(r"(?:= |\^~ )?(/\S*)", location.words)
    assert path, f"say in REACHED how location {location.words} is reached"
    paths = [path[1]] if location.words.startswith("=") else [path[1], path[1].rstrip("/") + "/none", path[1] + "?x=<script>"]
    return [(method, one, None, None) for method in ("GET", "POST", "HEAD", "OPTIONS") for one in paths]


def check_headers(reply: httpx.Response, what) -> None:
    for name, value in FIXED.items():
        assert reply.headers.get_list(name) == [value], (what, name, reply.headers.get_list(name))
    (policy,) = reply.headers.get_list("content-security-policy")
    assert "unsafe" not in policy, (what, policy)
    rules = [rule.split() for rule in policy.split(";") if rule.strip()]
    assert {name for name, *_ in rules} == set(SOURCES), (what, policy)
    for name, *sources in rules:
        assert {source for source in sources if not (name == "style-src" and HASH.fullmatch(source))} == SOURCES[name], (what, name)
    assert len(reply.headers.get_list("x-request-id")) == 1, what
    assert "server" not in reply.headers or reply.headers["server"] == "nginx", what


def test_every_location_sends_the_headers(stack):
    locations = public_locations(stack)
    assert len(locations) >= 10 and {"/", "/api/", "@problem"} <= {location.words for location in locations}
    with httpx.Client(base_url=stack.url, timeout=30, trust_env=False) as web:
        for location in locations:
            for method, path, body, status in requests_of(location):
                with web.stream(method, path, content=body) as reply:
                    what = (location.words, method, path, reply.status_code)
                    assert reply.status_code < 500 and status in (None, reply.status_code), what
                    if re.search(r"^\s*internal;", location.body, re.M) and location.words.startswith("="):
                        assert reply.status_code == 404, what
                    check_headers(reply, what)


@pytest.mark.parametrize("request_bytes", [
    b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", b"GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n", b"GARBAGE\r\n\r\n",
    b"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 40_000 + b"\r\n\r\n", b"TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /assets/%2e%2e/%2e%2e/index.html HTTP/1.1\r\nHost: x\r\n\r\n",
])  # fmt: skip
def test_what_nginx_refuses_by_itself_sends_them_too(stack, request_bytes):
    with socket.create_connection(("127.0.0.1", stack.facts["port"]), timeout=20) as line:
        line.sendall(request_bytes)
        line.shutdown(socket.SHUT_WR)
        answer = b""
        while more := line.recv(65536):
            answer += more
    head = answer.split(b"\r\n\r\n")[0].decode("latin-1")
    status = int(head.split()[1])
    assert status in (400, 404, 405, 414, 494), head
    headers = {line.partition(":")[0].lower() for line in head.splitlines()[1:]}
    assert set(FIXED) <= headers and "content-security-policy" in headers, head


def test_the_build_has_no_inline_script(stack):
    """So that the policy is not what breaks the page: its own files obey it."""
    page = httpx.get(stack.url + "/", trust_env=False).text
    assert re.search(r'<script [^>]*src="/assets/', page)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\son\w+=|javascript:", page)
