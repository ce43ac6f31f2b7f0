"""Access tokens that are nearly ours, against the real copy: none is accepted, and all are told the same."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from pathlib import Path

import pytest
from api import Api
from ownership import World

LIFE_S = 600


def encoded(data: bytes | str | dict) -> str:
    if isinstance(data, dict):
        data = json.dumps(data, separators=(",", ":"), sort_keys=True)
    if isinstance(data, str):
        data = data.encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Forge:
    """Whoever knows the key and makes one mistake, or lacks the key and tries without."""

    def __init__(self, stack, world: World):
        self.stack = stack
        self.key = bytes.fromhex((Path(stack.facts["var"]) / "keys" / "jwt.key").read_text())
        self.good = world.me["backoffice"].token
        self.admin = world.me["admin"].token
        self.ended = ended_token(world)
        self.other = world.me["quality"]
        head, body, self.mark = self.good.split(".")
        self.head, self.claims = json.loads(decoded(head)), json.loads(decoded(body))

    def sign(self, head, claims, key: bytes | None = None, digest=hashlib.sha256) -> str:
        text = f"{encoded(head)}.{encoded(claims)}"
        return f"{text}.{encoded(hmac.new(self.key if key is None else key, text.encode(), digest).digest())}"

    def claiming(self, **changes) -> str:
        """Signed with our key."""
        return self.sign(self.head, {name: value for name, value in (self.claims | changes).items() if value is not ...})

    def headed(self, key: bytes | None = None, digest=hashlib.sha256, **changes) -> str:
        return self.sign({n: v for n, v in (self.head | changes).items() if v is not ...}, self.claims, key, digest)

    def raw(self, old: str, new: str) -> str:
        """The claims' text with a piece of it exchanged."""
        text = json.dumps(self.claims, separators=(",", ":"), sort_keys=True)
        assert old in text
        return self.sign(self.head, text.replace(old, new))


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def ended_token(world: World) -> str:
    person = world.join("backoffice")
    person.call("session_end")
    return person.token


def now() -> int:
    return int(time.time())


def at(issued: int, life: int = LIFE_S) -> dict:
    return {"iat": issued, "nbf": issued, "exp": issued + life}


TOKENS = {
    # other algorithms
    "alg none, no signature": lambda f: f.headed(alg="none").rsplit(".", 1)[0] + ".",
    "alg none, two parts": lambda f: f.headed(alg="none").rsplit(".", 1)[0],
    "alg none, signed": lambda f: f.headed(alg="none"),
    "alg None": lambda f: f.headed(alg="None"),
    "alg hs256": lambda f: f.headed(alg="hs256"),
    "alg HS384": lambda f: f.headed(alg="HS384", digest=hashlib.sha384),
    "alg HS512": lambda f: f.headed(alg="HS512", digest=hashlib.sha512),
    "HS512 under HS256": lambda f: f.headed(digest=hashlib.sha512),
    "alg RS256": lambda f: f.headed(alg="RS256"),
    "alg ES256": lambda f: f.headed(alg="ES256"),
    "no alg": lambda f: f.headed(alg=...),
    "two algs": lambda f: f.sign('{"alg":"HS256","alg":"none","kid":"%s","typ":"JWT"}' % f.head["kid"], f.claims),
    # other keys
    "an empty key": lambda f: f.headed(key=b""),
    "a key of one byte": lambda f: f.headed(key=f.key[:1]),
    "a key of 31 bytes": lambda f: f.headed(key=f.key[:31]),
    "the key twice": lambda f: f.headed(key=f.key * 2),
    "a key of zeros": lambda f: f.headed(key=bytes(32)),
    "the key's name as key": lambda f: f.headed(key=f.head["kid"].encode()),
    "somebody else's key": lambda f: f.headed(key=secrets.token_bytes(32)),
    "a PEM as key": lambda f: f.headed(key=b"-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n"),
    "kid that walks up": lambda f: f.headed(key=b"", kid="../../../../../../dev/null"),
    "kid that walks to our keys": lambda f: f.headed(kid="../keys/jwt.key"),
    "kid with a NUL": lambda f: f.headed(kid=f.head["kid"] + "\0"),
    "kid as an operator": lambda f: f.headed(kid={"$ne": ""}),
    "kid of nobody": lambda f: f.headed(kid="0" * 16),
    "no kid": lambda f: f.headed(kid=...),
    "a key in the header": lambda f: f.headed(key=b"k" * 32, jwk={"kty": "oct", "k": encoded(b"k" * 32)}),
    "a key's address": lambda f: f.headed(jku="https://example.org/keys.json"),
    "critical extensions": lambda f: f.headed(crit=["exp"]),
    "another type": lambda f: f.headed(typ="at+jwt"),
    # times
    "expired a second ago": lambda f: f.claiming(**at(now() - LIFE_S - 1)),
    "expired a year ago": lambda f: f.claiming(**at(now() - 31_536_000)),
    "issued tomorrow": lambda f: f.claiming(**at(now() + 86_400)),
    "valid for a year": lambda f: f.claiming(**at(now(), 31_536_000)),
    "valid for ever": lambda f: f.claiming(exp=2**63 - 1),
    "an end as text": lambda f: f.claiming(exp=str(f.claims["exp"])),
    "an end as a fraction": lambda f: f.claiming(exp=f.claims["exp"] + 0.5),
    "no end": lambda f: f.claiming(exp=...),
    "not yet valid": lambda f: f.claiming(nbf=now() + 3600),
    # who and what for
    "another issuer": lambda f: f.claiming(iss="cierre-2"),
    "another audience": lambda f: f.claiming(aud="other"),
    "two audiences": lambda f: f.claiming(aud=["cierre-api", "other"]),
    "another role": lambda f: f.claiming(role="admin"),
    "an unknown role": lambda f: f.claiming(role="root"),
    "a list of roles": lambda f: f.claiming(role=["backoffice", "admin"]),
    "another user": lambda f: f.claiming(sub=f.other.user["id"]),
    "nobody": lambda f: f.claiming(sub="0" * 24),
    "an operator as user": lambda f: f.claiming(sub={"$ne": ""}),
    "no user": lambda f: f.claiming(sub=...),
    "another's session": lambda f: f.claiming(sid=json.loads(decoded(f.other.token.split(".")[1]))["sid"]),
    "a session of nobody": lambda f: f.claiming(sid=secrets.token_hex(12)),
    "the next version": lambda f: f.claiming(ver=f.claims["ver"] + 1),
    "an earlier version": lambda f: f.claiming(ver=f.claims["ver"] - 1),
    "version as text": lambda f: f.claiming(ver=str(f.claims["ver"])),
    "version true": lambda f: f.claiming(ver=True),
    "a claim too many": lambda f: f.claiming(scope="all"),
    # duplicates, spellings
    "the role twice, admin last": lambda f: f.raw('"role":"backoffice"', '"role":"backoffice","role":"admin"'),
    "the role twice, admin first": lambda f: f.raw('"role":"backoffice"', '"role":"admin","role":"backoffice"'),
    "the end twice": lambda f: f.raw('"exp":', '"exp":1,"exp":'),
    "the user twice under an escape": lambda f: f.raw('"sub":', '"\\u0073ub":"%s","sub":' % ("f" * 24)),
    "blanks": lambda f: f.raw('"iss":', ' "iss":'),
    "claims and more": lambda f: f.sign(f.head, json.dumps(f.claims, separators=(",", ":"), sort_keys=True) + "{}"),
    "claims that are a list": lambda f: f.sign(f.head, "[]"),
    "claims that are no JSON": lambda f: f.sign(f.head, b"\xff\xfe"),
    "claims of great depth": lambda f: f.sign(f.head, "[" * 150 + "]" * 150),
    # the signature, the parts
    "another's signature": lambda f: f.good.rsplit(".", 1)[0] + "." + f.admin.rsplit(".", 1)[1],
    "another's claims": lambda f: ".".join((f.good.split(".")[0], f.admin.split(".")[1], f.mark)),
    "one bit off": lambda f: f.good[:-2] + ("A" if f.good[-2] != "A" else "B") + f.good[-1],
    "no signature": lambda f: f.good.rsplit(".", 1)[0] + ".",
    "padding": lambda f: f.good + "=",
    "a fourth part": lambda f: f.good + ".AAAA",
    "in the alphabet of plain base64": lambda f: f.good.rsplit(".", 1)[0] + "." + "+/" + f.mark[2:],
    "as long as a header may be": lambda f: "A" * 7000,
    "of a session that has ended": lambda f: f.ended,
}  # fmt: skip


@pytest.fixture(scope="module")
def stack(arranged_stack):
    return arranged_stack


@pytest.fixture(scope="module")
def forge(stack, api_description):
    world = World(stack, api_description, set())
    yield Forge(stack, world)
    world.withdraw()


def test_the_forge_can_make_good_ones(forge, anyone):
    """So that what is refused below is refused for its one mistake."""
    assert len(TOKENS) >= 40
    for token in (forge.good, forge.claiming(), forge.headed(), forge.claiming(**at(now()))):
        anyone.token = token
        anyone.call("user_me")


@pytest.mark.parametrize("name", TOKENS)
def test_refused(forge, anyone: Api, name):
    anyone.token = TOKENS[name](forge)
    reply = anyone.send("user_me")
    assert reply.status == 401 and reply["code"] in ("token", "session_ended"), reply.response.text
    stream = anyone.http.get("/api/v1/stream", headers={"Authorization": f"Bearer {anyone.token}", "Accept": "text/event-stream"})
    assert stream.status_code == 401
