"""Errors carry facts as fields; their text is made from the fields."""

import copy
import pickle

import pytest

from community_policing import errors
from community_policing.cases import Reason
from community_policing.errors import (
    AmbiguousTrackError,
    CommandRefusedError,
    CommunityPolicingError,
    ConceptNotFoundError,
    InvalidDefinitionError,
    InvalidWorkflowError,
    NotFoundError,
    Problem,
    RulesDoNotSettleError,
    UnreadableCommandError,
    UnreadableError,
    did_you_mean,
)
from community_policing.workflows import Refused, Verdict

ALL = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)]
PROBLEM = Problem("dead-end", "walk/paused", "has no way out")
REFUSED = Refused(Verdict.UNMET, "walk.finish", (Reason("party-not-heard", party="p1"),), "walk", "walking")
MADE = [
    CommunityPolicingError(),
    InvalidWorkflowError("walk", (PROBLEM,)),
    RulesDoNotSettleError("c-1", ("a: x → y",)),
    CommandRefusedError(REFUSED),
    ConceptNotFoundError("adlt", "age-bands", ("adult",)),
    UnreadableCommandError("walk.say.calm", "is missing", "it takes true or false"),
    AmbiguousTrackError("visit.leave", ("visit/p1", "visit/p2")),
]


@pytest.mark.parametrize("error", ALL, ids=lambda error: error.__name__)
def test_every_error_is_ours_and_says_so_in_its_name(error):
    """Whoever catches `CommunityPolicingError` catches them all."""
    assert issubclass(error, CommunityPolicingError)
    assert error.__name__.endswith("Error")


@pytest.mark.parametrize("error", MADE, ids=lambda error: type(error).__name__)
def test_an_error_travels_between_processes(error):
    """A worker's error arrives with all of its fields and the same text."""
    for arrived in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301  our own bytes
        assert type(arrived) is type(error)
        assert str(arrived) == str(error)


def test_a_problem_is_one_line_with_its_code_and_hint():
    """Place, message and code stand in every line; a hint only where there is one."""
    hinted = Problem("nobody-may", "walk", "names no role", "give by=('case-officer',)")

    lines = (str(PROBLEM), str(hinted))

    assert lines == (
        "walk/paused: has no way out [dead-end]",
        "walk: names no role [nobody-may] (give by=('case-officer',))",
    )


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            InvalidWorkflowError("walk", (PROBLEM,)),
            "workflow 'walk' is not valid (1 problem):\n  - walk/paused: has no way out [dead-end]",
        ),
        (
            errors.InvalidRulebookError("mine", (PROBLEM, PROBLEM)),
            "rulebook 'mine' is not valid (2 problems):" + "\n  - walk/paused: has no way out [dead-end]" * 2,
        ),
    ],
)
def test_an_invalid_definition_lists_every_problem(error, text):
    """One error names the kind and the name of the definition and carries all that is wrong with it."""
    assert isinstance(error, InvalidDefinitionError)
    assert str(error) == text


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ConceptNotFoundError("adlt", "age-bands", ("adult", "child")), "no concept 'adlt' in age-bands; did you mean"),
        (errors.StateNotFoundError("zz", "walk", ("a", "b")), "no state 'zz' in walk; known: a, b"),
        (errors.StateNotFoundError("zz", "walk", tuple("abcdefghijklm")), "no state 'zz' in walk"),
        (NotFoundError("zz", "the shelf"), "no code 'zz' in the shelf"),
        (errors.DeprecatedConceptError("a", "x", ("b",)), "the concept 'a' in x is deprecated; use 'b'"),
        (errors.DeprecatedConceptError("a", "x"), "the concept 'a' in x is deprecated; nothing stands in its place"),
    ],
)
def test_a_missing_code_is_told_with_the_nearest_one(error, text):
    """The nearest valid code is offered; a short list is shown whole; a long one is left out."""
    assert str(error).startswith(text)
    assert isinstance(error, LookupError)


def test_a_long_list_of_valid_codes_is_neither_shown_nor_repeated():
    """The text and the representation of an error stay short, whatever the size of the scheme."""
    error = NotFoundError("zz", "the shelf", tuple(f"code-{number}" for number in range(500)))

    text, shown = str(error), repr(error)

    assert text == "no code 'zz' in the shelf"
    assert "code-7" not in shown


def test_unreadable_data_is_told_with_its_path():
    """The path leads to the fault, and the hint follows where there is one."""
    plain, hinted = UnreadableError("at", "has no zone"), UnreadableError("at", "has no zone", "give one")

    texts = (str(plain), str(hinted))

    assert texts == ("at: has no zone", "at: has no zone; give one")
    assert isinstance(plain, ValueError)


def test_the_other_errors_say_what_stood_against_what():
    """A refusal, a circle and an ambiguity are told in one line each."""
    texts = [str(error) for error in (MADE[2], MADE[3], MADE[6])]

    assert texts == [
        "the rules of falling do not come to rest on case 'c-1': a: x → y",
        "'walk.finish' on walk in 'walking' is refused (unmet): Reason('party-not-heard', party='p1')",
        "'visit.leave' fits the tracks 'visit/p1', 'visit/p2'; pass track=… to say which",
    ]


def test_the_nearest_code_is_guessed_only_when_it_is_near():
    """A slip of the finger is put right; anything else is not guessed at."""
    guesses = (did_you_mean("adlt", ["adult", "child"]), did_you_mean("zebra", ["adult", "child"]))

    assert guesses == ("did you mean 'adult'?", "")
