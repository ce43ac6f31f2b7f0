"""What must hold of the database whatever was asked of the API: process.md's rules, read from the facts alone."""

from collections import Counter, defaultdict
from datetime import timedelta

BEFORE_ACTIVATION = {
    "submitted", "in_review", "data_requested", "recording_requested", "rerecord_requested", "confirming", "documents_pending", "activating",
}  # fmt: skip
ENDS = {"cancelled", "rejected", "expired", "delivered", "undelivered", "withdrawn"}
# process.md 6: draft → submitted → in_review → (data_requested ⇄) → recording_requested → (rerecord_requested ⇄) → …
STEPS = {
    ("draft", "submitted"), ("submitted", "in_review"), ("in_review", "recording_requested"), ("recording_requested", "confirming"),
    ("recording_requested", "rerecord_requested"), ("rerecord_requested", "recording_requested"), ("confirming", "documents_pending"),
    ("documents_pending", "activating"), ("activating", "activated"), ("activated", "dispatched"), ("activated", "delivered"),
    ("dispatched", "delivered"), ("dispatched", "returned"), ("returned", "dispatched"), ("dispatched", "undelivered"),
}  # fmt: skip
AFTER_ACTIVATION = {"activated", "dispatched", "returned", "delivered", "undelivered"}
# What the back office does only with a claim.
NEEDS_A_CLAIM = {"request_data", "request_recording", "confirm", "cancel", "reject", "dispatch", "schedule_dispatch"}
TAKES, LETS_GO = {"claim", "start_review"}, {"claim_release", "claim_lapse", "claim_freed"}
CLAIM_IDLE = timedelta(minutes=15)
# Two requests may be written in the other order than they came.
TOGETHER = timedelta(seconds=10)
ATTEMPTS, OPEN_ATTEMPT = 3, {"reserved", "code_sent", "questions", "checking"}
OPEN_CALL = {"dialing", "offered", "talking"}


def is_legal(begin: str, end: str) -> bool:
    if begin == end or (begin, end) in STEPS:
        return True
    if begin in BEFORE_ACTIVATION:
        return end in {"data_requested", "rerecord_requested", "cancelled", "rejected", "expired"} or begin == "data_requested" and end in BEFORE_ACTIVATION
    return end == "withdrawn" and begin in AFTER_ACTIVATION


def history_is_continuous(sale: dict) -> list[str]:
    """Each entry begins where the one before it ended, none is earlier, and the last ends where the sale is."""
    faults, state, at = [], "draft", None
    for entry in sale["history"]:
        if at and entry["at"] < at - TOGETHER:
            faults.append(f"{entry['action']} is earlier than what came before it")
        at = entry["at"]
        if "to" not in entry:
            continue
        if entry.get("from", state) != state:
            faults.append(f"{entry['action']} begins in {entry['from']}, the sale was in {state}")
        if not is_legal(state, entry["to"]):
            faults.append(f"{entry['action']} leads from {state} to {entry['to']}")
        state = entry["to"]
    if state != sale["state"]:
        faults.append(f"the history ends in {state}, the sale is in {sale['state']}")
    return faults


def nothing_moves_after_the_end(sale: dict) -> list[str]:
    """Before activation, past its validity, only the expiry itself; a half-loaded sale is the supervisor's."""
    expires, state, faults = sale.get("expires_at"), "draft", []
    loaded = any(entry["action"] == "service_loaded" for entry in sale["history"])
    for entry in sale["history"]:
        end = entry.get("to", state)
        if expires and end != state and state in BEFORE_ACTIVATION and entry["at"] >= expires and end != "expired" and not loaded:
            faults.append(f"{entry['action']} at {entry['at']}, after {expires}")
        state = end
    return faults


def nobody_acts_without_the_claim(sale: dict) -> list[str]:
    """While a claim runs, only its holder acts; it runs out so long after their last act."""
    holder, until, faults = None, None, []
    for entry in sale["history"]:
        action, by = entry["action"], entry.get("by")
        held = holder is not None and entry["at"] < until
        if held and by != holder and (action in TAKES or action in NEEDS_A_CLAIM and entry.get("role") == "backoffice"):
            faults.append(f"{action} by {by} while {holder} holds it")
        if action in TAKES:
            holder = by
        elif action in LETS_GO or entry.get("to", entry.get("from")) != entry.get("from"):
            holder = None
        until = entry["at"] + CLAIM_IDLE if by == holder else until
    return faults


def services_are_loaded_once(sale: dict) -> list[str]:
    loads = sum(entry["action"] == "service_loaded" for entry in sale["history"])
    return [f"{loads} loads of {len(sale['products'])} services"] if loads > len(sale["products"]) else []


def of_sales(database) -> list[str]:
    faults = []
    open_keys = Counter()
    for sale in database.sales.find():
        for rule in (history_is_continuous, nothing_moves_after_the_end, nobody_acts_without_the_claim, services_are_loaded_once):
            faults += [f"{sale.get('number', sale['_id'])}: {fault}" for fault in rule(sale)]
        if sale["state"] in BEFORE_ACTIVATION:
            open_keys.update([bytes(sale["document_key"])] if "document_key" in sale else [])
            open_keys.update(bytes(key) for key in sale.get("line_keys", []))
        if sale["state"] in ENDS and "claim" in sale:
            faults.append(f"{sale['number']}: {sale['state']} and still held")
    return faults + [f"{n} open sales of one document or line" for n in open_keys.values() if n > 1]


def of_attempts(database) -> list[str]:
    """At most three failures since the last approval, the third a day after the second, one attempt under way."""
    faults, people = [], defaultdict(list)
    for attempt in database.identity_attempts.find().sort("_id", 1):
        people[bytes(attempt["person_id"])].append(attempt)
    for attempts in people.values():
        failures = []
        for attempt in attempts:
            if attempt["number"] > ATTEMPTS:
                faults.append(f"attempt number {attempt['number']}")
            if attempt["state"] == "approved":
                failures = []
            if attempt["state"] == "failed":
                failures.append(attempt["ended_at"])
        if len(failures) > ATTEMPTS:
            faults.append(f"{len(failures)} failed attempts of one person")
        if len(failures) == ATTEMPTS and failures[2] - failures[1] < timedelta(hours=24) - timedelta(minutes=11):
            faults.append(f"the last attempt failed {failures[2] - failures[1]} after the second")
        if sum(attempt["state"] in OPEN_ATTEMPT for attempt in attempts) > 1:
            faults.append("two attempts of one person at once")
    return faults


def of_calls(database) -> list[str]:
    agents, leads = Counter(), Counter()
    for call in database.calls.find({"state": {"$in": list(OPEN_CALL)}}):
        agents.update([call["agent_id"]] if call.get("agent_id") else [])
        leads.update([call["lead_id"]] if call.get("lead_id") and call["kind"] == "dialed" else [])
    return [f"{n} calls at once of one {what}" for what, counted in (("agent", agents), ("lead", leads)) for n in counted.values() if n > 1]


def of_tasks(database) -> list[str]:
    tasks = Counter(task["sale_id"] for task in database.tasks.find() if task["state"] == "open")
    return [f"{n} open tasks of one sale" for n in tasks.values() if n > 1]


def broken(database) -> list[str]:
    """Every breach, in words; empty when all is well."""
    return of_sales(database) + of_attempts(database) + of_calls(database) + of_tasks(database)
