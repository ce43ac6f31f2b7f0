"""Submitted sales as an agent would have handed them in, put straight into the database: only the arrangement of a
test. What the test is about goes through the API."""

import hashlib
import itertools
from datetime import datetime, timedelta, timezone

from bson import ObjectId
from bson.int64 import Int64

from calls import phone_of

NUMBERS = itertools.count(900001)
PAPERS = {"id_front": "missing", "id_back": "missing", "utility_bill": "missing"}
ADDRESSES = {"residence_address": "Calle 10 # 20-30", "delivery_address": "Carrera 5 # 6-07", "city": "Bogotá"}


def service_now(stack) -> datetime:
    """The service clock, to the millisecond."""
    row = stack.database.settings.find_one({"_id": "service_clock"})
    offset = timedelta(milliseconds=int(row["value"]) if row else 0)
    now = datetime.now(timezone.utc) + offset
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def product(n: int, catalogue: dict) -> dict:
    return {
        "n": Int64(n), "product_id": catalogue["_id"], "family": catalogue["family"], "name": catalogue["name"],
        "price_cop": Int64(catalogue["price_cop"]), "kind": "mobile", "sim": "new_number", "needs_sim": False,
        "line": {"purpose": "this_number", "number": phone_of(101)},
    }  # fmt: skip


def arrange_reading(stack, sale_id: ObjectId, agent_id: ObjectId, team_id: ObjectId) -> ObjectId:
    """An accepted take that waits for its review."""
    text = "Autoriza el contrato?"
    reading = {
        "_id": ObjectId(), "version": Int64(1), "sale_id": sale_id, "call_id": ObjectId(), "agent_id": agent_id,
        "team_id": team_id, "contract_id": ObjectId(), "contract_number": Int64(1), "take": Int64(1), "state": "accepted",
        "clauses": [{"title": "Autorización", "kind": "question", "text": text, "asked": Int64(1)}],
        "sha256": hashlib.sha256(text.encode()).hexdigest(), "next_clause": Int64(1), "marks": [],
        "started_at": service_now(stack), "review_state": "waiting",
    }  # fmt: skip
    stack.database.readings.insert_one(reading)
    return reading["_id"]


def customer(**changes) -> dict:
    return {
        "full_name": "Ana Ejemplo Prueba", "document_type": "cc", "document_number": f"10009{next(NUMBERS)}"[:10],
        "issue_date": "2015-03-09", "place_of_issue": "Bogotá", "birthplace": "Medellín", "phone": phone_of(101),
        **changes,
    }  # fmt: skip


def arrange_sale(stack, agent, state: str = "submitted", expires: timedelta = timedelta(hours=72), **changes) -> dict:
    """A sale of that agent's in that state, which expires so long from now. Its document as stored."""
    database, now = stack.database, service_now(stack)
    campaign = database.campaigns.find_one({"code": "demo_noviembre"})
    catalogue = database.products.find_one({"campaign_id": campaign["_id"], "family": "mobile_line"})
    agent_id, team_id = ObjectId(agent.user["id"]), ObjectId(agent.user["team_ids"][0])
    sale_id = ObjectId()
    sale = {
        "_id": sale_id, "version": Int64(1), "number": f"V-{next(NUMBERS)}", "campaign_id": campaign["_id"], "call_id": ObjectId(),
        "agent_id": agent_id, "agent_name": agent.user["name"], "team_id": team_id, "state": state, "customer": customer(),
        "products": [product(1, catalogue)],
        "identity": {"approval_number": "EV1234567890", "approved_at": now, "usable_until": now + timedelta(hours=24)},
        "other_operator": {"kind": "none"}, "contract_number": Int64(1),
        "reading_id": arrange_reading(stack, sale_id, agent_id, team_id), "recording_state": "none",
        "submitted_at": now, "expires_at": now + expires, "ready": True,
        "history": [{"at": now, "by": agent_id, "by_name": agent.user["name"], "role": "agent", "action": "submit", "from": "draft", "to": "submitted"}],
        **changes,
    }  # fmt: skip
    database.sales.insert_one(sale)
    database.events.insert_one(submission(sale))
    return sale


def submission(sale: dict) -> dict:
    """The event a submission leaves, so that the counters know of the sale as well."""
    return {
        "_id": ObjectId(), "type": "sale.submitted", "at": sale["submitted_at"], "campaign_id": sale["campaign_id"],
        "team_id": sale["team_id"], "agent_id": sale["agent_id"], "subject": {"kind": "sale", "id": sale["_id"]}, "channels": ["floor"],
        "data": {"sale_id": sale["_id"], "products": Int64(len(sale["products"])), "expires_at": sale["expires_at"]},
    }  # fmt: skip


def with_claim(stack, person, minutes: int = 15) -> dict:
    """Fields of a sale that this person of the back office holds."""
    now, by = service_now(stack), ObjectId(person.user["id"])
    name = person.user["name"]
    claim = {"by": by, "by_name": name, "since": now, "until": now + timedelta(minutes=minutes)}
    return {"owner_id": by, "owner_name": name, "claim": claim}


def stored(stack, sale) -> dict:
    return stack.database.sales.find_one({"_id": sale["_id"]})


def events_of(stack, kind: str, sale) -> list[dict]:
    """In the order of their writing."""
    found = stack.database.events.find({"type": kind, "data.sale_id": sale["_id"]})
    return sorted(found, key=lambda event: (event["at"], event["data"].get("version", 0)))
