"""A simulated agent: breaks, calls, rebuttals, sales to their submission, and what the back office asks for."""

import time

from client import Refused
from person import Person
from voice import MARKED_MS

import world

REASONS = ("too_expensive", "has_enough", "permanence", "will_think", "other")
NAMES_OF_PLACES = ("Bogotá", "Medellín", "Cali", "Tunja", "Neiva")
MIME = "audio/webm;codecs=opus"
# How a call may have ended, in the order in which an agent tries what the server takes.
ENDINGS = (
    "sale", "hung_up_before_offer", "hung_up_after_offer", "dropped", "no_answer", "machine", "identity_retry", "identity_closed",
    "contract_not_accepted", "line_failure", "someone_else", "technical",
)  # fmt: skip


class Agent(Person):
    def __init__(self, *arguments, sound: list[bytes], sells: float = 0.4):
        super().__init__(*arguments)
        self.sound, self.sells = sound, sells
        self.due_break = time.monotonic() + self.random.uniform(600, 2400)
        self.recorder = None
        self.place = 0  # of the recorder, in what it keeps

    def act(self) -> bool:
        desk = self.client.call("agent_me").body
        state = desk["state"]["state"]
        call = desk.get("call")
        if state == "ringing" and call:
            self.think(0.5, 2)
            call = self.client.call("call_connect", id=call["id"]).body
            state = "talking"
        if call and state in ("talking", "wrap_up", "task") and "disposition" not in call:
            self.talk(call)
            return True
        if state == "task":
            return self.own_work()
        if state in ("break", "offline"):
            return self.come_back()
        if state == "available" and time.monotonic() > self.due_break:
            self.due_break = time.monotonic() + self.random.uniform(1200, 3600)
            self.client.call("agent_state_put", json={"state": "break", "reason": self.random.choice(["rest", "restroom", "lunch"])})
            self.note("break")
            self.think(120, 420)
        return False

    def come_back(self) -> bool:
        self.think(3, 20)
        has_tasks = bool(self.tasks())
        self.client.call("agent_state_put", json={"state": "task" if has_tasks else "available"})
        return True

    # ---- the call ----

    def talk(self, call: dict) -> None:
        self.call = call
        try:
            if call["kind"] == "task":
                self.read_again()
            elif call.get("sale_id"):
                self.sell()
            elif self.chance(self.sells) and self.reach_acceptance():
                self.sell()
            else:
                self.part_without_sale()
        except Refused as refused:
            self.note_refusal(refused)
            self.end_somehow()

    def offer(self) -> dict | None:
        return next((o for o in self.call.get("offers", []) if o["state"] == "current"), None)

    def step(self, operation: str, **body) -> None:
        self.call = self.client.call(operation, id=self.call["id"], json=body).body

    def reject(self) -> None:
        """Nothing, once everything was rejected."""
        if not self.offer():
            return
        self.think(6, 14)
        self.step("offer_reject", offer=self.offer()["n"], reason=self.random.choice(REASONS))

    def rebut(self) -> None:
        library = self.client.items("rebuttals_list", id=self.call["campaign_id"])
        offer = self.offer() or self.call["offers"][-1]
        self.think(5, 12)
        self.step("rebuttal_add", offer=offer["n"], rebuttal_id=self.random.choice(library)["id"])

    def reach_acceptance(self) -> bool:
        for _ in range(self.random.choice([0, 0, 1, 2])):
            self.reject()
            if self.chance(0.5):
                self.rebut()
        if not self.offer():
            return False
        self.think(6, 15)
        self.step("offer_accept", offer=self.offer()["n"])
        self.note("acceptance")
        return True

    def part_without_sale(self) -> None:
        for _ in range(self.random.choice([1, 2])):
            self.reject()
        if self.chance(0.04):
            return self.dispose("do_not_call")
        if self.chance(0.2):
            return self.dispose("callback", callback_at=self.client.service_now() + 3_600_000 * self.random.randint(1, 30))
        for _ in range(3):
            self.rebut()
        self.dispose("not_interested")

    def dispose(self, code: str, **more) -> None:
        self.think(2, 6)
        self.client.call("disposition_set", id=self.call["id"], json={"code": code, **more})
        self.note(f"disposition {code}")

    def end_somehow(self) -> None:
        """What happened is the line's or the attempt's to say; the server takes the one that matches."""
        self.think(2, 8)
        for code in ENDINGS:
            try:
                return self.dispose(code)
            except Refused as refused:
                if refused.code not in REFUSED_ENDINGS:
                    return

    # ---- the sale ----

    def sell(self) -> None:
        sale = self.sale()
        for product in sale["products"]:
            if "line" not in product:
                self.think(4, 9)
                purpose = "this_number" if product["n"] == 1 else "new_line"
                sale = self.edit(sale, "sale_line", {"purpose": purpose}, n=product["n"])
        if "approval_number" not in sale.get("identity", {}):
            sale = self.identify(sale)
        if not sale:
            return
        if "reading_id" not in sale or sale.get("step") == "reading":
            self.read(sale)
        self.submit(self.sale())

    def sale(self) -> dict:
        return self.client.call("sale_get", id=self.call["sale_id"]).body

    def edit(self, sale: dict, operation: str, body: dict, **path) -> dict:
        return self.client.call(operation, id=sale["id"], if_match=sale["version"], json=body, **path).body

    def identify(self, sale: dict) -> dict | None:
        self.think(15, 40)
        typed = {
            "full_name": self.call.get("customer_name") or "Cliente Ejemplo", "document_type": "cc", "document_number": world.document_of(self.call["phone"]),
            "issue_date": f"20{self.random.randint(10, 19)}-03-09", "place_of_issue": self.random.choice(NAMES_OF_PLACES), "birthplace": self.random.choice(NAMES_OF_PLACES),
            "phone": self.call["phone"],
        }  # fmt: skip
        sale = self.edit(sale, "sale_applicant", typed)
        document = {"document_type": "cc", "document_number": typed["document_number"]}
        known = self.client.call("sale_document_check", id=sale["id"], json=document).body
        if known["document_open_sale"] or known["line_open_sale"]:
            self.dispose("existing_customer")
            return None
        attempt = self.client.call("identity_start", id=sale["id"]).body
        for _ in range(2):
            attempt = self.answer(attempt, typed["document_number"])
            if attempt["state"] != "failed" or attempt.get("next") != "again":
                break
            attempt = self.client.call("identity_start", id=sale["id"]).body
        if attempt["state"] != "approved":
            self.end_somehow()
            return None
        return self.sale()

    def answer(self, attempt: dict, document: str) -> dict:
        self.think(8, 20)
        number = attempt["number"]
        if attempt["state"] == "code_sent":
            code = world.wrong_code(document, number) if self.chance(0.12) else world.code(document, number)
            return self.client.call("identity_code", id=attempt["id"], json={"code": code}).body
        for n in range(1, len(attempt.get("questions", [])) + 1):
            self.client.call("identity_asked", id=attempt["id"], json={"question": n})
            self.think(4, 9)
        options = world.options(document, number, len(attempt.get("questions", [])) or 5)
        return self.client.call("identity_answers", id=attempt["id"], json={"options": options}).body

    # ---- the reading ----

    def start_recorder(self) -> None:
        recording = self.client.call("recorder_start", id=self.call["id"], json={"mime": MIME}).body
        self.recorder = recording["id"], len(recording["sessions"])
        self.client.call("recorder_piece", id=recording["id"], s=self.recorder[1], n=0, content=self.sound[0])

    def finish_recorder(self) -> None:
        recording_id, session = self.recorder
        for n, piece in enumerate(self.sound[1:], 1):
            self.client.call("recorder_piece", id=recording_id, s=session, n=n, content=piece)
        self.client.call("recorder_finish", id=recording_id, s=session, json={"pieces": len(self.sound)})

    def mark(self, reading: dict, clause: int, kind: str, **more) -> dict:
        body = {"clause": clause, "kind": kind, "session": self.recorder[1], "position_ms": self.place, **more}
        return self.client.call("reading_mark", id=reading["id"], json=body).body

    def read(self, sale: dict) -> None:
        self.start_recorder()
        reading = self.client.call("reading_start", id=sale["id"]).body
        if self.chance(0.1):
            self.think(3, 8)
            self.client.call("reading_stop", id=reading["id"], json={"reason": self.random.choice(["question", "noise", "misread"])})
            reading = self.client.call("reading_start", id=sale["id"]).body
        for clause, text in enumerate(reading["clauses"]):
            self.place = MARKED_MS * clause // len(reading["clauses"])
            self.mark(reading, clause, "start")
            self.think(4, 9)
            self.place = MARKED_MS * (clause + 1) // len(reading["clauses"])
            if text["kind"] == "statement":
                self.mark(reading, clause, "end")
                continue
            if self.chance(0.1):
                self.mark(reading, clause, "answer", answer="unclear")
                self.mark(reading, clause, "start")
            self.mark(reading, clause, "answer", answer="yes")
        self.note("reading")

    def submit(self, sale: dict) -> None:
        self.think(8, 20)
        other = self.random.choice([
            {"kind": "none"}, {"kind": "top_ups", "name": "Operador Prueba", "value": 4}, {"kind": "plan", "name": "Operador Prueba", "value": 39_900}, {"kind": "pending"},
        ])  # fmt: skip
        sale = self.edit(sale, "sale_form", {"other_operator": other})
        self.client.call("sale_submit", id=sale["id"])
        self.note("sale")
        if self.recorder:
            self.finish_recorder()
        self.dispose("sale")

    # ---- own work ----

    def tasks(self) -> list[dict]:
        return [task for task in self.client.items("tasks_list") if task["state"] == "open"]

    def own_work(self) -> bool:
        unfinished = self.client.items("sales_list", query={"view": "unfinished"})
        for task in self.tasks():
            self.think(10, 30)
            if task["kind"] == "data_request":
                self.answer_task(task)
            else:
                self.client.call("sale_call", id=task["sale_id"])
            return True
        self.think(5, 15)
        desk = self.client.call("agent_me").body
        if desk["state"].get("sale_id") and unfinished and self.chance(0.7):
            self.client.call("sale_call", id=desk["state"]["sale_id"])
            return True
        self.client.call("agent_state_put", json={"state": "available"})
        return True

    def answer_task(self, task: dict) -> None:
        answers = []
        for field in task["fields"]:
            if field["name"].startswith("other_operator"):
                answers.append({"name": field["name"], "answer": "value", "other_operator": {"kind": "none"}})
            else:
                answers.append({"name": field["name"], "answer": "correct"})
        self.client.call("task_answer", id=task["id"], json={"answers": answers})
        self.note("task answered")

    def read_again(self) -> None:
        """A call for a task: the whole contract once more."""
        self.think(5, 10)
        self.read(self.sale())
        self.finish_recorder()
        self.client.call("call_hangup", id=self.call["id"])
        self.note("read again")

    def refusal(self, refused: Refused) -> bool:
        if refused.code == "call_open":
            return False
        if refused.operation in ("sale_call", "task_answer") and not self.stop.is_set():
            self.client.send("agent_state_put", json={"state": "available"})
        return False


REFUSED_ENDINGS = {
    "no_sale", "line_differs", "identity_differs", "reading_differs", "offer_made", "no_offer", "sale_submitted", "rebuttals_missing",
}  # fmt: skip
