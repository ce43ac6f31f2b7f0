import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import after  # noqa: E402
from api import Api, Description  # noqa: E402
from exercised import Exercised  # noqa: E402
from remote import RemoteStack  # noqa: E402
from stack import Stack, forget_logs  # noqa: E402

description = Description()
exercised: set[str] = set()


@pytest.fixture(scope="session")
def stack():
    """One running copy for the whole run of a process; tests share it and make their own sales in it."""
    running = Stack()
    yield running
    try:
        after.check(running)
    finally:
        running.stop()


@pytest.fixture(scope="session")
def arranged_stack():
    """Another copy, for files whose rows of every owner (ownership.py) no event tells of: its counters say nothing."""
    running = Stack()
    yield running
    try:
        after.no_log_holds_a_person(running)
    finally:
        running.stop()


@pytest.fixture(scope="session")
def http_stack():
    """Another copy, whose outside systems are asked by our signed HTTP contract: of the sample server."""
    running = RemoteStack()
    yield running
    running.stop()


@pytest.fixture
def users(stack):
    """Of the copy that this file's tests run against: not every file's is the shared one."""
    return stack.users()


@pytest.fixture
def anyone(stack):
    """A browser where nobody has logged in."""
    return Api(stack.url, description, exercised)


@pytest.fixture
def person(stack, users):
    """`person("agent")`, `person("agent", 1)`: the n-th demo user of a role, logged in at a browser of their own."""

    def log_in(role: str, n: int = 0) -> Api:
        return Api(stack.url, description, exercised).log_in(*users[role][n])

    return log_in


def pytest_configure(config):
    config.pluginmanager.register(Exercised(description.operations, exercised))
    if not hasattr(config, "workerinput"):
        forget_logs()


@pytest.fixture(scope="session")
def api_description():
    return description
