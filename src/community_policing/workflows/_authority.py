"""Who may: held roles from the actor, relative roles from the case; denied by default."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from community_policing.cases import Actor, Case
from community_policing.taxonomy import ConceptScheme


@attrs.frozen
class Authority:
    """
    What satisfies a demand for one of several roles.

    Attributes:
        held: Roles that the actor may hold in the service.
        assigned: Roles that the actor may hold on this case.
        as_party: Roles of the party for whom the actor may speak.
    """

    held: frozenset[str]
    assigned: frozenset[str]
    as_party: frozenset[str]

    def admits(self, actor: Actor, case: Case) -> bool:
        """Return whether *actor* satisfies it on *case*."""
        if not self.held.isdisjoint(actor.roles):
            return True
        if self.assigned:
            for assignment in case.assignments:
                if assignment.actor == actor.id and assignment.role in self.assigned:
                    return True
        return self.admits_party(actor, case)

    def admits_party(self, actor: Actor, case: Case) -> bool:
        """Return whether *actor* satisfies it on *case* as the party spoken for, and in no other way."""
        return self.as_party != _NONE and self._speaks(actor, case)

    def _speaks(self, actor: Actor, case: Case) -> bool:
        """Return whether *actor* speaks for a party that satisfies it."""
        spoken = actor.speaks_for
        return any(party.id == spoken and party.role in self.as_party for party in case.parties)


_NONE: frozenset[str] = frozenset()


def takes_a_side(actor: Actor, case: Case) -> bool:
    """Return whether *actor* is a party of *case*, or speaks for one."""
    actor_id, spoken = actor.id, actor.speaks_for
    for party in case.parties:  # noqa: SIM110  a generator is slower
        if party.id == actor_id or party.id == spoken:  # noqa: PLR1714  a set is slower
            return True
    return False


def authority(roles: Iterable[str], scheme: ConceptScheme) -> Authority:
    """Return what satisfies a demand for one of *roles*; a narrower role satisfies a broader demand."""
    wanted = {role for asked in roles for role in (asked, *(below.id for below in scheme.descendants(asked)))}
    assigned = frozenset(role for role in wanted if "relative-assignment" in scheme[role].flags)
    as_party = frozenset(role for role in wanted if "relative-party" in scheme[role].flags)
    return Authority(frozenset(wanted) - assigned - as_party, assigned, as_party)
