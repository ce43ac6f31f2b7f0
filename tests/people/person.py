"""What simulated people have in common: a seed, think times, a stream, and a next thing to do."""

import random
import sys
import threading
import traceback
from http.client import HTTPException
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "flow"))

from client import Client, Refused, Stream  # noqa: E402

SIMULATED = ("(simulado)", "(simulada)")


class Stopped(Exception):
    """The program ends."""


class Person(threading.Thread):
    """`act()` does the next thing that there is to do and says whether there was one. A refusal is part of the work: the
    person looks again at what there is. pace: 1 for a person's think times, 0 for none."""

    def __init__(self, client: Client, seed: int, pace: float, stop: threading.Event):
        super().__init__(daemon=True, name=client.user["username"])
        self.client, self.pace, self.stop = client, pace, stop
        self.random = random.Random(f"{seed} {client.user['username']}")
        self.stream = Stream(client)
        self.done = {}  # how often what was done
        self.refused = {}  # how often what was refused
        self.broken = self.where = None

    def run(self) -> None:
        self.stream.start()
        try:
            while not self.stop.is_set():
                self.once()
        except Stopped:
            pass
        except Exception as error:  # noqa: BLE001 - told by whoever started the people
            self.broken = error
            self.where = traceback.format_exc()
        finally:
            self.stream.close()

    def once(self) -> None:
        try:
            busy = self.act()
        except Refused as refused:
            self.note_refusal(refused)
            busy = self.refusal(refused)
        except (OSError, HTTPException) as lost:
            self.note_refusal_as(f"connection {type(lost).__name__}")
            busy = False
        if not busy:
            self.rest()

    def act(self) -> bool:
        raise NotImplementedError

    def refusal(self, refused: Refused) -> bool:
        return False

    def note(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1

    def note_refusal(self, refused: Refused) -> None:
        self.note_refusal_as(f"{refused.operation} {refused.code or refused.status}")

    def note_refusal_as(self, what: str) -> None:
        self.refused[what] = self.refused.get(what, 0) + 1

    def rest(self) -> None:
        """Nothing to do: until something happens."""
        self.stream.wait(3 + 5 * self.random.random() if self.pace else 0.2)
        self.leave_if_over()

    def think(self, least: float, most: float) -> None:
        """A person's time for this, in seconds."""
        seconds = self.random.uniform(least, most) * self.pace
        if seconds:
            self.stop.wait(seconds)
        self.leave_if_over()

    def leave_if_over(self) -> None:
        if self.stop.is_set():
            raise Stopped

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability


def is_simulated(row: dict) -> bool:
    """Of a simulated agent: the others' sales are for those who try things by hand."""
    return str(row.get("agent_name", "")).endswith(SIMULATED)
