"""Which operations the tests used, of all that are described: a whole run that left one out fails.

Several processes may run the tests (pytest-xdist): each tells the first what it used.
"""

import pytest

KEY = "exercised"


class Exercised:
    def __init__(self, described, used: set[str]):
        self.described = set(described)
        self.used = used

    @pytest.hookimpl
    def pytest_testnodedown(self, node, error):
        self.used |= set(getattr(node, "workeroutput", {}).get(KEY, ()))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session, exitstatus):
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[KEY] = sorted(self.used)
        elif is_whole(session.config) and exitstatus == 0 and self.missing():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter, config):
        if not is_whole(config):
            return  # of some files alone nothing can be said
        line = f"{len(self.used & self.described)} of {len(self.described)} operations exercised"
        terminalreporter.write_line(line + (f"; no test uses {', '.join(self.missing())}" if self.missing() else ""))

    def missing(self) -> list[str]:
        return sorted(self.described - self.used)


def is_whole(config) -> bool:
    """The folder was asked for, nothing chosen out of it."""
    options = config.option
    return not (options.keyword or options.markexpr or options.lf) and all(
        not argument.endswith(".py") and "::" not in argument for argument in config.args
    )
