"""What a simulated call's recorder keeps: agent and customer at once, so that any second of it holds both."""

import subprocess
import tempfile
from pathlib import Path

AGENT_TEXT = "Buenos días, le habla la asesora. Le leo el contrato de servicios completo, palabra por palabra."
CUSTOMER_TEXT = "Sí, claro. Sí acepto el contrato que me acaba de leer. Muchas gracias."
SECONDS = 4
# Marks lie within what a server takes at once: it refuses a position far ahead of the time that has passed.
MARKED_MS = 2_800


def recorded() -> list[bytes]:
    """A stereo WebM of some seconds, in two pieces as a browser sends them."""
    with tempfile.TemporaryDirectory() as folder:
        left, right, out = (str(Path(folder) / name) for name in ("left.wav", "right.wav", "out.webm"))
        for path, voice, text in ((left, "es-419", AGENT_TEXT), (right, "es-419+f3", CUSTOMER_TEXT)):
            subprocess.run(["espeak-ng", "-v", voice, "-w", path, text], check=True, capture_output=True)
        each = f"aresample=48000,atrim=0:{SECONDS},apad=whole_dur={SECONDS}"
        joined = f"[0:a]{each}[l];[1:a]{each}[r];[l][r]join=inputs=2:channel_layout=stereo[s]"
        command = ["ffmpeg", "-loglevel", "error", "-i", left, "-i", right, "-filter_complex", joined, "-map", "[s]", "-t", str(SECONDS)]
        subprocess.run([*command, "-c:a", "libopus", "-b:a", "32k", "-f", "webm", "-live", "1", out], check=True, capture_output=True)
        sound = Path(out).read_bytes()
    return [sound[: len(sound) // 2], sound[len(sound) // 2 :]]
