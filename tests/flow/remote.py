"""A copy whose outside systems speak our signed HTTP contract, and the sample server that answers it."""

import sys
import threading

from stack import ROOT, Stack

sys.path.insert(0, str(ROOT / "tests" / "ports"))

from gateway import Gateway  # noqa: E402

SYSTEMS = ("identity", "activation", "messaging", "registry")


class RemoteStack(Stack):
    def __init__(self):
        self.gateway = Gateway()
        threading.Thread(target=self.gateway.serve_forever, daemon=True).start()
        settings = {name: "http" for name in SYSTEMS} | {f"{name}_url": self.gateway.url for name in SYSTEMS}
        super().__init__(settings=settings)
        self.gateway.keys = self.var / "keys"

    def stop(self) -> None:
        super().stop()
        self.gateway.shutdown()
        self.gateway.server_close()
