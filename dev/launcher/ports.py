"""TCP ports on loopback."""

import random
import socket

from .problem import Problem


def probe(port: int) -> None:
    """Raises OSError unless this port can be listened on now."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))


def free_ports(count: int) -> int:
    """The first of so many neighbouring free ports, below those that the kernel hands out."""
    for _ in range(200):
        first = random.randrange(20000, 32000, 4)
        try:
            for port in range(first, first + count):
                probe(port)
        except OSError:
            continue
        return first
    raise Problem(f"no {count} neighbouring ports between 20000 and 32000 are free; name one with PORT=…")
