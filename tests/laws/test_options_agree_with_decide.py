"""Law 2: `options` and `decide` answer alike."""

import random

from hypothesis import given
from tests.laws.asking import asked, given_reasons, may, party_reasons, standing_reasons, ways, when_reasons
from tests.laws.strategies import LONG_LIVES, SEEDS, cast, lives, payload
from tests.unit.workflows.village import RULES

from community_policing.workflows import Accepted, Refused, Verdict


def options_agree(life, seed):
    """Hold every option of somebody at the end of a life against a decision with random fields."""
    chance, rules, case = random.Random(seed), life.rules, life.case  # noqa: S311  the same seed gives the same life
    at = case.at
    for by in chance.sample(cast(case), 3):
        options = rules.options(case, by=by, at=at)
        for option in options:
            agrees(rules, case, by, option, payload(rules, case, option.command, at, chance))
        nothing_else_is_offered(rules, case, by, options, chance)


def agrees(rules, case, by, option, command):
    at = case.at
    outcome = rules.decide(case, command, by=by, at=at, track=option.track)
    track = case.track(option.track)
    attempt = asked(rules, case, track, by, command, at=case.at)
    allowed = [way for way in ways(rules, track, option.command) if may(rules, by, case, way)]
    open_ = [way for way in allowed if not when_reasons(rules, way, attempt)]
    standing = standing_reasons(rules, attempt)
    match option.verdict:
        case Verdict.NOT_AUTHORISED:
            assert not allowed
            assert (outcome.verdict, outcome.reasons) == (Verdict.NOT_AUTHORISED, option.reasons)
        case Verdict.UNMET:
            assert standing or not open_
            assert outcome.verdict is Verdict.UNMET
            assert set(option.reasons) <= set(outcome.reasons)
            of_fields = set(party_reasons(attempt)) | {
                reason for way in open_ or allowed for reason in given_reasons(way, attempt)
            }
            assert set(outcome.reasons) <= set(option.reasons) | of_fields
        case Verdict.NEEDS_INPUT:
            assert open_
            assert not standing
            assert option.fields or open_[0].given
            if isinstance(outcome, Refused):
                closed = [given_reasons(way, attempt) for way in open_]
                of_fields = {reason for reasons in closed for reason in reasons} if all(closed) else set()
                assert outcome.verdict is Verdict.UNMET
                assert set(outcome.reasons) == of_fields | set(party_reasons(attempt))
        case Verdict.PERMITTED:
            assert not option.fields
            assert not open_[0].given
            assert isinstance(outcome, Accepted)


def nothing_else_is_offered(rules, case, by, options, chance):
    """Whatever is not among the options of a track is not offered there, whoever asks."""
    at = case.at
    offered = {(option.track, option.name) for option in options}
    for track in case.tracks:
        name = chance.choice(sorted(spec.name for spec in rules.workflow_of(track).commands))
        if (track.id, name) not in offered:
            command = payload(rules, case, rules.spec(name).cls, at, chance)
            refused = rules.decide(case, command, by=by, at=at, track=track.id)
            assert refused.verdict is Verdict.NOT_OFFERED


@given(lives(RULES), SEEDS)
def test_options_agree_on_a_small_rulebook(life, seed):
    """Each verdict means what it says, for random fields."""
    options_agree(life, seed)


@LONG_LIVES
@given(lives(steps=25), SEEDS)
def test_options_agree_on_the_standard_rulebook(life, seed):
    """Each verdict means what it says, for random fields, in every state the walk comes to."""
    options_agree(life, seed)
