"""A simulated person of the back office: from the queue over confirmation, papers and activation to the delivery."""

import datetime
import itertools

from client import Refused
from papers import accept, pdf, png, upload
from person import Person, is_simulated

ADDRESSES = {"residence_address": "Calle 10 # 20-30", "delivery_address": "Carrera 5 # 6-07", "city": "Bogotá"}
COURIER = "Mensajería Ejemplo"
BOGOTA = datetime.timezone(datetime.timedelta(hours=-5))
TRIES = 8


def check_digit(digits: str) -> str:
    """Luhn over the digits before it."""
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(reversed(digits))]
    return str(-sum(d // 10 + d % 10 for d in doubled) % 10)


class BackOffice(Person):
    def __init__(self, *arguments, serials: itertools.count, mine=is_simulated):
        super().__init__(*arguments)
        self.serials, self.mine = serials, mine
        self.sent = []  # sales on their way
        self.held = None

    def act(self) -> bool:
        if self.sent and self.chance(0.15):
            return self.report(self.sent[0])
        sale = self.take()
        if not sale:
            return False
        self.held = sale["id"]
        self.work(sale)
        self.held = None
        return True

    def take(self) -> dict | None:
        rows = [row for row in self.client.items("sales_list", query={"view": "queue", "limit": 50}) if self.mine(row)]
        own = [row for row in rows if row.get("claim", {}).get("by") == self.client.user["id"]]
        free = own or [row for row in rows if "claim" not in row]
        if not free:
            return None
        self.think(2, 8)
        row = free[0] if self.chance(0.7) else self.random.choice(free)
        sale = self.client.call("sale_claim", id=row["id"]).body
        self.note("claim")
        return sale

    def refusal(self, refused: Refused) -> bool:
        """Another was faster, or it cannot go on now: let go of it and look again."""
        if self.held:
            self.client.send("sale_release", id=self.held)
            self.held = None
        return False

    def work(self, sale: dict) -> None:
        steps = {
            "submitted": self.review, "in_review": self.review, "confirming": self.confirm, "documents_pending": self.collect,
            "activating": self.activate, "activated": self.dispatch, "returned": self.dispatch,
        }  # fmt: skip
        step = steps.get(sale["state"])
        if step:
            step(sale)
        else:
            self.client.send("sale_release", id=sale["id"])

    def change(self, sale: dict, operation: str, body: dict | None = None) -> dict:
        return self.client.call(operation, id=sale["id"], if_match=sale["version"], json=body).body

    def review(self, sale: dict) -> None:
        self.think(20, 50)
        pending = sale.get("other_operator", {}).get("kind") == "pending"
        if self.chance(0.03):
            self.change(sale, "sale_end", {"action": "reject", "reason": "El titular no corresponde"})
            self.note("rejected")
        elif pending or self.chance(0.1):
            field = {"name": "other_operator", "reason": "pending"} if pending else {"name": "birthplace", "reason": "inconsistent", "note": "Confirmar con el cliente"}
            self.change(sale, "sale_data_request", {"fields": [field]})
            self.note("data request")
        else:
            self.change(sale, "sale_recording_request")
            self.note("recording request")

    def confirm(self, sale: dict) -> None:
        call = self.client.call("sale_call", id=sale["id"]).body
        for _ in range(30):
            if call["state"] in ("offered", "talking", "ended"):
                break
            self.stream.wait(1)
            self.leave_if_over()
            call = self.client.call("call_get", id=call["id"]).body
        if call["state"] == "offered":
            call = self.client.call("call_connect", id=call["id"]).body
        answered = call["state"] == "talking"
        self.think(20, 50)
        sale = self.client.call("sale_get", id=sale["id"]).body
        agrees = answered and not self.chance(0.04)
        outcome = {"outcome": "agrees", **ADDRESSES} if agrees else {"outcome": "disagrees", "reason": "Ya no lo quiere"} if answered else {"outcome": "not_reached"}
        self.change(sale, "sale_confirmation", outcome)
        self.client.send("call_hangup", id=call["id"])
        self.note(f"confirmation {outcome['outcome']}")

    def collect(self, sale: dict) -> None:
        if all(state == "accepted" for state in sale.get("documents", {}).values()) and sale.get("documents"):
            return self.rest()  # the last verdict can still be undone
        for kind in ("id_front", "id_back", "utility_bill"):
            if sale.get("documents", {}).get(kind) == "accepted":
                continue
            self.think(8, 20)
            document = upload(self.client, sale["id"], kind, pdf() if kind == "utility_bill" else png())
            self.think(4, 10)
            if self.chance(0.1):
                self.client.call("document_verdict", id=document["id"], if_match=document["version"], json={"accepted": False, "reason": "blurred"})
                document = upload(self.client, sale["id"], kind, png(16))
            accept(self.client, document)
        self.note("papers")

    def activate(self, sale: dict) -> None:
        self.think(6, 15)
        self.client.call("activation_line", id=sale["id"], json={"by": "phone"})
        self.think(2, 6)
        self.client.call("activation_rate", id=sale["id"])
        activation = self.client.call("activation_personal_data", id=sale["id"]).body
        for _ in range(TRIES):
            waiting = [s["n"] for s in activation["services"] if s["state"] in ("to_load", "not_loaded", "unconfirmed")]
            if not waiting:
                break
            self.think(3, 8)
            activation = self.client.call("activation_service", id=sale["id"], n=waiting[0]).body
        self.note("activation")

    def work_day(self) -> str:
        today = datetime.datetime.fromtimestamp(self.client.service_now() / 1000, BOGOTA).date()
        day = today + datetime.timedelta(days=self.random.randint(2, 4))
        return (day + datetime.timedelta(days=day.weekday() == 6)).isoformat()

    def dispatch(self, sale: dict) -> None:
        self.think(10, 20)
        sims = []
        for product in sale["products"]:
            if product["needs_sim"]:
                digits = f"8957{next(self.serials):014d}"
                sims.append({"product": product["n"], "iccid": digits + check_digit(digits)})
        self.change(sale, "dispatch_schedule", {"sims": sims, "date": self.work_day(), "courier": COURIER})
        self.sent.append(sale["id"])
        self.note("dispatch")

    def report(self, sale_id: str) -> bool:
        self.think(3, 8)
        dispatch = self.client.call("dispatch_get", id=sale_id)
        results = {
            "scheduled": {"result": "in_transit", "tracking": f"GUIA-{next(self.serials)}"},
            "dispatched": {"result": "returned", "reason": "nobody_home"} if self.chance(0.1) else {"result": "delivered"},
        }  # fmt: skip
        result = results.get(dispatch["state"])
        if result:
            self.client.call("dispatch_result", id=sale_id, if_match=dispatch.etag, json=result)
            self.note(f"courier {result['result']}")
        if not result or result["result"] != "in_transit":
            self.sent.remove(sale_id)
        return True
