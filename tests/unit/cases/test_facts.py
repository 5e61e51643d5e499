"""The facts of a track: the last command of each class and key."""

import pickle

from tests.unit.workflows.village import NOW, GoOn, Say

from community_policing.cases import Fact, Facts

CALM, ANGRY = Say("p1", calm=True), Say("p1", calm=False)


def told(*commands):
    facts = Facts()
    for seq, (key, command) in enumerate(commands, start=1):
        facts = facts.told(command.__command__.name, key, command, "o-1", NOW, seq)
    return facts


def test_the_last_of_each_key_stands_and_all_are_counted():
    """A later command of one key takes the earlier one's place, and the count says how many there were."""
    facts = told((("p1",), CALM), (("p2",), Say("p2", calm=True)), (("p1",), ANGRY))

    assert facts.get("walk.say", ("p1",)) == Fact(ANGRY, "o-1", NOW, 3, 2)
    assert facts.get("walk.say", ("p2",)).count == 1
    assert facts.get("walk.say", ("p3",)) is None
    assert facts.get("walk.go-on") is None


def test_telling_makes_new_facts_and_leaves_the_old():
    """What somebody else holds does not change."""
    before = told((("p1",), CALM))

    after = before.told("walk.say", ("p1",), ANGRY, "o-1", NOW, 2)

    assert before.get("walk.say", ("p1",)).command is CALM
    assert after.get("walk.say", ("p1",)).command is ANGRY


def test_facts_are_walked_in_the_order_of_first_telling():
    """Iterating gives the facts, `items` gives names and keys too, and the length counts them."""
    facts = told(((), GoOn()), (("p1",), CALM), ((), GoOn()))

    assert [fact.seq for fact in facts] == [3, 2]
    assert [place for place, _ in facts.items()] == [("walk.go-on", ()), ("walk.say", ("p1",))]
    assert len(facts) == 2


def test_facts_are_compared_by_content():
    """Equal content is equal and hashes alike whatever the order of telling; nothing else is equal."""
    one = Facts({("a", ()): Fact(1, "o", NOW, 1), ("b", ()): Fact(2, "o", NOW, 2)})
    other = Facts({("b", ()): Fact(2, "o", NOW, 2), ("a", ()): Fact(1, "o", NOW, 1)})

    assert one == other
    assert hash(one) == hash(other)
    assert one != Facts()
    assert one != "facts"


def test_facts_travel_between_processes():
    """A pickle brings every fact, and equal facts."""
    facts = told((("p1",), CALM))

    arrived = pickle.loads(pickle.dumps(facts))  # noqa: S301  our own bytes

    assert arrived == facts


def test_a_log_shows_names_and_counts_only():
    """The representation holds no field of any command."""
    facts = told((("p1",), Say("p1", calm=True, said="ref:secret")), ((), GoOn()))

    assert repr(facts) == "Facts(walk.say['p1']×1, walk.go-on×1)"
