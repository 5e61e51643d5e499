"""The parts of a rulebook fit together, or one error says everything that does not."""

from typing import Annotated

import attrs
import pytest
from tests.unit.workflows.village import VISIT, WALK, Choose, Finish, GoOn, SetOut, area_is_safe, record, rulebook

from community_policing.cases import Term
from community_policing.errors import InvalidRulebookError, SchemeNotFoundError
from community_policing.taxonomy import FrozenMap, profile_ids, standard_profile, standard_rules, standard_schemes
from community_policing.workflows import Rulebook, State, Workflow, by_field, command, guard, where
from community_policing.workflows._standard import standard_rulebook

A, B, C = State("a", initial=True), State("b"), State("c", final=True)
OFFICER = ("intake-officer",)


@command("walk.classify")
class Classify:
    """Name a thing of a scheme that is not in force."""

    thing: Annotated[str, Term("colours")]


def judged(*workflows):
    with pytest.raises(InvalidRulebookError) as caught:
        rulebook(record(), *workflows)
    return [(problem.code, problem.place) for problem in caught.value.problems]


def walk(*, first=(), last=(), **more):
    """Return a walk whose second step opens *first* and ends *last*."""
    return Workflow(
        "walk",
        (
            A.to(B, on=SetOut, by=OFFICER, **more),
            B.to(C, on=Choose, by=OFFICER, opens=first, ends=last),
            A.falls_to(C, once=(~area_is_safe,), opens=first, ends=last),
        ),
    )


def test_a_version_stands_once():
    """Two workflows of one name and version cannot both be in force."""
    assert judged(WALK, WALK) == [("version-twice", "walk 1")]


def test_several_versions_stand_beside_each_other():
    """Cases stay under the version they began with, so old versions remain."""
    rules = rulebook(WALK, WALK.with_transitions())

    assert (rules.workflow("walk").version, rules.workflow("walk", 1).version) == (2, 1)


def test_there_is_a_record():
    """Without the record there is no case."""
    with pytest.raises(InvalidRulebookError, match=r"lacks the workflow 'record' \[no-record\]"):
        Rulebook(standard_schemes(), (WALK,), standard_profile(), standard_rules())


def test_there_is_a_scheme_of_roles():
    """Without roles nobody may do anything, and that is said at once."""
    schemes = FrozenMap({name: scheme for name, scheme in standard_schemes().items() if name != "roles"})

    with pytest.raises(SchemeNotFoundError, match=r"no scheme 'roles'"):
        Rulebook(schemes, (record(),), standard_profile(), standard_rules())


def test_every_role_is_a_concept():
    """A role that is asked for or assigned and that nobody can hold is told with the nearest."""
    steps = (A.to(B, on=SetOut, by=("mediatr",), assigns={"mediatr": "leader"}), B.to(C, on=Finish, by=("wizard",)))

    with pytest.raises(InvalidRulebookError) as caught:
        rulebook(record(), Workflow("walk", steps))

    assert [(problem.code, problem.message, problem.hint) for problem in caught.value.problems] == [
        ("unknown-role", "asks for the role 'mediatr'", "did you mean 'mediator'?"),
        ("unknown-role", "asks for the role 'wizard'", ""),
    ]


def test_every_scheme_of_a_field_is_in_force():
    """A form could offer nothing for a field whose scheme is missing."""
    assert judged(Workflow("walk", (A.to(C, on=Classify, by=OFFICER),))) == [
        ("unknown-scheme", "walk.classify.thing"),
    ]


def test_only_what_is_in_force_is_opened_or_ended():
    """A track that nobody defined can be neither opened nor ended, by a command or by a fall."""
    found = judged(walk(first=("ride", where("swim", area_is_safe), by_field("routes", {"x": "fly"})), last=("run",)))

    assert [code for code, _ in found] == [*["opens-unknown"] * 3, "ends-unknown"] * 2
    assert found[0][1] == "walk → c on walk.choose"
    assert found[-1][1] == "walk → c on a rule of falling"


def test_a_track_is_opened_at_an_entry_only():
    """A state is entered from outside where its workflow allows it: at the beginning or at an entry."""
    assert judged(VISIT, walk(first=("visit@inside",)))[0][0] == "no-entry"
    assert judged(VISIT, walk(first=("visit@nowhere",)))[0][0] == "no-entry"
    steps = (
        A.to(B, on=SetOut, by=OFFICER),
        B.to(C, on=Choose, by=OFFICER, opens=("visit@outside", by_field("routes"))),
    )
    assert rulebook(record(), VISIT, Workflow("walk", steps)).has_workflow("visit")


def test_what_runs_once_per_party_is_opened_for_a_party():
    """A fall, or a command without a party, cannot open a track that runs once per party."""
    steps = (
        A.to(B, on=SetOut, by=OFFICER, opens=("visit",)),
        B.to(C, on=Choose, by=OFFICER, opens=("visit",)),
        A.falls_to(C, once=(~area_is_safe,), opens=("visit",)),
    )

    assert judged(VISIT, Workflow("walk", steps)) == [
        ("opens-for-whom", "walk → b on walk.set-out"),
        ("opens-for-whom", "walk → c on a rule of falling"),
    ]


def test_a_track_is_ended_in_a_final_state_only():
    """A track that another step ends stands in a final state, or where it was."""
    assert judged(VISIT, walk(last=("visit@inside",)))[0][0] == "ends-where"
    assert judged(VISIT, walk(last=("visit@nowhere",)))[0][0] == "ends-where"
    assert rulebook(record(), VISIT, walk(last=("visit", "visit@left"))).has_workflow("visit")


def test_all_problems_stand_in_one_error():
    """Nobody repairs a rulebook one error at a time."""
    twice = walk(first=("ride",))

    found = judged(twice, twice)

    assert {code for code, _ in found} == {"version-twice", "opens-unknown"}


def test_a_step_that_stays_is_told_so():
    """The place of a problem says that the step stays."""
    steps = (A.stay(on=GoOn, by=OFFICER, opens=("ride",)), A.to(C, on=Finish, by=OFFICER))

    assert judged(Workflow("walk", steps)) == [("opens-unknown", "walk → stays on walk.go-on")]


@guard("unarmed", otherwise="armed", safeguard="no-weapon")
def nobody_is_armed(s):
    """Where the profile asks for it, nobody is armed."""
    return "no-weapon" not in s.profile.safeguards


def asking(*safeguards):
    return attrs.evolve(standard_profile(), id="ours", safeguards=frozenset(safeguards))


@pytest.mark.parametrize(
    "steps",
    [
        (A.to(C, on=SetOut, by=OFFICER, when=(nobody_is_armed,)),),
        (A.to(C, on=SetOut, by=OFFICER), A.falls_to(C, once=(~nobody_is_armed,))),
    ],
)
def test_a_safeguard_of_the_profile_is_answered_by_a_guard(steps):
    """A guard in force, or its negation, says that it answers."""
    rules = Rulebook(standard_schemes(), (record(), Workflow("walk", steps)), asking("no-weapon"), standard_rules())

    assert rules.profile.safeguards == {"no-weapon"}


def test_a_standing_guard_answers_to_a_safeguard():
    """It is asked at every step, so it counts."""
    parts = (standard_schemes(), (record(),), asking("no-weapon"), standard_rules())

    assert Rulebook(*parts, standing=(nobody_is_armed,)).profile.id == "ours"


def test_a_safeguard_to_which_nothing_answers_is_told_with_the_nearest():
    """A slip of the pen would otherwise take the safeguard away without a word."""
    steps = (A.to(C, on=SetOut, by=OFFICER, when=(nobody_is_armed,)),)

    with pytest.raises(InvalidRulebookError) as caught:
        Rulebook(
            standard_schemes(),
            (record(), Workflow("walk", steps)),
            asking("no-weapons", "zeal"),
            standard_rules(),
        )

    assert [(problem.code, problem.place, problem.message, problem.hint) for problem in caught.value.problems] == [
        (
            "unknown-safeguard",
            "ours.toml/safeguards",
            "asks for 'no-weapons', to which no guard in force answers",
            "did you mean 'no-weapon'?",
        ),
        (
            "unknown-safeguard",
            "ours.toml/safeguards",
            "asks for 'zeal', to which no guard in force answers",
            "answered to: no-weapon",
        ),
    ]


def test_where_no_guard_answers_to_any_safeguard_that_is_said():
    """A rulebook without mediation cannot keep what a profile asks of mediation."""
    with pytest.raises(InvalidRulebookError, match="answered to: none"):
        Rulebook(standard_schemes(), (record(),), asking("no-injury"), standard_rules())


@pytest.mark.parametrize("profile", profile_ids())
@pytest.mark.filterwarnings("ignore::community_policing.taxonomy.PolicyDepartureWarning")
def test_every_shipped_profile_is_answered_by_the_builtin_workflows(profile):
    """No safeguard of a shipped profile is an empty word."""
    assert standard_rulebook(profile).profile.id == profile
