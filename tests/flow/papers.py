"""Real files for uploads, and the upload itself."""

import base64
import hashlib
import struct
import zlib

PIECE = 1024 * 1024

# The smallest grey JPEG an encoder gives: 1 × 1, baseline.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////"
    "////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z"
)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(side: int = 8) -> bytes:
    """A black square."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(side) for _ in range(side)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def pdf(size: int = 0) -> bytes:
    """One empty page, with comments up to that size."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"]
    body, places = bytearray(b"%PDF-1.4\n"), []
    for n, text in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (n, text)
    while len(body) < size:
        body += b"%" + hashlib.sha256(str(len(body)).encode()).hexdigest().encode() + b"\n"
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(body) + table + b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def announce(person, sale_id, kind: str, content: bytes, **options):
    body = {"kind": kind, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return person.call("document_create", id=sale_id, json=body, **options)


def put_pieces(person, document_id: str, content: bytes) -> None:
    for n, at in enumerate(range(0, len(content), PIECE)):
        person.call("document_piece", id=document_id, n=n, content=content[at : at + PIECE])


def upload(person, sale_id, kind: str, content: bytes):
    """The document as it arrived."""
    document = announce(person, sale_id, kind, content)
    put_pieces(person, document["id"], content)
    return person.call("document_complete", id=document["id"])


def accept(person, document):
    return person.call("document_verdict", id=document["id"], if_match=document["version"], json={"accepted": True})
