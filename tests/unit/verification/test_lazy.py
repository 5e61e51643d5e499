"""Values that are decided only as far as somebody asks."""

from datetime import UTC, date, datetime, timedelta

from tests.unit.verification.marsh import RULES, Look, Report

from community_policing.verification import ADULTS
from community_policing.verification._domains import Domains
from community_policing.verification._lazy import NOW, Blank, plain
from community_policing.verification._lens import Known, Lens
from community_policing.verification._world import World
from community_policing.workflows import spec_of


def answers(ask, cls=Report, *, of="payload"):
    """Return every answer that *ask* gets of a supposed command of the class *cls*, each as often as it is walked."""
    world = World(Domains(RULES, ADULTS, {}), Lens(), "marsh")
    spec, found = spec_of(cls), []

    def walk():
        world.begin(Known("quiet"))
        found.append(ask(world.command(spec, (of, spec.name) if of == "payload" else (of, spec.name, ()))))
        return world.consulted

    for _ in world.trail.paths(walk):
        pass
    return found


def test_a_concept_is_told_apart_only_by_what_is_asked():
    """Whether it is one concept has two answers, however many concepts there are."""
    assert sorted(answers(lambda report: report.channel == "hotline")) == [False, True]
    assert sorted(answers(lambda report: report.channel != "hotline")) == [False, True]


def test_a_concept_is_no_other_thing():
    """A concept is not equal to what is no text."""
    assert answers(lambda report: report.channel == 1) == [False]


def test_a_concept_is_the_same_as_itself():
    """Two readings of one field are equal on every path."""
    assert set(answers(lambda report: report.channel == report.channel)) == {True}


def test_a_concept_in_a_set_is_one_of_those_that_rules_name():
    """Looking a concept up tells those apart that a rule names, and the rest stand for one another."""
    found = answers(lambda report: plain(report.channel) if report.channel in {"hotline", "nowhere"} else None)

    assert "hotline" in found
    assert found.count(None) >= 1
    assert len(found) < 10


def test_an_id_in_a_set_is_told_apart_from_all():
    """Looking an id up tells each apart."""
    found = answers(lambda report: {report.boat: plain(report.boat)}[report.boat])

    assert set(found) == {"officer-1", "officer-2", "officer-3", "p1", "p2"}


def test_a_supposed_value_shows_what_it_may_be():
    """For developers, a concept shows the plainest it may be, a moment where it was told."""
    (shown,) = answers(lambda report: (repr(report.channel), isinstance(report.channel, Blank)))
    (moment,) = answers(lambda look: repr(look.until), Look)

    assert shown == ("'communication-channels'?", True)
    assert moment.startswith("<moment ")


def test_a_supposed_command_has_its_fields_and_no_others():
    """A command that is supposed is of its class, equal to itself alone, and lacks what its class lacks."""
    (found,) = answers(
        lambda report: (
            isinstance(report, Report),
            report == report,  # noqa: PLR0124  that is the question
            report in {report, None},
            hasattr(report, "colour"),
        )
    )

    assert found == (True, True, True, False)


def test_a_moment_told_now_lies_somewhere_to_now():
    """A moment in a command is before, at or after any other, one of them on each path, and always consistently."""

    def lies(look):
        until = look.until
        return until < NOW, until <= NOW, until > NOW, until >= NOW, until == NOW

    for before, upto, after, since, same in answers(lies, Look):
        assert upto is (before or same)
        assert since is (after or same)
        assert before + after + same == 1


def test_a_moment_can_be_reckoned_with():
    """A moment has what a moment has: sums, differences, a hash and its parts."""

    def reckon(look):
        until = look.until
        later = until + timedelta(days=1)
        return (
            later - until == timedelta(days=1),
            later - timedelta(days=1) == until,
            NOW - until == -(until - NOW),
            hash(until) == hash(plain(until)),
            until.year == plain(until).year,
            isinstance(until, datetime),
        )

    assert all(all(one) for one in answers(reckon, Look))


def test_a_day_is_a_day():
    """A day in a command is taken for a day."""
    found = answers(lambda look: look.back is None or (isinstance(look.back, date), plain(look.back)), Look)

    assert True in found
    assert all(type(one[1]) is date for one in found if one is not True)


def test_a_moment_told_long_ago_may_lie_anywhere():
    """How a moment of a fact lies to now is open: it may have passed since."""

    def lies(look):
        return look.until.has_passed(), look.until < datetime(2026, 1, 1, tzinfo=UTC)

    found = answers(lies, Look, of="fact")

    assert {(True, True), (True, False), (False, True), (False, False)} == set(found)
