"""What an admin configures of a campaign: the campaign, its own numbers, products, rebuttals."""

import uuid

import pytest
from bson import ObjectId

from calls import current_offer, rest, take_call

CAMPAIGN = "demo_noviembre"
PHONE = "+573000000101"


@pytest.fixture
def admin(person):
    return person("admin")


def demo_campaign(stack) -> str:
    return str(stack.database.campaigns.find_one({"code": CAMPAIGN})["_id"])


def slug() -> str:
    return f"prueba_{uuid.uuid4().hex[:12]}"


def new_campaign(admin, **changes) -> dict:
    """A campaign of nobody's, so that the dialer leaves it alone."""
    body = {
        "code": slug(), "name": "Campaña de prueba", "operator": "Operador Ejemplo", "state": "paused", "dial_mode": "progressive",
        "team_ids": [], "families": [{"family": "mobile_line", "name": "Línea móvil", "kind": "mobile"}], "hours": [], **changes,
    }  # fmt: skip
    return admin.call("campaign_create", json=body).body


def edit_of(campaign: dict, **changes) -> dict:
    names = ("code", "name", "operator", "state", "dial_mode", "team_ids", "families", "hours")
    return {**{name: campaign[name] for name in names}, **changes}


def product_body(**changes) -> dict:
    return {"family": "mobile_line", "name": "Plan Ejemplo", "price_cop": 50000, "sim": "new_number", "features": ["10 GB"],
            "active": True, **changes}


def named(problem: dict) -> set[tuple[str, str]]:
    return {(e["field"], e["code"]) for e in problem["errors"]}


def audited(stack, operation: str, subject: str) -> list[dict]:
    return list(stack.database.audit.find({"operation": operation, "subject.id": ObjectId(subject)}).sort("at", 1))


# ---- campaigns


def test_a_campaign_is_made_once_and_edited_by_version(stack, admin):
    key = uuid.uuid4().hex
    body = {"code": slug(), "name": "Una vez", "operator": "Operador Ejemplo", "state": "paused", "dial_mode": "progressive",
            "team_ids": [], "families": [{"family": "home_internet", "name": "Internet", "kind": "home"}], "hours": []}
    made = admin.call("campaign_create", json=body, key=key)
    assert made.status == 201 and made["version"] == 1 and made.etag == '"1"'
    assert admin.call("campaign_create", json=body, key=key)["id"] == made["id"]
    assert named(admin.refused("campaign_create", 422, "invalid", json=body)) == {("code", "duplicate")}
    changed = admin.call("campaign_put", id=made["id"], if_match=1, json=edit_of(made.body, name="Otra", state="closed"))
    assert (changed["name"], changed["state"], changed["version"]) == ("Otra", "closed", 2)
    admin.refused("campaign_put", 412, "stale", id=made["id"], if_match=1, json=edit_of(made.body))
    admin.refused("campaign_put", 428, "version_required", id=made["id"], json=edit_of(made.body))
    assert admin.call("campaign_get", id=made["id"]).body == changed.body
    assert len(audited(stack, "campaign_put", made["id"])) == 1


def test_hours_narrow_the_law_and_every_wrong_field_is_named(stack, admin):
    problem = admin.refused("campaign_create", 422, "invalid", json={
        "code": "Móvil", "name": "x", "operator": 7, "state": "resting", "dial_mode": "progressive", "team_ids": ["no"],
        "families": [], "hours": [{"weekday": 7, "from": 0, "to": 1}]})
    assert {field for field, _ in named(problem)} == {"code", "name", "operator", "state", "team_ids[0]", "families", "hours[0].weekday"}
    families = [{"family": "a_b", "name": "Uno", "kind": "home"}, {"family": "a_b", "name": "Dos", "kind": "home"}]
    campaign = new_campaign(admin)
    wrong = edit_of(campaign, dial_mode="predictive", families=families, hours=[
        {"weekday": 0, "from": 480, "to": 1020}, {"weekday": 0, "from": 480, "to": 900}, {"weekday": 5, "from": 300, "to": 600}])
    assert named(admin.refused("campaign_put", 422, "invalid", id=campaign["id"], if_match=1, json=wrong)) == {
        ("dial_mode", "not_allowed"), ("families[1].family", "duplicate"), ("hours[1]", "duplicate"), ("hours[2]", "not_allowed")}
    unknown = edit_of(campaign, team_ids=["0" * 24])
    assert named(admin.refused("campaign_put", 422, "invalid", id=campaign["id"], if_match=1, json=unknown)) == {("team_ids", "unknown")}
    assert admin.call("campaign_get", id=campaign["id"])["version"] == 1


def test_a_supervisor_reads_the_campaigns_of_their_teams_and_changes_none(stack, admin, person):
    supervisor, agent = person("supervisor"), person("agent")
    foreign = new_campaign(admin)["id"]
    own = demo_campaign(stack)
    assert supervisor.call("campaign_get", id=own)["code"] == CAMPAIGN
    assert supervisor.call("policy_get", id=own)["entries"]
    assert supervisor.call("products_list", id=own)["items"]
    for operation in ("campaign_get", "policy_get", "products_list", "rebuttals_list"):
        supervisor.refused(operation, 404, "not_found", id=foreign)
    supervisor.refused("campaign_put", 403, "forbidden", id=own, if_match=1, json={})
    agent.refused("campaign_get", 403, "forbidden", id=own)


# ---- a campaign's own numbers


def entry_of(policy: dict, name: str) -> dict:
    return next(entry for entry in policy["entries"] if entry["name"] == name)


def test_the_numbers_say_their_default_bounds_and_source(admin):
    policy = admin.call("policy_get", id=new_campaign(admin)["id"])
    assert entry_of(policy.body, "identity.closed_ms") == {
        "name": "identity.closed_ms", "unit": "ms", "default": 90 * 86400000, "least": 86400000, "most": 730 * 86400000,
        "source": "ours", "value": 90 * 86400000, "own": False}
    assert entry_of(policy.body, "sale.withdrawal_days")["source"] == "law"
    assert all(e["least"] <= e["default"] <= e["most"] for e in policy["entries"])


def test_own_numbers_replace_the_defaults_and_go_back(stack, admin):
    campaign = new_campaign(admin)["id"]
    first = admin.call("policy_put", id=campaign, if_match=1, json={"values": [
        {"name": "identity.closed_ms", "value": 30 * 86400000}, {"name": "disposition.rebuttals_least", "value": 4}]})
    assert first["version"] == 2 and first.etag == '"2"'
    assert entry_of(first.body, "identity.closed_ms")["value"] == 30 * 86400000
    assert entry_of(first.body, "disposition.rebuttals_least")["own"] is True
    admin.refused("policy_put", 412, "stale", id=campaign, if_match=1, json={"values": []})
    back = admin.call("policy_put", id=campaign, if_match=2, json={"values": [{"name": "disposition.rebuttals_least", "value": 4}]})
    assert entry_of(back.body, "identity.closed_ms")["own"] is False
    assert admin.call("policy_get", id=campaign).body == back.body
    changes = [entry["changes"] for entry in audited(stack, "policy_put", campaign)]
    assert {c["name"]: (c.get("from"), c.get("to")) for c in changes[0]} == {
        "identity.closed_ms": (None, 30 * 86400000), "disposition.rebuttals_least": (None, 4)}
    assert changes[1] == [{"name": "identity.closed_ms", "from": 30 * 86400000}]


def test_numbers_beyond_their_bounds_are_refused_and_all_named(admin):
    campaign = new_campaign(admin)["id"]
    problem = admin.refused("policy_put", 422, "invalid", id=campaign, if_match=1, json={"values": [
        {"name": "disposition.rebuttals_least", "value": 2}, {"name": "sale.validity_ms", "value": 73 * 3600000},
        {"name": "no.such", "value": 1}, {"name": "claim.idle_ms", "value": 600000}, {"name": "claim.idle_ms", "value": 700000}]})
    assert named(problem) == {("values[0].value", "too_small"), ("values[1].value", "too_large"), ("values[2].name", "unknown"),
                              ("values[4].name", "duplicate")}
    assert admin.call("policy_get", id=campaign)["version"] == 1


def test_a_number_holds_from_the_next_decision(stack, admin, person):
    """One more rebuttal is asked for in the middle of a call."""
    agent, campaign = person("agent"), demo_campaign(stack)
    call = take_call(stack, agent, PHONE)
    offer = agent.call("offer_reject", id=call["id"], json={"offer": current_offer(call)["n"], "reason": "too_expensive"}).body
    for _ in range(3):
        agent.call("rebuttal_add", id=call["id"], json={"offer": offer["offers"][0]["n"], "text": "Le queda más barato al mes"})
    before = admin.call("policy_get", id=campaign)
    own = [{"name": e["name"], "value": e["value"]} for e in before["entries"] if e["own"]]
    after = admin.call("policy_put", id=campaign, if_match=before["version"], json={
        "values": [*own, {"name": "disposition.rebuttals_least", "value": 4}]})
    try:
        problem = agent.refused("disposition_set", 409, "rebuttals_missing", id=call["id"], json={"code": "not_interested"})
        assert problem["missing"] == 1
    finally:
        admin.call("policy_put", id=campaign, if_match=after["version"], json={"values": own})
    agent.call("disposition_set", id=call["id"], json={"code": "not_interested"})
    stack.admin("clock", "advance", "5s")
    rest(stack, agent)


# ---- products


def test_products_stand_by_family_dearest_first_and_equal_prices_by_id(admin):
    families = [{"family": "mobile_line", "name": "Línea", "kind": "mobile"}, {"family": "home_internet", "name": "Hogar", "kind": "home"}]
    campaign = new_campaign(admin, families=families)["id"]
    for name, family, price in (("Uno", "mobile_line", 40000), ("Dos", "mobile_line", 60000), ("Tres", "mobile_line", 40000),
                                ("Cuatro", "home_internet", 50000)):
        made = admin.call("product_create", id=campaign, json=product_body(name=name, family=family, price_cop=price))
        assert made.status == 201
    listed = admin.call("products_list", id=campaign)["items"]
    assert [p["name"] for p in listed[:2]] == ["Cuatro", "Dos"]
    assert [p["id"] for p in listed[2:]] == sorted(p["id"] for p in listed[2:])
    third = next(p for p in listed if p["name"] == "Tres")
    changed = admin.call("product_put", id=third["id"], if_match=third["version"], json=product_body(
        name="Tres", price_cop=70000, pitch="Por $ 70.000 le queda todo", active_from="2026-01-01", active_until="2026-12-31"))
    assert changed["active_until"] == "2026-12-31" and changed["version"] == 2
    plain = admin.call("product_put", id=third["id"], if_match=2, json=product_body(name="Tres", price_cop=70000, pitch=None))
    assert {"active_from", "active_until", "pitch"}.isdisjoint(plain.body)
    assert [p["name"] for p in admin.call("products_list", id=campaign)["items"]] == ["Cuatro", "Tres", "Dos", "Uno"]


def test_products_that_do_not_fit_are_refused(admin):
    campaign = new_campaign(admin)
    first = admin.call("product_create", id=campaign["id"], json=product_body())
    for body, wrong in (
        (product_body(), ("name", "duplicate")),
        (product_body(name="Otro", family="home_internet"), ("family", "unknown")),
        (product_body(name="Otro", active_from="2026-12-01", active_until="2026-11-30"), ("active_until", "too_small")),
        (product_body(name="Otro", price_cop=0), ("price_cop", "too_small")),
        (product_body(name="Otro", active_from="2026-02-30"), ("active_from", "bad_format")),
    ):
        assert named(admin.refused("product_create", 422, "invalid", id=campaign["id"], json=body)) == {wrong}
    admin.refused("product_create", 404, "not_found", id="0" * 24, json=product_body())
    admin.refused("product_put", 404, "not_found", id="0" * 24, if_match=1, json=product_body())
    admin.refused("product_put", 412, "stale", id=first["id"], if_match=7, json=product_body())
    other = [{"family": "other_one", "name": "Otra", "kind": "home"}]
    problem = admin.refused("campaign_put", 422, "invalid", id=campaign["id"], if_match=1, json=edit_of(campaign, families=other))
    assert named(problem) == {("families", "in_use")}


def test_a_customer_gets_what_was_offered_whatever_the_catalogue_says_since(stack, admin, person):
    """Price and name change, and the product goes off sale, between the offer and the yes."""
    agent, campaign = person("agent"), demo_campaign(stack)
    call = take_call(stack, agent, PHONE)
    offer = current_offer(call)
    was = next(p for p in admin.call("products_list", id=campaign)["items"] if p["id"] == offer["product_id"])
    body = {name: was[name] for name in ("family", "name", "price_cop", "sim", "features", "pitch", "active")}
    changed = admin.call("product_put", id=was["id"], if_match=was["version"], json={
        **body, "name": "Otro nombre", "price_cop": body["price_cop"] + 10000, "active": False})
    try:
        call = agent.call("offer_accept", id=call["id"], json={"offer": offer["n"]}).body
        sold = agent.call("sale_get", id=call["sale_id"])["products"][0]
        assert (sold["name"], sold["price_cop"]) == (was["name"], was["price_cop"])
        dearest = current_offer(take_call(stack, agent, PHONE))
        assert dearest["product_id"] != was["id"]
    finally:
        admin.call("product_put", id=was["id"], if_match=changed["version"], json=body)
        rest(stack, agent)


# ---- rebuttals


def test_rebuttals_are_said_in_their_order_and_withdrawn_ones_not(stack, admin, person):
    agent, campaign = person("agent"), demo_campaign(stack)
    before = admin.call("rebuttals_list", id=campaign)["items"]
    made = admin.call("rebuttal_create", id=campaign, json={"text": f"Sin razón, para todo {uuid.uuid4().hex}", "active": True})
    assert "reason" not in made.body
    library = admin.call("rebuttals_list", id=campaign)["items"]
    assert [r["id"] for r in library] == [*(r["id"] for r in before), made["id"]]
    ids = [made["id"], *(r["id"] for r in before)]
    assert [r["id"] for r in admin.call("rebuttals_order", id=campaign, json={"ids": ids})["items"]] == ids
    assert agent.call("rebuttals_list", id=campaign)["items"][0]["id"] == made["id"]
    version = admin.call("rebuttals_list", id=campaign)["items"][0]["version"]
    withdrawn = admin.call("rebuttal_put", id=made["id"], if_match=version, json={
        "text": made["text"], "reason": "permanence", "active": False})
    assert withdrawn["reason"] == "permanence"
    assert made["id"] not in [r["id"] for r in agent.call("rebuttals_list", id=campaign)["items"]]
    assert made["id"] in [r["id"] for r in admin.call("rebuttals_list", id=campaign)["items"]]
    again = admin.call("rebuttal_put", id=made["id"], if_match=withdrawn["version"], json={"text": made["text"], "reason": None, "active": False})
    assert "reason" not in again.body


def test_an_order_names_every_rebuttal_once(stack, admin):
    campaign = new_campaign(admin)["id"]
    texts = ("El valor no sube en doce meses", "Conserva su mismo número siempre")
    one, two = (admin.call("rebuttal_create", id=campaign, json={"text": text, "active": True})["id"] for text in texts)
    foreign = str(stack.database.rebuttals.find_one({"campaign_id": ObjectId(demo_campaign(stack))})["_id"])
    for ids, code in (([one], "required"), ([one, one], "duplicate"), ([one, foreign], "unknown"), ([one, "0" * 24], "unknown")):
        assert named(admin.refused("rebuttals_order", 422, "invalid", id=campaign, json={"ids": ids})) == {("ids", code)}
    assert [r["id"] for r in admin.call("rebuttals_list", id=campaign)["items"]] == [one, two]
    assert named(admin.refused("rebuttal_create", 422, "invalid", id=campaign, json={"text": texts[0], "active": True})) == {("text", "duplicate")}
    admin.refused("rebuttal_create", 404, "not_found", id="0" * 24, json={"text": texts[0], "active": True})
