"""Input that schemathesis makes from openapi.yaml, for each role and for nobody: never 5xx, every reply as described, no
wrong input taken for right. Its reports lie in build/hostile.

Everyday it makes a few cases for each operation; `make hostile` (CIERRE_HOSTILE_SECONDS) lets it go on for that time with
each role, its bounds one after the other first. The seed is fixed, and printed with what failed.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from api import DESCRIPTION
from ownership import CASES, ROLES, World
from stack import ROOT
from test_permissions import Row, rows  # noqa: F401

SECONDS = int(os.environ.get("CIERRE_HOSTILE_SECONDS", "0"))
HOW_LONG = ("--phases", "coverage,fuzzing", "--max-time", SECONDS) if SECONDS else ("--phases", "fuzzing", "--max-examples", 4)
SEED = int(os.environ.get("CIERRE_HOSTILE_SEED", "20261124"))
REPORTS = ROOT / "build" / "hostile"
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "negative_data_rejection", "unsupported_method",
)  # fmt: skip
# Right requests of these would end the session under which the others are sent.
ENDING = {"session_end", "session_end_all", "user_password"}
PUBLIC = ("session_create", "session_refresh")


@pytest.fixture(scope="module")
def stack(arranged_stack):
    return arranged_stack


@pytest.fixture(scope="module")
def world(stack, api_description):
    made = World(stack, api_description, set())
    yield made
    made.withdraw()


def reached(world: World, row: Row, role: str):
    """A row that this role reaches by this operation."""
    cases = CASES.get((row.resource, row.ownership), [])
    case = next((c for c in cases if role in c.asked_by and role in c.reached_by), None)
    return case and case.make(world, world.me[role])


def settings(world: World, mine: list[Row], role: str | None) -> str:
    """schemathesis.toml: the ids of rows that are there, so that what is wrong with a body is not hidden behind them."""
    parts = []
    for row in mine:
        id = role and row.has_id and reached(world, row, role)
        if id:
            parts.append(f'[[operations]]\ninclude-operation-id = "{row.operation}"\nparameters = {{ "path.id" = "{id}" }}\n')
    return "\n".join(parts)


def run(stack, world: World, mine: list[Row], role: str | None) -> tuple[str, subprocess.CompletedProcess]:
    name = role or "nobody"
    folder = REPORTS / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "schemathesis.toml").write_text(settings(world, mine, role))
    command = [
        Path(sys.executable).with_name("schemathesis"), "--config-file", folder / "schemathesis.toml", "run", DESCRIPTION, "--url", f"{stack.url}/api/v1",
        *HOW_LONG, "--seed", SEED, "--workers", 1, "--no-shrink", "--warnings", "off", "--checks", ",".join(CHECKS),
        "--request-timeout", 30, "--report-junit-path", folder / "junit.xml", "--report-ndjson-path", folder / "cases.ndjson", "--report-json-path", folder / "report.json",
        *(part for row in mine for part in ("--include-operation-id", row.operation)),
    ]  # fmt: skip
    headers = ["-H", f"Authorization: Bearer {world.me[role].token}"] if role else []
    command = [str(part) for part in command + headers]
    return name, subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS + 120)


def test_for_every_role(stack, world, rows):  # noqa: F811
    outside = [row for row in rows if row.ownership != "internal" and row.operation not in ENDING]
    parts = {role: [row for row in outside if role in row.roles] for role in ROLES}
    parts[None] = [row for row in outside if row.operation in PUBLIC]
    with ThreadPoolExecutor(2) as pool:
        ran = dict(pool.map(lambda part: run(stack, world, part[1], part[0]), parts.items()))
    generated = 0
    for name, done in ran.items():
        report = json.loads((REPORTS / name / "report.json").read_text())
        generated += report["test_cases"]["generated"]
        assert done.returncode == 0, f"{name}, seed {SEED}:\n{done.stdout[-6000:]}"
        assert report["operations"]["tested"] == report["operations"]["selected"] == len(parts[name if name != "nobody" else None]), name
    assert generated > 400
    print(f"schemathesis: {generated} cases, seed {SEED}; {REPORTS.relative_to(ROOT)}")
