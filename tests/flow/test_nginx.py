"""nginx in front of everything: headers, what is not public, its own refusals, and the event streams of nchan."""

import re
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "dev"))

from launcher.processes import session_members  # noqa: E402

POLICY = (
    "default-src 'none'", "script-src 'self'", "img-src 'self' blob:", "media-src 'self' blob:", "connect-src 'self'",
    "form-action 'none'", "frame-ancestors 'none'", "base-uri 'none'",
)  # fmt: skip


@pytest.fixture
def web(stack):
    with httpx.Client(base_url=stack.url, timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture
def inside(stack):
    """The internal address: publishing and probes."""
    with httpx.Client(base_url=f"http://127.0.0.1:{stack.facts['publish_port']}", timeout=30, trust_env=False) as client:
        yield client


@contextmanager
def stream(stack, person, **headers):
    """An open event stream of a person; iterate over its lines."""
    sent = {"Accept": "text/event-stream", "Authorization": f"Bearer {person.token}", **headers}
    with httpx.Client(base_url=stack.url, timeout=30, trust_env=False) as client:
        with client.stream("GET", "/api/v1/stream", headers=sent) as response:
            yield response


def next_data(lines) -> str:
    return next(line.removeprefix("data: ") for line in lines if line.startswith("data: "))


@pytest.mark.parametrize("path, status", [
    ("/", 200), ("/agent/sales/1", 200), ("/assets/none.js", 404), ("/api/v1/users/me", 401), ("/api/v1/stream", 401),
    ("/.vite/manifest.json", 404),
])  # fmt: skip
def test_every_reply_carries_the_headers(web, path, status):
    reply = web.get(path)
    assert reply.status_code == status
    assert all(rule in reply.headers["content-security-policy"] for rule in POLICY)
    assert "unsafe" not in reply.headers["content-security-policy"]
    assert reply.headers["permissions-policy"].startswith("microphone=(self)")
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert len(reply.headers.get_list("x-request-id")) == 1 and len(reply.headers["x-request-id"]) == 32


def test_the_page_is_asked_for_each_time_and_its_assets_never_again(web):
    page = web.get("/somewhere")
    assert page.headers["cache-control"] == "no-cache"
    asset = page.text.split('src="', 1)[1].split('"', 1)[0]
    reply = web.get(asset)
    assert reply.status_code == 200 and "immutable" in reply.headers["cache-control"]
    assert reply.headers["content-encoding"] == "gzip"


def test_a_missing_asset_is_asked_for_again(web):
    assert "cache-control" not in web.get("/assets/not-there-yet.js").headers


@pytest.mark.parametrize("path", [
    "/healthz", "/readyz", "/metrics", "/internal/stream-authorize", "/internal/stream-closed", "/publish/all",
])  # fmt: skip
def test_what_is_internal_is_not_public(web, inside, path):
    reply = web.post(path) if path.startswith("/internal") else web.get(path)
    # A path that nginx does not know is the SPA's.
    assert reply.status_code == 404 or reply.text.startswith("<!doctype html>")
    assert inside.get("/readyz").status_code == 200
    assert inside.get("/api/v1/users/me").status_code == 404


def test_a_client_cannot_choose_its_request_id(web):
    assert web.get("/api/v1/users/me", headers={"X-Request-Id": "chosen"}).headers["x-request-id"] != "chosen"


def test_nginx_refuses_in_the_form_of_the_api(web, api_description):
    reply = web.post("/api/v1/sessions", content=b"x" * (1100 * 1024 + 1))
    assert reply.status_code == 413
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert (problem["code"], problem["status"]) == ("body_too_large", 413)
    assert problem["request_id"] == reply.headers["x-request-id"]
    api_description.check("session_create", reply)


def test_logs_hold_no_query_and_no_token(stack, web):
    web.get("/api/v1/users/me", params={"document": "1000000101"}, headers={"Authorization": "Bearer secret.token.here"})
    logged = (Path(stack.facts["var"]) / "log" / "access.log").read_text()
    assert '"path":"/api/v1/users/me"' in logged
    assert "1000000101" not in logged and "secret" not in logged


@pytest.fixture
def listener(person):
    """Not one whom the dialer calls in other tests: the end of the stream is the end of an agent's presence."""
    return person("agent", 2)


def test_a_stream_carries_the_own_channels_and_no_others(stack, inside, person, listener):
    with stream(stack, listener) as response:
        assert response.status_code == 200
        lines = response.iter_lines()
        next(line for line in lines if line.startswith(":"))  # nchan's greeting: subscribed
        other = person("agent", 1)
        inside.post(f"/publish/user.{other.user['id']}", content='{"to":"another"}')
        inside.post("/publish/floor", content='{"to":"supervisors"}')
        inside.post(f"/publish/user.{listener.user['id']}", content='{"to":"me"}')
        assert next_data(lines) == '{"to":"me"}'


def test_a_stream_of_a_page_from_elsewhere_is_refused(stack, person):
    with stream(stack, person("agent"), Origin="http://elsewhere.example") as response:
        assert response.status_code == 403


CRAFTED = (
    "1:-1", "999999999999:[5],[1],[2]", "0:0", "1795508586:[0],[0],[0],[0],[0]", "-,-,-", ":", "[", "1,2,3:4",
    "1795508586:-,[9999999],-", "99:99999999999999999999", "1:[[[]]]", "1:,,,,", "-1:-1,-1,-1", "0:[0],-,-,-,-,-,-,-,-",
)  # fmt: skip


def test_crafted_message_ids_harm_no_nginx_process(stack, listener, inside):
    master = int((Path(stack.facts["var"]) / "nginx" / "nginx.pid").read_text())
    before = session_members(master)
    for value in CRAFTED:
        for headers in ({"Last-Event-ID": value}, {"If-Modified-Since": value, "If-None-Match": "5"}):
            with stream(stack, listener, **headers) as response:
                assert response.status_code == 200
                lines = response.iter_lines()
                next(line for line in lines if line.startswith(":"))
                inside.post(f"/publish/user.{listener.user['id']}", content=f'"{len(value)}"')
                assert next_data(lines) == f'"{len(value)}"'
        sent = {"Accept": "text/event-stream", "Authorization": f"Bearer {listener.token}"}
        with httpx.stream("GET", f"{stack.url}/api/v1/stream", params={"last_event_id": value}, headers=sent, trust_env=False) as response:
            assert response.status_code == 200
    assert session_members(master) == before


def test_a_shift_that_logs_in_at_once_is_let_in(web):
    """From an address of their own, so that the bucket of other tests' log-ins stays as it is: 300 requests at the log-in address in a burst; nginx passes all to the API, which judges them."""
    statuses, guard = [], threading.Lock()

    def ask() -> None:
        with httpx.Client(base_url=str(web.base_url), timeout=30, transport=httpx.HTTPTransport(local_address="127.0.0.9")) as client:
            mine = [client.post("/api/v1/sessions", content=b"{}", headers={"Content-Type": "application/json"}).status_code for _ in range(50)]
        with guard:
            statuses.extend(mine)

    people = [threading.Thread(target=ask) for _ in range(5)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert set(statuses) == {422} or set(statuses) == {400}
