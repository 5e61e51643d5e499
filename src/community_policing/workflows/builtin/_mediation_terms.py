"""Claims about the agreement: its terms, who is bound, that each side is free, and whether it was kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from community_policing.cases import Reason
from community_policing.workflows._durations import days
from community_policing.workflows._guard import guard
from community_policing.workflows._situation import Attempt, Situation
from community_policing.workflows.builtin._case_guards import STAFF
from community_policing.workflows.builtin._mediation_attempts import is_further_off, not_ahead
from community_policing.workflows.builtin._mediation_commands import (
    DraftAgreement,
    ExtendMonitoring,
    Fulfil,
    FulfilPartly,
    JudgeAccepts,
    RecordTermProgress,
    ReportBreach,
    Sign,
    StartMonitoring,
    SubmitForApproval,
    UpholdAgreement,
    VoidAgreement,
)
from community_policing.workflows.builtin._mediation_guards import sides
from community_policing.workflows.builtin._mediation_parts import AgreementTerm
from community_policing.workflows.builtin._mediation_safety import FREE_WILL, free_will_reasons, is_done, terms_of

PAYMENTS = frozenset({"compensation", "payment-or-instalments", "periodic-payment", "waiver-of-civil-claim"})
"""Terms that are nothing without their amount."""

# --------------------------------------------------------------------------- the text


@guard(
    "term-binds-nobody",
    params=("term_ref",),
    gives=("terms-missing", "term-not-new", "term-lacks-amount", "term-lacks-end"),
)
def terms_are_whole(a: Attempt[DraftAgreement]) -> Iterator[Reason]:
    """There are terms, each under a reference of its own, and each says whom it binds, to what and until when."""
    terms = a.command.terms
    if not terms:
        yield Reason("terms-missing")
    for index, term in enumerate(terms):
        told = any(term.term == other.term for other in terms[:index])
        if told or a.last(RecordTermProgress, term=term.term) is not None:
            yield Reason("term-not-new", term_ref=term.term)
        if term.term_kind in PAYMENTS and (term.amount is None or term.amount <= 0):
            yield Reason("term-lacks-amount", term_ref=term.term)
        if term.term_kind == "periodic-payment" and term.until is None:
            yield Reason("term-lacks-end", term_ref=term.term)
        if (term.obligor is None) is (term.third_body is None):
            yield Reason("term-binds-nobody", term_ref=term.term)


@guard("term-barred", params=("term_ref", "term"))
def no_term_is_barred(a: Attempt[DraftAgreement]) -> Iterator[Reason]:
    """No term is one that no agreement may hold (AT90)."""
    for term in a.command.terms:
        if a.is_flagged("agreement-terms", term.term_kind, "barred"):
            yield Reason("term-barred", term_ref=term.term, term=term.term_kind)


@guard("term-names-outsider", params=("term_ref",), gives=("terms-not-lawful", "term-keeps-victim-away"))
def terms_are_lawful(a: Attempt[DraftAgreement]) -> Iterator[Reason]:
    """The terms were checked; they bind and serve the sides only, and no victim is kept away from a place."""
    if not a.command.terms_are_lawful:
        yield Reason("terms-not-lawful")
    insiders = {None, *(party.id for party in sides(a))}
    victims = {party.id for party in a.parties if party.role == "victim"}
    for term in a.command.terms:
        if term.term_kind == "place-exclusion" and term.obligor in victims:
            yield Reason("term-keeps-victim-away", term_ref=term.term)
        if not insiders.issuperset((term.obligor, term.beneficiary)):
            yield Reason("term-names-outsider", term_ref=term.term)


@guard("due-bargained-down", params=("term_ref",), gives=("dues-not-checked",))
def dues_are_kept(a: Attempt[DraftAgreement]) -> Iterator[Reason]:
    """Nothing that the law gives is bargained down, nor waived where it cannot be waived."""
    if not a.command.dues_are_kept:
        yield Reason("dues-not-checked")
    if "non-waivable-rights-excluded" in a.policy.mediation_scopes:
        for term in a.command.terms:
            if term.term_kind == "waiver-of-civil-claim":
                yield Reason("due-bargained-down", term_ref=term.term)


@guard("obligor-not-agreed", params=("term_ref",))
def everyone_bound_agreed(a: Attempt[DraftAgreement]) -> Iterator[Reason]:
    """Whoever a term binds accepted it before, and nowhere declined."""
    agreed = {
        (one.obligor, one.third_body)
        for one in a.command.obligor_acceptances
        if one.accepted and a.has_passed(one.accepted_at)
    }
    declined = {
        who for one in a.command.obligor_acceptances if not one.accepted for who in (one.obligor, one.third_body)
    }
    for term in a.command.terms:
        bound = (term.obligor, term.third_body)
        if bound not in agreed or any(who in declined for who in bound if who is not None):
            yield Reason("obligor-not-agreed", term_ref=term.term)


@guard("child-view-missing", attested=True)
def child_was_heard(a: Attempt[DraftAgreement]) -> bool:
    """Where a child is affected, or that cannot be excluded, the child's view was heard and considered."""
    affected = any(party.role == "affected-child" or a.may_be_minor(party) for party in a.parties)
    return not affected or a.command.child_view_note is not None


# --------------------------------------------------------------------------- free will


@guard("free-will-not-checked", params=("party",), gives=FREE_WILL[1:], audience=STAFF)
def every_side_is_free(a: Attempt[Sign | SubmitForApproval | UpholdAgreement]) -> Iterator[Reason]:
    """Every side was asked alone since the text was worded or contested, is free, and accepts the text."""
    yield from free_will_reasons(a, a.command.duress_checks, lambda check: _since_entry(a, check.duress_check_at))


def _since_entry(s: Situation, moment: datetime) -> bool:
    """Return whether *moment* is over and lies after the track came to its state."""
    return s.has_passed(moment) and moment >= s.track.since


@guard("signature-missing", params=("party",))
def every_side_signed(a: Attempt[Sign]) -> Iterator[Reason]:
    """Every side signed the text, after it was worded."""
    signed = {one.party for one in a.command.signatures if _since_entry(a, one.signed_at)}
    for party in sides(a):
        if party.id not in signed:
            yield Reason("signature-missing", party=party.id)


@guard("text-not-read-out", gives=("copy-not-given",), attested=True)
def text_was_read_and_handed_over(a: Attempt[Sign]) -> Iterator[Reason]:
    """The text was read to each party, and each has a copy."""
    if not a.command.read_to_each_party:
        yield Reason("text-not-read-out")
    if not a.command.copy_given:
        yield Reason("copy-not-given")


# --------------------------------------------------------------------------- the judge


@guard("decision-not-on-this-text")
def decision_is_on_this_text(a: Attempt[JudgeAccepts]) -> bool:
    """The judge decided, and did so after the text was sent."""
    return _since_entry(a, a.command.decided_at)


@guard("judge-must-release")
def judge_releases_what_a_judge_approved(a: Attempt[VoidAgreement]) -> bool:
    """What a judge approved, only a judge's decision undoes (IQ-23/1971)."""
    approved = a.follows(JudgeAccepts, DraftAgreement)
    return not approved or a.command.judicial_decision_reference is not None


@guard("reviewer-had-a-part")
def reviewer_is_not_the_first_decider(s: Situation) -> bool:
    """Whoever reviews the agreement had no part in bringing it about."""
    part = {s.giver(one) for one in (DraftAgreement, Sign, SubmitForApproval, JudgeAccepts)}
    return s.actor.id not in part | {*s.holders("mediator"), *s.holders("case-officer")}


# --------------------------------------------------------------------------- carrying it out


@guard(
    "date-not-ahead",
    params=("date",),
    gives=("follow-up-dates-missing", "follow-up-too-soon", "follow-up-too-far"),
    safeguard="follow-up-14-days",
)
def follow_ups_are_ahead(a: Attempt[StartMonitoring]) -> Iterator[Reason]:
    """There are follow-ups, all ahead; one in two weeks to a month where the profile asks for it (MOI-FCP)."""
    dates = a.command.follow_up_dates
    if not dates:
        yield Reason("follow-up-dates-missing")
    for day in dates:
        yield from not_ahead(a, day)
    if dates and "follow-up-14-days" in a.profile.safeguards:
        late = [day for day in dates if is_further_off(a, day, days(14))]
        if not late:
            yield Reason("follow-up-too-soon")
        elif is_further_off(a, min(late), days(31)):
            yield Reason("follow-up-too-far", date=min(late))


@guard("date-not-ahead", params=("date",))
def new_end_is_ahead(a: Attempt[ExtendMonitoring]) -> Iterator[Reason]:
    """The new end is still ahead."""
    yield from not_ahead(a, a.command.new_end_date)


@guard("no-such-term", params=("term_ref",))
def term_is_of_the_agreement(a: Attempt[RecordTermProgress]) -> Iterator[Reason]:
    """The term is one of the agreement's."""
    if a.command.term not in {term.term for term in terms_of(a)}:
        yield Reason("no-such-term", term_ref=a.command.term)


@guard("follow-up-not-alone", attested=True)
def follow_up_was_private(a: Attempt[Fulfil | FulfilPartly]) -> bool:
    """Each party was followed up alone (MOI-FCP)."""
    return a.command.seen_alone


@guard("undone-term-not-named", params=("term_ref",), gives=("rest-not-accepted",), attested=True)
def beneficiary_lets_the_rest_go(a: Attempt[FulfilPartly]) -> Iterator[Reason]:
    """Whoever would have gained freely lets go what remains, and all that remains is named."""
    if not a.command.beneficiary_acceptance:
        yield Reason("rest-not-accepted")
    for term in _undone(a, terms_of(a)):
        if term not in a.command.terms_not_done:
            yield Reason("undone-term-not-named", term_ref=term)


def _undone(s: Situation, terms: tuple[AgreementTerm, ...]) -> Iterator[str]:
    """Yield those of *terms* that were not carried out."""
    yield from (term.term for term in terms if not is_done(s, term.term))


@guard("breach-not-heard", attested=True)
def breach_was_heard_on_both_sides(a: Attempt[ReportBreach]) -> bool:
    """Both sides were heard before the breach was confirmed."""
    return a.command.breach_heard_both
