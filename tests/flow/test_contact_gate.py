"""Whether a number may be contacted, as the terminal says it, one line per rule; and the holidays of Colombia, held
against a calendar that knows nothing of ours."""

from datetime import date, datetime, timedelta, timezone

import holidays
import pytest
from bson import ObjectId

BOGOTA = timezone(timedelta(hours=-5))
TUESDAY = "2027-03-02T10:00:00-05:00"
ALLOWED = {rule: "allowed" for rule in ("hours", "registry", "opt_out", "frequency", "campaign")}


def ask(stack, phone: str, *options: str) -> tuple[int, dict[str, str], dict[str, str]]:
    """The exit status, each rule's reason, and from when."""
    done = stack.admin("may-contact", phone, *options, expect=None)
    assert done.returncode in (0, 1), done.stderr
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    return done.returncode, {line[0]: line[1] for line in lines}, {line[0]: line[2].removeprefix("from ") for line in lines if len(line) > 2}


@pytest.fixture
def phone(stack):
    number = "+573000000777"
    yield number
    for collection in ("suppressions", "contacts", "registry_answers"):
        stack.database[collection].delete_many({"phone": number})


def contact(stack, phone: str, at: str, **more) -> None:
    stack.database.contacts.insert_one({"phone": phone, "at": datetime.fromisoformat(at), "purpose": "commercial", "channel": "call",
                                        "direct": True, **more})


def test_nothing_against_it(stack, phone):
    assert ask(stack, "300 000 0777", "--at", TUESDAY) == (0, ALLOWED, {})
    assert ask(stack, phone, "--at", "2027-03-02T10:00") == (0, ALLOWED, {})


HOURS = [
    ("2027-03-02T06:59", "2027-03-02 07:00"), ("2027-03-02T19:00", "2027-03-03 07:00"), ("2027-03-05T19:30", "2027-03-06 08:00"),
    ("2027-03-06T15:00", "2027-03-08 07:00"), ("2027-03-07T11:00", "2027-03-08 07:00"), ("2026-12-25T10:00", "2026-12-26 08:00"),
    ("2026-12-08T10:00", "2026-12-09 07:00"), ("2027-03-25T10:00", "2027-03-27 08:00"),
]  # fmt: skip


@pytest.mark.parametrize(("at", "opens"), HOURS)
@pytest.mark.parametrize("purpose", ["commercial", "contract_execution"])
def test_hours_hold_for_every_purpose(stack, phone, at, opens, purpose):
    status, reasons, since = ask(stack, phone, "--at", at, "--purpose", purpose)
    assert (status, reasons) == (1, ALLOWED | {"hours": "outside_hours"})
    assert since == {"hours": opens}


def test_an_excluded_number_may_be_called_for_its_contract_only(stack):
    status, reasons, since = ask(stack, "3000000901", "--at", TUESDAY)
    assert (status, reasons, since) == (1, ALLOWED | {"registry": "excluded"}, {})
    assert ask(stack, "3000000901", "--at", TUESDAY, "--purpose", "contract_execution")[0] == 0


def test_an_answer_that_was_kept_holds_until_three_in_the_morning(stack, phone):
    given = datetime(2027, 3, 2, 15, tzinfo=timezone.utc)
    stack.database.registry_answers.insert_one({"phone": phone, "channel": "call", "excluded": True, "at": given,
                                                "valid_until": datetime(2027, 3, 3, 8, tzinfo=timezone.utc)})
    assert ask(stack, phone, "--at", "2027-03-02T10:00")[1]["registry"] == "excluded"
    assert ask(stack, phone, "--at", "2027-03-02T09:59")[1]["registry"] == "allowed", "it was not given yet"
    assert ask(stack, phone, "--at", "2027-03-03T10:00")[1]["registry"] == "allowed", "it holds no more: the port was asked"
    assert ask(stack, phone, "--at", "2027-03-02T10:00", "--channel", "sms")[1]["registry"] == "allowed", "another channel"


def test_one_contact_a_day_and_one_channel_a_week(stack, phone):
    contact(stack, phone, "2027-03-02T08:00:00-05:00")
    status, reasons, since = ask(stack, phone, "--at", TUESDAY)
    assert (status, reasons["frequency"], since) == (1, "already_today", {"frequency": "2027-03-03 07:00"})
    assert ask(stack, phone, "--at", TUESDAY, "--purpose", "customer_requested")[0] == 1, "the campaign's switch is off"
    assert ask(stack, phone, "--at", TUESDAY, "--purpose", "contract_execution")[0] == 0
    assert ask(stack, phone, "--at", "2027-03-03T07:00")[0] == 0
    status, reasons, since = ask(stack, phone, "--at", "2027-03-03T07:00", "--channel", "sms")
    assert (status, reasons["frequency"], since) == (1, "other_channel", {"frequency": "2027-03-09 08:00"})
    assert ask(stack, phone, "--at", "2027-03-09T08:00", "--channel", "sms")[0] == 0


def test_a_person_is_all_the_numbers_of_a_lead(stack, phone):
    """Spoken to on one number, or opted out with it: the other rests as well."""
    other = "+573000000778"
    campaign = stack.database.campaigns.find_one()["_id"]
    lead = {"_id": ObjectId(), "version": 1, "campaign_id": campaign, "lead_list_id": ObjectId(), "phone": phone, "phones": [other],
            "state": "closed", "priority": 0, "attempts_today": 0, "attempts_total": 0, "rejections": 0}
    kept = stack.database.leads.find_one_and_delete({"campaign_id": campaign, "phone": phone})
    stack.database.leads.insert_one(lead)
    contact(stack, other, "2027-03-02T08:00:00-05:00")
    assert ask(stack, phone, "--at", TUESDAY)[1]["frequency"] == "already_today"
    stack.database.contacts.delete_many({"phone": other})
    stack.database.suppressions.insert_one({"phone": phone, "origin": "own"})
    assert ask(stack, other, "--at", TUESDAY)[1]["opt_out"] == "opted_out"
    stack.database.leads.delete_one({"_id": lead["_id"]})
    if kept:
        stack.database.leads.insert_one(kept)
    assert ask(stack, other, "--at", TUESDAY)[0] == 0


def test_a_campaign_that_rests_and_a_lead_that_is_closed(stack):
    number = "+573000000779"
    made = {"_id": ObjectId(), "version": 1, "code": "reposo", "name": "En reposo", "state": "paused", "team_ids": []}
    stack.database.campaigns.insert_one(made)
    assert ask(stack, number, "--at", TUESDAY, "--campaign", "reposo")[1]["campaign"] == "campaign_paused"
    stack.database.campaigns.update_one({"_id": made["_id"]}, {"$set": {"state": "running", "policy": {"contact.attempts_total": 2}}})
    lead = {"_id": ObjectId(), "version": 1, "campaign_id": made["_id"], "lead_list_id": ObjectId(), "phone": number, "phones": [],
            "state": "retry", "next_at": datetime(2040, 1, 1, tzinfo=timezone.utc), "priority": 0, "attempts_today": 0,
            "attempts_total": 1, "rejections": 0}
    stack.database.leads.insert_one(lead)
    assert ask(stack, number, "--at", TUESDAY, "--campaign", "reposo")[0] == 0
    stack.database.leads.update_one({"_id": lead["_id"]}, {"$set": {"attempts_total": 2}})
    assert ask(stack, number, "--at", TUESDAY, "--campaign", "reposo")[1]["campaign"] == "attempts_spent"
    stack.database.leads.update_one({"_id": lead["_id"]}, {"$set": {"state": "closed", "attempts_total": 0}})
    assert ask(stack, number, "--at", TUESDAY, "--campaign", "reposo")[1]["campaign"] == "lead_closed"
    stack.database.leads.delete_one({"_id": lead["_id"]})
    stack.database.campaigns.delete_one({"_id": made["_id"]})


def test_what_is_no_question_is_refused_as_misuse(stack):
    for wrong in (["no tiene"], [], ["3000000777", "--at", "mañana"], ["3000000777", "--purpose", "amistad"], ["300", "301"]):
        assert "usage" in stack.admin("may-contact", *wrong, expect=2).stderr


# ---- holidays ----


def listed(stack, first: int, last: int) -> set[date]:
    told = stack.admin("holidays", "--from", str(first), "--to", str(last)).stdout.split()
    assert told == sorted(set(told))
    return {date.fromisoformat(day) for day in told}


def test_every_day_from_2024_to_2040_agrees_with_an_independent_calendar(stack):
    ours, theirs = listed(stack, 2024, 2040), holidays.country_holidays("CO", years=range(2024, 2041))
    day, wrong = date(2024, 1, 1), []
    while day.year <= 2040:
        if (day in ours) != (day in theirs):
            wrong.append((day.isoformat(), theirs.get(day)))
        day += timedelta(days=1)
    assert wrong == []


def test_a_day_that_law_adds_closes_the_hours_at_once(stack, phone):
    assert ask(stack, phone, "--at", TUESDAY, "--campaign", "demo_noviembre")[1]["hours"] == "allowed"
    stack.admin("holidays", "add", "2027-03-02", "Ley de prueba")
    try:
        assert date(2027, 3, 2) in listed(stack, 2027, 2027)
        status, reasons, since = ask(stack, phone, "--at", TUESDAY, "--campaign", "demo_noviembre")
        assert (status, reasons["hours"], since["hours"]) == (1, "outside_hours", "2027-03-03 07:00")
        stack.admin("holidays", "remove", "2027-03-02", "Ley de prueba, corregida")
        assert date(2027, 3, 2) not in listed(stack, 2027, 2027)
    finally:
        stack.admin("holidays", "reset", "2027-03-02")
    assert ask(stack, phone, "--at", TUESDAY)[1]["hours"] == "allowed"
