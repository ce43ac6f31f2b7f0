"""A file's way in: what the server makes of it before anything is imported, what a person corrects, what is left out,
and an import that is cancelled, begun again and repeated."""

import codecs
import subprocess
from datetime import datetime, timezone

import pytest
from bson import ObjectId

from lead_files import announced, counts, forget_campaigns, paused_campaign, settle, upload


@pytest.fixture
def admin(person):
    return person("admin")


@pytest.fixture
def campaign(stack):
    yield paused_campaign(stack)
    forget_campaigns(stack)


FORMATS = [
    ("coma, UTF-8", "telefono,nombre\n300 000 0201,José Ejemplo\n".encode(), "utf8", False, "comma", ["phone", "name"]),
    ("punto y coma, Latin-1", "Nombre;Ciudad;Celular\r\nMuñoz;Bogotá;3000000201\r\n".encode("latin-1"), "latin1", False, "semicolon",
     ["name", "city", "phone"]),
    ("tabulador, BOM", codecs.BOM_UTF8 + "obs\tmóvil\n\"dos\nlíneas\"\t3000000201\n".encode(), "utf8", True, "tab", ["other", "phone"]),
]


@pytest.mark.parametrize(("what", "content", "encoding", "bom", "delimiter", "columns"), FORMATS, ids=[f[0] for f in FORMATS])
def test_the_server_guesses_and_shows_what_it_will_read(stack, admin, campaign, what, content, encoding, bom, delimiter, columns):
    lead_list = upload(admin, campaign, content)
    preview = admin.call("lead_list_preview", id=lead_list["id"]).body
    assert (preview["encoding"], preview["bom"], preview["delimiter"]) == (encoding, bom, delimiter)
    assert [column["column"] for column in preview["columns"]] == columns
    assert (preview["whole"], preview["read_rows"], preview["refused_rows"]) == (True, 1, 0)
    assert "�" not in str(preview["rows"])
    assert settle(admin, lead_list)["accepted"] == 1
    lead = stack.database.leads.find_one({"campaign_id": ObjectId(campaign)})
    assert lead["phone"] == "+573000000201"


def test_a_person_corrects_the_guess_before_the_import(stack, admin, campaign):
    content = b"codigo,quien,movil viejo,numero nuevo\n77,Ana Ejemplo,123,3000000202\n78,Eva Ejemplo,3000000203,\n"
    lead_list = upload(admin, campaign, content)
    guessed = admin.call("lead_list_preview", id=lead_list["id"])
    assert [column["column"] for column in guessed["columns"]] == ["other", "other", "phone", "phone"]
    said = {"encoding": "utf8", "delimiter": "comma", "columns": ["other", "name", "other", "phone"]}
    confirmed = admin.call("lead_list_format", id=lead_list["id"], json=said, if_match=guessed.etag)
    assert [column["column"] for column in confirmed["columns"]] == said["columns"]
    assert confirmed["refused"] == [{"line": 3, "refusal": "phone_missing", "fields": ["78", "Eva Ejemplo", "3000000203", ""]}]
    assert admin.send("lead_list_format", id=lead_list["id"], json=said, if_match=guessed.etag).status == 412
    imported = settle(admin, lead_list)
    assert imported["format"] == said
    assert (imported["accepted"], imported["reasons"]) == (1, {"phone_missing": 1})
    assert stack.database.leads.find_one({"campaign_id": ObjectId(campaign)})["name"] == "Ana Ejemplo"
    assert admin.send("lead_list_format", id=lead_list["id"], json=said, if_match=imported["version"]).status == 409


def test_a_format_without_a_phone_or_with_unknown_words_is_refused(admin, campaign):
    lead_list = upload(admin, campaign, b"a,b\n3000000204,Ana\n")
    etag = admin.call("lead_list_preview", id=lead_list["id"]).etag
    said = {"encoding": "utf8", "delimiter": "comma", "columns": ["name", "other"]}
    problem = admin.refused("lead_list_format", 422, "invalid", id=lead_list["id"], json=said, if_match=etag)
    assert problem["errors"] == [{"field": "columns", "code": "no_phone_column"}]
    wrong = {"encoding": "ebcdic", "delimiter": 7, "columns": ["phone", "alma"], "more": 1}
    problem = admin.refused("lead_list_format", 422, "invalid", id=lead_list["id"], json=wrong, if_match=etag)
    assert {e["field"].split("[")[0].split(".")[0] for e in problem["errors"]} == {"encoding", "delimiter", "columns", "more"}


def test_a_file_in_utf_16_is_refused_with_its_reason(admin, campaign):
    lead_list = upload(admin, campaign, "telefono\n3000000205\n".encode("utf-16"))
    admin.refused("lead_list_preview", 422, "utf16", id=lead_list["id"])
    assert settle(admin, lead_list, "failed")["error"] == "utf16"


def test_an_unfinished_upload_has_no_preview(admin, campaign):
    lead_list = admin.call("lead_list_create", json=announced(campaign, b"telefono\n3000000206\n"))
    assert admin.send("lead_list_preview", id=lead_list["id"]).status == 409
    assert admin.send("lead_list_refused_file", id=lead_list["id"]).status == 404


def test_what_was_left_out_comes_as_a_file_that_can_be_mended(stack, admin, campaign):
    stack.database.suppressions.insert_one({"phone": "+573000000210", "origin": "own"})
    content = ("Celular;Nombre;Línea 2\r\n300 000 0209;Ana;\r\n300 000 0209;Repetida;\r\n123;=HYPERLINK(\"http://x\");\r\n"
               "3000000210;Pidió no;\r\n3000000901;Excluida;\r\n3,00E+09;\"Con;signo\";\r\n"
               "3000000210;Le queda otra;3000000211\r\n")
    imported = settle(admin, upload(admin, campaign, content.encode()))
    assert counts(imported) == {"rows": 7, "accepted": 2, "duplicates": 1, "suppressed": 2, "refused": 2}
    assert imported["reasons"] == {"duplicate": 1, "phone_too_short": 1, "opted_out": 1, "excluded": 1, "phone_scientific": 1}
    answer = admin.call("lead_list_refused_file", id=imported["id"])
    assert "attachment" in answer.headers["content-disposition"]
    file = answer.response.content.decode("utf-8-sig")
    assert file.split("\r\n") == [
        "Fila;Motivo;Celular;Nombre;Línea 2",
        "3;El número ya está en la campaña;300 000 0209;Repetida;",
        "4;Al teléfono le faltan dígitos;123;\"'=HYPERLINK(\"\"http://x\"\")\";",
        "5;Pidió no ser llamado;3000000210;Pidió no;",
        "6;Excluido por el RNE;3000000901;Excluida;",
        "7;La hoja de cálculo cambió el número a notación científica;\"3,00E+09\";\"Con;signo\";",
        "",
    ]
    some = admin.pages("lead_list_refusals", id=imported["id"], query={"reason": "excluded"})
    assert [(row["line"], row["reason"]) for row in some] == [(6, "excluded")]
    assert [row["phone"] for row in stack.database.leads.find({"campaign_id": ObjectId(campaign)}).sort("line")] == [
        "+573000000209", "+573000000211"]

    mended = file.replace(";123;", ";300 000 0212;").encode("utf-8-sig")
    again = settle(admin, upload(admin, campaign, mended))
    assert (again["accepted"], again["rows"]) == (1, 5)
    stack.database.suppressions.delete_one({"phone": "+573000000210"})


def test_a_cancelled_import_goes_on_where_it_stopped(stack, admin, campaign):
    content = "\n".join(["telefono", *(f"300000{n % 1000:04d}" for n in range(20_000))]).encode()
    lead_list = upload(admin, campaign, content)
    admin.call("lead_list_import", id=lead_list["id"])
    assert admin.call("lead_list_cancel", id=lead_list["id"])["state"] == "cancelled"
    stopped = admin.call("lead_list_get", id=lead_list["id"]).body
    assert stopped["rows"] < 20_000 and stopped["state"] == "cancelled"
    admin.refused("lead_list_cancel", 409, "state", id=lead_list["id"])
    finished = settle(admin, lead_list)
    assert finished["rows"] == 20_000 == sum(counts(finished)[n] for n in ("accepted", "duplicates", "suppressed", "refused"))
    assert finished["accepted"] + finished["suppressed"] // 20 == 1000  # 20 rows each of the 5 that the registry excludes
    assert stack.database.leads.count_documents({"campaign_id": ObjectId(campaign)}) == finished["accepted"]
    assert finished["read_bytes"] == finished["size"] == len(content)
    admin.refused("lead_list_import", 409, "state", id=lead_list["id"])


def test_an_import_whose_terminal_dies_is_finished_by_the_daemon(stack, admin, campaign, tmp_path):
    file, code = tmp_path / "base.csv", stack.database.campaigns.find_one({"_id": ObjectId(campaign)})["code"]
    file.write_text("\n".join(["telefono", *(f"300000{n % 1000:04d}" for n in range(20_000))]))
    order = ["leads", "import", str(file), "--campaign", code, "--name", "Terminal", "--origin", "Archivo", "--consent", "Formulario"]
    terminal = subprocess.Popen([stack.admin_program, "--config", stack.config, *order], stdout=subprocess.DEVNULL)
    this = {"campaign_id": ObjectId(campaign)}
    stack.eventually(lambda: (stack.database.lead_lists.find_one(this) or {}).get("rows", 0) >= 1000)
    terminal.kill()
    terminal.wait()
    left = stack.database.lead_lists.find_one(this)
    assert left["state"] == "importing" and left["rows"] < 20_000 and left["held_until"], "a terminal keeps its list from the daemon"
    stack.database.lead_lists.update_one(this, {"$set": {"held_until": datetime.fromtimestamp(0, timezone.utc)}})
    stack.eventually(lambda: stack.database.lead_lists.find_one(this)["state"] == "ready", 60)
    done = stack.database.lead_lists.find_one(this)
    assert done["rows"] == 20_000
    assert stack.database.leads.count_documents(this) == done["accepted"] == 995


def test_an_upload_that_is_given_up_is_cancelled_and_can_be_taken_up(admin, campaign):
    content = b"telefono\n3000000213\n"
    lead_list = upload(admin, campaign, content)
    assert admin.call("lead_list_cancel", id=lead_list["id"])["state"] == "cancelled"
    assert admin.send("lead_list_piece", id=lead_list["id"], n=0, content=content).status == 409
    assert settle(admin, lead_list)["accepted"] == 1


def test_the_same_file_twice_doubles_nothing(stack, admin, campaign):
    content = b"telefono\n3000000214\n3000000215\n"
    assert settle(admin, upload(admin, campaign, content))["accepted"] == 2
    again = settle(admin, upload(admin, campaign, content))
    assert (again["accepted"], again["duplicates"]) == (0, 2)
    assert stack.database.leads.count_documents({"campaign_id": ObjectId(campaign)}) == 2


def test_only_an_admin_touches_lists(person):
    for role in ("agent", "backoffice", "quality", "supervisor"):
        for operation in ("lead_list_preview", "lead_list_refused_file", "lead_list_cancel"):
            assert person(role).send(operation, id="0" * 24).status == 403
