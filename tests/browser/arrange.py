"""Sales in every state that the back office, quality and the agent see, put into the running copy as the flow tests
arrange theirs; what people asked of each other goes through the API. Prints the sales' numbers by state.

usage: arrange.py FACTS   (as setup.ts leaves them, in JSON)
"""

import itertools
import json
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "flow"))

import arranged  # noqa: E402
import pymongo  # noqa: E402
from api import Api, Description  # noqa: E402
from arranged import ADDRESSES, arrange_sale, customer, with_claim  # noqa: E402
from heard import make_hearable  # noqa: E402

OF_BACK_OFFICE = ("in_review", "confirming", "documents_pending", "activating", "activated")


class RunningCopy:
    def __init__(self, facts: dict):
        self.url = f"http://localhost:{facts['port']}"
        self.database = pymongo.MongoClient(facts["mongodb_uri"])[facts["database"]]
        self.logins = [line.split("\t") for line in facts["users"].splitlines()]

    def person(self, role: str) -> Api:
        _, name, password, *_ = next(row for row in self.logins if row[0] == role)
        return Api(self.url, Description(), set()).log_in(name, password)


def arrange(copy: RunningCopy) -> dict[str, str]:
    arranged.NUMBERS = itertools.count(900001 + copy.database.sales.count_documents({}) * 10)  # also beside earlier ones
    agent, ana = copy.person("agent"), copy.person("backoffice")
    held = {"recording_state": "passed", "customer": customer(**ADDRESSES)}
    sales = {state: arrange_sale(copy, agent, state, **held, **with_claim(copy, ana)) for state in OF_BACK_OFFICE}
    sales["submitted"] = arrange_sale(copy, agent, "submitted", timedelta(hours=3))
    sales["cancelled"] = arrange_sale(copy, agent, "cancelled", ready=False)
    make_hearable(copy, sales["submitted"], state="failed")
    asked = arrange_sale(copy, agent, "in_review", **with_claim(copy, ana))
    fields = [{"name": "birthplace", "reason": "unreadable"}]
    ana.call("sale_data_request", id=asked["_id"], if_match=asked["version"], json={"fields": fields})
    sales["data_requested"] = asked
    return {state: sale["number"] for state, sale in sales.items()}


print(json.dumps(arrange(RunningCopy(json.loads(sys.argv[1])))))
