"""Files of potential customers, and the way they take into a campaign."""

import hashlib
import itertools

from bson import ObjectId

PIECE = 1 << 20
CODES = itertools.count(1)


def paused_campaign(stack) -> str:
    """A campaign of its own whose leads nobody calls; its id. forget_campaigns() takes it away."""
    row = {"_id": ObjectId(), "version": 1, "code": f"prueba_bases_{next(CODES)}", "name": "Prueba de bases", "state": "paused",
           "team_ids": [], "families": []}
    stack.database.campaigns.insert_one(row)
    return str(row["_id"])


def forget_campaigns(stack) -> None:
    """Takes all of them away, with their leads."""
    ours = {"code": {"$regex": "^prueba_bases_"}}
    ids = [row["_id"] for row in stack.database.campaigns.find(ours)]
    stack.database.leads.delete_many({"campaign_id": {"$in": ids}})
    stack.database.campaigns.delete_many({"_id": {"$in": ids}})


def announced(campaign: str, content: bytes, **more) -> dict:
    return {"campaign_id": campaign, "name": "Base de prueba", "origin": "Archivo de prueba", "consent_basis": "Formulario web, v2",
            "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), **more}


def upload(admin, campaign: str, content: bytes) -> dict:
    """Announces the file and sends its pieces; answers the list."""
    lead_list = admin.call("lead_list_create", json=announced(campaign, content))
    for n in range(0, len(content), PIECE):
        admin.call("lead_list_piece", id=lead_list["id"], n=n // PIECE, content=content[n:n + PIECE])
    return lead_list.body


def settle(admin, lead_list: dict, state: str = "ready") -> dict:
    """Imports it and waits, as the page does, until it is told of its end; answers the list."""
    with admin.stream() as stream:
        admin.call("lead_list_import", id=lead_list["id"])
        stream.until("lead_list.progress", lambda m: (m["data"]["lead_list_id"], m["data"]["state"]) == (lead_list["id"], state))
    return admin.call("lead_list_get", id=lead_list["id"]).body


def counts(lead_list: dict) -> dict:
    return {name: lead_list[name] for name in ("rows", "accepted", "duplicates", "suppressed", "refused")}
