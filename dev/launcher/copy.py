"""One copy of Cierre: checks what it needs, starts it in order, keeps it running, replaces its workers, stops it.

Order of start: mongod, migrations and demo data, workers, daemons, nginx. Order of stop: nginx, workers, daemons,
mongod, so that nobody talks to what is gone. Single-threaded: signals only write into a pipe, which every wait reads.
"""

import errno
import fcntl
import subprocess
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from . import keys, mongod, nginx, settings
from .ports import probe
from .problem import Interrupted, Problem
from .processes import Child, end_recorded, last_line, session_members

# Daemons, in the order of their start. One that is not built is left out. Each is a row: name, arguments.
DAEMONS = (
    ("cierre-relay", ()),
    ("cierre-dialer", ()),
    ("cierre-jobs", ()),
)
WORKER = "cierre-api"
ADMIN = "cierre-admin"
RESTARTS = 3  # quick deaths in a row after which the copy gives up
QUICK_SECONDS = 5.0


@dataclass
class Options:
    root: Path
    var: Path
    build: Path
    port: int
    mongod_port: int
    publish_port: int
    mongodb_uri: str
    own_mongod: bool
    database: str
    workers: int
    threads: int
    seed: int
    test: bool
    demo: bool
    colleagues: int

    @property
    def run_dir(self) -> Path:
        return self.var / "run"

    @property
    def keys_dir(self) -> Path:
        return self.var / "keys"

    @property
    def voices_dir(self) -> Path:
        """Rendered once for all test runs, which begin with an empty VAR each."""
        return self.root / "build" / "voices" if self.test else self.var / "voices"

    @property
    def dist(self) -> Path:
        return self.root / "frontend" / "dist"

    @property
    def config(self) -> Path:
        return self.var / "cierre.conf"

    def program(self, name: str) -> Path | None:
        path = self.build / "bin" / name
        return path if os.access(path, os.X_OK) else None


class Copy:
    def __init__(self, options: Options):
        self.options = options
        self.lock = None
        self.generation = 0
        self.mongod: Child | None = None
        self.daemons: list[Child] = []
        self.workers: list[Child] = []
        self.nginx: Child | None = None
        self.group: str | None = None
        self.asked_to_stop = False
        self.asked_to_reload = False
        self.wake_read, self.wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(self.wake_write, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.on_stop)
        signal.signal(signal.SIGHUP, self.on_reload)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def on_stop(self, *_) -> None:
        self.asked_to_stop = True

    def on_reload(self, *_) -> None:
        self.asked_to_reload = True

    def say(self, text: str) -> None:
        if not self.options.test:
            print(text, flush=True)

    # ---- waiting ----------------------------------------------------------------------------------------------

    def pause(self, seconds: float | None) -> None:
        """Waits until a signal arrives, at most so long."""
        if select.select([self.wake_read], [], [], seconds)[0]:
            os.read(self.wake_read, 512)

    def wait_until(self, condition, seconds: float, otherwise: str) -> None:
        """Polls a condition; a child's death, a signal to stop, or the time running out end the wait."""
        deadline = time.monotonic() + seconds
        while not condition():
            if self.asked_to_stop:
                raise Interrupted
            for child in self.children():
                if child.ended() is not None:
                    raise Problem(child.how_it_ended())
            if time.monotonic() > deadline:
                raise Problem(otherwise)
            self.pause(0.03)

    def children(self) -> list[Child]:
        alone = [child for child in (self.mongod, self.nginx) if child]
        return [*alone, *self.daemons, *self.workers]

    # ---- before anything is started ---------------------------------------------------------------------------

    def prepare(self) -> None:
        """Everything that can be wrong with this machine, before anything is started."""
        o = self.options
        self.make_var()
        self.take_lock()
        self.end_leftovers()
        self.check_ports()
        keys.provide(o.keys_dir)
        settings.write(o.config, o)
        nginx.find()
        if not o.own_mongod:
            mongod.check_uri(o.mongodb_uri)
        else:
            mongod.find()

    def make_var(self) -> None:
        o = self.options
        try:
            for folder in (o.var, o.var / "log", o.var / "nginx", o.run_dir, o.run_dir / "pids"):
                folder.mkdir(parents=True, exist_ok=True)
            (o.var / "mongodb").mkdir(mode=0o700, exist_ok=True)
            self.group = nginx.worker_group(o.dist, o.run_dir)
            if self.group:
                shutil.chown(o.run_dir, group=self.group)
            # Set-group-id: the workers' sockets get nginx's group, and nobody else reaches them.
            o.run_dir.chmod(0o2750)
            for folder in (o.var, o.var / "log", o.var / "nginx", o.run_dir):
                (folder / ".probe").touch()
                (folder / ".probe").unlink()
        except OSError as error:
            raise Problem(
                f"cannot write to {error.filename or o.var} ({error.strerror}); "
                "choose a directory of your own with VAR=…, or correct its owner"
            ) from None
        if len(bytes(o.run_dir / "api-99-99.sock")) > 107:
            raise Problem(f"the path {o.var} is too long for Unix sockets; choose a shorter one with VAR=…")

    def take_lock(self) -> None:
        """Held as long as this launcher lives, whatever ends it; children do not inherit it."""
        path = self.options.run_dir / "lock"
        self.lock = path.open("a+")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            pid = (read_state(path) or {}).get("pid", "?")
            raise Problem(
                f"{self.options.var} is in use by the copy that process {pid} runs; stop that one, or choose another "
                "VAR=… and PORT=…"
            ) from None
        self.write_state(ready=False)

    def write_state(self, ready: bool) -> None:
        state = {"pid": os.getpid(), "port": self.options.port, "generation": self.generation, "ready": ready}
        self.lock.truncate(0)
        self.lock.write(json.dumps(state))
        self.lock.flush()

    def end_leftovers(self) -> None:
        """Ends what a launcher that was killed left running, in the order of a stop."""
        order = ("nginx", WORKER, "cierre-", "mongod", "")
        files = sorted((self.options.run_dir / "pids").iterdir(), key=lambda p: [p.name.startswith(o) for o in order].index(True))
        for path in files:
            if end_recorded(path, signal.SIGTERM, 20.0):
                self.say(f"ended {path.name}, which an earlier run left behind")
        for stale in self.options.run_dir.glob("*.sock"):
            stale.unlink()

    def check_ports(self) -> None:
        o = self.options
        wanted = {"port": o.port, "the internal port (PORT+2)": o.publish_port}
        if o.own_mongod:
            wanted["mongod's port (PORT+1)"] = o.mongod_port
        for what, port in wanted.items():
            try:
                probe(port)
            except OSError as error:
                why = "is taken by another program" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
                raise Problem(f"{what} {port} {why}; choose another with PORT=… (it and the next two must be free)") from None

    # ---- start ------------------------------------------------------------------------------------------------

    def child(self, name: str, command: list, **more) -> Child:
        log = self.options.var / "log" / f"{more.pop('log', name)}.log"
        return Child(name, [str(part) for part in command], log, self.options.run_dir / "pids" / name, **more)

    def start(self) -> None:
        o = self.options
        if o.own_mongod:
            self.start_mongod()
        self.fill_database()
        self.workers = self.new_workers()
        for name, arguments in DAEMONS:
            program = o.program(name)
            if program:
                daemon = self.child(name, [program, "--config", o.config, *arguments], restarts=True)
                self.daemons.append(daemon)
                daemon.start()
        self.start_nginx()
        self.start_colleagues()
        self.write_state(ready=True)

    def start_mongod(self) -> None:
        o = self.options
        log = o.var / "log" / "mongod-server.log"
        command = mongod.command(o.var / "mongodb", log, o.mongod_port, o.test)
        self.mongod = self.child("mongod", command, log="mongod")
        self.mongod.start()
        try:
            self.wait_until(lambda: mongod.is_primary(o.mongod_port), 60, f"mongod has no primary after 60 s; see {log}")
        except Problem as problem:
            if self.mongod.ended() is None:
                raise
            why = last_line(log) if log.exists() else str(problem)
            raise Problem(f"mongod ended at its start; the last line of {log}: {why[:300]}") from None

    def fill_database(self) -> None:
        """Migrations at every start; demo data and voices at the first."""
        o = self.options
        admin = o.program(ADMIN)
        if not admin:
            return
        if o.demo:
            self.render_voices(admin)
        self.run("migrate", [admin, "--config", o.config, "migrate"], 120)
        done = o.var / ".demo-done"
        if o.demo and not done.exists():
            self.say("filling in the demo data")
            self.run("demo", [admin, "--config", o.config, "demo"], 300)
            done.touch()
        if o.colleagues and o.demo:
            self.run("demo-colleagues", [admin, "--config", o.config, "demo", "--colleagues"], 120)
        if o.demo and not o.test:
            self.open_hours(admin)

    def open_hours(self, admin: Path) -> None:
        """Outside contact hours nothing is dialed: the demo's clock goes to the next contact minute, and says so."""
        before, after = (
            subprocess.run([admin, "--config", self.options.config, "clock", verb], capture_output=True, text=True).stdout
            for verb in ("show", "to-contact-hours")
        )
        if before.rpartition("offset")[2] != after.rpartition("offset")[2]:
            self.say(f"outside contact hours: the service clock was moved; {after.strip()}")

    def render_voices(self, admin: Path) -> None:
        """What the simulated customers say. One copy at a time: tests share the folder."""
        voices = self.options.voices_dir
        voices.mkdir(parents=True, exist_ok=True)
        with voices.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.run("voices", [self.options.root / "dev" / "voices", voices, "--admin", admin], 300)

    def run(self, name: str, command: list, seconds: float) -> None:
        """A step that must succeed before the next."""
        step = self.child(name, command)
        step.start()
        try:
            self.wait_until(lambda: step.ended() is not None, seconds, f"{name} did not end in {seconds:.0f} s; see {step.log}")
            if step.ended() != 0:
                raise Problem(step.how_it_ended())
        finally:
            step.stop()

    def new_workers(self) -> list[Child]:
        """The next generation of workers, each on a new socket, all of them listening."""
        o = self.options
        program = o.program(WORKER)
        if not program:
            return []
        self.generation += 1
        fresh = []
        try:
            for number in range(o.workers):
                path = self.socket(self.generation, number)
                path.unlink(missing_ok=True)
                name = f"{WORKER}-{self.generation}-{number}"
                command = [program, "--config", o.config, "--socket", path]
                worker = self.child(name, command, log=f"{WORKER}-{number}", restarts=True)
                fresh.append(worker)
                worker.start()
            for number, worker in enumerate(fresh):
                path = self.socket(self.generation, number)
                waited = f"{worker.name} does not listen on its socket after 30 s; see {worker.log}"
                self.wait_until(lambda: connects(path) or worker.ended() is not None, 30, waited)
                if worker.ended() is not None:
                    raise Problem(worker.how_it_ended())
        except BaseException:
            stop_together(fresh)
            raise
        return fresh

    def socket(self, generation: int, number: int) -> Path:
        return self.options.run_dir / f"api-{generation}-{number}.sock"

    def sockets(self) -> list[Path]:
        return [self.socket(self.generation, number) for number in range(len(self.workers))]

    def start_nginx(self) -> None:
        o = self.options
        if not (o.dist / "index.html").exists():
            o.dist.mkdir(parents=True, exist_ok=True)
            self.say("the SPA is not built (frontend/dist is empty): only the API answers")
        nginx.render(o, self.sockets(), self.group)
        nginx.check(o)
        self.nginx = self.child("nginx", nginx.command(o))
        self.nginx.start()
        unready = f"the workers do not answer /readyz with 200 after 30 s; see {o.var / 'log'}"
        self.wait_until(lambda: answers(o.publish_port, "/readyz" if self.workers else "/"), 30, unready)

    def start_colleagues(self) -> None:
        """Simulated people that work through the public API, so that queues fill and the live page moves."""
        o = self.options
        people = o.root / "tests" / "people" / "colleagues"
        if o.colleagues and o.demo and people.exists():
            command = [people, "--config", o.config, "--url", f"http://localhost:{o.port}", "--build", o.build]
            command += ["--count", o.colleagues, "--seed", o.seed]
            self.daemons.append(self.child("colleagues", command, restarts=True))
            self.daemons[-1].start()

    # ---- while it runs ----------------------------------------------------------------------------------------

    def supervise(self) -> None:
        """Until asked to stop: starts again what died, reloads when asked to."""
        while not self.asked_to_stop:
            for child in self.children():
                if child.ended() is not None:
                    self.revive(child)
            if self.asked_to_reload:
                self.asked_to_reload = False
                self.reload()
                continue
            self.pause(None)

    def revive(self, child: Child) -> None:
        print(child.how_it_ended(), file=sys.stderr, flush=True)
        if not child.restarts:
            raise Problem(f"nothing works without {child.name}, so everything is stopped")
        quick = time.monotonic() - child.began < QUICK_SECONDS
        child.failures = child.failures + 1 if quick else 1
        if child.failures > RESTARTS:
            raise Problem(f"{child.name} ended {child.failures} times in a row, so everything is stopped")
        child.stop()  # what it may have started
        if child in self.workers:
            self.sockets()[self.workers.index(child)].unlink(missing_ok=True)
        child.start()
        print(f"{child.name} started again", file=sys.stderr, flush=True)

    def reload(self) -> None:
        """New workers on new sockets, nginx turned to them, then the old ones drained: no request is lost."""
        old = self.workers
        if not old:
            print("reload: cierre-api is not built, so there is nothing to replace", file=sys.stderr, flush=True)
            return
        try:
            fresh = self.new_workers()
        except Problem as problem:
            print(f"reload: the new workers do not start, the old ones stay: {problem}", file=sys.stderr, flush=True)
            return
        self.workers = fresh
        before = nginx_workers(self.nginx.process.pid)
        nginx.render(self.options, self.sockets(), self.group)
        nginx.check(self.options)
        os.kill(self.nginx.process.pid, signal.SIGHUP)
        # An old nginx process may still pass a request to an old worker; streams end with worker_shutdown_timeout.
        self.wait_until(
            lambda: nginx_workers(self.nginx.process.pid) and not nginx_workers(self.nginx.process.pid) & before,
            30,
            "nginx did not take the new configuration within 30 s; see nginx-error.log",
        )
        stop_together(old)
        for number in range(len(old)):
            self.socket(self.generation - 1, number).unlink(missing_ok=True)
        self.write_state(ready=True)
        self.say(f"reloaded: {len(fresh)} new workers")

    # ---- stop -------------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """In order; a second Ctrl-C changes nothing."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if self.children():
            self.say("stopping")
        if self.mongod and self.mongod.ended() is not None:
            for child in self.children():
                child.stop_seconds = 3.0  # no request can be finished any more
        stop_together([self.nginx] if self.nginx else [])
        stop_together(self.workers)
        stop_together(self.daemons)
        stop_together([self.mongod] if self.mongod else [])


def stop_together(group: list[Child]) -> None:
    """Asks all of them first, so that the slowest decides how long it takes."""
    for child in group:
        child.ask_to_stop()
    for child in group:
        child.stop()


def read_state(lock: Path) -> dict | None:
    try:
        return json.loads(lock.read_text())
    except (OSError, ValueError):
        return None


def is_held(lock: Path) -> bool:
    """Whether a launcher lives that holds this lock; a file that a dead one left is not held."""
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def connects(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True


def answers(port: int, path: str) -> bool:
    """Whether nginx's internal address serves this path; for one that it does not know, that it is there at all."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as reply:
            return reply.status == 200
    except urllib.error.HTTPError as error:
        return path == "/" and error.code == 404
    except OSError:
        return False



def nginx_workers(master: int) -> set[int]:
    return set(session_members(master)) - {master}
