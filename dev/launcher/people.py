"""What the person at the terminal sees once everything runs: one address per role, and who may log in there."""

import subprocess

# Host name -> role. Each host name is a session of its own, so that one browser holds all roles in tabs.
ROLES = {
    "asesor": "agent",
    "backoffice": "backoffice",
    "calidad": "quality",
    "supervisor": "supervisor",
    "admin": "admin",
}


def demo_users(options) -> list[dict[str, str]]:
    """From `cierre-admin demo --list`: one user a line, tab-separated: role, user name, password, full name."""
    admin = options.program("cierre-admin")
    if not admin or not options.demo:
        return []
    listed = subprocess.run([admin, "--config", options.config, "demo", "--list"], capture_output=True, text=True)
    rows = [line.split("\t") for line in listed.stdout.splitlines()] if listed.returncode == 0 else []
    return [dict(zip(("role", "login", "password", "name"), row)) for row in rows if len(row) >= 3]


def show(options) -> None:
    users = demo_users(options)
    print(f"\nready  http://localhost:{options.port}\n")
    for host, role in ROLES.items():
        mine = [user for user in users if user["role"] == role]
        logins = ", ".join(f"{user['login']} / {user['password']}" for user in mine[:3])
        print(f"  {role:<11} http://{host}.localhost:{options.port:<6} {logins}")
    if options.colleagues and options.demo:
        print(f"\n{options.colleagues} simulated colleagues work beside you, in a campaign of their own; COLLEAGUES=0 goes without them.")
    print("\nCtrl-C stops everything.", flush=True)
