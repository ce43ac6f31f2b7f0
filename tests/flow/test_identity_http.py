"""The identity check again, word for word, with a bureau behind our signed HTTP contract; and what only such one does."""

import pytest

from calls import phone_of
from sales import ready_for_identity
from test_identity import *  # noqa: F403
from test_identity import KNOWN, answer, person_of
from world import code


@pytest.fixture(scope="session")
def stack(http_stack):
    return http_stack


@pytest.fixture
def spoil(stack):
    """`spoil("key")`: from then on the bureau's answers are not to be believed."""
    yield lambda how: setattr(stack.gateway, "spoil", how)
    stack.gateway.spoil = None


def test_the_bureau_is_asked_once_for_each_thing(stack, agent):  # noqa: F811
    _, sale = ready_for_identity(stack, agent, phone_of(KNOWN))
    attempt = agent.call("identity_start", id=sale["id"], key="one-bureau-attempt").body
    agent.call("identity_start", id=sale["id"], key="one-bureau-attempt")
    answer(agent, attempt, code(sale["customer"]["document_number"]), key="one-bureau-answer")
    answer(agent, attempt, code(sale["customer"]["document_number"]), key="one-bureau-answer")
    seen = [operation for operation, key in stack.gateway.seen if key.startswith(attempt["id"])]
    assert seen == ["identity/begin", "identity/code"]


@pytest.mark.parametrize("how", ["unsigned", "key", "question"])
def test_an_answer_that_is_not_the_bureaus_is_none(stack, agent, spoil, how):  # noqa: F811
    """A foreign approval would be worth a sale: what is not signed for this question costs no attempt and gives none."""
    _, sale = ready_for_identity(stack, agent, phone_of(KNOWN))
    attempt = agent.call("identity_start", id=sale["id"]).body
    spoil(how)
    done = answer(agent, attempt, code(sale["customer"]["document_number"]))
    assert (done["state"], done["void_reason"]) == ("void", "provider_silent")
    assert person_of(stack, attempt)["failures"] == 0
    assert "identity" not in agent.call("sale_get", id=sale["id"]).body
