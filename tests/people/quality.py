"""A simulated analyst of quality: hears readings, marks exceptions, decides."""

from client import Refused
from person import Person, is_simulated


class Quality(Person):
    def __init__(self, *arguments, mine=is_simulated):
        super().__init__(*arguments)
        self.mine = mine

    def act(self) -> bool:
        rows = [row for row in self.client.items("review_queue", query={"limit": 50}) if self.mine(row) and row.get("recording_ready")]
        free = [row for row in rows if row["state"] == "waiting" or row.get("analyst_name") == self.client.user["name"]]
        if not free:
            return False
        self.think(2, 8)
        review = self.client.call("review_open", id=free[0]["id"])
        self.hear(review)
        return True

    def hear(self, review) -> None:
        body = review.body
        end = body.get("span", {}).get("to_ms", 0)
        heard, exceptions = [], []
        for at in range(0, end, max(2_000, end // 3 + 1)):
            self.think(2, 6)
            heard.append({"from_ms": at, "to_ms": min(end, at + max(2_000, end // 3 + 1))})
            if not exceptions and self.chance(0.04):
                exceptions.append({"clause": self.question(body), "kind": "no_explicit_yes", "at_ms": at})
            review = self.client.call("review_save", id=body["id"], if_match=review.etag, json={"heard": heard, "exceptions": exceptions})
            if exceptions:
                break
        self.decide(body["id"], review, "faulty" if exceptions else "passed")

    def decide(self, review_id: str, review, verdict: str) -> None:
        try:
            self.client.call("review_verdict", id=review_id, if_match=review.etag, json={"verdict": verdict})
        except Refused as refused:
            if refused.code in ("audio_silent", "audio_missing"):
                return self.decide(review_id, review, "faulty")
            self.client.send("review_release", id=review_id)
            raise
        self.note(f"verdict {verdict}")

    def question(self, review: dict) -> int:
        clauses = self.client.call("reading_get", id=review["reading_id"])["clauses"]
        return next(n for n, clause in enumerate(clauses) if clause["kind"] == "question")
