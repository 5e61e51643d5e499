"""The record has no back door: nobody launders a category, splits off protection, or merges a refusal away."""

# ruff: noqa: FBT003  facts are told in the order of the form

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from community_policing.cases import Actor, Party
from community_policing.errors import UnreadableCaseError
from community_policing.taxonomy import Risk
from community_policing.workflows import Refused, Verdict
from community_policing.workflows._override import MAY_BE_SET_ASIDE, may_be_set_aside
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin import intake, record

RULES = standard_rulebook()
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
BEFORE, AFTER = AT - timedelta(days=2), AT + timedelta(days=2)
ADULT = Party("p1", "complainant", age_band="adult")
OTHER = Party("p2", "disputing-party", age_band="adult")
FRIEND = Party("p3", "support-person", age_band="adult")
CHILD = Party("p4", "affected-child", age_band="boy-or-girl")
UNNAMED = "other-uncategorised"


def opened(*parties, categories=("neighbour-dispute",)):
    by = Actor("o-0", ("intake-officer",))
    case = RULES.open_case("C1", categories=categories, parties=parties or (ADULT, OTHER, FRIEND), by=by, at=AT)
    return done(case.expect().case, record.Assign("o-1", "case-officer", "u", "r", True, "r"), "supervisor", by="o-9")


def tried(case, command, *roles, by="o-2"):
    return RULES.decide(case, command, by=Actor(by, roles), at=AT)


def done(case, command, *roles, by="o-2"):
    return tried(case, command, *roles, by=by).expect().case


def codes(outcome):
    assert isinstance(outcome, Refused), outcome
    return {reason.code for reason in outcome.reasons}


def named(*categories):
    return record.Recategorise(categories[0], categories, "r")


# ---------------------------------------------------------------------------------------- the matter


def test_a_matter_is_not_unnamed_by_intake():
    """To make a named case uncategorised is a relaxation, however cautious that policy is."""
    case = opened(categories=("simple-matter",))

    assert codes(tried(case, named(UNNAMED), "intake-officer")) == {"relaxes-policy"}
    done(case, named(UNNAMED), "supervisor")


def test_a_matter_that_was_taken_away_is_not_named_anew_for_free():
    """The first naming is free once: not after a supervisor made the case uncategorised."""
    case = done(opened(categories=("domestic-violence",)), named(UNNAMED), "supervisor")

    assert codes(tried(case, named("neighbour-dispute"), "intake-officer")) == {"relaxes-policy"}
    done(case, named("neighbour-dispute"), "supervisor")


def test_triage_does_not_name_it_anew_either():
    """Beginning triage adds a category to a new case, and relaxes nothing on one that had another."""
    fresh = registered(opened(categories=(UNNAMED,)))
    emptied = done(registered(opened(categories=("domestic-violence",))), named(UNNAMED), "supervisor")
    begin = intake.BeginTriage("neighbour-dispute", "r")

    assert done(fresh, begin, "intake-officer").categories == ("neighbour-dispute",)
    assert codes(tried(emptied, begin, "intake-officer")) == {"triage-relaxes-policy"}
    done(emptied, begin, "intake-officer", "supervisor")


def registered(case):
    track = attrs.evolve(case.track("intake"), state="registered")
    return attrs.evolve(case, tracks=tuple(track if one.id == "intake" else one for one in case.tracks))


@pytest.mark.parametrize(
    ("law", "before", "after"),
    [
        ({"judicial_approval_required": {"neighbour-dispute"}}, "neighbour-dispute", "family-dispute"),
        ({"conciliation_allowed": {"family-dispute"}}, "neighbour-dispute", "family-dispute"),
        ({"complaint_only": {"family-dispute"}}, "neighbour-dispute", "family-dispute"),
    ],
    ids=["judge", "conciliation", "complaint"],
)
def test_what_the_law_leaves_to_the_parties_relaxes_too(law, before, after):
    """No axis of the policy falls, and yet a judge is no longer asked or a complaint may be withdrawn."""
    empty = dict.fromkeys(("judicial_approval_required", "conciliation_allowed", "complaint_only"), frozenset())
    lists = empty | {field: frozenset(ids) for field, ids in law.items()}
    local = attrs.evolve(RULES.profile, law=attrs.evolve(RULES.profile.law, **lists))
    plain = attrs.evolve(RULES.profile, law=attrs.evolve(RULES.profile.law, **empty))
    case = opened(categories=(before,))
    by = Actor("o-2", ("intake-officer",))

    RULES.with_profile(plain).decide(case, named(after), by=by, at=AT).expect()
    assert codes(RULES.with_profile(local).decide(case, named(after), by=by, at=AT)) == {"relaxes-policy"}


def test_a_graver_matter_is_never_held_up_by_the_law_of_the_milder_one():
    """Whoever finds domestic violence says so, although the quarrel needed a judge and that needs none."""
    done(opened(categories=("neighbour-quarrel",)), named("domestic-violence"), "intake-officer")


# ---------------------------------------------------------------------------------------- who may relax


def test_a_supervisor_who_is_the_case_officer_relaxes_nothing():
    """Neither the category, nor the risk, nor by a split: another supervisor looks."""
    case = opened(ADULT, OTHER, CHILD, categories=("domestic-violence", "neighbour-dispute"))
    case = done(case, record.SetRisk(Risk.HIGH, "r", "r", AFTER), "intake-officer")

    for command in (
        named("neighbour-dispute"),
        record.SetRisk(Risk.LOW, "r", "r", AFTER),
        record.Split(("p2",), ("domestic-violence",), "C2", "r", True),
        record.Split(("p4",), ("neighbour-dispute",), "C2", "r", True),
    ):
        assert codes(tried(case, command, "supervisor", by="o-1")) == {"actor-is-case-officer"}
        done(case, command, "supervisor")


@pytest.mark.parametrize(
    "party",
    [
        attrs.evolve(OTHER, age_band="adolescent"),
        attrs.evolve(OTHER, age_band="unknown-age"),
        attrs.evolve(OTHER, factors=("displaced",)),
        attrs.evolve(OTHER, capacity="needs-support"),
    ],
    ids=["minor", "unknown", "factor", "capacity"],
)
def test_nobody_protected_is_split_off_by_the_case_officer(party):
    """A possible minor and whoever is protected in particular stay until a supervisor decides."""
    case = opened(ADULT, party, FRIEND, categories=("neighbour-dispute", "simple-matter"))

    refused = tried(case, record.Split(("p2",), ("simple-matter",), "C2", "r", True), by="o-1")

    assert "split-takes-protected" in codes(refused)
    done(opened(categories=("neighbour-dispute", "simple-matter")), split("p2"), by="o-1")


def split(party):
    return record.Split((party,), ("simple-matter",), "C2", "r", True)


@pytest.mark.parametrize(
    "fact",
    [record.SetSafeContact("p2", "r", "r", "r"), record.AddFactor("weapon", "r", BEFORE, party="p2")],
    ids=["safe-contact", "factor"],
)
def test_what_was_recorded_for_a_party_protects_it_in_a_split(fact):
    """A safe way of contact and a factor of the party's own count."""
    case = done(opened(categories=("neighbour-dispute", "simple-matter")), fact, "intake-officer")

    assert "split-takes-protected" in codes(tried(case, split("p2"), by="o-1"))


# ---------------------------------------------------------------------------------------- who speaks for whom


@pytest.mark.parametrize("role", ["disputing-party", "complainant", "victim", "respondent", "subject-member"])
def test_no_other_side_stands_in_for_a_party(role):
    """Neither as guardian, nor as substitute, nor as representative."""
    side, parent = Party("p5", role, age_band="adult"), Party("p6", "parent", age_band="adult")
    club = Party("p7", "complainant", kind="organisation")
    case = opened(ADULT, CHILD, side, parent, club)
    worker = "psychosocial-specialist"

    assert codes(tried(case, record.SetGuardian("p4", "p5", "r", "nothing-found"), worker)) == {"guardian-is-accused"}
    assert codes(tried(case, record.SetGuardian("p4", "p6", "r", "found", "p5"), worker)) == {"guardian-is-accused"}
    done(case, record.SetGuardian("p4", "p6", "r", "nothing-found"), worker)
    mandated = tried(case, record.SetRepresentative("p7", "p5", "r", "r"), "supervisor")
    assert codes(mandated) == {"representative-is-side"}


def test_no_other_side_consents_for_a_party():
    """Not even for help that a child could ask for alone."""
    case = opened(ADULT, OTHER, CHILD)
    command = record.RecordConsent("p4", "to-support", "given", "p2", True, ("r",), "r")

    assert "giver-has-conflict" in codes(tried(case, command, "intake-officer"))


# ---------------------------------------------------------------------------------------- two records, one party


@pytest.mark.parametrize(
    "change",
    [
        {"role": "victim"},
        {"age_band": "adolescent"},
        {"age_band": "unknown-age"},
        {"capacity": "lacks-capacity"},
        {"factors": ("displaced",)},
    ],
    ids=["role", "minor", "unknown", "capacity", "factor"],
)
def test_a_merge_weakens_no_protection(change):
    """Not even a supervisor's: the records are corrected first."""
    again = attrs.evolve(ADULT, id="p5", **change)
    case = opened(ADULT, OTHER, again)

    assert "merge-weakens-protection" in codes(tried(case, record.MergeParties("p1", "p5", "r"), "supervisor"))
    if "role" not in change:
        done(case, record.MergeParties("p5", "p1", "r"), "supervisor")


def test_a_person_is_not_merged_into_an_organisation():
    """A human being is owed more than a club."""
    case = opened(ADULT, OTHER, Party("p5", "complainant", kind="organisation"))

    assert "merge-weakens-protection" in codes(tried(case, record.MergeParties("p5", "p1", "r"), "supervisor"))


def consent(party, decision="given"):
    return record.RecordConsent(party, "to-publicity", decision, party, True, ("r",), "r")


@pytest.mark.parametrize(
    "facts",
    [
        lambda party: (consent(party, "refused"),),
        lambda party: (consent(party), record.WithdrawConsent(party, "to-publicity")),
        lambda party: (record.RecordWish(party, "r", True, "undecided", False),),
        lambda party: (record.SetSafeContact(party, "r", "r", "r"),),
        lambda party: (record.SetGuardian(party, "p3", "r", "nothing-found"),),
    ],
    ids=["refused", "withdrawn", "wish", "safe-contact", "guardian"],
)
def test_a_merge_loses_nothing_that_a_party_said(facts):
    """A refusal of the duplicate is recorded for the party that stays before the duplicate goes."""
    case = opened(ADULT, OTHER, FRIEND, attrs.evolve(ADULT, id="p5"))
    merge = record.MergeParties("p1", "p5", "r")
    for fact in facts("p5"):
        case = done(case, fact, "psychosocial-specialist")

    assert codes(tried(case, merge, "supervisor")) == {"merge-loses-will"}
    for fact in facts("p1"):
        case = done(case, fact, "psychosocial-specialist")
    done(case, merge, "supervisor")


def test_a_consent_that_was_given_does_not_hinder_a_merge():
    """Nothing is lost with it."""
    case = done(opened(ADULT, OTHER, attrs.evolve(ADULT, id="p5")), consent("p5"), "intake-officer")

    done(case, record.MergeParties("p1", "p5", "r"), "supervisor")


def test_only_a_supervisor_takes_a_role_away():
    """A side does not become a bystander, and someone unknown becomes none either, by the case officer's word."""
    unknown = Party("p5", "person-not-yet-identified", kind="unidentified-person", age_band="adult")
    case = opened(ADULT, OTHER, unknown)

    for party in ("p1", "p5"):
        command = record.IdentifyParty(party, "r", "adult", party_role="witness")
        assert codes(tried(case, command, "intake-officer")) == {"party-role-settled"}
        assert codes(tried(case, command, "supervisor", by="o-1")) == {"actor-is-case-officer"}
        assert done(case, command, "supervisor").party(party).role == "witness"
    staff = record.IdentifyParty("p5", "r", "adult", party_role="mediator")
    assert codes(tried(case, staff, "supervisor")) == {"party-role-settled"}


# ---------------------------------------------------------------------------------------- set aside, begun twice


@pytest.mark.parametrize("code", ["signature-missing", "consent-missing", "track-open", "minor-without-safeguard"])
def test_a_profile_sets_nothing_aside_that_protects(code):
    """Only conditions of administration may be named."""
    law = attrs.evolve(RULES.profile.law, overridable_guards=frozenset({code, "same-unit"}))

    assert not may_be_set_aside(code, law)
    assert may_be_set_aside("same-unit", law)
    assert not may_be_set_aside("outside-area-competence", law)


def test_what_may_be_set_aside_is_a_condition_that_exists():
    """No code of the list is misspelt: each is one that some guard gives."""
    given = set()
    for workflow in (RULES.workflow(name) for name in ("record", "intake", "mediation", "escalation", "closure")):
        for step in workflow.transitions:
            for guard in (*step.when, *step.given):
                given |= {guard.code, *getattr(guard, "gives", ())}

    assert given >= MAY_BE_SET_ASIDE


@pytest.mark.parametrize("kind", ["organisation", "collective", "public"])
def test_no_organisation_is_a_child(kind):
    """A contradiction like that hides a minor, and is bad data."""
    with pytest.raises(UnreadableCaseError, match="age_band"):
        opened(ADULT, attrs.evolve(CHILD, kind=kind))


def test_a_case_that_has_begun_does_not_begin_again():
    """Not even one whose record was told to be unopened: its people and its matter stay."""
    by = Actor("system", ("system",))
    case = (
        RULES.adopt_case("C1", tracks={}, categories=("domestic-violence",), parties=(ADULT,), by=by, at=AT)
        .expect()
        .case
    )
    case = attrs.evolve(case, tracks=tuple(attrs.evolve(one, state="unopened") for one in case.tracks))

    for command in (record.OpenCase, record.AdoptCase):
        again = tried(case, command(("neighbour-dispute",)), "supervisor")
        assert (again.verdict, codes(again)) == (Verdict.UNMET, {"case-has-begun"})
        with pytest.raises(UnreadableCaseError, match="already"):
            tried(case, command(("neighbour-dispute",), (ADULT,)), "supervisor")
