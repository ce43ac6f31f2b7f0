"""backend/PROCESS.md names functions and tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "backend" / "PROCESS.md").read_text("utf-8")
ROWS = [line.strip("|").split("|") for line in TEXT.splitlines() if line.startswith("| ") and not line.startswith("| rule")]


def spans(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def test_every_rule_names_a_function_and_a_test():
    assert len(ROWS) > 60
    for row in ROWS:
        assert len(row) == 3 and spans(row[1]) and spans(row[2]), row


def test_the_functions_are_there():
    headers = "\n".join(path.read_text("utf-8") for path in (ROOT / "backend").glob("*/*.h"))
    named = {name for row in ROWS for name in spans(row[1])}
    missing = sorted(name for name in named if not re.search(rf"\b{name}\(", headers))
    assert not missing, f"PROCESS.md names functions that no header declares: {missing}"


def test_the_tests_are_there():
    for name in {name for row in ROWS for name in spans(row[2])}:
        file, _, test = name.replace("::", ":").partition(":")
        (source,) = (ROOT / "backend").glob(f"*/{file}") if file.endswith(".c") else [ROOT / "tests" / "flow" / file]
        assert re.search(rf"\b{test}\(", source.read_text("utf-8")), name
