"""Walking only those answers that can make a difference, and missing none of them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_policing.verification._choices import Domain, FickleGuardError, Trail

SIZES = (2, 2, 3, 2)
"""How many values each variable of a drawn rule has."""
VARIABLES = range(len(SIZES))

atoms = st.sampled_from(
    [(var, frozenset(values)) for var in VARIABLES for values in ((0,), (1,), (SIZES[var] - 1,), (0, SIZES[var] - 1))]
)
claims = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(st.sampled_from(["and", "or"]), inner, inner),
        st.tuples(st.just("if"), inner, inner, inner),
    ),
    max_leaves=5,
)
"""Claims about the variables, read only as far as they have to be."""
rules = st.lists(st.lists(claims, max_size=3), min_size=1, max_size=4)
"""Steps in the order in which they are tried, each with the claims it rests on."""
kept = st.frozensets(st.sampled_from(VARIABLES), max_size=2)
"""The variables whose value is kept once a step was taken."""


def holds(claim, read):
    """Return whether *claim* holds, where *read* answers whether a variable is among some values."""
    kind, *parts = claim
    if kind == "not":
        return not holds(parts[0], read)
    if kind == "and":
        return holds(parts[0], read) and holds(parts[1], read)
    if kind == "or":
        return holds(parts[0], read) or holds(parts[1], read)
    if kind == "if":
        return holds(parts[1] if holds(parts[0], read) else parts[2], read)
    return read(kind, parts[0])


class Reader:
    """Answers questions about variables on one path, and keeps the forks its answers rest on, as a world does."""

    def __init__(self, trail):
        """Stand before the first question."""
        self.trail = trail
        self.domains = [Domain(range(size)) for size in SIZES]
        self.begin()

    def begin(self):
        """Forget the path before."""
        self.masks = [domain.full for domain in self.domains]
        self.because = [0 for _ in self.domains]
        self.consulted = 0

    def __call__(self, var, values):
        """Return whether *var* is among *values* on this path."""
        groups = self.domains[var].split(values, lambda value: value in values)
        possible = [(told, part & self.masks[var]) for told, part in groups if part & self.masks[var]]
        if len(possible) > 1:
            chosen, fork = self.trail.choose(len(possible))
            self.because[var] |= fork
        else:
            chosen = 0
        told, self.masks[var] = possible[chosen]
        self.consulted |= self.because[var]
        return told

    def left(self, names):
        """Return every choice of values that the path leaves to *names*."""
        return product(*(self.domains[var].among(self.masks[var]) for var in sorted(names)))


def taken(steps, read):
    """Return the number of the first of *steps* all of whose claims hold; `None` when there is none."""
    held = (number for number, step in enumerate(steps) if all(holds(claim, read) for claim in step))
    return next(held, None)


def by_force(steps, names):
    """Return what can come of *steps* with what values of *names*, by trying every case there is."""
    cases = product(*(range(size) for size in SIZES))
    return {
        (taken(steps, lambda var, values, case=case: case[var] in values), *(case[var] for var in sorted(names)))
        for case in cases
    }


def walked(steps, names, blamed):
    """Return what a trail finds of the same, and how many paths it took; *blamed* says what a path ends by."""
    trail = Trail()
    read, found = Reader(trail), set()

    def walk():
        read.begin()
        end, blame = blamed(steps, read)
        found.update((end, *values) for values in read.left(names))
        for var in names:
            blame |= read.because[var]
        return blame

    return found, sum(1 for _ in trail.paths(walk))


def by_everything(steps, read):
    """Blame every answer that was asked for."""
    return taken(steps, read), read.consulted


def by_what_failed(steps, read):
    """Blame for each step that was not taken the claim that failed, and for the one taken all of its claims."""
    blame = 0
    for number, step in enumerate(steps):
        held = 0
        for claim in step:
            read.consulted = 0
            if not holds(claim, read):
                blame |= read.consulted
                break
            held |= read.consulted
        else:
            return number, blame | held
    return None, blame


@pytest.mark.parametrize("blamed", [by_everything, by_what_failed])
@given(steps=rules, names=kept)
def test_every_end_that_some_case_has_is_found(blamed, steps, names):
    """What the walk finds, with the values kept, is exactly what trying every case finds."""
    found, _ = walked(steps, names, blamed)

    assert found == by_force(steps, names)


@given(steps=rules)
def test_no_path_is_walked_twice(steps):
    """There are never more paths than cases."""
    _, paths = walked(steps, frozenset(), by_what_failed)

    assert paths <= 24


def test_what_nobody_is_to_blame_for_is_not_walked_again():
    """Ten answers that make no difference are one path for each answer that does."""
    trail = Trail()

    def walk():
        _, decisive = trail.choose(2)
        for _ in range(10):
            trail.choose(3)
        return decisive

    assert sum(1 for _ in trail.paths(walk)) == 2


def test_what_a_fork_was_blamed_for_is_kept_when_it_is_used_up():
    """A fork that failed on another's account leads back to that other, not past it."""
    ends = []
    trail = Trail()

    def walk():
        first, one = trail.choose(2)
        trail.choose(2)
        third, three = trail.choose(2)
        ends.append((first, third))
        return one | three if third == 0 else three

    for _ in trail.paths(walk):
        pass

    assert ends == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_fork_that_has_other_branches_than_before_is_told_of():
    """A walk that asks something else at the same place is no function of what it was answered."""
    trail = Trail()
    branches = iter((2, 3))

    def walk():
        return trail.choose(2)[1] | trail.choose(next(branches))[1]

    with pytest.raises(FickleGuardError):
        list(trail.paths(walk))


# --------------------------------------------------------------------------- domains


@given(values=st.lists(st.integers(), unique=True, min_size=1, max_size=9), by=st.integers(1, 4))
def test_a_question_splits_a_domain_into_parts(values, by):
    """Each value is in the part of its own answer and in no other."""
    domain = Domain(values)

    parts = domain.split("rest", lambda value: value % by)

    assert sum(mask for _, mask in parts) == domain.full
    assert all(value % by == told for told, mask in parts for value in domain.among(mask))


def test_the_parts_stand_in_the_order_of_the_plainest():
    """The answer that the plainest value gives is tried first."""
    domain = Domain((5, 2, 4))

    assert [told for told, _ in domain.split("odd", lambda value: value % 2)] == [1, 0]
    assert domain.plainest(0b110) == 2


def test_a_question_is_worked_out_once():
    """The same question has the same parts, whoever asks."""
    domain = Domain((1, 2))

    first = domain.split("even", lambda value: value % 2 == 0)

    assert domain.split("even", lambda _: None) is first
