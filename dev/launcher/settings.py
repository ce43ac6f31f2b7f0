"""The configuration file that every program reads: VAR/cierre.conf, written anew at each start.

It is generated from the launcher's options. Lasting changes of one's own go into VAR/local.conf, in the same form
(`key = value` lines, `#` comments), which wins. The keys are those of backend/base/config.c.
"""

from pathlib import Path

from .problem import Problem

# key -> how the launcher fills it in, from the options of this copy (see copy.Options); None: the program's default.
KEYS = {
    "mongodb_uri": lambda o: o.mongodb_uri,
    "database": lambda o: o.database,
    "api_socket": lambda o: o.run_dir / "api.sock",
    "api_threads": lambda o: o.threads,
    "http_port": lambda o: o.port,
    "public_origin_suffix": lambda o: "localhost",
    "keys_dir": lambda o: o.keys_dir,
    "voices_dir": lambda o: o.voices_dir,
    "nchan_publish_url": lambda o: f"http://127.0.0.1:{o.publish_port}/publish",
    "clock": lambda o: "movable",
    "telephony": lambda o: "simulator",
    "identity": lambda o: "simulator",
    "activation": lambda o: "simulator",
    "messaging": lambda o: "simulator",
    "registry": lambda o: "simulator",
    "identity_url": None,
    "activation_url": None,
    "messaging_url": None,
    "registry_url": None,
    "simulator_seed": lambda o: o.seed,
    "simulator_line_cut": lambda o: o.run_dir / "line-cut",
    "login_second_factor": None,
    "log_level": lambda o: "info",
}


def read(path: Path) -> dict[str, str]:
    """The settings of a file; an unknown key, or a line that is none, is a Problem."""
    found = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = line.split("#", 1)[0].strip()
        if not line:
            continue
        key, equals, value = (part.strip() for part in line.partition("="))
        if not equals:
            raise Problem(f"{path}:{number}: expected `key = value`; correct or remove that line")
        if key not in KEYS:
            raise Problem(f"{path}:{number}: unknown configuration key {key}; known are {', '.join(KEYS)}")
        found[key] = value
    return found


def write(path: Path, options) -> dict[str, str]:
    """Writes the configuration of this copy and returns it."""
    values = {key: str(fill(options)) for key, fill in KEYS.items() if fill}
    local = path.with_name("local.conf")
    if local.exists():
        values |= read(local)
    lines = ["# Written by dev/run.py at each start. Lasting changes go into local.conf beside this file."]
    lines += [f"{key} = {value}" for key, value in values.items()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    path.chmod(0o600)  # a MongoDB address may hold a password
    return values
