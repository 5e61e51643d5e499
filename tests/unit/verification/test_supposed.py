"""Every question that a guard may ask can be answered either way, and a real case answers it so."""

import pytest
from tests.unit.verification.marsh import (
    BY,
    REPORT,
    REST,
    SAID,
    Flag,
    Hear,
    Look,
    Lower,
    Report,
    at_rest,
    but,
    codes,
    looked_at,
    marsh,
    proof,
)

from community_policing.taxonomy import Confidentiality, Mediable, Risk
from community_policing.verification._lazy import NOW
from community_policing.workflows import days, guard, hours, in_state, possible

LOOKED = in_state(looked_at)


def told(read):
    """Return the question whether a report was made of which *read* holds."""

    def asked(s):
        report = s.last(Report)
        return report is not None and read(s, report)

    return asked


def looked(read):
    """Return the question whether the place was looked at and *read* holds of that."""

    def asked(s):
        look = s.last(Look)
        return look is not None and read(s, look)

    return asked


QUESTIONS = {
    "a factor": lambda s: s.has_factor("weapon", "injury"),
    "a factor of the case": lambda s: s.case.has_factor("injury"),
    "the factors": lambda s: len(s.case.factors) > 0,
    "the categories": lambda s: len(s.case.categories) > 1,
    "a category": lambda s: "neighbour-dispute" in s.case.categories,
    "what a category lies under": lambda s: s.is_under("case-categories", s.case.categories[0], "neighbour-dispute"),
    "the policy": lambda s: s.policy.mediable is Mediable.NEVER,
    "the policy of a category": lambda s: s.policy_with(s.case.categories[0]).mediable is Mediable.NEVER,
    "the risk": lambda s: s.risk is Risk.HIGH,
    "the confidentiality": lambda s: s.confidentiality > Confidentiality.STANDARD,
    "the outcome": lambda s: s.case.outcome is None,
    "which outcome": lambda s: s.case.outcome == "resolved",
    "a mark": lambda s: s.is_marked("marsh-foreign"),
    "the assignments": lambda s: len(s.case.assignments) > 0,
    "another track": lambda s: s.is_live("ferry"),
    "the state of another track": lambda s: s.state_of("ferry") == "far",
    "the other live tracks": lambda s: any(track.workflow == "ferry" for track in s.live_tracks()),
    "how long it lasted": lambda s: s.elapsed(days(3)),
    "since when it is so": lambda s: s.view.at - s.track.since > hours(5),
    "the deadline": lambda s: s.deadline_passed(),
    "what was told lately": lambda s: s.recent(hours(2), Report),
    "a flag": told(lambda _, report: report.urgent),
    "a concept": told(lambda _, report: report.channel == "hotline"),
    "another concept": told(lambda _, report: report.channel != "hotline"),
    "a concept among some": told(lambda _, report: report.channel in {"hotline", "walk-in"}),
    "what a concept lies under": told(lambda s, report: s.is_under("channels", report.channel, "hotline")),
    "an id": told(lambda _, report: report.boat == "officer-2"),
    "an id among some": told(lambda _, report: report.boat in {"officer-2", "p1"}),
    "what may be left out": told(lambda _, report: report.note is None),
    "who told it": lambda s: s.giver(Report) == "officer-1",
    "a part of each": looked(lambda _, look: any(landing.dry for landing in look.landings)),
    "how many parts": looked(lambda _, look: len(look.landings) == 1),
    "whom a part is about": looked(lambda _, look: [landing.who for landing in look.landings] == ["p2"]),
    "a moment that may have passed": looked(lambda s, look: s.has_passed(look.until)),
    "a day that may have passed": looked(lambda s, look: look.back is not None and s.has_passed(look.back)),
    "a while since a moment": looked(lambda s, look: s.is_within(days(3), look.until)),
    "every one that was told": lambda s: any(one.calm for one in s.every(Hear)),
    "what stands": lambda s: s.stands(Flag, unless=Lower) is not None,
    "what came after": lambda s: s.came_after(Flag, Look),
}
"""What a guard may ask of a case, whoever looks at it."""

OF_THE_ACTOR = {
    "who acts": lambda s: s.actor.id == "officer-1",
    "who holds a role": lambda s: s.actor.id in s.holders("case-officer"),
    "the unit": lambda s: s.actor.unit is None,
    "the competencies": lambda s: len(s.actor.competencies) > 0,
    "for whom the actor speaks": lambda s: s.speaks_as_party() is None,
    "what roles the actor has": lambda s: "intake-officer" in s.actor.roles,
}
"""What a guard may ask of whoever takes a step."""


def asking(question):
    """Return the guard that asks *question*."""
    return guard("marsh-asked", otherwise="marsh-not-asked")(question)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_may_be_answered_either_way(question):
    """There is a real case of the one answer and one of the other: each is replayed before it is believed."""
    claim = asking(question)
    ways = (possible(LOOKED & claim, id="so", **SAID), possible(LOOKED & ~claim, id="not-so", **SAID))

    report = proof(marsh(*ways))

    assert report.proved == (("marsh", "so"), ("marsh", "not-so"))


@pytest.mark.parametrize("question", OF_THE_ACTOR.values(), ids=OF_THE_ACTOR)
@pytest.mark.parametrize("turned", [False, True], ids=["so", "not so"])
def test_a_step_may_ask_who_takes_it(question, turned):
    """Somebody of whom it is so can take a step that asks for it, and somebody else one that asks for the contrary."""
    claim = ~asking(question) if turned else asking(question)
    rests = possible(in_state(at_rest), id="rests", **SAID)

    report = proof(marsh(rests, instead=(but(REST, by=(*BY, "complainant"), when=(claim,)),)))

    assert report.proved == (("marsh", "rests"),)
    assert report.ok


def test_a_concept_is_looked_up_by_what_it_is():
    """What flags a concept has is asked of the concept it is."""

    @guard("marsh-not-flagged")
    def flagged(a):
        return a.is_flagged("channels", a.command.channel, "anonymous")

    report = proof(marsh(instead=(but(REPORT, given=(flagged,)),)))

    assert "dead-transition" in codes(report)


@guard("marsh-known", otherwise="marsh-unknown")
def is_known(s):
    """What no case changes is as it is."""
    return (
        s.law is s.profile.law
        and s.is_live("marsh")
        and s.state_of("marsh") == s.track.state
        and not s.has_passed(NOW + hours(1))
        and s.has_passed((NOW - days(2)).date())
        and s.is_within(days(2), NOW - days(1))
        and s.is_within(days(3), (NOW - days(2)).date())
        and s.policy_with("neighbour-dispute").mediable is not None
        and not s.is_flagged("channels", "hotline", "nothing")
        and s.is_under("channels", "hotline", "hotline")
    )


def test_what_is_fixed_is_not_asked_of_the_world():
    """A guard that asks only for what no case changes always holds, and a note says so."""
    report = proof(marsh(instead=(but(REST, when=(is_known,)),)))

    assert report.ok
    assert [(one.code, one.subject.partition(": ")[2]) for one in report.notes] == [("guard-always-holds", "is_known")]


@guard("marsh-mistaken")
def asks_for_no_key(s):
    """It asks for a fact by a key that it has not."""
    return s.last(Flag, party="p1") is None


def test_a_fact_asked_for_by_a_wrong_key_is_refused_as_by_the_real_rules():
    """A guard that names a key which the command has not raises, and that is told of."""
    report = proof(marsh(instead=(but(REST, when=(asks_for_no_key,)),)))

    assert "guard-raises" in codes(report)
    assert "fact-key" in str(report)
