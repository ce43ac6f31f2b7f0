"""dev/run.py as a person meets it: a bad environment is refused in one sentence with nothing left behind, and a copy
survives what happens to it. Each test has a directory and ports of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("CIERRE_BUILD", ROOT / "build"))
sys.path.insert(0, str(ROOT / "dev"))

from launcher import mongod  # noqa: E402
from launcher.ports import free_ports  # noqa: E402
from launcher.processes import session_members  # noqa: E402


class Running:
    """A launcher in a session of its own, and what it said."""

    def __init__(self, var: Path, *options: str, port: int = 0, uri: str = ""):
        command = [ROOT / "dev" / "run.py", "--test", "--no-demo", "--var", var, "--port", str(port), "--build", BUILD]
        self.var = var
        self.process = subprocess.Popen(
            [str(part) for part in (*command, *options)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "MONGODB_URI": uri},
        )

    def ready(self) -> dict:
        word, _, facts = self.process.stdout.readline().partition(" ")
        assert word == "ready", self.process.communicate(timeout=60)[1]
        return json.loads(facts)

    def refusal(self) -> str:
        """Its one sentence; it must have ended by itself, with status 1 and nothing started."""
        out, err = self.process.communicate(timeout=60)
        assert self.process.returncode == 1, out + err
        assert out == ""
        assert len(err.strip().splitlines()) == 1, err
        assert left_of(self.var) == []
        return err

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        self.process.communicate(timeout=60)
        return self.process.returncode


def left_of(var: Path) -> list[str]:
    """Command lines of processes alive that name this directory (the tests' own have it in no argument)."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            except OSError:
                continue
            if f"{var}/" in line:
                found.append(line)
    return found


def child_pid(var: Path, name: str) -> int:
    return json.loads((var / "run" / "pids" / name).read_text())["pid"]


@pytest.fixture
def var(tmp_path):
    yield tmp_path / "var"
    assert left_of(tmp_path) == []


@pytest.fixture
def copy(var):
    """Starts launchers on `var` and ends those that a failed test leaves."""
    started = []

    def start(*options: str, at: Path = var, **more) -> Running:
        started.append(Running(at, *options, **more))
        return started[-1]

    yield start
    for running in started:
        if running.process.poll() is None:
            running.end()


def test_a_taken_port_is_named(copy):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = copy(port=port).refusal()
    assert f"port {port} is taken" in said and "PORT=" in said


def test_a_directory_that_cannot_be_written_is_named(copy, tmp_path):
    (tmp_path / "file").write_text("")
    assert "cannot write to" in copy(at=tmp_path / "file" / "var").refusal()


def test_an_unreachable_mongodb_is_named(copy):
    port = free_ports(1)
    assert f"no MongoDB answers at 127.0.0.1:{port}" in copy(uri=f"mongodb://127.0.0.1:{port}/?replicaSet=rs0").refusal()


def test_a_mongodb_that_is_no_replica_set_is_named(copy, tmp_path):
    port = free_ports(1)
    (tmp_path / "alone").mkdir()
    command = mongod.command(tmp_path / "alone", tmp_path / "alone.log", port, test=False)
    at = command.index("--replSet")
    del command[at : at + 2]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        with mongod.pymongo.MongoClient("127.0.0.1", port) as client:
            client.admin.command("hello")
        assert "is not a replica set" in copy(uri=f"mongodb://127.0.0.1:{port}").refusal()
        assert "is not a replica set" in copy(uri=f"mongodb://127.0.0.1:{port}/?replicaSet=rs0").refusal()
    finally:
        server.terminate()
        server.wait()


def test_an_address_that_is_none_is_refused(copy):
    assert "is no MongoDB address" in copy(uri="localhost:27017").refusal()


def test_an_unknown_key_is_named_with_its_line(copy, var):
    var.mkdir()
    (var / "local.conf").write_text("# mine\nlog_levle = debug\n")
    said = copy().refusal()
    assert "local.conf:2" in said and "log_levle" in said


@pytest.mark.parametrize(
    "spoil, expected",
    [
        (lambda key: key.chmod(0o644), "can be read by others"),
        (lambda key: key.write_text("short\n"), "is not 64 hexadecimal digits"),
        (lambda key: key.unlink(), "is missing"),
    ],
    ids=["mode", "length", "missing"],
)
def test_a_wrong_key_is_named_and_left_alone(copy, var, spoil, expected):
    first = copy()
    first.ready()
    assert first.end() == 0
    key = var / "keys" / "master.key"
    assert key.stat().st_mode & 0o777 == 0o600 and key.parent.stat().st_mode & 0o777 == 0o700
    spoil(key)
    said = copy().refusal()
    assert "master.key" in said and expected in said


def test_two_copies_run_side_by_side_and_one_directory_holds_one(copy, tmp_path, var):
    one, two = copy(), copy(at=tmp_path / "two")
    for facts in (one.ready(), two.ready()):
        assert httpx.get(f"{facts['url']}/api/v1/users/me").status_code == 401
    third = copy()
    out, err = third.process.communicate(timeout=60)
    assert (third.process.returncode, out) == (1, "") and "is in use by the copy that process" in err
    assert one.end() == 0 and two.end(signal.SIGTERM) == 0


def test_a_start_after_kill_9_ends_what_was_left_and_keeps_the_data(copy, var):
    first = copy()
    facts = first.ready()
    with mongod.pymongo.MongoClient(facts["mongodb_uri"]) as client:
        client.kept.kept.insert_one({"_id": "kept"})
    first.process.kill()
    first.process.communicate()
    assert left_of(var) != []
    second = copy(port=facts["port"])
    facts = second.ready()
    with mongod.pymongo.MongoClient(facts["mongodb_uri"]) as client:
        assert client.kept.kept.find_one({"_id": "kept"})
    assert second.end() == 0


def test_data_follows_a_changed_port(copy, var):
    for _ in range(2):
        running = copy()  # free ports, so another one each time
        facts = running.ready()
        with mongod.pymongo.MongoClient(facts["mongodb_uri"]) as client:
            client.kept.kept.update_one({"_id": 1}, {"$inc": {"starts": 1}}, upsert=True)
            starts = client.kept.kept.find_one({"_id": 1})["starts"]
        assert running.end() == 0
    assert starts == 2


def test_a_worker_that_dies_is_started_again(copy, var):
    running = copy("--workers", "1")
    facts = running.ready()
    os.kill(child_pid(var, "cierre-api-1-0"), signal.SIGKILL)
    for line in running.process.stderr:
        if "started again" in line:
            break
        assert "cierre-api-1-0 ended with signal SIGKILL" in line
    # The socket is new; nginx passes over it for a moment.
    transport = httpx.HTTPTransport(retries=3)
    with httpx.Client(transport=transport) as client:
        until_served(client, f"{facts['url']}/api/v1/users/me")
    assert running.end() == 0


def until_served(client: httpx.Client, url: str) -> None:
    for _ in range(2000):
        if client.get(url).status_code == 401:
            return
    raise AssertionError("the worker never answered again")


def test_a_copy_without_its_mongod_stops_as_a_whole(copy, var):
    running = copy()
    running.ready()
    os.kill(child_pid(var, "mongod"), signal.SIGKILL)
    _, said = running.process.communicate(timeout=60)
    assert running.process.returncode == 1
    assert "mongod ended with signal SIGKILL" in said and "everything is stopped" in said


def test_a_reload_replaces_the_workers_and_loses_no_request(copy, var):
    running = copy()
    facts = running.ready()
    old = {child_pid(var, f"cierre-api-1-{n}") for n in range(2)}
    statuses, stop = [], threading.Event()

    def ask() -> None:
        # A connection each: one that idles may be closed under a request, which its client then sends again.
        while not stop.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", facts["port"], timeout=30)
            connection.request("GET", "/api/v1/users/me")
            statuses.append(connection.getresponse().status)
            connection.close()

    clients = [threading.Thread(target=ask) for _ in range(4)]
    for client in clients:
        client.start()
    done = subprocess.run([ROOT / "dev" / "run.py", "--var", var, "--reload"], capture_output=True, text=True)
    stop.set()
    for client in clients:
        client.join()
    assert done.returncode == 0, done.stderr
    assert set(statuses) == {401} and len(statuses) > 100
    assert not any(session_members(pid) for pid in old)
    assert {child_pid(var, f"cierre-api-2-{n}") for n in range(2)}.isdisjoint(old)
    assert running.end() == 0
