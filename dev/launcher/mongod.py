"""MongoDB: a one-node replica set of our own, or a check of the one that MONGODB_URI names."""

import contextlib
import logging
import shutil
from pathlib import Path

import pymongo
from pymongo.errors import ConfigurationError, InvalidURI, OperationFailure, PyMongoError, ServerSelectionTimeoutError

from .problem import Problem

REPLICA_SET = "rs0"
logging.getLogger("pymongo").setLevel(logging.CRITICAL)


def find() -> str:
    """The program: in PATH, or where dev/setup puts it."""
    tools = Path(__file__).resolve().parents[2] / "build" / "tools" / "bin"
    program = shutil.which("mongod") or shutil.which("mongod", path=str(tools))
    if not program:
        raise Problem("mongod is not installed; run dev/setup run, or set MONGODB_URI to a replica set")
    return program


def command(data: Path, log: Path, port: int, test: bool) -> list[str]:
    """mongod as a development copy runs it. Loopback only; zlib stays off because this version's discloses memory.

    In tests a query without an index fails instead of being slow (notablescan). What dies in the middle of a
    transaction keeps its rows locked for 10 s, not the server's own 60. What is slow goes unlogged (slowms): the line
    would hold the whole command, and with it a customer's name and phone."""
    return [
        find(),
        *("--bind_ip", "127.0.0.1", "--port", str(port), "--nounixsocket"),
        *("--replSet", REPLICA_SET, "--oplogSize", "1024"),
        *("--dbpath", str(data), "--logpath", str(log), "--logappend"),
        *("--networkMessageCompressors", "snappy,zstd"),
        *("--wiredTigerCacheSizeGB", "0.5"),
        *("--slowms", "3600000"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        *("--setParameter", "transactionLifetimeLimitSeconds=10"),
        *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"),
        *(("--setParameter", "notablescan=1") if test else ()),
    ]


def own_uri(port: int) -> str:
    return f"mongodb://127.0.0.1:{port}/?replicaSet={REPLICA_SET}"


def direct(port: int) -> pymongo.MongoClient:
    return pymongo.MongoClient(
        f"mongodb://127.0.0.1:{port}/", directConnection=True, serverSelectionTimeoutMS=300, connectTimeoutMS=300
    )


def is_primary(port: int) -> bool:
    """One step towards a primary: makes the replica set where there is none, or moves it to a changed port. To be
    called until it says True."""
    with direct(port) as client, contextlib.suppress(PyMongoError):
        hello = client.admin.command("hello")
        if hello.get("isWritablePrimary"):
            return True
        member = {"_id": 0, "host": f"127.0.0.1:{port}"}
        if "setName" not in hello:
            configure(client, member)
    return False


def configure(client: pymongo.MongoClient, member: dict) -> None:
    config = {"_id": REPLICA_SET, "members": [member]}
    try:
        client.admin.command("replSetInitiate", config)
    except OperationFailure as error:
        if error.code != 23:  # AlreadyInitialized: this copy's port has changed since
            raise
        stored = client.local["system.replset"].find_one() or config
        if stored["members"][0]["host"] != member["host"]:
            stored |= {"members": [member], "version": stored["version"] + 1}
            client.admin.command("replSetReconfig", stored, force=True)


def check_uri(uri: str) -> None:
    """Refuses an address where no replica set with a primary answers."""
    if not uri.startswith(("mongodb://", "mongodb+srv://")):
        raise Problem("MONGODB_URI is no MongoDB address; it looks like mongodb://HOST:27017/?replicaSet=rs0")
    try:
        with pymongo.MongoClient(uri, serverSelectionTimeoutMS=5000) as client:
            hello = client.admin.command("hello")
    except (InvalidURI, ConfigurationError) as error:
        raise Problem(f"MONGODB_URI is no MongoDB address ({error}); e.g. mongodb://HOST:27017/?replicaSet=rs0") from None
    except ServerSelectionTimeoutError:
        raise Problem(unreachable(uri)) from None
    except PyMongoError as error:
        raise Problem(f"MongoDB refuses the connection that MONGODB_URI names ({type(error).__name__})") from None
    if "setName" not in hello:
        raise Problem(not_a_set())


def not_a_set() -> str:
    return (
        "the MongoDB that MONGODB_URI names is not a replica set; start it with --replSet rs0 and run rs.initiate(), "
        "or leave MONGODB_URI out"
    )


def unreachable(uri: str) -> str:
    """Tells a server that is not there from one that is no replica set (or another one)."""
    nodes = pymongo.uri_parser.parse_uri(uri, validate=False)["nodelist"]
    for host, port in nodes:
        with contextlib.suppress(PyMongoError):
            with pymongo.MongoClient(host, port, directConnection=True, serverSelectionTimeoutMS=1000) as client:
                hello = client.admin.command("hello")
                if "setName" not in hello:
                    return not_a_set()
                return f"the replica set at {host}:{port} is {hello['setName']}, or has no primary; correct MONGODB_URI"
    places = ", ".join(f"{host}:{port}" for host, port in nodes)
    return f"no MongoDB answers at {places}; start it, correct MONGODB_URI, or leave MONGODB_URI out"
