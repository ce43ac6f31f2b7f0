"""The one exception that reaches the person at the terminal."""


class Problem(Exception):
    """What is wrong and what to do, in one sentence without personal data or secrets. dev/run.py prints it and ends
    with status 1 after everything that was started has been stopped."""


class Interrupted(Exception):
    """Ctrl-C or a termination signal came while something was being waited for."""
