"""nginx's configuration: fills in the templates of nginx/, and checks the result before anything depends on it."""

import grp
import os
import re
import shutil
import subprocess
from pathlib import Path

from .problem import Problem

GROUP = "www-data"


def find() -> str:
    """The program; Debian keeps it where a plain user's PATH does not look."""
    program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if not program:
        raise Problem("nginx is not installed; run dev/setup run")
    return program


def built_with(program: str, option: str) -> str:
    shown = subprocess.run([program, "-V"], capture_output=True, text=True, check=True).stderr
    found = re.search(rf"--{option}=(\S+)", shown)
    if not found:
        raise Problem(f"this nginx does not say its --{option}; install Debian's nginx and libnginx-mod-nchan")
    return found[1]


def open_to_all(path: Path) -> bool:
    """Whether any user may pass through every folder above path."""
    return all(folder.stat().st_mode & 0o001 for folder in path.parents)


def worker_group(dist: Path, run_dir: Path) -> str | None:
    """Started as root, nginx's workers give it up, and the sockets' folder belongs to their group; they keep it only
    where that group could not reach this folder (say, below /root). None: nothing to give up, or nothing to gain."""
    if os.geteuid() != 0 or not open_to_all(dist) or not open_to_all(run_dir):
        return None
    try:
        grp.getgrnam(GROUP)
    except KeyError:
        return None
    return GROUP


def user_line(group: str | None) -> str:
    if os.geteuid() != 0:
        return ""
    return f"user {group} {group};" if group else "user root root;"


def style_hashes(dist: Path) -> str:
    """What the SPA's build found in its libraries' <style> elements: dist/csp-hashes.* holds their hashes."""
    hashes = set()
    for path in dist.glob("csp-hashes.*"):
        hashes |= set(re.findall(r"sha(?:256|384|512)-[A-Za-z0-9+/]+=*", path.read_text("utf-8")))
    return "".join(f" '{one}'" for one in sorted(hashes))


def render(options, sockets: list[Path], group: str | None) -> Path:
    """Writes VAR/nginx/*.conf for these workers and returns the main file."""
    program = find()
    modules = Path(built_with(program, "modules-path"))
    if not (modules / "ngx_nchan_module.so").exists():
        raise Problem("nginx's nchan module is not installed; run dev/setup run")
    # Until there is a worker, /api/ answers 502.
    servers = [f'\t\tserver "unix:{path}" max_fails=1 fail_timeout=1s;' for path in sockets or [options.run_dir / "none.sock"]]
    values = {
        "modules": modules,
        "nginx_etc": Path(built_with(program, "conf-path")).parent,
        "user": user_line(group),
        "nginx_workers": 1 if options.test else 2,
        "var": options.var,
        "dist": options.dist,
        "port": options.port,
        "publish_port": options.publish_port,
        "workers": "\n".join(servers),
        "style_hashes": style_hashes(options.dist),
    }
    home = options.var / "nginx"
    home.mkdir(exist_ok=True)
    for template in sorted((options.root / "nginx").glob("*.template")):
        text = re.sub(r"@([a-z_]+)@", lambda name: str(values[name[1]]), template.read_text("utf-8"))
        (home / template.stem).write_text(text, "utf-8")
    return home / "cierre.conf"


def command(options) -> list[str]:
    log = options.var / "log" / "nginx-error.log"
    return [find(), "-e", str(log), "-p", str(options.var / "nginx"), "-c", str(options.var / "nginx" / "cierre.conf")]


def check(options) -> None:
    tried = subprocess.run([*command(options), "-t"], capture_output=True, text=True)
    if tried.returncode != 0:
        wrong = [line for line in tried.stderr.splitlines() if "[emerg]" in line or "[alert]" in line] or [tried.stderr]
        raise Problem(f"nginx refuses its configuration: {wrong[0].strip()}")
