"""Tasks: the team's pool, a colleague who goes on with the sale, a supervisor who gives them to others, claims freed."""

from datetime import datetime, timedelta, timezone

import pytest
from bson import ObjectId

from arranged import customer, events_of, service_now, stored, with_claim
from calls import come_to_work, offered_call, phone_of, rest
from reading import read_all
from sales import forget_person
from sound import pieces_of, start_recorder, stereo
from test_back_office import agent, ana, ask, at_once, last_entry, own_task, pedro, sell  # noqa: F401
from test_sale_draft import errors

ACCEPTS = 101
AGENT = 2  # who `agent` is


def teams_of(stack, users, role: str) -> list[list[str]]:
    """The teams of each demo user of that role; nobody logs in for it."""
    rows = {row["username"]: row for row in stack.database.users.find({"role": role})}
    return [[str(team) for team in rows[name]["team_ids"]] for name, _ in users[role]]


@pytest.fixture
def colleague(stack, person, users, agent):  # noqa: F811
    """The first agent of the same team."""
    team = agent.user["team_ids"][0]
    return person("agent", next(n for n, teams in enumerate(teams_of(stack, users, "agent")) if team in teams and n != AGENT))


@pytest.fixture
def boss(stack, person, users, agent):  # noqa: F811
    team = agent.user["team_ids"][0]
    return person("supervisor", next(n for n, teams in enumerate(teams_of(stack, users, "supervisor")) if team in teams))


@pytest.fixture
def stranger(stack, person, users, agent):  # noqa: F811
    """An agent of another team."""
    team = agent.user["team_ids"][0]
    return person("agent", next(n for n, teams in enumerate(teams_of(stack, users, "agent")) if team not in teams))


def set_state(stack, person, state: str) -> None:
    """What the agent's row says, as if they had come or gone."""
    row = {"$set": {"state": state, "since": service_now(stack)}}
    stack.database.agent_states.update_one({"_id": ObjectId(person.user["id"])}, row)


@pytest.fixture(autouse=True)
def everybody_is_there(stack, agent):  # noqa: F811
    stack.admin("clock", "to-contact-hours")
    come_to_work(agent)
    set_state(stack, agent, "break")
    yield
    set_state(stack, agent, "break")


@pytest.fixture
def asked(stack, sell, agent, ana):  # noqa: F811
    """`asked(fields…)`: a sale of the agent's about which ana asks these fields; the sale and the task."""

    def arrange(*fields, **changes):
        sale = sell("in_review", **with_claim(stack, ana), **changes)
        ask(ana, sale, 1, *(fields or (("city", "missing"),)))
        return sale, stack.database.tasks.find_one({"sale_id": sale["_id"]})

    return arrange


def pooled(stack, task) -> bool:
    return bool(stack.database.tasks.find_one({"_id": task["_id"]}).get("pool"))


def in_list(person, task) -> dict | None:
    return next((row for row in person.pages("tasks_list") if row["id"] == str(task["_id"])), None)


# ---- the pool -----------------------------------------------------------------------------------------------------


def test_what_is_not_seen_in_fifteen_contact_minutes_is_the_teams(stack, asked, agent, colleague):  # noqa: F811
    sale, task = asked()
    assert in_list(colleague, task) is None and not in_list(agent, task).get("pool")
    colleague.refused("task_take", 409, "task_taken", id=task["_id"])
    stack.admin("clock", "advance", "14m")
    assert not pooled(stack, task)
    with colleague.stream() as hears:
        stack.admin("clock", "advance", "61s")
        told = hears.until("task.changed", lambda message: message["data"].get("pool") and message["data"]["task_id"] == str(task["_id"]))
    assert told["data"]["state"] == "open"
    assert in_list(colleague, task)["pool"] and in_list(agent, task)["pool"]


def test_what_was_seen_stays_with_who_saw_it(stack, asked, agent):  # noqa: F811
    _, task = asked()
    (notification,) = [n for n in agent.pages("notifications_list") if n.get("task_id") == str(task["_id"])]
    agent.call("notification_acknowledge", id=notification["id"])
    stack.admin("clock", "advance", "16m")
    agent.call("agent_me")
    row = stack.database.tasks.find_one({"_id": task["_id"]})
    assert "pool_at" not in row and not row.get("pool") and row["acknowledged_at"]


def test_what_is_asked_of_who_is_away_is_the_teams_at_once(stack, asked, agent):  # noqa: F811
    set_state(stack, agent, "offline")
    _, task = asked()
    stack.eventually(lambda: pooled(stack, task))


def test_who_is_gone_for_thirty_seconds_leaves_their_tasks_to_the_team(stack, asked, agent):  # noqa: F811
    _, task = asked()
    lost = datetime.now(timezone.utc) - timedelta(seconds=31)
    stack.database.agent_states.update_one({"_id": ObjectId(agent.user["id"])}, {"$set": {"stream_lost_at": lost}})
    stack.eventually(lambda: pooled(stack, task))


def test_a_colleague_takes_it_and_goes_on(stack, asked, agent, colleague, ana):  # noqa: F811
    sale, task = asked(("city", "missing"))
    colleague.refused("sale_get", 404, "not_found", id=sale["_id"])
    set_state(stack, agent, "offline")
    stack.database.tasks.update_one({"_id": task["_id"]}, {"$set": {"pool_at": service_now(stack)}})
    stack.eventually(lambda: pooled(stack, task))
    answers = {"answers": [{"name": "city", "answer": "value", "value": "Cali"}]}
    colleague.refused("task_answer", 404, "not_found", id=task["_id"], json=answers)
    taken = colleague.call("task_take", id=task["_id"], key="take-it-once")
    assert (taken["agent_id"], taken["agent_name"], taken["pool"]) == (colleague.user["id"], colleague.user["name"], False)
    assert colleague.call("task_take", id=task["_id"], key="take-it-once").body == taken.body
    entry = last_entry(stack, sale)
    assert (entry["action"], entry["by"]) == ("take_task", ObjectId(colleague.user["id"]))
    assert colleague.call("sale_get", id=sale["_id"])["agent_id"] == agent.user["id"]
    assert in_list(agent, task) is None
    agent.refused("task_answer", 404, "not_found", id=task["_id"], json=answers)
    assert colleague.call("task_answer", id=task["_id"], json=answers)["state"] == "answered"
    after = stored(stack, sale)
    assert (after["state"], after["customer"]["city"], after["agent_id"]) == ("in_review", "Cali", ObjectId(agent.user["id"]))
    assert "task_agent_id" not in after
    colleague.refused("sale_get", 404, "not_found", id=sale["_id"])


def test_two_who_take_it_at_once(stack, asked, agent, colleague, person, users):  # noqa: F811
    of_team = [n for n, teams in enumerate(teams_of(stack, users, "agent")) if agent.user["team_ids"][0] in teams and n != AGENT]
    other = person("agent", of_team[1])
    set_state(stack, agent, "offline")
    for _ in range(4):
        sale, task = asked()
        stack.eventually(lambda: pooled(stack, task))
        replies = at_once(*(lambda who=who: who.send("task_take", id=task["_id"]) for who in (colleague, other)))
        assert sorted(reply.status for reply in replies) == [200, 409]
        (lost,) = [reply for reply in replies if reply.status == 409]
        won = next(reply for reply in replies if reply.status == 200)
        assert (lost["code"], lost["by_name"]) == ("task_taken", won["agent_name"])
        assert [entry["action"] for entry in stored(stack, sale)["history"]].count("take_task") == 1


def test_another_team_knows_nothing_of_it(stack, asked, agent, stranger):  # noqa: F811
    set_state(stack, agent, "offline")
    _, task = asked()
    stack.eventually(lambda: pooled(stack, task))
    stranger.refused("task_take", 404, "not_found", id=task["_id"])
    assert in_list(stranger, task) is None


def test_nothing_is_taken_of_a_sale_that_is_over(stack, asked, agent, colleague):  # noqa: F811
    set_state(stack, agent, "offline")
    sale, task = asked()
    stack.eventually(lambda: pooled(stack, task))
    stack.database.sales.update_one({"_id": sale["_id"]}, {"$set": {"expires_at": service_now(stack) - timedelta(seconds=1)}})
    late = colleague.send("task_take", id=task["_id"])
    assert late.status == 409 and late["code"] in ("sale_expired", "task_state")


def test_a_colleague_reads_the_contract_again(stack, agent, colleague, ana, sell):  # noqa: F811
    forget_person(stack, phone_of(ACCEPTS))
    sale = sell("confirming", **with_claim(stack, ana), recording_state="passed", customer=customer(phone=phone_of(ACCEPTS)))
    ask(ana, sale, 1, ("full_name", "wrong"))
    task = stack.database.tasks.find_one({"sale_id": sale["_id"]})
    set_state(stack, agent, "offline")
    stack.database.tasks.update_one({"_id": task["_id"]}, {"$set": {"pool_at": service_now(stack)}})
    stack.eventually(lambda: pooled(stack, task))
    colleague.call("task_take", id=task["_id"])
    answers = {"answers": [{"name": "full_name", "answer": "value", "value": "Ana Ejemplo Corregida"}]}
    assert colleague.call("task_answer", id=task["_id"], json=answers)["kind"] == "rerecord"
    come_to_work(colleague)
    rest(stack, colleague)
    colleague.call("agent_state_put", json={"state": "task"})
    placed = colleague.call("sale_call", id=sale["_id"]).body
    assert offered_call(stack, colleague) == placed["id"]
    call = colleague.call("call_connect", id=placed["id"]).body
    recording = start_recorder(colleague, call)
    colleague.call("recorder_piece", id=recording["id"], s=1, n=0, content=pieces_of(stereo())[0])
    reading = read_all(colleague, {"id": str(sale["_id"])})
    after = stored(stack, sale)
    assert reading["state"] == "accepted" and str(after["reading_id"]) == reading["id"]
    assert (after["state"], after["agent_id"]) == ("recording_requested", ObjectId(agent.user["id"]))
    assert stack.database.tasks.find_one({"_id": task["_id"]})["state"] == "done" and "task_agent_id" not in after
    assert any("Ana Ejemplo Corregida" in clause["text"] for clause in reading["clauses"])
    colleague.call("call_hangup", id=call["id"])
    rest(stack, colleague)


# ---- the supervisor -----------------------------------------------------------------------------------------------


def test_a_supervisor_gives_a_task_to_another(stack, asked, agent, colleague, boss):  # noqa: F811
    sale, task = asked()
    body = {"agent_id": colleague.user["id"], "reason": "Turno terminado"}
    with colleague.stream() as hears:
        given = boss.call("task_assign", id=task["_id"], json=body)
        told = hears.until("notification", lambda message: message["data"].get("task_id") == str(task["_id"]))
    assert told["data"]["kind"] == "data_request" and given["agent_name"] == colleague.user["name"]
    entry = last_entry(stack, sale)
    assert (entry["action"], entry["reason"], entry["role"]) == ("reassign_task", "Turno terminado", "supervisor")
    assert stack.database.audit.find_one({"operation": "task_assign", "subject.id": sale["_id"], "user_id": ObjectId(boss.user["id"])})
    assert in_list(colleague, task) and in_list(agent, task) is None and in_list(boss, task)
    assert stored(stack, sale)["agent_id"] == ObjectId(agent.user["id"])
    back = boss.call("task_assign", id=task["_id"], json={"reason": "A la bolsa del equipo"})
    assert back["pool"] is True and in_list(agent, task)["pool"]


def test_whom_a_task_may_be_given_to(stack, asked, agent, boss, stranger, ana, person):  # noqa: F811
    _, task = asked()
    for other, code in ((stranger.user["id"], "not_allowed"), (ana.user["id"], "not_allowed"), ("f" * 24, "unknown")):
        problem = boss.refused("task_assign", 422, "invalid", id=task["_id"], json={"agent_id": other, "reason": "prueba"})
        assert errors(problem) == {"agent_id": code}
    assert errors(boss.refused("task_assign", 422, "invalid", id=task["_id"], json={})) == {"reason": "required"}
    agent.refused("task_assign", 403, "forbidden", id=task["_id"], json={"reason": "prueba"})
    ana.refused("tasks_reassign_all", 403, "forbidden", id=agent.user["id"], json={"reason": "prueba"})
    boss.refused("task_take", 403, "forbidden", id=task["_id"])
    assert stack.database.tasks.find_one({"_id": task["_id"]})["agent_id"] == ObjectId(agent.user["id"])


def test_all_of_an_absent_persons_at_once(stack, asked, agent, colleague, boss):  # noqa: F811
    mine = [asked() for _ in range(3)]
    boss.call("tasks_reassign_all", id=agent.user["id"], json={"agent_id": colleague.user["id"], "reason": "Incapacidad"})
    rows = list(stack.database.tasks.find({"_id": {"$in": [task["_id"] for _, task in mine]}}))
    assert {row["agent_id"] for row in rows} == {ObjectId(colleague.user["id"])}
    assert all(last_entry(stack, sale)["reason"] == "Incapacidad" for sale, _ in mine)
    assert not stack.database.tasks.find_one({"agent_id": ObjectId(agent.user["id"]), "state": "open"})
    boss.call("tasks_reassign_all", id=colleague.user["id"], json={"reason": "A la bolsa"})
    assert all(pooled(stack, task) for _, task in mine)
    ids = {row["id"] for row in boss.pages("tasks_list", query={"agent_id": colleague.user["id"]})}
    assert {str(task["_id"]) for _, task in mine} <= ids


def test_a_supervisor_frees_a_claim(stack, sell, ana, pedro, boss, agent):  # noqa: F811
    sale = sell("in_review", **with_claim(stack, ana))
    assert errors(boss.refused("claim_free", 422, "invalid", id=sale["_id"], json={"reason": ""})) == {"reason": "required"}
    ana.refused("claim_free", 403, "forbidden", id=sale["_id"], json={"reason": "prueba"})
    freed = boss.call("claim_free", id=sale["_id"], json={"reason": "Salió a cita médica"}, key="free-it-once")
    assert "claim" not in freed.body
    assert boss.call("claim_free", id=sale["_id"], json={"reason": "Salió a cita médica"}, key="free-it-once").status == 200
    entry = last_entry(stack, sale)
    assert (entry["action"], entry["reason"], entry["role"], entry["step"]) == ("claim_freed", "Salió a cita médica", "supervisor", "review")
    assert "claim_freed" in [n["kind"] for n in ana.pages("notifications_list") if n.get("sale_id") == str(sale["_id"])]
    boss.refused("claim_free", 409, "not_claimed", id=sale["_id"], json={"reason": "otra vez"})
    assert pedro.call("sale_claim", id=sale["_id"])["claim"]["by"] == pedro.user["id"]
    assert len(events_of(stack, "sale.changed", sale)) == 2
