"""What must hold of a copy after all tests that ran against it, whichever they were."""

import re
from pathlib import Path

PERSONAL = re.compile(rb"Ana Ejemplo|Laura Ejemplo|100000\d{4}|300 ?000 ?\d{4}|Medell|Calle 10|EV\d{10}|eyJ|laura\.ejemplo")
PROGRAMS = {"access.log", "nginx-error.log", "mongod-server.log", "cierre-api-0.log", "cierre-relay.log", "cierre-dialer.log", "cierre-jobs.log"}


def check(stack) -> None:
    no_log_holds_a_person(stack)
    the_counters_are_what_the_facts_say(stack)


def no_log_holds_a_person(stack) -> None:
    """Names, documents, phones, addresses, approvals and tokens of what the tests did: in no program's log."""
    logs = {path.name: path.read_bytes() for path in (Path(stack.facts["var"]) / "log").iterdir()}
    assert PROGRAMS <= set(logs)
    assert {name: PERSONAL.findall(text)[:5] for name, text in logs.items() if PERSONAL.search(text)} == {}


def the_counters_are_what_the_facts_say(stack) -> None:
    stack.eventually(lambda: stack.database.events.count_documents({"seq": None}) == 0)
    stack.admin("verify")
