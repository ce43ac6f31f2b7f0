"""The papers of a sale: upload in pieces, what is refused, content by ranges, verdicts, on to the activation."""

import hashlib
from datetime import timedelta

import pytest
from bson import ObjectId

from arranged import ADDRESSES, arrange_sale, customer, events_of, service_now, stored, with_claim
from papers import JPEG, PIECE, accept, announce, pdf, png, put_pieces, upload
from test_back_office import milliseconds
from test_sale_draft import errors


@pytest.fixture
def ana(person):
    return person("backoffice")


@pytest.fixture
def waiting(stack, person, ana):
    """`waiting(…)`: a sale that waits for its papers, held by ana."""
    made = []

    def waiting(state="documents_pending", **changes):
        fields = {"customer": customer(**ADDRESSES), "recording_state": "passed", **with_claim(stack, ana), **changes}
        made.append(arrange_sale(stack, person("agent", 2), state, **fields))
        return made[-1]

    yield waiting
    for sale in made:
        stack.database.sales.update_one({"_id": sale["_id"]}, {"$set": {"state": "cancelled"}, "$unset": {"ready": "", "claim": ""}})


def judge(person, document, **body):
    return person.call("document_verdict", id=document["id"], if_match=document["version"], json=body)


def test_a_file_arrives_in_pieces_and_is_read_by_ranges(stack, waiting, ana, person):
    sale, content = waiting(), pdf(2 * PIECE + 5000)
    document = announce(ana, sale["_id"], "utility_bill", content, key="announce-once")
    assert announce(ana, sale["_id"], "utility_bill", content, key="announce-once")["id"] == document["id"]
    assert (document.status, document["state"]) == (201, "uploading")
    ana.refused("document_content", 404, "not_found", id=document["id"])
    problem = ana.refused("document_complete", 409, "pieces_missing", id=document["id"])
    assert problem["missing"] == 3
    for n in (2, 0, 1, 1):
        ana.call("document_piece", id=document["id"], n=n, content=content[n * PIECE : (n + 1) * PIECE])
    ana.refused("document_piece", 409, "piece_differs", id=document["id"], n=0, content=b"x" * PIECE)
    arrived = ana.call("document_complete", id=document["id"], key="complete-once")
    assert ana.call("document_complete", id=document["id"], key="complete-once").body == arrived.body
    assert (arrived["state"], arrived["mime"], arrived["size"]) == ("uploaded", "application/pdf", len(content))
    assert ana.call("sale_get", id=sale["_id"])["documents"] == {"utility_bill": "uploaded"}
    whole = ana.call("document_content", id=document["id"]).response
    assert whole.content == content and whole.headers["content-type"] == "application/pdf"
    part = ana.call("document_content", id=document["id"], headers={"Range": f"bytes={PIECE - 10}-{PIECE + 9}"}).response
    assert part.status_code == 206 and part.content == content[PIECE - 10 : PIECE + 10]
    reads = stack.database.audit.count_documents({"operation": "document_content", "subject.id": ObjectId(document["id"])})
    assert reads == 2
    stored_pieces = list(stack.database.blob_pieces.find({"files_id": ObjectId(document["id"])}))
    assert len(stored_pieces) == 3 and not any(b"%PDF" in bytes(piece["data"]) for piece in stored_pieces)
    person("backoffice", 1).refused("document_piece", 404, "not_found", id=document["id"], n=0, content=b"x")
    ana.refused("document_complete", 409, "document_state", id=document["id"])
    ana.refused("document_piece", 409, "document_state", id=document["id"], n=0, content=content[:PIECE])
    (listed,) = ana.call("documents_list", id=sale["_id"])["items"]
    assert listed == arrived.body


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Only words, no picture at all.\n" * 50, "file_type"),
        (b"<html><script>alert(1)</script></html>" * 20, "file_type"),
        (JPEG[:-2], "file_structure"),
        (JPEG + b"PK\x03\x04" + b"archive" * 40, "file_structure"),
        (pdf() + b"<html><script>alert(1)</script></html>", "file_structure"),
        (png()[:-8], "file_structure"),
    ],
    ids=["text", "html", "jpeg-cut", "jpeg-zip", "pdf-html", "png-cut"],
)
def test_what_is_no_whole_image_or_pdf_is_refused(waiting, ana, content, code):
    sale = waiting()
    document = announce(ana, sale["_id"], "id_front", content)
    put_pieces(ana, document["id"], content)
    ana.refused("document_complete", 409, code, id=document["id"])
    assert "documents" not in ana.call("sale_get", id=sale["_id"]).body
    assert ana.call("documents_list", id=sale["_id"])["items"][0]["state"] == "uploading"


def test_what_is_not_as_announced_is_refused(waiting, ana):
    sale = waiting()
    body = {"kind": "id_front", "size": len(JPEG), "sha256": hashlib.sha256(b"other").hexdigest()}
    document = ana.call("document_create", id=sale["_id"], json=body)
    put_pieces(ana, document["id"], JPEG)
    ana.refused("document_complete", 409, "hash_differs", id=document["id"])
    body = {"kind": "id_front", "size": len(JPEG) + 1, "sha256": hashlib.sha256(JPEG).hexdigest()}
    document = ana.call("document_create", id=sale["_id"], json=body)
    put_pieces(ana, document["id"], JPEG)
    ana.refused("document_complete", 409, "size_differs", id=document["id"])
    problem = ana.refused("document_create", 422, "invalid", id=sale["_id"], json={"kind": "selfie", "size": 0, "sha256": "zz"})
    assert set(errors(problem)) == {"kind", "size", "sha256"}


def test_a_passport_has_no_back(waiting, ana):
    sale = waiting(customer=customer(document_type="pa", document_number="AB123456", **ADDRESSES))
    body = {"kind": "id_back", "size": 10, "sha256": "0" * 64}
    problem = ana.refused("document_create", 422, "invalid", id=sale["_id"], json=body)
    assert errors(problem) == {"kind": "not_allowed"}


def test_papers_belong_to_a_sale_that_waits_for_them(stack, waiting, ana, person):
    body = {"kind": "id_front", "size": 10, "sha256": "0" * 64}
    early = waiting(state="confirming")
    ana.refused("document_create", 409, "wrong_state", id=early["_id"], json=body)
    sale = waiting()
    pedro = person("backoffice", 1)
    assert pedro.refused("document_create", 409, "claim_held", id=sale["_id"], json=body)["by_name"] == ana.user["name"]
    for role in ("agent", "quality", "supervisor", "admin"):
        person(role).refused("documents_list", 403, "forbidden", id=sale["_id"])


def test_a_verdict_can_be_undone_until_it_is_final(stack, waiting, ana):
    sale = waiting()
    document = upload(ana, sale["_id"], "id_front", JPEG)
    problem = ana.refused("document_verdict", 422, "invalid", id=document["id"], if_match=document["version"], json={"accepted": False})
    assert errors(problem) == {"reason": "required"}
    problem = ana.refused("document_verdict", 422, "invalid", id=document["id"], if_match=document["version"], json={"accepted": False, "reason": "other"})
    assert errors(problem) == {"note": "required"}
    ana.refused("document_verdict", 412, "stale", id=document["id"], if_match=1, json={"accepted": True})
    refused = judge(ana, document, accepted=False, reason="blurred")
    assert (refused["state"], refused["reason"]) == ("refused", "blurred")
    assert refused["final_at"] - refused["decided_at"] == 5000
    ana.refused("document_verdict", 409, "document_state", id=document["id"], if_match=refused["version"], json={"accepted": True})
    undone = ana.call("document_verdict_undo", id=document["id"])
    assert undone["state"] == "uploaded" and "reason" not in undone.body and "final_at" not in undone.body
    accepted = accept(ana, undone)
    assert ana.call("sale_get", id=sale["_id"])["documents"]["id_front"] == "accepted"
    body = {"kind": "id_front", "size": 10, "sha256": "0" * 64}
    ana.refused("document_create", 409, "document_state", id=sale["_id"], json=body)
    stack.admin("clock", "advance", "5s")
    told = stack.eventually(lambda: told_verdicts(stack, document))
    assert [event["data"]["state"] for event in told] == ["accepted"]
    assert milliseconds(told[0]["at"]) >= accepted["final_at"]
    ana.refused("document_verdict_undo", 409, "final", id=document["id"])
    actions = [entry["action"] for entry in stored(stack, sale)["history"]]
    assert actions[-4:] == ["document_arrived", "document_refused", "document_undone", "document_accepted"]


def told_verdicts(stack, document) -> list:
    found = stack.database.events.find({"type": "document.changed", "data.document_id": ObjectId(document["id"])})
    return [event for event in found if event["data"]["state"] != "uploaded"]


def test_a_refused_paper_is_asked_for_again(waiting, ana):
    sale = waiting()
    first = judge(ana, upload(ana, sale["_id"], "id_front", JPEG), accepted=False, reason="cropped")
    assert ana.call("sale_get", id=sale["_id"])["documents"]["id_front"] == "refused"
    second = upload(ana, sale["_id"], "id_front", png())
    assert second["id"] != first["id"] and second["mime"] == "image/png"
    assert [d["state"] for d in ana.call("documents_list", id=sale["_id"])["items"]] == ["uploaded", "refused"]
    third = upload(ana, sale["_id"], "id_front", JPEG)
    ana.refused("document_verdict", 409, "document_state", id=second["id"], if_match=second["version"], json={"accepted": True})
    accept(ana, third)
    assert ana.call("sale_get", id=sale["_id"])["documents"]["id_front"] == "accepted"


def all_accepted(ana, sale) -> list:
    """All papers uploaded and accepted; the verdicts."""
    kinds = (("id_front", JPEG), ("id_back", png()), ("utility_bill", pdf()))
    return [accept(ana, upload(ana, sale["_id"], kind, content)) for kind, content in kinds]


def test_the_sale_goes_on_when_the_last_verdict_is_final(stack, waiting, ana):
    sale = waiting()
    last = all_accepted(ana, sale)[-1]
    assert ana.call("sale_get", id=sale["_id"])["state"] == "documents_pending"
    stack.admin("clock", "advance", "5s")
    stack.eventually(lambda: stored(stack, sale)["state"] == "activating")
    moved = ana.call("sale_get", id=sale["_id"]).body
    assert moved["ready"] and moved["claim"]["by"] == ana.user["id"]
    entry = stored(stack, sale)["history"][-1]
    assert (entry["action"], entry["step"]) == ("start_activation", "documents") and "by" not in entry
    assert milliseconds(entry["at"]) >= last["final_at"]
    assert "papers_final_at" not in stored(stack, sale)


def test_an_undone_verdict_keeps_the_sale(stack, waiting, ana):
    sale = waiting()
    last = all_accepted(ana, sale)[-1]
    ana.call("document_verdict_undo", id=last["id"])
    other = waiting()
    all_accepted(ana, other)  # later: once it has gone on, the first one's time is over too
    stack.admin("clock", "advance", "5s")
    stack.eventually(lambda: stored(stack, other)["state"] == "activating")
    assert stored(stack, sale)["state"] == "documents_pending"


def test_a_missing_nip_keeps_the_sale_until_it_is_answered(stack, waiting, ana, person):
    agent = person("agent", 2)
    ported = {"purpose": "ported", "number": "+573000000104", "operator": "Operador Ficticio"}
    sale = waiting()
    stack.database.sales.update_one({"_id": sale["_id"]}, {"$set": {"products.0.line": ported}})
    all_accepted(ana, sale)
    stack.admin("clock", "advance", "5s")
    stack.eventually(lambda: "papers_final_at" not in stored(stack, sale))
    kept = ana.call("sale_get", id=sale["_id"])
    assert kept["state"] == "documents_pending"
    ana.call("sale_data_request", id=sale["_id"], if_match=kept.etag, json={"fields": [{"name": "line", "reason": "missing"}]})
    task = next(task for task in agent.pages("tasks_list") if task["sale_id"] == str(sale["_id"]))
    wrong = {"answers": [{"name": "line", "answer": "value", "value": "123"}]}
    assert errors(agent.refused("task_answer", 422, "invalid", id=task["id"], json=wrong)) == {"line": "too_short"}
    agent.call("task_answer", id=task["id"], json={"answers": [{"name": "line", "answer": "value", "value": "12345"}]})
    stack.eventually(lambda: stored(stack, sale)["state"] == "activating")
    assert stored(stack, sale)["products"][0]["line"]["nip"] == "12345"


# ---- what time does ---------------------------------------------------------------------------------------------


def test_an_idle_claim_goes_back(stack, waiting, ana):
    now = service_now(stack)
    idle = {"by": ObjectId(ana.user["id"]), "by_name": ana.user["name"], "since": now - timedelta(minutes=15), "until": now + timedelta(seconds=1)}
    sale = waiting(claim=idle)
    stack.eventually(lambda: "claim" not in stored(stack, sale))
    entry = stored(stack, sale)["history"][-1]
    assert (entry["action"], entry["claimed_ms"], entry["step"]) == ("claim_lapse", 901_000, "documents")
    (event,) = events_of(stack, "sale.changed", sale)
    assert event["data"]["claimed_ms"] == 901_000


def test_an_hour_that_was_waited_for_makes_the_sale_ready(stack, waiting, ana):
    now = service_now(stack)
    sale = waiting(state="confirming", ready=False, wait_until=now + timedelta(seconds=1), claim=None)
    ready = stack.eventually(lambda: stored(stack, sale).get("ready") and stored(stack, sale))
    assert "wait_until" not in ready and ready["returned_at"] >= (now + timedelta(seconds=1)).replace(tzinfo=None)


def test_a_sale_expires_at_its_hour(stack, waiting, ana):
    sale = waiting(expires_at=service_now(stack) + timedelta(seconds=1))
    gone = stack.eventually(lambda: stored(stack, sale)["state"] == "expired" and stored(stack, sale))
    assert "claim" not in gone and "ready" not in gone
    (fallen,) = events_of(stack, "sale.fallen", sale)
    assert (fallen["data"]["from"], fallen["data"]["state"]) == ("documents_pending", "expired")
    shown = ana.call("sale_get", id=sale["_id"]).body
    assert shown["history"][-1]["action"] == "expire"
    ana.refused("document_create", 409, "not_claimed", id=sale["_id"], json={"kind": "id_front", "size": 10, "sha256": "0" * 64})


def test_a_half_loaded_sale_is_frozen_and_not_expired(stack, waiting, ana):
    sale = waiting(state="activating", expires_at=service_now(stack) + timedelta(seconds=2))
    services = [{"n": 1, "product_id": ObjectId(), "name": "x", "state": "loaded"}, {"n": 2, "product_id": ObjectId(), "name": "y", "state": "to_load"}]
    stack.database.activations.insert_one({"_id": sale["_id"], "version": 1, "services": services})
    frozen = stack.eventually(lambda: stored(stack, sale).get("frozen_at") and stored(stack, sale))
    assert frozen["state"] == "activating" and "claim" not in frozen
    ana.refused("sale_claim", 409, "sale_frozen", id=sale["_id"])
