"""What must hold of a copy after all tests that ran against it, whichever they were."""

import json
import re
from pathlib import Path

from api import Description

PERSONAL = re.compile(rb"Ana Ejemplo|Laura Ejemplo|100000\d{4}|300 ?000 ?\d{4}|Medell|Calle 10|EV\d{10}|eyJ|laura\.ejemplo")
PROGRAMS = {"access.log", "nginx-error.log", "mongod-server.log", "cierre-api-0.log", "cierre-relay.log", "cierre-dialer.log", "cierre-jobs.log"}


READINGS = {"recording_content", "document_content", "lead_list_refused_file"}
# What needs no entry of its own: log-ins (refresh_tokens holds them), a person's own screen, pieces of a file whose
# begin and end are entered, and questions that change nothing.
UNAUDITED = {
    "session_create", "session_refresh", "session_end", "user_preferences", "lead_list_piece", "registry_file_piece",
    "recorder_piece", "document_piece", "sale_document_check", "identity_asked",
}  # fmt: skip


def check(stack) -> None:
    no_log_holds_a_person(stack)
    every_change_and_every_reading_of_a_file_is_in_the_audit(stack)
    the_counters_are_what_the_facts_say(stack)


def no_log_holds_a_person(stack) -> None:
    """Names, documents, phones, addresses, approvals and tokens of what the tests did: in no program's log."""
    logs = {path.name: path.read_bytes() for path in (Path(stack.facts["var"]) / "log").iterdir()}
    assert PROGRAMS <= set(logs)
    assert {name: PERSONAL.findall(text)[:5] for name, text in logs.items() if PERSONAL.search(text)} == {}


def every_change_and_every_reading_of_a_file_is_in_the_audit(stack) -> None:
    entered = set(stack.database.audit.distinct("operation"))
    missing = sorted(succeeded(stack) - UNAUDITED - entered)
    assert not missing, f"operations without an entry in the audit: {missing}"
    assert not UNAUDITED & entered, "an exception that is none any more"


def succeeded(stack) -> set[str]:
    """The operations that changed something here, or read a file, as the workers' logs tell."""
    described = Description().operations.items()
    names = {(method.upper(), pattern("/api/v1" + route)): name for name, (method, route, *_) in described}
    lines = [line for log in (Path(stack.facts["var"]) / "log").glob("cierre-api-*.log") for line in log.read_text().splitlines()]
    requests = [row for row in map(json.loads, lines) if row["event"] == "request" and row["status"] < 300]
    done = {(row["method"], names.get((row["method"], pattern(row["route"])))) for row in requests}
    return {name for method, name in done if name and (method != "GET" or name in READINGS)}


def pattern(route: str) -> str:
    """Whatever its parameters are called."""
    return re.sub(r"\{\w+\}", "{}", route)


def the_counters_are_what_the_facts_say(stack) -> None:
    stack.eventually(lambda: stack.database.events.count_documents({"seq": None}) == 0)
    stack.admin("verify")
