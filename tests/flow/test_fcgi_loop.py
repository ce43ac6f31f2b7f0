"""The worker's socket, asked by a client that knows no manners. No nginx, no database.

How a request is kept under way without a slow handler: the worker answers only after it has taken the body to its
end, so a request whose body is half sent holds its thread.
"""

import json
import os
import signal
import socket
import stat
import struct
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest
from fastcgi import (ABORT, GET_VALUES, PARAMS, STDIN, Client, Closed, begin, length, params, record, request, stdin)

PROGRAM = Path(os.environ.get("CIERRE_API", Path(__file__).parents[2] / "build/bin/cierre-api"))
THREADS = 4
# libmongoc's counters live in /dev/shm and stay there after a kill -9; a later process of the same id complains.
NO_COUNTERS = {"MONGOC_DISABLE_SHM": "1"}
NOBODY = "mongodb://127.0.0.1:1/?replicaSet=rs0"


def keys(folder: Path) -> Path:
    """A directory with keys of no worth."""
    path = folder / "keys"
    if not path.exists():
        path.mkdir()
        for name in ("jwt", "refresh", "master", "ports"):
            key = path / f"{name}.key"
            key.touch(0o600)
            key.write_text(os.urandom(32).hex() + "\n")
    return path


class Worker:
    """A cierre-api of our own whose database is on a port where nobody answers."""

    started: list["Worker"] = []

    def __init__(self, folder: Path, name: str = "a"):
        self.path = folder / f"{name}.sock"
        self.config = folder / f"{name}.conf"
        self.config.write_text(
            f"mongodb_uri = {NOBODY}\napi_threads = {THREADS}\napi_socket = {self.path}\nkeys_dir = {keys(folder)}\n"
        )
        self.log: list[dict] = []
        self.listening = threading.Event()
        self.process = subprocess.Popen(
            [PROGRAM, "--config", self.config], stderr=subprocess.PIPE, text=True, env=os.environ | NO_COUNTERS
        )
        Worker.started.append(self)
        self.reader = threading.Thread(target=self.read_log, daemon=True)
        self.reader.start()
        assert self.listening.wait(20), "the worker does not listen"

    def read_log(self) -> None:
        for line in self.process.stderr:
            entry = json.loads(line)  # every line is JSON, whatever we send
            self.log.append(entry)
            if entry["event"] == "listening":
                self.listening.set()

    def client(self) -> Client:
        return Client(self.path)

    def wait(self) -> int:
        status = self.process.wait(20)
        self.reader.join(20)
        return status

    def terminate(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def requests(self) -> list[dict]:
        return [entry for entry in self.log if entry["event"] == "request"]


@pytest.fixture
def folder():
    with tempfile.TemporaryDirectory(prefix="cierre-") as path:
        yield Path(path)
    while Worker.started:  # what a failed test left running
        Worker.started.pop().process.kill()


@pytest.fixture
def worker(folder):
    running = Worker(folder)
    yield running
    if running.process.poll() is None:
        assert running.terminate() == 0


def well(worker: Worker) -> bool:
    """Whether a new connection is served."""
    with worker.client() as client:
        return client.get("/healthz").status == 200


def half_body(client: Client, total: int = 1000) -> None:
    """Begins a request and sends half of its body."""
    values = {"REQUEST_METHOD": "POST", "DOCUMENT_URI": "/healthz", "CONTENT_LENGTH": str(total)}
    client.send(begin() + params(values) + stdin(b"x" * (total // 2)))


# ---- answers ----


def test_alive_without_a_database_but_not_ready(worker):
    with worker.client() as client:
        alive, ready = client.get("/healthz"), client.get("/readyz")
    assert (alive.status, json.loads(alive.body)) == (200, {"status": "alive"})
    assert alive.headers["Content-Length"] == str(len(alive.body))
    assert alive.headers["Cache-Control"] == "no-store"
    assert ready.status == 503
    assert int(ready.headers["Retry-After"]) >= 1
    problem = json.loads(ready.body)
    assert (problem["code"], problem["status"], problem["type"]) == ("store", 503, "/problems/store")


def test_problems(worker):
    with worker.client() as client:
        missing = client.get("/api/v1/nothing")
        wrong_method = client.ask("DELETE", "/healthz")
        query = client.ask("GET", "/healthz", query="a=%0")
        length_ = client.ask("GET", "/healthz", CONTENT_LENGTH="12x")
        head = client.ask("HEAD", "/healthz")
    assert missing.status == 404 and missing.headers["Content-Type"] == "application/problem+json"
    assert wrong_method.status == 405 and wrong_method.headers["Allow"] == "GET, HEAD"
    assert (query.status, json.loads(query.body)["code"]) == (400, "query")
    assert (length_.status, json.loads(length_.body)["code"]) == (400, "content_length")
    assert head.status == 200 and head.body == b"" and int(head.headers["Content-Length"]) > 0


def test_request_id_is_nginx_s_or_our_own(worker):
    with worker.client() as client:
        given = client.ask("GET", "/healthz", HTTP_X_REQUEST_ID="0123456789abcdef")
        forged = client.ask("GET", "/healthz", HTTP_X_REQUEST_ID='x"}\r\nX-Evil: 1')
    assert given.headers["X-Request-Id"] == "0123456789abcdef"
    assert "X-Evil" not in forged.headers and len(forged.headers["X-Request-Id"]) == 24


def test_one_log_line_per_request_without_path_or_query(worker):
    with worker.client() as client:
        client.ask("GET", "/healthz", query="phone=3000000001")
        client.get("/api/v1/people/1000000101")
    assert worker.terminate() == 0
    first, second = worker.requests()
    assert (first["method"], first["route"], first["status"]) == ("GET", "/healthz", 200)
    assert (second["route"], second["status"], second["code"]) == ("", 404, "not_found")
    assert {"request_id", "ms", "bytes"} <= first.keys()
    assert "3000000001" not in str(worker.log) and "1000000101" not in str(worker.log)


# ---- connections ----


def test_kept_connection(worker):
    with worker.client() as client:
        for _ in range(200):
            assert client.get("/healthz").status == 200


def test_connection_is_closed_when_not_to_be_kept(worker):
    with worker.client() as client:
        client.send(request("GET", "/healthz", keep=False))
        assert client.answer().status == 200
        assert client.is_closed()


def test_many_more_connections_than_threads(worker):
    """All kept at once, each used again and again; new ones get their turn in between."""
    clients = [worker.client() for _ in range(40 * THREADS)]
    for _ in range(3):
        for client in clients:
            client.send(request("GET", "/healthz"))
        assert all(client.answer().status == 200 for client in clients)
        assert well(worker)
    for client in clients:
        client.close()
    assert well(worker)


def test_body_that_nobody_wants_does_not_reach_the_next_request(worker):
    with worker.client() as client:
        for size in (1, 8192, 300_000):
            assert client.ask("POST", "/healthz", b"\x01" * size).status == 405
            assert client.get("/healthz").status == 200


def test_records_in_crumbs_and_with_padding(worker):
    values = params({"REQUEST_METHOD": "GET", "DOCUMENT_URI": "/healthz"})
    whole = request("GET", "/healthz")
    with worker.client() as client:
        for at in range(0, len(whole), 3):
            client.send(whole[at : at + 3])
        assert client.answer().status == 200
        client.send(begin() + record(PARAMS, values[8:-8], padding=255) + record(PARAMS, padding=7) + record(STDIN))
        assert client.answer().status == 200


def test_a_name_and_value_across_records(worker):
    content = params({"REQUEST_METHOD": "GET", "DOCUMENT_URI": "/healthz", "HTTP_X_LONG": "x" * 300})[8:-8]
    pieces = b"".join(record(PARAMS, content[at : at + 1]) for at in range(len(content)))
    with worker.client() as client:
        client.send(begin() + pieces + record(PARAMS) + record(STDIN))
        assert client.answer().status == 200


# ---- malformed and unfinished ----


def test_half_sent_requests_hold_no_thread(worker):
    whole = request("GET", "/healthz")
    waiting = []
    for at in range(1, 5 * THREADS):
        client = worker.client()
        client.send(whole[:at])
        waiting.append((client, whole[at:]))
    assert well(worker)
    for client, rest in waiting:
        client.send(rest)
        assert client.answer().status == 200
        client.close()


@pytest.mark.parametrize(
    "name, data",
    [
        ("text", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        ("zeros", bytes(100)),
        ("another version", record(1, bytes(8), version=2)),
        ("parameters first", params({"REQUEST_METHOD": "GET"})),
        ("another role", begin(role=2) + params({}) + record(STDIN)),
        ("a management record", record(GET_VALUES, b"\x0e\x00FCGI_MAX_CONNS", 0)),
        ("another request within the parameters", begin() + begin(2) + params({}, 2)),
        ("4 GiB of a parameter", begin() + record(PARAMS, struct.pack(">II", 0xFFFFFFFF, 0xFFFFFFFF))),
        ("2 GiB of a parameter", begin() + record(PARAMS, struct.pack(">II", 0xFFFFFFFE, 0x80000000) + b"x" * 100)),
        ("1 MiB of a parameter", begin() + record(PARAMS, length(1) + struct.pack(">I", 0x80100000) + b"x" * 60000)),
        ("a pair that is cut", begin() + record(PARAMS, b"\x05\x05abc") + record(PARAMS)),
        ("abort before the request", begin() + record(ABORT)),
    ],
)
def test_malformed_records_end_their_connection_alone(worker, name, data):
    with worker.client() as neighbour, worker.client() as client:
        assert neighbour.get("/healthz").status == 200
        client.send(data)
        assert client.is_closed()
        assert neighbour.get("/healthz").status == 200
    assert worker.process.poll() is None


def test_too_many_parameters(worker):
    with worker.client() as client:
        try:
            client.send(begin() + params({f"HTTP_X_{n}": "x" * 1000 for n in range(100)}))
        except BrokenPipeError:
            pass
        assert client.is_closed()
    assert well(worker)


def test_peers_that_vanish(worker):
    """At every byte of a request, in mid-body, before the answer is read."""
    whole = request("POST", "/healthz", b"x" * 50)
    for at in range(len(whole) + 1):
        with worker.client() as client:
            client.send(whole[:at])
    assert well(worker)


def test_abort_in_mid_body(worker):
    for _ in range(2 * THREADS):
        with worker.client() as client:
            half_body(client)
            client.send(record(ABORT))
            with pytest.raises(Closed):
                while True:
                    client.read_record()
    assert well(worker)


# ---- the end ----


def test_drain_finishes_what_is_under_way(worker):
    """Twice as many requests as threads: some are being served, some wait in their sockets, all are answered."""
    idle = [worker.client() for _ in range(3)]
    for client in idle:
        assert client.get("/healthz").status == 200
    under_way = [worker.client() for _ in range(THREADS)]
    for client in under_way:
        half_body(client)
    waiting = [worker.client() for _ in range(2 * THREADS)]
    for client in waiting:
        client.send(request("GET", "/healthz"))
    worker.process.send_signal(signal.SIGTERM)
    for client in under_way:
        client.send(stdin(b"x" * 500) + record(STDIN))
        assert client.answer().status == 405
    for client in waiting:
        assert client.answer().status == 200
    assert worker.wait() == 0
    assert all(client.is_closed() for client in idle + under_way + waiting)
    assert not worker.path.exists()
    assert len(worker.requests()) == len(idle) + len(under_way) + len(waiting)


def test_drain_under_load_loses_nothing(worker):
    """Clients that ask without pause: each request that went out before the connection's end is answered."""
    lost, answered = [], []
    started = threading.Barrier(9)

    def ask_until_closed():
        count = 0
        with worker.client() as client:
            started.wait()
            while True:
                try:
                    client.send(request("GET", "/healthz"))
                    client.answer()
                    count += 1
                except BrokenPipeError:
                    break
                except Closed as closed:
                    # An answer that had begun must be whole; a connection closed between requests is no loss.
                    if "after 0 of 8" not in str(closed):
                        lost.append(str(closed))
                    break
        answered.append(count)

    threads = [threading.Thread(target=ask_until_closed) for _ in range(8)]
    for thread in threads:
        thread.start()
    started.wait()
    with worker.client() as client:
        for _ in range(50):
            client.get("/healthz")
    assert worker.terminate() == 0
    for thread in threads:
        thread.join(20)
    assert not lost
    assert len(worker.requests()) == sum(answered) + 50


def test_a_new_worker_takes_the_path_while_the_old_one_drains(worker, folder):
    with worker.client() as client:
        half_body(client)
        worker.process.send_signal(signal.SIGTERM)
        while worker.path.exists():
            assert worker.process.poll() is None
        successor = Worker(folder)
        assert well(successor)
        client.send(stdin(b"x" * 500) + record(STDIN))
        assert client.answer().status == 405
    assert worker.wait() == 0
    assert well(successor), "the old worker must not remove its successor's socket"
    assert successor.terminate() == 0


# ---- the beginning ----


def refused(folder: Path, path: Path) -> str:
    config = folder / "refused.conf"
    config.write_text(f"mongodb_uri = {NOBODY}\nkeys_dir = {keys(folder)}\n")
    ended = subprocess.run([PROGRAM, "--config", config, "--socket", path], capture_output=True, text=True, timeout=20)
    assert ended.returncode == 1
    return ended.stderr


def test_socket_is_for_owner_and_group_only(worker):
    assert stat.S_IMODE(worker.path.stat().st_mode) == 0o660


def test_stale_socket_is_replaced(folder):
    first = Worker(folder)
    first.process.kill()
    first.process.wait(20)
    assert first.path.exists()
    second = Worker(folder)
    assert well(second)
    assert second.terminate() == 0


def test_taken_socket_is_left_alone(worker, folder):
    assert "another process answers there" in refused(folder, worker.path)
    assert well(worker)


def test_bad_paths(folder):
    precious = folder / "precious"
    precious.write_text("not a socket")
    assert "not a socket" in refused(folder, precious)
    assert precious.read_text() == "not a socket"
    assert "No such file" in refused(folder, folder / "absent" / "a.sock")
    assert "107 characters" in refused(folder, folder / ("x" * 120))


def test_bad_configuration(folder):
    config = folder / "bad.conf"
    uri = "mongodb_uri = mongodb://127.0.0.1/?replicaSet=none\n"
    cases = [
        ("nonsense = 1\n", "unknown key"),
        ("api_threads = 0\n", "from 1 to 64"),
        ("", "must be given"),
        (f"{uri}identity = smoke\n", "must be one of"),
        (f"{uri}identity = http\n", "needs identity_url"),
        (f"{uri}activation = http\nactivation_url = http://198.51.100.7/\n", "needs activation_url: https://"),
        (f"{uri}registry = http\nregistry_url = http://127.0.0.1:9\nkeys_dir = {folder}\n", "registry.key cannot be read"),
    ]
    for text, said in cases:
        config.write_text(text)
        ended = subprocess.run([PROGRAM, "--config", config], capture_output=True, text=True, timeout=20)
        assert ended.returncode == 1 and said in ended.stderr
        assert len(ended.stderr.splitlines()) == 1


def test_interrupt_ends_it_too(folder):
    worker = Worker(folder)
    worker.process.send_signal(signal.SIGINT)
    assert worker.wait() == 0
    with pytest.raises((ConnectionRefusedError, FileNotFoundError)):
        socket.socket(socket.AF_UNIX).connect(str(worker.path))
