"""The formal report: every step it can take, what it opens and ends, its time limits and what falls by rule."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from tests.unit.workflows.village import as_it_stands

from community_policing.cases import Actor, Assignment, CaseFactor, Party
from community_policing.taxonomy import Risk
from community_policing.workflows import Accepted, Refused, Verdict
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin import escalation as esc
from community_policing.workflows.builtin._record_commands import AddFactor, RecordWish

RULES = standard_rulebook()
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=2)
OFFICER = Actor("o-1", unit="u-1")
SUPERVISOR = Actor("s-1", ("supervisor",), unit="u-9")
SYSTEM = Actor("clock", ("system",))
VICTIM = Actor("v", speaks_for="v")
PARTIES = (Party("v", "victim", age_band="adult"), Party("r", "alleged-perpetrator", age_band="adult"))
COMPLAINT, OPEN, DUTY = "assault-no-injury", "marital-dispute", "dv-physical-injury"

WISH = RecordWish("v", "wish-1", asked_alone=True, wish="no-report")
ACK = esc.Acknowledge("BGD/77/2026", "desk-3", EARLIER)
SUBMIT = esc.Submit(
    "criminal-report", "package-1", "police-station", ("request-1",), "wish-1", wish_and_requests_in_package=True
)
HELD = esc.SuspectLocated(EARLIER, "police-station", "u-1")
COMPLAINS = esc.VictimComplains("record-1", EARLIER, "v")
CHECK = {
    "checked_by": "x-1",
    "checked_by_unit": "u-2",
    "seen_alone": True,
    "other_party_in_custody": False,
    "duress_check_at": EARLIER,
    "duress_result": "clear",
    "rights_explained_at": EARLIER,
}
WITHDRAW = esc.WithdrawReport("v", EARLIER, **CHECK)
SETTLE = esc.ConfirmSettlement("decision-1", "judge-1", judge_accepted=True, decided_at=EARLIER, **CHECK)
PROPOSE = esc.ProposeSettlement("conciliation", "v", EARLIER, other_party_in_custody=False)
PROGRESS = esc.RecordProgress("note-1", "call-1", date(2026, 3, 20), victim_told_at=EARLIER)
DECLINE = esc.VictimDeclines("v", "competent-adult-declines", EARLIER, EARLIER, "clear", seen_alone=True)
TOLD = {"legal_basis": "law-1", "victim_told_at": EARLIER}


def case_in(state, *facts, category=COMPLAINT, since=NOW, parties=PARTIES, marks=(), factors=(), risk=None, tracks=()):
    """Return a case whose report stands in *state* since *since*, with the officer assigned."""
    made = as_it_stands(
        RULES,
        "c-1",
        tracks={"escalation": state, **dict(tracks)},
        facts=facts,
        categories=(category,),
        parties=parties,
        by=SUPERVISOR,
        at=since,
    ).expect()
    return attrs.evolve(
        made.case,
        assignments=(Assignment("case-officer", "o-1"),),
        marks=marks,
        risk=risk,
        factors=tuple(CaseFactor(one) for one in factors),
    )


def do(case, command, *, by=OFFICER, at=NOW):
    return RULES.decide(case, command, by=by, at=at)


def codes(outcome):
    assert isinstance(outcome, Refused), outcome
    return {reason.code for reason in outcome.reasons}


def state(case):
    return case.track("escalation").state


COURT = esc.ReferToCourt("investigating-judge", "decision-1")

STEPS = [
    ("considered", esc.Assess("grounds-1", "criminal-report"), OFFICER, (WISH,), COMPLAINT, "legal-check"),
    ("considered", esc.Assess("grounds-1", "criminal-report"), SUPERVISOR, (WISH,), COMPLAINT, "legal-check"),
    ("considered", esc.Drop("no-offence"), SUPERVISOR, (), OPEN, "not-escalated"),
    ("legal-check", esc.DutyApplies(**TOLD), OFFICER, (), DUTY, "preparing"),
    (
        "legal-check",
        esc.NotifyForProtection(("request-1",), "law-1"),
        OFFICER,
        (esc.Assess("grounds-1", "protection-notice"),),
        COMPLAINT,
        "preparing",
    ),
    ("legal-check", esc.ComplaintNeeded(date(2026, 6, 1)), OFFICER, (), COMPLAINT, "complaint-check"),
    ("legal-check", esc.Discretionary("note-1"), OFFICER, (), OPEN, "supervisor-review"),
    ("complaint-check", COMPLAINS, OFFICER, (), COMPLAINT, "preparing"),
    ("complaint-check", DECLINE, OFFICER, (WISH,), COMPLAINT, "not-escalated"),
    ("complaint-check", esc.DutyFound(**TOLD), OFFICER, (), DUTY, "preparing"),
    ("supervisor-review", esc.DutyFound("law-1", not_told_reason="unsafe-1"), OFFICER, (), DUTY, "preparing"),
    ("supervisor-review", esc.Approve("reason-1"), SUPERVISOR, (), OPEN, "preparing"),
    ("supervisor-review", esc.Reject("no-offence"), SUPERVISOR, (), OPEN, "not-escalated"),
    ("preparing", SUBMIT, OFFICER, (COMPLAINS,), COMPLAINT, "submitted"),
    ("preparing", esc.StopBeforeSubmission("statutory-exemption"), SUPERVISOR, (), OPEN, "not-escalated"),
    ("submitted", ACK, OFFICER, (), COMPLAINT, "acknowledged"),
    ("submitted", esc.ReturnForCompletion("reason-1"), OFFICER, (), COMPLAINT, "returned"),
    ("acknowledged", esc.ReturnForCompletion("reason-1"), OFFICER, (), COMPLAINT, "returned"),
    ("returned", esc.Resubmit("note-1"), OFFICER, (), COMPLAINT, "preparing"),
    ("acknowledged", esc.Accept("decision-1", "desk-3", EARLIER), OFFICER, (), COMPLAINT, "accepted"),
    ("transferred", esc.Accept("decision-1", "desk-3", EARLIER), OFFICER, (), COMPLAINT, "accepted"),
    ("submitted", esc.AuthorityRefuses("decision-1", "reason-1"), OFFICER, (), COMPLAINT, "not-accepted"),
    ("acknowledged", esc.AuthorityRefuses("decision-1", "reason-1"), OFFICER, (), COMPLAINT, "not-accepted"),
    ("transferred", esc.AuthorityRefuses("decision-1", "reason-1"), OFFICER, (), COMPLAINT, "not-accepted"),
    ("not-accepted", esc.ChallengeRefusal("ground-1", "public-prosecution"), SUPERVISOR, (), COMPLAINT, "preparing"),
    (
        "closed-by-authority",
        esc.ChallengeRefusal("ground-1", "public-prosecution"),
        SUPERVISOR,
        (),
        COMPLAINT,
        "preparing",
    ),
    ("accepted", esc.OpenInvestigation("police-station", EARLIER), OFFICER, (), COMPLAINT, "under-investigation"),
    ("accepted", esc.SeekSuspect("place-1"), OFFICER, (), COMPLAINT, "suspect-sought"),
    ("under-investigation", esc.SeekSuspect("place-1", "warrant-1"), OFFICER, (), COMPLAINT, "suspect-sought"),
    ("suspect-sought", HELD, OFFICER, (), COMPLAINT, "suspect-held"),
    ("under-investigation", HELD, OFFICER, (), COMPLAINT, "suspect-held"),
    (
        "suspect-held",
        esc.SuspectReleased("terms-1", EARLIER, victim_told_at=EARLIER),
        OFFICER,
        (),
        COMPLAINT,
        "under-investigation",
    ),
    ("suspect-sought", esc.SearchSuspended("reason-1"), OFFICER, (), COMPLAINT, "under-investigation"),
    ("accepted", COURT, OFFICER, (), COMPLAINT, "before-court"),
    ("under-investigation", COURT, OFFICER, (), COMPLAINT, "before-court"),
    ("suspect-held", COURT, OFFICER, (), COMPLAINT, "before-court"),
    *(
        (
            source,
            esc.Decide("conviction", "decision-1", EARLIER, by_competent_court=True),
            OFFICER,
            (),
            COMPLAINT,
            "decided",
        )
        for source in ("before-court", "accepted", "under-investigation")
    ),
    *(
        (source, esc.AuthorityCloses("d-1", "r-1", EARLIER), OFFICER, (), COMPLAINT, "closed-by-authority")
        for source in ("accepted", "under-investigation", "suspect-sought")
    ),
    ("closed-by-authority", esc.AuthorityReopens("d-1"), OFFICER, (), COMPLAINT, "under-investigation"),
    *(
        (
            source,
            esc.TransferFile("police-station", "investigating-judge", "t-1", EARLIER),
            OFFICER,
            (),
            COMPLAINT,
            "transferred",
        )
        for source in ("acknowledged", "accepted", "under-investigation", "suspect-sought", "before-court")
    ),
    *(
        (source, PROPOSE, OFFICER, (ACK,), COMPLAINT, "settlement-review")
        for source in ("accepted", "under-investigation", "suspect-held", "before-court")
    ),
    ("settlement-review", SETTLE, SUPERVISOR, (PROPOSE,), COMPLAINT, "settled"),
    ("settlement-review", esc.RefuseSettlement("reason-1"), OFFICER, (), COMPLAINT, "under-investigation"),
    ("settlement-review", esc.RefuseSettlement("reason-1"), SUPERVISOR, (), COMPLAINT, "under-investigation"),
    ("settlement-review", esc.ReturnToCourt("reason-1"), OFFICER, (COURT,), COMPLAINT, "before-court"),
    *(
        (source, WITHDRAW, OFFICER, (), COMPLAINT, "withdrawn")
        for source in ("preparing", "submitted", "acknowledged", "accepted", "under-investigation", "before-court")
    ),
    ("not-escalated", esc.Reconsider("reason-1"), OFFICER, (), COMPLAINT, "considered"),
    ("not-escalated", esc.Reconsider("reason-1"), SUPERVISOR, (), COMPLAINT, "considered"),
    ("not-escalated", esc.Reconsider("reason-1"), VICTIM, (), COMPLAINT, "considered"),
    ("not-accepted", esc.Reconsider("reason-1"), VICTIM, (), COMPLAINT, "considered"),
]


@pytest.mark.parametrize("step", STEPS, ids=[f"{one[0]}-{type(one[1]).__name__}-{one[2].id}" for one in STEPS])
def test_a_step_leads_where_the_practice_says(step):
    """Every step of the published practice is taken by those who may, and leads to its state."""
    source, command, by, facts, category, dest = step
    case = case_in(source, *facts, category=category)

    outcome = do(case, command, by=by)

    assert isinstance(outcome, Accepted), outcome
    assert state(outcome.case) == dest


@pytest.mark.parametrize("step", STEPS, ids=[f"{one[0]}-{type(one[1]).__name__}-{one[2].id}" for one in STEPS])
def test_nobody_else_takes_a_step(step):
    """A bystander, and the accused, are refused before any guard is asked."""
    source, command, _, facts, category, _ = step
    case = case_in(source, *facts, category=category)

    assert codes(do(case, command, by=Actor("x", ("intake-officer",)))) == {"not-authorised"}
    assert codes(do(case, command, by=Actor("r", speaks_for="r"))) == {"not-authorised"}


TOLD_MOMENTS = [
    *((step, field.name) for step in STEPS for field in attrs.fields(type(step[1])) if "datetime" in field.type),
    *(((source, PROGRESS, OFFICER, (), COMPLAINT, source), "victim_told_at") for source in ("submitted", "accepted")),
]


@pytest.mark.parametrize(("step", "field"), TOLD_MOMENTS)
def test_what_is_told_has_happened(step, field):
    """No moment that a command tells lies in the future."""
    source, command, by, facts, category, _ = step
    case = case_in(source, *facts, category=category)

    told = codes(do(case, attrs.evolve(command, **{field: NOW + timedelta(hours=2)}), by=by))

    checked = {"told-moment-in-future", "duress-check-in-future", "report-rights-not-explained"}
    assert told & checked


@pytest.mark.parametrize("source", [one.name for one in esc.ESCALATION.states])
def test_every_state_but_the_final_ones_has_a_step_of_the_force(source):
    """Where only outsiders could move on, the force records progress, raises the delay or challenges it."""
    final = {one.name for one in esc.ESCALATION.states if one.final}
    case = case_in(source, ACK, since=NOW - timedelta(days=400), category=OPEN)

    options = [option for by in (OFFICER, SUPERVISOR) for option in RULES.options(case, by=by, at=NOW)]
    offered = {one.name for one in options if one.verdict in {Verdict.PERMITTED, Verdict.NEEDS_INPUT}}

    waiting = {"escalation.record-progress", "escalation.raise-delay"}
    force = {spec.name for spec in esc.ESCALATION.commands if spec.decided_by.value == "force"}
    assert bool(offered & (force | waiting)) is (source not in final and source != "withdrawn")


WAITING = (
    "submitted",
    "acknowledged",
    "transferred",
    "accepted",
    "under-investigation",
    "suspect-sought",
    "suspect-held",
    "before-court",
    "settlement-review",
)


@pytest.mark.parametrize("source", WAITING)
def test_while_an_authority_has_the_word_progress_is_recorded_and_delay_raised(source):
    """Both stay where they are and keep since when the report stands there."""
    case = case_in(source, since=NOW - timedelta(days=3))

    told = do(case, PROGRESS).expect()
    raised = do(told.case, esc.RaiseDelay("reason-1")).expect()

    assert raised.case.track("escalation").since == NOW - timedelta(days=3)
    assert [effect.code for effect in raised.effects] == ["alert-supervisor"]


@pytest.mark.parametrize(
    ("source", "days", "code"),
    [
        ("submitted", 1, "deadline-not-passed"),
        ("acknowledged", 7, "deadline-not-passed"),
        ("transferred", 7, "deadline-not-passed"),
        ("accepted", 14, "deadline-not-passed"),
        ("under-investigation", 30, "authority-not-silent"),
        ("suspect-sought", 30, "authority-not-silent"),
    ],
)
def test_silence_is_challenged_once_its_time_is_over(source, days, code):
    """The supervisor prepares the report anew, for the same authority or another, but not before."""
    command = esc.ChallengeSilence("ground-1", "public-prosecution")
    early = case_in(source, since=NOW - timedelta(days=days) + timedelta(minutes=1))
    late = case_in(source, since=NOW - timedelta(days=days))

    assert codes(do(early, command, by=SUPERVISOR)) == {code}
    assert state(do(late, command, by=SUPERVISOR).expect().case) == "preparing"


@pytest.mark.parametrize(
    ("source", "limit"),
    [
        ("legal-check", timedelta(hours=24)),
        ("complaint-check", timedelta(days=90)),
        ("supervisor-review", timedelta(hours=24)),
        ("preparing", timedelta(hours=24)),
        ("submitted", timedelta(hours=24)),
        ("acknowledged", timedelta(days=7)),
        ("returned", timedelta(hours=72)),
        ("accepted", timedelta(days=14)),
        ("under-investigation", timedelta(days=30)),
        ("suspect-sought", timedelta(days=14)),
        ("suspect-held", timedelta(days=30)),
        ("before-court", timedelta(days=30)),
        ("settlement-review", timedelta(days=7)),
        ("transferred", timedelta(days=7)),
        ("decided", None),
        ("withdrawn", None),
        ("not-escalated", None),
    ],
)
def test_a_state_lasts_as_long_as_the_practice_says(source, limit):
    """The published time limits hold; what rests has none."""
    case = case_in(source)

    due = RULES.due_at(case, case.track("escalation"))

    assert due == (None if limit is None else NOW + limit)


@pytest.mark.parametrize(("risk", "hours"), [(Risk.IMMINENT, 1), (Risk.HIGH, 24), (Risk.MEDIUM, 72), (Risk.LOW, 72)])
def test_considering_takes_an_hour_in_imminent_danger(risk, hours):
    """The graver the risk, the sooner it is assessed."""
    case = case_in("considered", risk=risk)

    assert RULES.due_at(case, case.track("escalation")) == NOW + timedelta(hours=hours)


def test_telling_the_victim_renews_the_time_limit():
    """The limit of the states that ask for it runs to the next day the victim is told, and no further than a month."""
    case = case_in("before-court", since=NOW - timedelta(days=29))

    after = do(case, attrs.evolve(PROGRESS, next_telling=date(2026, 4, 9))).expect().case

    assert RULES.due_at(after, after.track("escalation")) == datetime(2026, 4, 10, tzinfo=UTC)
    assert codes(do(case, attrs.evolve(PROGRESS, next_telling=date(2026, 4, 10)))) == {"next-telling-too-late"}


@pytest.mark.parametrize(
    ("source", "told", "days"),
    [("suspect-sought", EARLIER, 14), ("under-investigation", EARLIER, 30), ("accepted", None, 7)],
)
def test_the_next_telling_is_sooner_while_the_suspect_is_sought_and_when_nobody_was_told(source, told, days):
    """A fortnight while the suspect is sought; the days between two checks of safety when the victim was not told."""
    case = case_in(source)
    last = NOW.date() + timedelta(days=days)
    within = esc.RecordProgress("note-1", "call-1", last, victim_told_at=told)
    beyond = attrs.evolve(within, next_telling=last + timedelta(days=1))

    assert isinstance(do(case, within), Accepted)
    assert [dict(reason.items) for reason in do(case, beyond).reasons] == [{"days": days}]


def test_a_direction_stays_unanswered_until_progress_says_otherwise():
    """The mark stands from the judge's direction to the answer."""
    case = case_in("accepted")

    directed = do(case, esc.JudicialDirection("direction-1", "judge-1", "decision-1")).expect().case
    worked_on = do(directed, PROGRESS).expect().case
    answered = do(worked_on, attrs.evolve(PROGRESS, direction_still_open=False)).expect().case

    assert directed.marks == worked_on.marks == ("direction-unanswered",)
    assert answered.marks == ()


@pytest.mark.parametrize(
    ("source", "command", "by", "facts"),
    [
        ("accepted", esc.Decide("conviction", "decision-1", EARLIER, by_competent_court=True), OFFICER, ()),
        ("accepted", esc.AuthorityCloses("d-1", "r-1", EARLIER), OFFICER, ()),
        ("settlement-review", SETTLE, SUPERVISOR, (PROPOSE,)),
        ("accepted", WITHDRAW, OFFICER, ()),
    ],
    ids=["decided", "closed by the authority", "settled", "withdrawn"],
)
def test_a_direction_ends_with_its_proceedings(source, command, by, facts):
    """Where the proceedings end, nothing is left to answer, and the case is not kept open for ever by a direction."""
    case = case_in(source, *facts, marks=("direction-unanswered",))

    after = do(case, command, by=by).expect().case

    assert "direction-unanswered" not in after.marks


def test_registering_marks_the_case_until_the_authority_refuses():
    """A registered report marks the case; a refused one is registered no longer."""
    case = do(case_in("submitted"), ACK).expect().case

    refused = do(case, esc.AuthorityRefuses("decision-1", "reason-1")).expect().case

    assert (case.marks, refused.marks) == (("report-registered",), ())


@pytest.mark.parametrize("number", ["", "   ", None])
def test_a_report_without_a_number_is_not_registered(number):
    """A blank or absent number is not a number."""
    with pytest.raises(Exception, match="formal_report_number"):
        esc.Acknowledge(number, "desk-3", EARLIER)
    with pytest.raises(Exception, match="formal_report_number"):
        RULES.command("escalation.acknowledge", {"received_by": "desk-3", "received_at": EARLIER.isoformat()})


def test_an_accepted_conciliation_ends_the_case_by_a_judge():
    """The outcome and the mark say that a judge accepted, not that the police settled."""
    after = do(case_in("settlement-review", PROPOSE), SETTLE, by=SUPERVISOR).expect().case

    assert after.outcome == "judicially-approved-settlement"
    assert "settlement-approved-by-judge" in after.marks


@pytest.mark.parametrize(
    ("source", "command"), [("considered", esc.Drop("no-offence")), ("supervisor-review", esc.Reject("no-offence"))]
)
def test_what_is_not_escalated_goes_back_to_triage(source, command):
    """Dropping or rejecting opens the triage of the case."""
    after = do(case_in(source, category=OPEN), command, by=SUPERVISOR).expect().case

    assert after.track("intake").state == "triaging"


def test_a_duty_to_report_ends_mediation():
    """Once the duty is established, an open mediation ends as escalated; before that its session only stops."""
    for source, command in (("legal-check", esc.DutyApplies(**TOLD)), ("complaint-check", esc.DutyFound(**TOLD))):
        case = case_in(source, category="group-or-tribal-feud", tracks={"mediation": "preparation"})

        mediation = do(case, command).expect().case.track("mediation")

        assert mediation.state == "escalated"
        assert mediation.ended


def test_assessing_stops_the_session_by_an_effect():
    """Whether mediation ends is decided with the duty; until then its session stops."""
    outcome = do(case_in("considered", WISH), esc.Assess("grounds-1", "criminal-report")).expect()

    assert [effect.code for effect in outcome.effects] == ["stop-mediation-session"]


@pytest.mark.parametrize("source", ["not-escalated", "withdrawn"])
def test_a_duty_that_arises_later_brings_the_report_back_by_rule(source):
    """What rests unreported is considered again as soon as a duty to report arises."""
    case = case_in(source)

    outcome = do(case, AddFactor("weapon", "source-1", EARLIER)).expect()

    assert state(outcome.case) == "considered"
    fall = next(event for event in outcome.events if event.track == "escalation")
    assert [reason.code for reason in fall.reasons] == ["duty-to-report"]
    assert "alert-supervisor" in [effect.code for effect in outcome.effects]


@pytest.mark.parametrize("source", ["not-escalated", "withdrawn"])
def test_a_breach_that_is_confirmed_later_brings_the_report_back_by_rule(source):
    """What rests unreported is considered again as soon as a breach is confirmed."""
    case = case_in(source, category=OPEN, marks=("breach-confirmed",))

    outcome = do(case, WISH).expect()

    assert state(outcome.case) == "considered"


def test_the_report_of_a_breach_is_submitted_once():
    """The mark of the breach goes when the report of it is submitted."""
    case = case_in("preparing", COMPLAINS, marks=("breach-confirmed", "report-registered"))

    assert do(case, SUBMIT).expect().case.marks == ("report-registered",)


def test_a_released_suspect_is_recorded_wherever_the_report_stands():
    """Who was held when the matter went to court is let go there, and the victim is told first there too."""
    release = esc.SuspectReleased("terms-1", EARLIER, victim_told_at=EARLIER)
    held = case_in("before-court", HELD)
    free = case_in("before-court")
    unlawful = attrs.evolve(release, victim_told_at=None)
    ahead = attrs.evolve(release, released_at=NOW + timedelta(hours=2))

    after = do(held, release).expect().case

    assert codes(do(held, unlawful)) == {"victim-not-told-before-release"}
    assert codes(do(held, ahead)) == {"told-moment-in-future"}
    assert state(after) == "before-court"
    assert codes(do(after, release)) == codes(do(free, release)) == {"suspect-not-held"}


def test_a_case_at_rest_takes_no_step_of_the_report():
    """The report moves only while the case is open."""
    case = case_in("considered", WISH)
    resting = attrs.evolve(
        case, tracks=tuple(attrs.evolve(t, state="resting") if t.id == "record" else t for t in case.tracks)
    )

    assert "case-not-open" in codes(do(resting, esc.Assess("grounds-1", "criminal-report")))


def test_the_complaint_time_runs_to_the_day_that_was_told():
    """The limit is the last day for the complaint, and then the system or the officer may say that it passed."""
    needed = esc.ComplaintNeeded(date(2026, 3, 9))
    passed = case_in("complaint-check", needed, since=NOW - timedelta(days=20))
    running = case_in("complaint-check", esc.ComplaintNeeded(date(2026, 3, 10)), since=NOW - timedelta(days=20))

    untold = esc.ComplaintTimePassed(NOW + timedelta(hours=2))

    for by in (OFFICER, SYSTEM):
        assert codes(do(passed, untold, by=by)) == {"told-moment-in-future"}
        assert state(do(passed, esc.ComplaintTimePassed(EARLIER), by=by).expect().case) == "not-escalated"
    assert codes(do(running, esc.ComplaintTimePassed(EARLIER), by=SYSTEM)) == {"deadline-not-passed"}


def test_a_breach_or_danger_does_not_wait_for_a_complaint():
    """From the wait for a complaint the officer goes to the supervisor when a breach or imminent danger asks for it."""
    command = esc.Discretionary("note-1")

    for case in (
        case_in("complaint-check", marks=("breach-confirmed",)),
        case_in("complaint-check", risk=Risk.IMMINENT),
    ):
        assert state(do(case, command).expect().case) == "supervisor-review"
    assert codes(do(case_in("complaint-check"), command)) == {"complaint-decides-alone"}


def test_the_workflow_pickles_and_is_equal_to_itself():
    """It travels to workers."""
    assert pickle.loads(pickle.dumps(esc.ESCALATION)) == esc.ESCALATION  # noqa: S301
