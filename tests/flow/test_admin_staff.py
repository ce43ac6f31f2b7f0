"""People and teams, as an admin manages them: made, changed, sent away; and what they leave behind."""

import secrets
import uuid

import pytest
from bson import ObjectId

from api import Api
from arranged import arrange_sale, with_claim
from test_admin_catalogue import named

CHOSEN = "granizo-azul-7316"


@pytest.fixture
def admin(person):
    return person("admin")


@pytest.fixture
def browser(stack, anyone):
    return lambda: Api(stack.url, anyone.description, anyone.exercised)


def new_team(admin) -> str:
    return admin.call("team_create", json={"name": f"Equipo de prueba {secrets.token_hex(4)}"})["id"]


def new_person(admin, role: str, team: str | None = None, **more):
    body = {"username": f"alta-{secrets.token_hex(4)}", "name": "Persona de Prueba", "role": role, "team_ids": [team] if team else []}
    return admin.call("user_create", json={**body, **more})


def working(browser, made) -> Api:
    """The person at a browser, with a password of their own."""
    api = browser().log_in(made["username"], made["temporary_password"])
    api.call("user_password", json={"current_password": made["temporary_password"], "new_password": CHOSEN})
    return api


def test_a_person_is_made_once_and_the_password_is_shown_once(admin):
    key, body = uuid.uuid4().hex, {"username": f"alta-{secrets.token_hex(4)}", "name": "Ana Prueba", "role": "backoffice", "team_ids": []}
    made = admin.call("user_create", json=body, key=key)
    assert made.status == 201 and made["password_is_temporary"] and len(made["temporary_password"]) == 19
    again = admin.call("user_create", json=body, key=key).body
    assert again["id"] == made["id"] and "temporary_password" not in again
    assert "temporary_password" not in admin.call("user_get", id=made["id"]).body
    assert named(admin.refused("user_create", 422, "invalid", json=body)) == {("username", "duplicate")}


def test_a_temporary_password_only_lets_one_choose_another(admin, browser):
    made = new_person(admin, "quality")
    api = browser().log_in(made["username"], made["temporary_password"])
    assert api.user["must_change_password"] is True
    api.refused("review_queue", 403, "password_change_required")
    api.refused("notifications_list", 403, "password_change_required")
    assert api.call("user_me")["must_change_password"] is True
    same = {"current_password": made["temporary_password"], "new_password": made["temporary_password"]}
    assert named(api.refused("user_password", 422, "invalid", json=same)) == {("new_password", "unchanged")}
    api.call("user_password", json={**same, "new_password": CHOSEN})
    assert api.call("review_queue").status == 200
    assert "must_change_password" not in api.call("user_me").body
    assert "password_is_temporary" not in {k for k, v in admin.call("user_get", id=made["id"]).body.items() if v is True}


def test_a_reset_ends_every_session_and_the_old_password(admin, browser):
    made = new_person(admin, "quality")
    api = working(browser, made)
    reset = admin.call("user_reset_password", id=made["id"])
    api.refused("user_me", 401, "session_ended")
    credentials = {"username": made["username"], "password": CHOSEN}
    browser().refused("session_create", 401, "credentials", json=credentials)
    assert browser().log_in(made["username"], reset["temporary_password"]).user["must_change_password"]
    admin.refused("user_reset_password", 409, "own_account", id=admin.user["id"])


def test_log_out_everywhere_leaves_the_password(admin, browser):
    made = new_person(admin, "backoffice")
    api = working(browser, made)
    assert admin.call("user_end_sessions", id=made["id"]).status == 204
    api.refused("user_me", 401, "session_ended")
    browser().log_in(made["username"], CHOSEN)
    admin.refused("user_end_sessions", 404, "not_found", id="0" * 24)


def test_role_and_teams_go_together(admin):
    team, other = new_team(admin), new_team(admin)
    for role, teams, code in (("agent", [], "required"), ("agent", [team, other], "not_allowed"), ("supervisor", [], "required"),
                              ("backoffice", [team], "not_allowed"), ("agent", ["0" * 24], "unknown")):
        body = {"username": f"alta-{secrets.token_hex(4)}", "name": "Persona de Prueba", "role": role, "team_ids": teams}
        assert named(admin.refused("user_create", 422, "invalid", json=body)) == {("team_ids", code)}
    problem = admin.refused("user_create", 422, "invalid", json={"username": "Ana María", "name": "", "role": "boss", "team_ids": ["x"]})
    assert named(problem) == {("username", "bad_character"), ("name", "required"), ("role", "unknown"), ("team_ids[0]", "bad_format")}


def test_another_role_holds_from_the_next_request(admin, browser):
    team = new_team(admin)
    made = new_person(admin, "backoffice")
    api = working(browser, made)
    version = admin.call("user_get", id=made["id"])["version"]
    edit = {"name": "Otro Nombre", "role": "supervisor", "team_ids": [team]}
    changed = admin.call("user_put", id=made["id"], if_match=version, json=edit)
    assert (changed["role"], changed["team_ids"], changed["name"]) == ("supervisor", [team], "Otro Nombre")
    api.refused("sales_list", 401, "token")
    admin.refused("user_put", 412, "stale", id=made["id"], if_match=version, json=edit)
    own = admin.call("user_get", id=admin.user["id"])
    admin.refused("user_put", 409, "own_account", id=own["id"], if_match=own["version"], json={**edit, "role": "supervisor"})
    admin.refused("user_deactivate", 409, "own_account", id=own["id"])


def test_who_is_deactivated_leaves_nothing_behind(stack, admin, browser):
    """An agent's open task goes to the pool, a claim and a hearing are handed back, all at once."""
    database, team = stack.database, new_team(admin)
    agent, office, analyst = (new_person(admin, r, team if r == "agent" else None) for r in ("agent", "backoffice", "quality"))
    at_desk, in_office, hearing = (working(browser, made) for made in (agent, office, analyst))
    at_desk.call("agent_me")
    sale = arrange_sale(stack, at_desk, "in_review", **with_claim(stack, in_office))
    fields = {"fields": [{"name": "birthplace", "reason": "missing"}]}
    in_office.call("sale_data_request", id=str(sale["_id"]), if_match=sale["version"], json=fields)
    held = arrange_sale(stack, at_desk, "in_review", **with_claim(stack, in_office))
    # As a reading whose recording is done, heard by this analyst.
    database.readings.update_one({"_id": held["reading_id"]}, {"$set": {"review_state": "hearing", "analyst_id": ObjectId(analyst["id"])}})
    review = {"_id": ObjectId(), "version": 1, "reading_id": held["reading_id"], "sale_id": held["_id"], "heard": [], "exceptions": [],
              "analyst_id": ObjectId(analyst["id"]), "state": "hearing"}  # fmt: skip
    database.reviews.insert_one(review)
    key = uuid.uuid4().hex
    for made in (agent, office, analyst):
        ended = admin.call("user_deactivate", id=made["id"], key=key)
        assert ended["active"] is False
        assert admin.call("user_deactivate", id=made["id"], key=key).body == ended.body if made is office else True
        key = uuid.uuid4().hex
    for api in (at_desk, in_office, hearing):
        api.refused("user_me", 401, "session_ended")
        browser().refused("session_create", 401, "credentials", json={"username": api.user["username"], "password": CHOSEN})
    assert database.agent_states.find_one({"_id": ObjectId(agent["id"])})["state"] == "offline"
    stack.eventually(lambda: database.tasks.find_one({"sale_id": sale["_id"]}).get("pool"))
    kept = database.sales.find_one({"_id": held["_id"]})
    assert "claim" not in kept and kept["history"][-1]["action"] == "claim_release"
    assert database.reviews.find_one({"_id": review["_id"]})["state"] == "waiting"
    back = admin.call("user_reactivate", id=office["id"])
    assert back["active"] is True
    browser().log_in(office["username"], CHOSEN)
    database.sales.update_many({"_id": {"$in": [sale["_id"], held["_id"]]}}, {"$set": {"state": "cancelled"}, "$unset": {"ready": ""}})
    database.readings.update_one({"_id": held["reading_id"]}, {"$unset": {"queued": ""}})


def test_lists_of_people_by_role_and_team(admin, person):
    team = new_team(admin)
    agent, boss = new_person(admin, "agent", team), new_person(admin, "supervisor", team)
    assert {u["id"] for u in admin.pages("users_list", query={"team_id": team})} == {agent["id"], boss["id"]}
    assert {u["id"] for u in admin.pages("users_list", query={"team_id": team, "role": "agent"})} == {agent["id"]}
    everybody = [u["username"] for u in admin.pages("users_list", query={"limit": 3})]
    assert everybody == sorted(everybody) and len(everybody) == len(set(everybody))
    assert named(admin.refused("users_list", 422, "invalid", query={"role": "boss"})) == {("role", "unknown")}
    supervisor = person("supervisor")
    mine = supervisor.pages("users_list", query={"limit": 200})
    assert mine and all(set(u["team_ids"]) & set(supervisor.user["team_ids"]) for u in mine)
    teams = {t["id"] for t in supervisor.call("teams_list")["items"]}
    assert teams and teams <= set(supervisor.user["team_ids"]) and team not in teams
    supervisor.refused("user_create", 403, "forbidden", json={})


def test_teams_have_names_of_their_own(admin):
    name = f"Equipo de prueba {secrets.token_hex(4)}"
    made = admin.call("team_create", json={"name": name})
    assert made.status == 201
    assert named(admin.refused("team_create", 422, "invalid", json={"name": name})) == {("name", "duplicate")}
    renamed = admin.call("team_put", id=made["id"], if_match=1, json={"name": name + " bis"})
    assert renamed["version"] == 2
    admin.refused("team_put", 412, "stale", id=made["id"], if_match=1, json={"name": name})
    assert made["id"] in {t["id"] for t in admin.call("teams_list")["items"]}
