"""Answers are values with codes for people and keys for hosts."""

import pickle

import pytest
from tests.unit.workflows.village import NOW, OFFICER, RULES, SetOut, opened

from community_policing.cases import Reason
from community_policing.errors import CommandRefusedError
from community_policing.workflows import Accepted, Effect, Refused, Verdict

REFUSED = Refused(Verdict.UNMET, "walk.finish", (Reason("party-not-heard", party="p1"), Reason("too-early")), "w", "x")


def test_each_answer_has_a_label():
    """Verdicts and effects carry the code of their label."""
    assert Verdict.NOT_AUTHORISED.label_code == "verdict.not-authorised"
    assert Effect("call-help", "c-1", 5, 0, "walk").label_code == "effect.call-help"
    assert {Verdict.UNMET: 1}[Verdict("unmet")] == 1


def test_an_effect_is_done_once():
    """The idempotency key names the case, the event and the place, and no two effects share it."""
    outcome = RULES.decide(opened(RULES), SetOut("o-3", "o-4"), by=OFFICER, at=NOW).expect()

    keys = [effect.key for effect in outcome.effects]

    assert keys == [("c-1", 3, 0), ("c-1", 3, 1)]


def test_expecting_an_acceptance_raises_the_refusal():
    """`expect` gives the acceptance, or raises what was refused with every reason."""
    accepted = RULES.decide(opened(RULES), SetOut("o-3", "o-4"), by=OFFICER, at=NOW)

    assert accepted.expect() is accepted
    with pytest.raises(CommandRefusedError, match=r"'walk\.finish' on w in 'x' is refused \(unmet\): Reason.*; Reason"):
        REFUSED.expect()


def test_answers_are_taken_apart_by_matching():
    """A host reads answers with `match`."""
    match RULES.decide(opened(RULES), SetOut("o-1", "o-4"), by=OFFICER, at=NOW):
        case Accepted(case=case):
            found = case
        case Refused(reasons=(Reason(code=code),)):
            found = code

    assert found == "leader-is-actor"


@pytest.mark.parametrize(
    "answer", [REFUSED, RULES.decide(opened(RULES), SetOut("o-3", "o-4"), by=OFFICER, at=NOW)], ids=["no", "yes"]
)
def test_answers_travel(answer):
    """A worker's answer arrives equal."""
    assert pickle.loads(pickle.dumps(answer)) == answer  # noqa: S301  our own bytes
