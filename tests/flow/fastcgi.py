"""A small FastCGI client (FastCGI Specification 1.0), so that tests can send what no web server would.

`Client(path).get("/healthz")` for the ordinary; `begin`, `params`, `stdin` and `record` make single records for the
rest. One request at a time per connection, as nginx does it.
"""

import socket
import struct
from dataclasses import dataclass, field

BEGIN, ABORT, END, PARAMS, STDIN, STDOUT, STDERR, GET_VALUES = 1, 2, 3, 4, 5, 6, 7, 9
RESPONDER = 1
KEEP = 1


def record(kind: int, content: bytes = b"", request_id: int = 1, padding: int = 0, version: int = 1) -> bytes:
    return struct.pack(">BBHHBx", version, kind, request_id, len(content), padding) + content + bytes(padding)


def begin(request_id: int = 1, role: int = RESPONDER, keep: bool = True) -> bytes:
    return record(BEGIN, struct.pack(">HB5x", role, KEEP if keep else 0), request_id)


def length(size: int) -> bytes:
    return bytes([size]) if size < 0x80 else struct.pack(">I", size | 0x80000000)


def pair(name: str, value: str) -> bytes:
    name_bytes, value_bytes = name.encode(), value.encode()
    return length(len(name_bytes)) + length(len(value_bytes)) + name_bytes + value_bytes


def params(values: dict[str, str], request_id: int = 1) -> bytes:
    content = b"".join(pair(*item) for item in values.items())
    pieces = [content[at : at + 0xFFFF] for at in range(0, len(content), 0xFFFF)]
    return b"".join(record(PARAMS, piece, request_id) for piece in pieces) + record(PARAMS, b"", request_id)


def stdin(body: bytes, request_id: int = 1) -> bytes:
    """The body's records without the closing empty one."""
    return b"".join(record(STDIN, body[at : at + 0x8000], request_id) for at in range(0, len(body), 0x8000))


def request(method: str, path: str, body: bytes = b"", query: str = "", keep: bool = True, **headers: str) -> bytes:
    """Everything a web server sends for one request."""
    values = {
        "REQUEST_METHOD": method,
        "DOCUMENT_URI": path,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)) if body else "",
        "REMOTE_ADDR": "127.0.0.1",
        **headers,
    }
    return begin(keep=keep) + params(values) + stdin(body) + record(STDIN)


class Closed(Exception):
    """The other side closed the connection before its answer was complete."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    errors: bytes = field(default=b"")


class Client:
    """One connection."""

    def __init__(self, path, timeout: float = 20):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(timeout)
        self.socket.connect(str(path))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            try:
                piece = self.socket.recv(size - len(data))
            except ConnectionResetError:
                piece = b""
            if not piece:
                raise Closed(f"after {len(data)} of {size} bytes")
            data += piece
        return data

    def read_record(self) -> tuple[int, bytes]:
        version, kind, _, size, padding = struct.unpack(">BBHHBx", self.read(8))
        assert version == 1
        content = self.read(size)
        self.read(padding)
        return kind, content

    def answer(self) -> Answer:
        out, errors = b"", b""
        while True:
            kind, content = self.read_record()
            if kind == STDOUT:
                out += content
            elif kind == STDERR:
                errors += content
            elif kind == END:
                break
            else:
                raise AssertionError(f"record of type {kind} in an answer")
        head, _, body = out.partition(b"\r\n\r\n")
        headers = dict(line.decode().split(": ", 1) for line in head.split(b"\r\n"))
        return Answer(int(headers.pop("Status").split()[0]), headers, body, errors)

    def ask(self, method: str, path: str, body: bytes = b"", **options: str) -> Answer:
        self.send(request(method, path, body, **options))
        return self.answer()

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def is_closed(self) -> bool:
        """Waits until the other side has closed; anything it says before is an error."""
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True
