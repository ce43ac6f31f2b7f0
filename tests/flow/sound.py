"""Recordings as a browser's MediaRecorder makes them: stereo WebM in pieces that do not decode alone."""

import functools
import json
import subprocess
import tempfile
from pathlib import Path

PIECES = 6
AGENT_TEXT = "Buenos días, le habla la asesora. Le leo el contrato de servicios completo, palabra por palabra."
CUSTOMER_TEXT = "Sí, claro. Sí acepto el contrato que me acaba de leer. Muchas gracias."


def run(*command: str) -> bytes:
    return subprocess.run(command, check=True, capture_output=True).stdout


@functools.cache
def stereo(agent_text: str = AGENT_TEXT, customer_text: str = CUSTOMER_TEXT) -> bytes:
    """The agent speaks left, then the customer right; 8 s."""
    with tempfile.TemporaryDirectory() as folder:
        left, right, out = (str(Path(folder) / name) for name in ("left.wav", "right.wav", "out.webm"))
        run("espeak-ng", "-v", "es-419", "-w", left, agent_text)
        run("espeak-ng", "-v", "es-419+f3", "-w", right, customer_text)
        joined = "[0:a]aresample=48000,atrim=0:4,apad=whole_dur=8[l];[1:a]aresample=48000,atrim=0:3.5,adelay=4200,apad=whole_dur=8[r];[l][r]join=inputs=2:channel_layout=stereo[s]"
        run("ffmpeg", "-loglevel", "error", "-i", left, "-i", right, "-filter_complex", joined, "-map", "[s]", "-t", "8",
            "-c:a", "libopus", "-b:a", "32k", "-f", "webm", "-live", "1", out)
        return Path(out).read_bytes()


def pieces_of(sound: bytes, count: int = PIECES) -> list[bytes]:
    size = -(-len(sound) // count)
    return [sound[at:at + size] for at in range(0, len(sound), size)]


def probe(sound: bytes) -> dict:
    """Duration, as a player finds it in the file's head."""
    with tempfile.NamedTemporaryFile(suffix=".webm") as file:
        file.write(sound)
        file.flush()
        return json.loads(run("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "json", file.name))["format"]


def levels(sound: bytes, start: float, seconds: float) -> list[float]:
    """The level of each channel in that span, in dBFS; seeks to it first."""
    with tempfile.NamedTemporaryFile(suffix=".webm") as file:
        file.write(sound)
        file.flush()
        done = subprocess.run(
            ["ffmpeg", "-ss", str(start), "-t", str(seconds), "-i", file.name, "-af",
             "astats=measure_overall=none:measure_perchannel=RMS_level", "-f", "null", "-"],
            check=True, capture_output=True, text=True)
    found = [line.rsplit(" ", 1)[1] for line in done.stderr.splitlines() if "RMS level dB" in line]
    return [-120.0 if level == "-inf" else float(level) for level in found]


def start_recorder(agent, call: dict) -> dict:
    return agent.call("recorder_start", id=call["id"], json={"mime": "audio/webm;codecs=opus"}).body


def record(agent, recording: dict, session: int, sound: bytes) -> None:
    """Sends a session's pieces and ends it."""
    pieces = pieces_of(sound)
    for n, piece in enumerate(pieces):
        agent.call("recorder_piece", id=recording["id"], s=session, n=n, content=piece)
    agent.call("recorder_finish", id=recording["id"], s=session, json={"pieces": len(pieces)})
