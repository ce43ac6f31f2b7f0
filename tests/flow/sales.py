"""A draft and what is typed into it: what tests of the sale begin with."""

from calls import current_offer, take_call
from world import document_of

TYPED = {
    "full_name": "Ana Ejemplo Prueba",
    "document_type": "cc",
    "issue_date": "2015-03-09",
    "place_of_issue": "Bogotá",
    "birthplace": "Medellín",
}


def applicant_of(phone: str, **changes) -> dict:
    """What the agent types for the customer of that number."""
    return {**TYPED, "document_number": document_of(phone), "phone": phone, **changes}


def forget_person(stack, phone: str) -> None:
    """Nobody was ever checked or sold anything under that number: attempts and open sales of other tests are gone."""
    database = stack.database
    attempts = [a for s in database.sales.find({"customer.phone": phone}) for a in database.identity_attempts.find({"sale_id": s["_id"]})]
    for attempt in attempts:
        database.identity_persons.delete_one({"_id": attempt["person_id"]})
    database.sales.update_many({"customer.phone": phone, "state": {"$ne": "draft"}}, {"$set": {"state": "cancelled"}, "$unset": {"ready": ""}})


def open_draft(stack, agent, phone: str) -> tuple[dict, dict]:
    """A call in which the first offer was accepted; the call and the sale."""
    forget_person(stack, phone)
    call = take_call(stack, agent, phone)
    call = agent.call("offer_accept", id=call["id"], json={"offer": current_offer(call)["n"]}).body
    return call, agent.call("sale_get", id=call["sale_id"]).body


def set_line(agent, sale: dict, n: int = 1, **line) -> dict:
    body = line or {"purpose": "this_number"}
    return agent.call("sale_line", id=sale["id"], n=n, if_match=sale["version"], json=body).body


def type_applicant(agent, sale: dict, phone: str, **changes) -> dict:
    body = applicant_of(phone, **changes)
    return agent.call("sale_applicant", id=sale["id"], if_match=sale["version"], json=body).body


def ready_for_identity(stack, agent, phone: str, **changes) -> tuple[dict, dict]:
    """A draft whose line and applicant are complete."""
    call, sale = open_draft(stack, agent, phone)
    return call, type_applicant(agent, set_line(agent, sale), phone, **changes)
