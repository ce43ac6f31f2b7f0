"""Log-in, refresh, log-out, passwords: against the real copy, with people of their own."""

import concurrent.futures
import contextlib
import datetime
import itertools
import secrets
import time

import httpx
import pytest
from api import Api
from arranged import service_now

numbers = itertools.count(1)
RUN = secrets.token_hex(3)


class Account:
    def __init__(self, stack, role="backoffice"):
        self.stack = stack
        self.username = f"prueba-{RUN}-{next(numbers)}"
        self.password = f"lluvia-{secrets.token_hex(4)}-verde"
        stack.admin("user", "add", self.username, "--name", "Persona de Prueba", "--role", role, input=self.password + "\n")

    @property
    def document(self):
        return self.stack.database.users.find_one({"username": self.username})


@pytest.fixture
def account(stack):
    return Account(stack)


@pytest.fixture
def browser(stack, anyone):
    """`browser()`: one more browser; `browser("127.0.0.9")`: at that address. Its cookie is kept by the tests."""

    def open_one(address=None) -> Api:
        api = Api(stack.url, anyone.description, anyone.exercised)
        if address:
            transport = httpx.HTTPTransport(local_address=address)
            api.http = httpx.Client(base_url=stack.url, timeout=40, trust_env=False, transport=transport)
        return api

    return open_one


@pytest.fixture
def log_in(browser):
    """A browser where this account is logged in; its refresh token is in `.cookie`."""

    def enter(account, password=None, address=None) -> Api:
        api = browser(address)
        reply = api.call("session_create", json={"username": account.username, "password": password or account.password})
        api.token, api.user, api.cookie = reply["access_token"], reply["user"], token_of(reply)
        api.http.cookies.clear()
        return api

    return enter


def name_of(stack) -> str:
    return f"__Host-cierre-{stack.url.rsplit(':', 1)[1].strip('/')}"


def token_of(reply) -> str:
    return reply.headers["set-cookie"].split(";")[0].split("=", 1)[1]


def refresh(stack, api, token, **headers):
    reply = api.send("session_refresh", headers={"Cookie": f"{name_of(stack)}={token}", **headers})
    api.http.cookies.clear()
    return reply


def assert_ended(stack, api):
    """Whichever worker answers, with the access token or the cookie."""
    for _ in range(12):
        api.refused("user_me", 401, "session_ended")
    reply = refresh(stack, api, api.cookie)
    assert (reply.status, reply["code"]) == (401, "session_ended")


def test_log_in(stack, account, browser):
    api = browser()
    reply = api.call("session_create", json={"username": account.username, "password": account.password})
    now = time.time() * 1000
    assert reply.status == 201
    assert abs(reply["expires_at"] - now - 600_000) < 20_000
    assert abs(reply["service_now"] - service_now(stack).timestamp() * 1000) < 10_000
    assert reply["user"] == {
        "id": str(account.document["_id"]),
        "username": account.username,
        "name": "Persona de Prueba",
        "role": "backoffice",
        "team_ids": [],
        "preferences": {"language": "es", "theme": "system", "density": "auto"},
    }
    cookie, *attributes = [part.strip() for part in reply.headers["set-cookie"].split(";")]
    assert cookie.startswith(name_of(stack) + "=")
    attributes = {a.split("=")[0].lower(): a.partition("=")[2] for a in attributes}
    assert {"httponly", "secure", "samesite", "path", "max-age"} == set(attributes)
    assert attributes["samesite"] == "Strict" and attributes["path"] == "/"
    assert int(attributes["max-age"]) == 30 * 24 * 3600
    assert reply.headers["cache-control"] == "no-store"
    api.token = reply["access_token"]
    assert api.call("user_me").body == reply["user"]


def test_user_names_in_any_case(account, browser):
    browser().call("session_create", json={"username": account.username.upper(), "password": account.password})


def test_why_a_log_in_fails_is_not_said(stack, account, browser):
    gone = Account(stack)
    stack.admin("user", "deactivate", gone.username)
    tries = [
        (account.username, account.password + "x"),
        (account.username, account.password.upper()),
        (account.username, " " + account.password),
        ("nadie." + RUN, account.password),
        ("$ne", account.password),
        (gone.username, gone.password),
    ]
    problems = []
    for username, password in tries:
        problem = browser().refused("session_create", 401, "credentials", json={"username": username, "password": password})
        del problem["request_id"]
        problems.append(problem)
    assert all(problem == problems[0] for problem in problems)


@pytest.mark.parametrize(
    "body, fields",
    [
        ({}, {"username", "password"}),
        ({"username": {"$ne": ""}, "password": ["x"]}, {"username", "password"}),
        ({"username": "a" * 65, "password": "x" * 201}, {"username", "password"}),
        ({"username": "ana", "password": "x", "role": "admin"}, {"role"}),
    ],
)
def test_hostile_log_ins(browser, body, fields):
    problem = browser().refused("session_create", 422, "invalid", json=body)
    assert {error["field"] for error in problem["errors"]} == fields


def test_refresh_gives_the_next(stack, account, log_in):
    api = log_in(account)
    tokens = [api.cookie]
    for _ in range(3):
        reply = refresh(stack, api, tokens[-1])
        assert reply.status == 200 and reply["user"] == api.user
        tokens.append(token_of(reply))
        api.token = reply["access_token"]
        api.call("user_me")
    assert len(set(tokens)) == 4
    stored = stack.database.refresh_tokens.find_one({"_id": session_id(stack, account)})
    assert stored["generation"] == 3
    assert tokens[-1].encode() not in bytes(stored["token_hash"]) and len(stored["token_hash"]) == 32


def session_id(stack, account):
    found = list(stack.database.refresh_tokens.find({"user_id": account.document["_id"]}))
    assert len(found) == 1
    return found[0]["_id"]


def test_a_hundred_replays_give_one_successor(stack, account, log_in, browser):
    api = log_in(account)
    browsers = [browser() for _ in range(20)]
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda n: refresh(stack, browsers[n % 20], api.cookie), range(100)))
    assert {reply.status for reply in replies} == {200}
    successors = {token_of(reply) for reply in replies}
    assert len(successors) == 1 and api.cookie not in successors
    assert stack.database.refresh_tokens.find_one({"_id": session_id(stack, account)})["generation"] == 1


def test_an_older_token_ends_the_session(stack, account, log_in):
    api = log_in(account)
    second = token_of(refresh(stack, api, api.cookie))
    third = token_of(refresh(stack, api, second))
    reply = refresh(stack, api, api.cookie)
    assert (reply.status, reply["code"]) == (401, "session_ended")
    api.cookie = third
    assert_ended(stack, api)
    stored = stack.database.refresh_tokens.find_one({"_id": session_id(stack, account)})
    assert stored["revoked_reason"] == "reused"


def test_a_replay_after_ten_seconds_ends_the_session(stack, account, log_in):
    api = log_in(account)
    successor = token_of(refresh(stack, api, api.cookie))
    earlier = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=11)
    stack.database.refresh_tokens.update_one({"_id": session_id(stack, account)}, {"$set": {"rotated_at": earlier}})
    assert refresh(stack, api, api.cookie)["code"] == "session_ended"
    api.cookie = successor
    assert_ended(stack, api)


def test_thirty_days(stack, account, log_in):
    api = log_in(account)
    past = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=1)
    stack.database.refresh_tokens.update_one({"_id": session_id(stack, account)}, {"$set": {"expires_at": past}})
    assert refresh(stack, api, api.cookie)["code"] == "session_ended"


@pytest.mark.parametrize("token", ["", "x", "A" * 64, "A" * 5000, "../../etc/passwd", "null"])
def test_what_is_no_refresh_token(stack, browser, token):
    reply = refresh(stack, browser(), token)
    assert (reply.status, reply["code"]) == (401, "token")


def test_only_the_page_itself_refreshes(stack, account, log_in):
    api = log_in(account)
    host = stack.url.split("://")[1].strip("/")
    elsewhere = [
        {"Origin": "https://example.org"},
        {"Origin": "http://other." + host},
        {"Origin": "http://localhost:1"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://" + host},
        {"Sec-Fetch-Site": "none"},
    ]
    for headers in elsewhere:
        reply = refresh(stack, api, api.cookie, **headers)
        assert (reply.status, reply["code"]) == (403, "origin"), headers
    reply = refresh(stack, api, api.cookie, **{"Origin": "http://" + host, "Sec-Fetch-Site": "same-origin"})
    assert reply.status == 200


def test_log_out(stack, account, log_in):
    api, other = log_in(account), log_in(account)
    reply = api.call("session_end")
    assert reply.status == 204 and "Max-Age=0" in reply.headers["set-cookie"]
    assert_ended(stack, api)
    other.call("user_me")


def test_log_out_everywhere(stack, account, log_in):
    browsers = [log_in(account) for _ in range(3)]
    browsers[0].call("session_end_all")
    for api in browsers:
        assert_ended(stack, api)
    log_in(account).call("user_me")


def test_the_end_of_a_session_is_told_and_audited(stack, account, log_in):
    api = log_in(account)
    session = session_id(stack, account)
    api.call("session_end_all")
    event = next(e for e in events_of(stack) if e.get("subject", {}).get("id") == session)
    assert event["type"] == "session.ended" and event["user_id"] == account.document["_id"]
    assert event["channels"] == [f"session.{session}"]
    assert event["data"] == {"session_id": session, "reason": "logged_out_everywhere"}
    entries = list(stack.database.audit.find({"user_id": account.document["_id"]}))
    assert [entry["operation"] for entry in entries] == ["session_end_all"]


def events_of(stack):
    return stack.database.events.find({"_id": {"$exists": True}}).sort("_id", -1)


def test_password_change(stack, account, log_in, browser):
    here, elsewhere = log_in(account), log_in(account)
    new = "granizo-azul-7316"
    change = {"current_password": account.password, "new_password": new}
    assert here.call("user_password", json=change).status == 204
    assert_ended(stack, elsewhere)
    for _ in range(6):
        here.call("user_me")
    assert refresh(stack, here, here.cookie).status == 200
    browser().refused("session_create", 401, "credentials", json={"username": account.username, "password": account.password})
    log_in(account, new).call("user_me")
    assert account.document["password_hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    "change, field, code",
    [
        ({"current_password": "not-that-one-9"}, "current_password", "wrong"),
        ({"new_password": "corta-1"}, "new_password", "too_short"),
        ({"new_password": "aaaaaaaaaaaaaa"}, "new_password", "too_simple"),
        ({"new_password": "1234567890"}, "new_password", "too_simple"),
        ({"new_password": "USERNAME-1"}, "new_password", "like_username"),
        ({"new_password": "CURRENT"}, "new_password", "unchanged"),
    ],
)
def test_refused_password_changes(account, log_in, change, field, code):
    api = log_in(account)
    body = {"current_password": account.password, "new_password": "granizo-azul-7316", **change}
    body = {k: v.replace("USERNAME", account.username).replace("CURRENT", account.password) for k, v in body.items()}
    problem = api.refused("user_password", 422, "invalid", json=body)
    assert problem["errors"] == [{"field": field, "code": code}]
    log_in(account).call("user_me")


def test_a_password_set_by_the_admin_ends_all_sessions(stack, account, log_in):
    api = log_in(account)
    stack.admin("user", "set-password", account.username, input="granizo-azul-7316\n")
    stack.eventually(lambda: api.send("user_me").status == 401)
    assert_ended(stack, api)
    log_in(account, "granizo-azul-7316").call("user_me")


def test_deactivation(stack, account, log_in, browser):
    api = log_in(account)
    stack.admin("user", "deactivate", account.username)
    stack.eventually(lambda: api.send("user_me").status == 401)
    assert_ended(stack, api)
    browser().refused("session_create", 401, "credentials", json={"username": account.username, "password": account.password})


def test_a_changed_role_holds_for_tokens_given_out_before(stack, account, log_in):
    api = log_in(account)
    stack.database.users.update_one(
        {"_id": account.document["_id"]}, {"$set": {"role": "quality"}, "$inc": {"session_epoch": 1, "version": 1}}
    )
    stack.eventually(lambda: api.send("user_me").status == 401)
    for _ in range(12):
        api.refused("user_me", 401, "token")
    reply = refresh(stack, api, api.cookie)
    api.token = reply["access_token"]
    assert api.call("user_me")["role"] == "quality"


def test_preferences_follow_the_person(account, log_in):
    api = log_in(account)
    chosen = {"language": "en", "theme": "dark", "density": "compact"}
    assert api.call("user_preferences", json=chosen)["preferences"] == chosen
    api.call("user_me")  # the token still holds
    assert log_in(account).user["preferences"] == chosen
    problem = api.refused("user_preferences", 422, "invalid", json={"language": "fr", "theme": 1, "size": "big"})
    assert {error["field"] for error in problem["errors"]} == {"language", "theme", "density", "size"}


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer .",
        "bearer TOKEN",
        "Basic TOKEN",
        "TOKEN",
        "Bearer  TOKEN",
        "Bearer TOKENx",
        "Bearer TOKEN,TOKEN",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "Bearer " + "A" * 4000,
    ],
)
def test_hostile_authorization_headers(account, log_in, authorization):
    api = log_in(account)
    token, api.token = api.token, None
    headers = {} if authorization is None else {"Authorization": authorization.replace("TOKEN", token)}
    api.refused("user_me", 401, "token", headers=headers)


def test_an_account_is_guessed_at_ten_times(stack, account, browser, log_in):
    wrong = {"username": account.username, "password": "not-that-one-9"}
    for _ in range(10):
        browser("127.0.0.31").refused("session_create", 401, "credentials", json=wrong)
    right = {"username": account.username, "password": account.password}
    reply = browser("127.0.0.32").send("session_create", json=right)
    assert (reply.status, reply["code"]) == (429, "throttled")
    assert 0 < reply["until"] - time.time() * 1000 <= 15 * 60_000
    assert int(reply.headers["retry-after"]) > 0
    log_in(Account(stack), address="127.0.0.31").call("user_me")
    end_windows(stack, "login_account:")
    log_in(account).call("user_me")


def test_a_right_password_forgets_the_wrong_ones(account, browser, log_in):
    wrong = {"username": account.username, "password": "not-that-one-9"}
    for _ in range(3):
        for _ in range(9):
            browser("127.0.0.33").refused("session_create", 401, "credentials", json=wrong)
        log_in(account)


def end_windows(stack, kind):
    """As if the time had passed."""
    past = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=1)
    stack.database.throttles.update_many({"_id": {"$gte": kind, "$lt": kind + "~"}}, {"$set": {"expires_at": past}})


def test_an_address_guesses_sixty_times(stack, account, browser, log_in):
    address = "127.0.0.34"
    guesser = browser(address)
    for n in range(60):
        guesser.refused("session_create", 401, "credentials", json={"username": f"nadie-{RUN}-{n}", "password": "x"})
    right = {"username": account.username, "password": account.password}
    guesser.refused("session_create", 429, "throttled", json=right)
    log_in(account, address="127.0.0.35").call("user_me")
    kept = [row["_id"] for row in stack.database.throttles.find({"_id": {"$gte": "login_address:", "$lt": "login_address:~"}})]
    assert kept and not any("127.0" in key for key in kept)
    end_windows(stack, "login_address:")
    log_in(account, address=address).call("user_me")


def test_a_shift_of_300_logs_in_from_one_address(stack, browser):
    people = [Account(stack) for _ in range(6)]

    def enter(n):
        person = people[n % len(people)]
        body = {"username": person.username, "password": person.password}
        return browser("127.0.0.36").send("session_create", json=body).status

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert set(pool.map(enter, range(300))) == {201}


def test_who_may_open_a_stream(stack, account, log_in, browser):
    api = log_in(account)
    headers = {"Authorization": f"Bearer {api.token}", "Accept": "text/event-stream"}
    with api.http.stream("GET", "/api/v1/stream", headers=headers) as response:
        assert response.status_code == 200
        assert "x-channels" not in response.headers
    api.call("session_end")
    assert api.http.get("/api/v1/stream", headers=headers).status_code == 401
    assert browser().http.get("/api/v1/stream", headers={"Accept": "text/event-stream"}).status_code == 401
    assert browser().http.get("/internal/stream-authorize", headers=headers).status_code == 404


def test_an_ended_session_ends_its_stream(account, log_in):
    api, other = log_in(account), log_in(account)
    with api.stream() as stream:
        assert other.call("session_end_all").status == 204
        deadline = time.monotonic() + 25  # a ping every 10 s lets the loop look at the time
        with contextlib.suppress(httpx.RemoteProtocolError):
            for _ in stream.lines:
                assert time.monotonic() < deadline, "the stream is still open"


def test_users_from_the_command_line(stack, account):
    listed = [line.split("\t") for line in stack.admin("user", "list").stdout.splitlines()]
    assert [account.username, "backoffice", "active", "Persona de Prueba"] in listed
    add = ("user", "add", account.username, "--name", "Otra Persona", "--role", "admin")
    assert "exists" in stack.admin(*add, input="granizo-azul-7316\n", expect=1).stderr
    refused = [
        (("user", "add", "Con Espacio", "--name", "X", "--role", "admin"), "user name"),
        (("user", "add", "sin.rol", "--name", "X", "--role", "jefe"), "--role"),
        (("user", "add", "sin.equipo", "--name", "X", "--role", "agent"), "--team"),
        (("user", "add", "otro.equipo", "--name", "X", "--role", "agent", "--team", "ninguno"), "ninguno"),
        (("user", "add", "clave.corta", "--name", "X", "--role", "admin"), "password: too_short"),
        (("user", "set-password", "nadie." + RUN), "no such user"),
    ]
    for arguments, sentence in refused:
        assert sentence in stack.admin(*arguments, input="corta\n", expect=1).stderr
    for arguments in (("user",), ("user", "remove", account.username), ("user", "add", "x")):
        assert "usage:" in stack.admin(*arguments, expect=2).stderr
    assert stack.database.users.find_one({"username": "clave.corta"}) is None
