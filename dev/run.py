#!/usr/bin/python3
"""Starts one copy of Cierre in the foreground and prints its addresses when it is ready; Ctrl-C stops it in order.

`make run` calls this after installing and building. Tests call it with --test: no collection scans, little output, and
one line `ready {…}` in JSON (url, port, publish_port, mongodb_uri, database, var, config) on standard output.
"""

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / "build" / "venv"
os.environ["PATH"] = f"{ROOT / 'build' / 'tools' / 'bin'}:{os.environ.get('PATH', '/usr/bin:/bin')}"
# libmongoc keeps counters in /dev/shm, which stay there after a kill -9; nobody reads them.
os.environ.setdefault("MONGOC_DISABLE_SHM", "1")

if Path(sys.prefix) != VENV:
    if not (VENV / "bin" / "python").exists():
        sys.exit("dev/run.py: build/venv is missing; run dev/setup run")
    os.execv(VENV / "bin" / "python", [str(VENV / "bin" / "python"), __file__, *sys.argv[1:]])

from launcher import mongod  # noqa: E402
from launcher.copy import Copy, Options, is_held, read_state  # noqa: E402
from launcher.people import show  # noqa: E402
from launcher.ports import free_ports  # noqa: E402
from launcher.problem import Interrupted, Problem  # noqa: E402


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev/run.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    add = parser.add_argument
    add("--port", type=int, default=8480, help="nginx's port on loopback (8480); 0 takes three free ones")
    add("--mongod-port", type=int, help="mongod's port (PORT+1)")
    add("--publish-port", type=int, help="nginx's internal port: publishing and probes (PORT+2)")
    add("--var", type=Path, default=ROOT / "var", help="where data, keys, logs and sockets live (var)")
    add("--build", type=Path, default=ROOT / "build", help="whose bin/ to run (build); build/san runs under sanitizers")
    add("--database", default="cierre", help="database name (cierre)")
    add("--workers", type=int, default=2, help="cierre-api processes (2)")
    add("--threads", type=int, default=4, help="threads of each (4)")
    add("--seed", type=int, default=1, help="seed of all simulators (1)")
    add("--colleagues", type=int, default=12, help="simulated people that work beside you (12); 0 for none; tests: 0")
    add("--no-demo", dest="demo", action="store_false", help="an empty database and mute customers: no demo data, no voices")
    add("--test", action="store_true", help="for tests: notablescan, one line `ready {…}`")
    add("--reload", action="store_true", help="replace the workers of the copy that runs in VAR, losing no request")
    parser.epilog = "environment: MONGODB_URI names a replica set to use instead of a mongod of our own"
    return parser.parse_args()


def options_of(given: argparse.Namespace) -> Options:
    port = given.port or free_ports(3)
    if not 1 <= port <= 65533:
        raise Problem(f"PORT={port} is no port; it and the next two must lie between 1 and 65535")
    mongod_port = given.mongod_port or port + 1
    uri = os.environ.get("MONGODB_URI") or ""
    return Options(
        root=ROOT,
        var=given.var.absolute(),
        build=given.build.absolute(),
        port=port,
        mongod_port=mongod_port,
        publish_port=given.publish_port or port + 2,
        mongodb_uri=uri or mongod.own_uri(mongod_port),
        own_mongod=not uri,
        database=given.database,
        workers=given.workers,
        threads=given.threads,
        seed=given.seed,
        test=given.test,
        demo=given.demo,
        colleagues=0 if given.test else given.colleagues,
    )


def announce(o: Options) -> None:
    if o.test:
        facts = {
            "url": f"http://localhost:{o.port}",
            "port": o.port,
            "publish_port": o.publish_port,
            "mongodb_uri": o.mongodb_uri,
            "database": o.database,
            "var": str(o.var),
            "config": str(o.config),
        }
        print(f"ready {json.dumps(facts)}", flush=True)
    else:
        show(o)


def run(given: argparse.Namespace) -> None:
    options = options_of(given)
    copy = Copy(options)
    try:
        copy.prepare()
        copy.start()
        announce(options)
        copy.supervise()
    except Interrupted:
        pass
    finally:
        copy.stop()


def reload(var: Path) -> None:
    """Asks the running launcher and waits until it has done it."""
    lock = var.absolute() / "run" / "lock"
    before = read_state(lock)
    if not before or not before["ready"] or not is_held(lock):
        raise Problem(f"no copy runs in {var}; name the right one with VAR=…")
    os.kill(before["pid"], signal.SIGHUP)
    deadline = time.monotonic() + 90
    while (read_state(lock) or before)["generation"] == before["generation"]:
        if time.monotonic() > deadline:
            raise Problem("the workers were not replaced within 90 s; the running copy says why on its terminal")
        time.sleep(0.1)
    print("reloaded")


def main() -> int:
    given = arguments()
    try:
        reload(given.var) if given.reload else run(given)
    except Problem as problem:
        print(f"cierre: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
