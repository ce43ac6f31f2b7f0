"""Development keys: 32 random bytes each, in hex, in VAR/keys (0700), each file 0600. Made once, with the directory.

They are never made anew beside existing data: what was encrypted or signed with the lost key would be unreadable.
"""

import os
import re
import secrets
from pathlib import Path

from .problem import Problem

NAMES = ("jwt.key", "refresh.key", "master.key", "ports.key")
# Shared with outside systems (docs/ports.md): made with the others, each replaced by the one agreed with its system.
SHARED = ("identity.key", "activation.key", "messaging.key", "registry.key")


def provide(directory: Path) -> None:
    """Makes the keys of a new copy; of an old one checks that they are as they were left."""
    if not directory.exists():
        directory.mkdir(mode=0o700)
        for name in NAMES + SHARED:
            handle = os.open(directory / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(32) + "\n")
    for name in NAMES:
        check(directory / name)


def check(path: Path) -> None:
    try:
        mode = path.stat().st_mode
        text = path.read_text("ascii", "replace").strip()
    except FileNotFoundError:
        raise Problem(f"the key {path} is missing; restore it from a backup, or begin anew with another VAR=…") from None
    except OSError as error:
        raise Problem(f"the key {path} cannot be read ({error.strerror}); it must belong to you, mode 0600") from None
    if mode & 0o077:
        raise Problem(f"the key {path} can be read by others; run chmod 600 {path}")
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise Problem(f"the key {path} is not 64 hexadecimal digits; restore it from a backup")
