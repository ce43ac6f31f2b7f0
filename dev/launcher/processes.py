"""Child processes: each in a session of its own, so that Ctrl-C reaches only the launcher, which then stops them in
order. Each leaves a pid file with its start time in VAR/run/pids; after a `kill -9` of the launcher the next start
finds what is still running by it, and ends only that."""

import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

LOG_LIMIT_BYTES = 16 << 20


def stat_fields(pid: int) -> list[str] | None:
    """/proc/PID/stat from field 3 (state) on, or None if there is no such process."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return None
    return text.rpartition(")")[2].split()


def start_time(pid: int) -> int | None:
    """When a process began, in clock ticks since boot; None if it is gone or only waits to be reaped."""
    fields = stat_fields(pid)
    return int(fields[19]) if fields and fields[0] not in "ZX" else None


def session_members(session: int) -> list[int]:
    """The processes alive of one session: a child, what it started, and what its death left behind."""
    members = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = stat_fields(int(entry.name))
            if fields and fields[0] not in "ZX" and int(fields[3]) == session:
                members.append(int(entry.name))
    return members


def send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def last_line(log: Path) -> str:
    """The last line a program logged, for the person who is told that it ended."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 4096))
            lines = [line for line in file.read().decode("utf-8", "replace").splitlines() if line.strip()]
    except OSError:
        lines = []
    return lines[-1].strip() if lines else "(it logged nothing)"


@dataclass
class Child:
    """One process of the copy."""

    name: str
    command: list[str]
    log: Path
    pid_file: Path
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 35.0  # a worker lets a request under way finish, 30 s at most
    restarts: bool = False
    process: subprocess.Popen | None = field(default=None, repr=False)
    began: float = 0.0
    failures: int = 0
    stop_by: float = 0.0

    def start(self, environment: dict[str, str] | None = None) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=environment,
            )
        self.began = time.monotonic()
        self.pid_file.write_text(json.dumps({"pid": self.process.pid, "start": start_time(self.process.pid)}))

    def ended(self) -> int | None:
        """Its exit status (negative: a signal) once it has ended, else None."""
        return self.process.poll() if self.process else None

    def how_it_ended(self) -> str:
        status = self.ended()
        how = f"status {status}" if status is not None and status >= 0 else f"signal {signal.Signals(-status).name}"
        return f"{self.name} ended with {how}; its last line in {self.log}: {last_line(self.log)}"

    def ask_to_stop(self) -> None:
        self.stop_by = time.monotonic() + self.stop_seconds
        if self.process and self.ended() is None:
            send(self.process.pid, self.stop_signal)

    def stop(self) -> None:
        """Asks it to end unless that was done, waits, and ends what is left of its session."""
        if self.process is None:
            return
        if not self.stop_by:
            self.ask_to_stop()
        try:
            self.process.wait(max(0.0, self.stop_by - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        for pid in session_members(self.process.pid):
            send(pid, signal.SIGKILL)
        self.process.wait()
        self.process, self.stop_by = None, 0.0
        self.pid_file.unlink(missing_ok=True)


def recorded(pid_file: Path) -> int | None:
    """The session of a pid file if anything of it still runs and is ours, else None."""
    try:
        record = json.loads(pid_file.read_text())
        pid, start = int(record["pid"]), record["start"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    now = start_time(pid)
    if now is not None and now != start:
        return None  # the number was given to somebody else
    return pid if session_members(pid) else None


def end_recorded(pid_file: Path, stop_signal: int, stop_seconds: float) -> bool:
    """Ends what a launcher that was killed left running under this pid file; says whether there was anything."""
    session = recorded(pid_file)
    if session is not None:
        targets = [session] if start_time(session) is not None else session_members(session)
        for pid in targets:
            send(pid, stop_signal)
        deadline = time.monotonic() + stop_seconds
        while session_members(session) and time.monotonic() < deadline:
            time.sleep(0.05)
        for pid in session_members(session):
            send(pid, signal.SIGKILL)
        while session_members(session):
            time.sleep(0.01)
    pid_file.unlink(missing_ok=True)
    return session is not None
