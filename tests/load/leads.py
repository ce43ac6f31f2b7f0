#!/usr/bin/python3
"""Imports a large lead list into a copy of its own and prints what it took: rows a second, and the most memory that the
importing programs held, for a small file and for the large one. The two must be alike: memory does not grow with rows.

usage: build/venv/bin/python tests/load/leads.py [ROWS]     (500000)
"""

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "flow"))

from bson import ObjectId  # noqa: E402
from lead_files import paused_campaign  # noqa: E402
from stack import Stack  # noqa: E402

SMALL = 10_000
GROWTH_KIB = 16 * 1024


def write_rows(path: Path, rows: int) -> None:
    """Distinct numbers, a quoted line break now and then, one row in fifty that cannot be called."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("nombre;celular;ciudad;observación\n")
        for n in range(rows):
            phone = "no tiene" if n % 50 == 0 else f"3{n * 7919 % 10**9:09d}"
            note = '"primera línea\nsegunda"' if n % 100 == 7 else "ninguna"
            file.write(f"Ana Ejemplo {n};{phone};Bogotá;{note}\n")


def peak_kib(stack: Stack, program: str) -> int:
    """The most memory that a daemon of this copy has held."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if str(stack.var).encode() not in (status.parent / "cmdline").read_bytes():
                continue
            text = status.read_text()
        except OSError:
            continue
        if text.startswith(f"Name:\t{program}"):
            return int(re.search(r"VmHWM:\s+(\d+)", text)[1])
    raise RuntimeError(f"{program} does not run")


def run(stack: Stack, folder: Path, rows: int) -> int:
    """Imports; prints the program's own figures; answers the larger peak of the two programs that import."""
    campaign = stack.database.campaigns.find_one({"_id": ObjectId(paused_campaign(stack))})["code"]
    file = folder / f"{rows}.csv"
    write_rows(file, rows)
    told = stack.admin("leads", "import", str(file), "--campaign", campaign, "--name", f"{rows} filas", "--origin", "Prueba de carga",
                       "--consent", "Ninguna: datos inventados").stdout.splitlines()
    daemon = peak_kib(stack, "cierre-jobs")
    print(f"{rows} rows ({file.stat().st_size / 1e6:.1f} MB): {told[1]}; cierre-jobs, which helps: {daemon} KiB", flush=True)
    assert f"{rows} rows," in told[0], told[0]
    return max(daemon, int(re.search(r"peak memory (\d+) KiB", told[1])[1]))


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    stack = Stack()
    try:
        with tempfile.TemporaryDirectory(prefix="leads-") as folder:
            small, large = run(stack, Path(folder), SMALL), run(stack, Path(folder), rows)
    finally:
        stack.stop()
    grown = large - small
    print(f"memory grew by {grown} KiB over {rows - SMALL} rows ({'constant' if grown < GROWTH_KIB else 'NOT constant'})")
    return grown >= GROWTH_KIB


if __name__ == "__main__":
    sys.exit(main())
