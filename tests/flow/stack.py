"""The real thing for tests: one copy of Cierre with its own mongod, nginx, workers and daemons, started once a run."""

import functools
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pymongo

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("CIERRE_BUILD", ROOT / "build"))
LOGS = BUILD / "flow-log"


def forget_logs() -> None:
    """Those of the run before."""
    shutil.rmtree(LOGS, ignore_errors=True)
    LOGS.mkdir(parents=True, exist_ok=True)


class Stack:
    """`CIERRE_BUILD` names the build to run (build, build/san). Data lies in a folder of this process under it, which
    goes with the copy; its logs stay in flow-log, by its folder's name."""

    def __init__(self, *options: str, settings: dict[str, str] | None = None):
        self.var = Path(tempfile.mkdtemp(prefix="var-flow-", dir=BUILD))
        lines = [f"{key} = {value}\n" for key, value in (settings or {}).items()]
        (self.var / "local.conf").write_text("".join(lines))
        command = ["/usr/bin/python3", str(ROOT / "dev" / "run.py"), "--test", "--port", "0", "--var", str(self.var)]
        command += ["--build", str(BUILD), *options]
        self.log = open(BUILD / f"{self.var.name}.log", "wb")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, start_new_session=True)
        self.facts = self.ready()
        self.url = self.facts["url"]
        self.config = self.facts["config"]
        self.admin_program = BUILD / "bin" / "cierre-admin"
        # What is seen here the programs see, too: they read what a majority holds.
        self.mongo = pymongo.MongoClient(self.facts["mongodb_uri"], readConcernLevel="majority")
        self.database = self.mongo[self.facts["database"]]

    def ready(self) -> dict:
        for line in self.process.stdout:
            if line.startswith(b"ready "):
                return json.loads(line.removeprefix(b"ready "))
        raise RuntimeError(f"the copy did not start; see {self.log.name}")

    def admin(self, *arguments: str, expect: int | None = 0, **options) -> subprocess.CompletedProcess:
        """Runs `cierre-admin`; its exit status must be the one expected, if any is."""
        done = subprocess.run([self.admin_program, "--config", self.config, *arguments], capture_output=True, text=True,
                              **options)
        assert expect in (None, done.returncode), f"cierre-admin {' '.join(arguments)}: {done.returncode} {done.stderr} {done.stdout[:1000]}"
        return done

    @functools.cache
    def users(self) -> dict[str, list[tuple[str, str]]]:
        """Demo users by role: (user name, password)."""
        users = {}
        for line in self.admin("demo", "--list").stdout.splitlines():
            role, name, password, *_ = line.split("\t")
            users.setdefault(role, []).append((name, password))
        return users

    def eventually(self, condition, seconds: float = 20):
        """What `condition()` returns once it is true. Woken by each change of the database, not by a timer."""
        deadline = time.monotonic() + seconds
        with self.database.watch(max_await_time_ms=250) as changes:
            while True:
                found = condition()
                if found:
                    return found
                assert time.monotonic() < deadline, "the awaited condition never held"
                changes.try_next()

    def stop(self) -> None:
        self.mongo.close()
        os.kill(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=60)
        self.log.close()
        logs = LOGS / self.var.name
        shutil.move(self.var / "log", logs)
        shutil.rmtree(self.var)
        os.replace(self.log.name, logs / "launcher.log")
