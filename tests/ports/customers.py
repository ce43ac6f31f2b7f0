"""What the sample systems know of the demo's customers, the same as the simulators (backend/ports/simulator)."""

import secrets
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "flow"))

from world import LIMITED_DOCUMENT, SILENT_DOCUMENT, code, options  # noqa: E402

QUESTION = "¿Cuál de estas es la respuesta {n}?"
UNKNOWN_PHONES = {"+573000000103"}
EXCLUDED_PHONES = {f"+573000000{n}" for n in range(901, 906)}
# phone -> what is said to the first load (None: nothing), whether it is loaded all the same, and how many
# questions about it are not answered either. Every later load is loaded.
FIRST_LOAD = {
    "+573000000101": ("not_loaded", False, 0),
    "+573000000102": (None, True, 0),
    "+573000000103": (None, False, 0),
    "+573000000115": (None, False, 2),
    "+573000000198": (None, False, 62),
}


class Refused(Exception):
    def __init__(self, code: str):
        self.code = code


class NoAnswer(Exception):
    pass


class Systems:
    def __init__(self):
        self.attempts = {}  # reference -> (document, attempt, count of questions)
        self.loads = {}  # the load -> [is loaded, questions about it that stay unanswered]
        self.sent = []

    def ask(self, operation: str, question: dict) -> dict:
        return getattr(self, operation.replace("/", "_"))(question)

    # ---- identity ----

    def identity_begin(self, question: dict) -> dict:
        person = question["person"]
        if person["document_number"] == SILENT_DOCUMENT:
            raise NoAnswer
        reference = secrets.token_hex(8)
        self.attempts[reference] = (person["document_number"], question["attempt"], question["questions"])
        method = "questions" if person["phone"] in UNKNOWN_PHONES else "sms"
        return {"method": method, "reference": reference}

    def identity_questions(self, question: dict) -> dict:
        _, _, count = self.attempts[question["reference"]]
        choices = ["la primera", "la segunda", "la tercera", "la cuarta"]
        return {"questions": [{"text": QUESTION.format(n=n), "options": choices} for n in range(1, count + 1)]}

    def identity_code(self, question: dict) -> dict:
        document, attempt, _ = self.attempts[question["reference"]]
        return self.found(document, question["code"] == code(document, attempt))

    def identity_answers(self, question: dict) -> dict:
        document, attempt, count = self.attempts[question["reference"]]
        return self.found(document, question["options"] == options(document, attempt, count))

    def found(self, document: str, right: bool) -> dict:
        if document == LIMITED_DOCUMENT:
            return {"outcome": "void", "reason": "provider_limit"}
        return {"outcome": "approved", "approval_number": f"EV-{secrets.randbelow(10**8):08}"} if right else {"outcome": "failed"}

    # ---- activation ----

    def activation_line(self, question: dict) -> dict:
        if not question.get("line_number" if question["by"] == "phone" else "line_address"):
            raise Refused("line_not_found")
        return {"reference": f"LIN-{question['sale']}"}

    def activation_rate(self, question: dict) -> dict:
        return {"reference": f"TAR-{question['sale']}"}

    def activation_person(self, question: dict) -> dict:
        return {}

    def activation_load(self, question: dict) -> dict:
        load = question["load"]
        first = load.endswith("-1-1")
        said, loaded, unanswered = FIRST_LOAD.get(question["person"]["phone"], ("loaded", True, 0)) if first else ("loaded", True, 0)
        self.loads[load] = [loaded, unanswered]
        if said is None:
            raise NoAnswer
        return self.state(load)

    def activation_removal(self, question: dict) -> dict:
        self.loads[question["load"]] = [False, 0]
        return self.state(question["load"])

    def activation_status(self, question: dict) -> dict:
        load = self.loads.get(question["load"])
        if load and load[1] > 0:
            load[1] -= 1
            raise NoAnswer
        return self.state(question["load"])

    def state(self, load: str) -> dict:
        if self.loads.get(load, [False])[0]:
            return {"state": "loaded", "reference": f"ALTA-{load}"}
        return {"state": "not_loaded", "reason": "operator_error"}

    # ---- messaging, registry ----

    def messaging_send(self, question: dict) -> dict:
        self.sent.append(question)
        return {"receipt": f"M-{len(self.sent)}"}

    def registry_check(self, question: dict) -> dict:
        return {"excluded": question["phone"] in EXCLUDED_PHONES}
