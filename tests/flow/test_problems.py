"""Every code that the server's sources can send stands in the description, whose lists the SPA's texts are typed by."""

import re
from pathlib import Path

BACKEND = Path(__file__).parents[2] / "backend"
SERVING = ("api", "auth", "domain", "http", "ports", "store", "wire")
# Said at the start of a program, to an operator or inside a daemon: no request ever fails with them.
NOT_SERVED = {
    "activation", "config", "epoll", "identity", "key", "lease_lost", "line_cut", "listen", "messaging",
    "newer_database", "not_migrated", "position_moved", "publish", "range_over", "registry", "routes", "stream_ended",
    "superseded", "telephony", "threads", "username_taken", "clock_not_movable",
}  # fmt: skip
SUCCESSES = {"allowed", "ok", "free", "mine", "may_try"}
WORD = re.compile(r'"([a-z0-9_]+)"')


def sources():
    return {
        path: path.read_text()
        for folder in SERVING
        for path in sorted((BACKEND / folder).rglob("*.c"))
        if not path.name.endswith("_test.c")
    }


def arguments(text: str, at: int) -> list[str]:
    """The arguments of a call whose parenthesis was opened just before `at`."""
    depth, found, start, quoted = 0, [], at, False
    for i in range(at, len(text)):
        c = text[i]
        if c == '"' and text[i - 1] != "\\":
            quoted = not quoted
        if quoted:
            continue
        if c in ",)" and depth == 0:
            found.append(" ".join(text[start:i].split()))
            start = i + 1
            if c == ")":
                return found
        depth += (c in "([{") - (c in ")]}")
    raise AssertionError("a call without an end")


def words_of(expression: str, text: str, tables: dict) -> set[str]:
    """What an expression can say: words in it, an enum's names, or the words its variable is given in that file."""
    words = set(WORD.findall(expression))
    for tag in re.findall(r"(\w+)_name\(", expression):
        words |= set(tables[tag]) - SUCCESSES
    if not words:
        name = re.match(r"[\w>-]+", expression)[0].rsplit("->")[-1]
        for given in re.findall(rf"\b{name}(?:\[\])? = (.*?);", text, re.S):
            words |= set(WORD.findall(given)) or {word for tag in re.findall(r"(\w+)_name\(", given) for word in tables[tag]}
    return words


def said_by_the_server() -> tuple[set[str], set[str]]:
    """All problem codes and all field codes in the sources."""
    texts = sources()
    tables = {
        name: WORD.findall(rows)
        for text in texts.values()
        for name, rows in re.findall(r"static const char \*const (\w+)_names\[\w*\] = \{(.*?)\};", text, re.S)
    }
    problems, fields = set(), set()
    for path, text in texts.items():
        # What refuses in place of a generic sentence: a compare-and-set's word, an outside system's silence.
        problems |= set(re.findall(r'\.(?:conflict|silent) = "(\w+)"', text))
        if path.name == "password.c":
            fields |= set(re.findall(r'return "(\w+)";', text))
        for call in re.finditer(r"\b(fault_set|fault_field|wrong)\(", text):
            given = arguments(text, call.end())
            if given[0].startswith(("struct", "const struct")) or len(given) < 3 or given[1] == "RC_BROKEN":
                continue  # its own definition; our own mistakes are all sent as «broken»
            found = words_of(given[2], text, tables)
            (problems if call[1] == "fault_set" else fields).update(found - SUCCESSES)
    return problems - NOT_SERVED | {"broken"}, fields


def test_every_code_of_the_sources_is_described(api_description):
    problems, fields = said_by_the_server()
    schemas = api_description.document["components"]["schemas"]
    assert {"claim_held", "rebuttals_missing", "agent_state", "operator_silent", "open_sale_exists"} <= problems
    assert {"required", "type", "unexpected", "too_simple", "bad_format"} <= fields
    missing = {
        "ProblemCode": sorted(problems - set(schemas["ProblemCode"]["enum"])),
        "FieldProblemCode": sorted(fields - set(schemas["FieldProblemCode"]["enum"])),
    }
    assert not any(missing.values()), f"add to openapi.yaml, and their texts to problems.{{es,en}}.ts: {missing}"
