"""What the simulated customer knows and the bureau sends: the same chance as backend/ports/simulator/draw.c, written
a second time, so that a test has the code without asking the program for it."""

MASK = (1 << 64) - 1
SEED = 1
OPTIONS = 4
SILENT_DOCUMENT, LIMITED_DOCUMENT = "1000000998", "1000000997"


def mix(bits: int) -> int:
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB & MASK
    return bits ^ (bits >> 31)


def collect(value: int, text: str) -> int:
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 & MASK
    return (value ^ 0xFF) * 0x100000001B3 & MASK


def draw_below(purpose: str, key: str, n: int, below: int) -> int:
    value = collect(collect(mix((SEED + 0x9E3779B97F4A7C15) & MASK), purpose), key)
    bits = mix((mix(value) + n * 0x9E3779B97F4A7C15) & MASK)
    return ((bits >> 11) & 0xFFFFFFFF) % below


def code(document: str, attempt: int = 1) -> str:
    """The code the bureau sends."""
    return f"{draw_below('code', document, attempt, 100000):05d}"


def wrong_code(document: str, attempt: int = 1) -> str:
    """Another one."""
    return f"{(int(code(document, attempt)) + 1) % 100000:05d}"


def options(document: str, attempt: int = 1, count: int = 5) -> list[int]:
    """The right options of its questions."""
    return [1 + draw_below("option", document, attempt * 100 + n, OPTIONS) for n in range(1, count + 1)]


def document_of(phone: str) -> str:
    """Whose number it is: +57 300 000 0101 is 10 0000 0101's."""
    return "10" + phone.removeprefix("+57")[2:]
