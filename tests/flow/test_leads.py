"""Lead lists: a messy file becomes leads once, and every row that does not says why."""

import random

import pytest
from bson import ObjectId

import lead_files
from lead_files import announced, counts, settle

CAMPAIGN = "demo_noviembre"


def messy_rows(count: int, seed: int) -> list[str]:
    """Rows as centres send them: spaces, dots, prefixes, letters, twice the same number, and empty ones."""
    chance = random.Random(seed)
    forms = ["300000{:04d}", "300 000 {:04d}", "+57 300-000-{:04d}", "(300) 000.{:04d}", "0057300000{:04d}", "no tiene", "123"]
    return [f'"Ejemplo {n}, Prueba";Bogotá;{chance.choice(forms).format(chance.randrange(1000))}' for n in range(count)]


def campaign_id(stack) -> str:
    return str(stack.database.campaigns.find_one({"code": CAMPAIGN})["_id"])


def upload(admin, stack, content: bytes) -> dict:
    return lead_files.upload(admin, campaign_id(stack), content)


@pytest.fixture
def admin(person):
    return person("admin")


def test_the_same_file_by_the_api_and_by_the_terminal_is_imported_once(stack, admin, tmp_path):
    content = "\r\n".join(["Nombre completo;Ciudad;Celular", *messy_rows(10_000, 7)]).encode("latin-1")
    lead_list = upload(admin, stack, content)
    first = settle(admin, lead_list)
    assert first["state"] == "ready"
    assert first["rows"] == 10_000 == sum(first[n] for n in ("accepted", "duplicates", "suppressed", "refused"))
    imported = {"lead_list_id": ObjectId(lead_list["id"])}
    assert first["accepted"] == stack.database.leads.count_documents(imported)

    file = tmp_path / "messy.csv"
    file.write_bytes(content)
    told = stack.admin("leads", "import", str(file), "--campaign", CAMPAIGN, "--name", "Otra vez", "--origin", "Archivo",
                       "--consent", "Formulario web, v2", "--refused").stdout.splitlines()
    assert "10000 rows, 0 leads" in told[0]
    assert "rows/s, peak memory" in told[1]
    assert len(told) - 2 == 10_000
    assert {line.split("\t")[1] for line in told[2:]} <= {"duplicate", "excluded", "opted_out", "phone_too_short", "phone_bad_character"}


def test_refused_rows_are_listed_with_line_and_reason(stack, admin):
    content = b"telefono,nombre\n123,Uno\nno tiene,Dos\n,Tres\n+1 305 000 0101,Cuatro\n"
    lead_list = upload(admin, stack, content)
    settle(admin, lead_list)
    refusals = admin.pages("lead_list_refusals", id=lead_list["id"], query={"limit": 2})
    assert [(r["line"], r["reason"]) for r in refusals] == [
        (2, "phone_too_short"), (3, "phone_bad_character"), (4, "phone_missing"), (5, "phone_foreign")]
    assert counts(admin.call("lead_list_get", id=lead_list["id"]).body) == {
        "rows": 4, "accepted": 0, "duplicates": 0, "suppressed": 0, "refused": 4}
    assert lead_list["id"] in [row["id"] for row in admin.pages("lead_lists_list")]


def test_numbers_that_asked_not_to_be_called_are_left_out(stack, admin):
    phone = "+573000000999"
    stack.database.suppressions.insert_one({"phone": phone, "origin": "own"})
    lead_list = upload(admin, stack, b"celular\n300 000 0999\n")
    settle(admin, lead_list)
    assert admin.call("lead_list_get", id=lead_list["id"])["suppressed"] == 1
    stack.database.suppressions.delete_one({"phone": phone})


def test_a_file_without_a_phone_column_fails_and_says_so(stack, admin):
    lead_list = upload(admin, stack, b"nombre,ciudad\nAna,Cali\n")
    settle(admin, lead_list, "failed")
    failed = admin.call("lead_list_get", id=lead_list["id"]).body
    assert (failed["state"], failed["error"]) == ("failed", "no_phone_column")


def test_wrong_fields_are_all_named_and_nothing_is_stored(stack, admin):
    before = stack.database.lead_lists.count_documents({}, hint="_id_")
    problem = admin.refused("lead_list_create", 422, "invalid", json={"name": "x", "origin": 7, "size": 0, "sha256": "zz", "extra": 1})
    assert {e["field"] for e in problem["errors"]} == {"campaign_id", "name", "origin", "consent_basis", "size", "sha256", "extra"}
    unknown = {"campaign_id": "0" * 24, "name": "Base", "origin": "Archivo", "consent_basis": "Formulario", "size": 1,
               "sha256": "0" * 64}
    assert admin.refused("lead_list_create", 422, "invalid", json=unknown)["errors"][0]["field"] == "campaign_id"
    assert stack.database.lead_lists.count_documents({}, hint="_id_") == before


def test_an_incomplete_file_is_not_imported(stack, admin):
    content = b"telefono\n3000000101\n"
    order = announced(campaign_id(stack), content, name="Incompleta")
    lead_list = admin.call("lead_list_create", json=order)
    assert admin.send("lead_list_import", id=lead_list["id"]).status == 409
    admin.call("lead_list_piece", id=lead_list["id"], n=0, content=content[:-2] + b"9\n")
    assert admin.send("lead_list_import", id=lead_list["id"]).status in (409, 422)
    assert admin.call("lead_list_get", id=lead_list["id"])["state"] == "uploading"


def test_a_repeated_post_gives_the_same_list(stack, admin):
    content = b"telefono\n3000000101\n"
    order = announced(campaign_id(stack), content, name="Una vez")
    once = admin.call("lead_list_create", json=order, key="una-sola-vez-1")
    again = admin.call("lead_list_create", json=order, key="una-sola-vez-1")
    assert once["id"] == again["id"]
