"""A counterexample as a story that the real rules can be asked about again: scene after scene, plain as data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import attrs

from community_policing.cases import (
    Actor,
    Assignment,
    Case,
    CaseFactor,
    Event,
    Facts,
    Party,
    Track,
    What,
)
from community_policing.errors import CommunityPolicingError, RulesDoNotSettleError
from community_policing.taxonomy import Confidentiality, Risk
from community_policing.verification._lazy import NOW
from community_policing.workflows import Accepted, Refused, Rulebook
from community_policing.workflows._aftermath import settled
from community_policing.workflows._situation import View


@attrs.frozen
class Telling:
    """
    A fact as a story finds it on record.

    Attributes:
        command: What was told.
        by: Who told it.
        age: How long ago.
        seq: Its place in the order of telling; of two facts the later has the higher.
        count: How often it was told.
    """

    command: Any
    by: str = "officer-1"
    age: timedelta = timedelta()
    seq: int = 1
    count: int = 1

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        spec = self.command.__command__
        return {
            "command": spec.name,
            "data": spec.write(self.command),
            "by": self.by,
            "age": self.age.total_seconds(),
            "seq": self.seq,
            "count": self.count,
        }

    @classmethod
    def from_dict(cls, rules: Rulebook, data: dict[str, Any]) -> Telling:
        """Return it from plain JSON data."""
        command = rules.command(data["command"], data["data"])
        return cls(command, data["by"], timedelta(seconds=data["age"]), data["seq"], data["count"])


@attrs.frozen
class Standing:
    """
    A track as a story finds it.

    Attributes:
        id: The id of the track.
        workflow: The workflow it runs.
        state: Its state.
        age: How long it has been in that state.
        ended: Whether another step ended it.
        facts: What it was told.
    """

    id: str
    workflow: str
    state: str
    age: timedelta = timedelta()
    ended: bool = False
    facts: tuple[Telling, ...] = ()

    def track(self, rules: Rulebook) -> Track:
        """Return the track."""
        facts = Facts()
        for told in self.facts:
            spec = told.command.__command__
            key = spec.key_of(told.command)
            facts = facts.told(spec.name, key, told.command, told.by, NOW - told.age, told.seq, told.count)
        version = rules.workflow(self.workflow).version
        return Track(self.id, self.workflow, version, self.state, NOW - self.age, facts, self.ended)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        data = attrs.asdict(self, recurse=False)
        return data | {"age": self.age.total_seconds(), "facts": [told.to_dict() for told in self.facts]}

    @classmethod
    def from_dict(cls, rules: Rulebook, data: dict[str, Any]) -> Standing:
        """Return it from plain JSON data."""
        facts = tuple(Telling.from_dict(rules, told) for told in data["facts"])
        return cls(**data | {"age": timedelta(seconds=data["age"]), "facts": facts})


@attrs.frozen
class Head:
    """
    A case as a story finds it, whoever brought it there.

    Attributes:
        categories: Its matters.
        parties: Its parties.
        factors: The aggravating factors on it.
        risk: The assessed risk.
        confidentiality: The level recorded by hand.
        outcome: The outcome recorded.
        marks: The marks that stand.
        holders: Who holds which role.
        tracks: Its tracks.
    """

    categories: tuple[str, ...]
    parties: tuple[Party, ...]
    factors: tuple[str, ...] = ()
    risk: Risk | None = None
    confidentiality: Confidentiality = Confidentiality.STANDARD
    outcome: str | None = None
    marks: tuple[str, ...] = ()
    holders: tuple[tuple[str, str], ...] = ()
    tracks: tuple[Standing, ...] = ()

    def case(self, rules: Rulebook) -> Case:
        """Return the case."""
        return Case(
            "case-1",
            1000,
            NOW,
            self.categories,
            self.parties,
            tuple(CaseFactor(factor, None, "officer-2") for factor in self.factors),
            self.risk,
            self.confidentiality,
            tuple(Assignment(role, actor) for role, actor in self.holders),
            self.outcome,
            tuple(sorted(self.marks)),
            tuple(track.track(rules) for track in self.tracks),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "categories": list(self.categories),
            "parties": [attrs.asdict(party) for party in self.parties],
            "factors": list(self.factors),
            "risk": None if self.risk is None else self.risk.value,
            "confidentiality": self.confidentiality.value,
            "outcome": self.outcome,
            "marks": list(self.marks),
            "holders": [list(pair) for pair in self.holders],
            "tracks": [track.to_dict() for track in self.tracks],
        }

    @classmethod
    def from_dict(cls, rules: Rulebook, data: dict[str, Any]) -> Head:
        """Return it from plain JSON data."""
        return cls(
            tuple(data["categories"]),
            tuple(Party(**party | {"factors": tuple(party["factors"])}) for party in data["parties"]),
            tuple(data["factors"]),
            None if data["risk"] is None else Risk(data["risk"]),
            Confidentiality(data["confidentiality"]),
            data["outcome"],
            tuple(data["marks"]),
            tuple((role, actor) for role, actor in data["holders"]),
            tuple(Standing.from_dict(rules, track) for track in data["tracks"]),
        )


@attrs.frozen
class Scene:
    """
    One step of a story: a case, what is done, and where that leads.

    Attributes:
        head: The case as it is found.
        track: The id of the track looked at.
        by: Who acts.
        command: What is done; `None` where the world has changed and a rule falls.
        state: The state of the track before.
        dest: The state it leads to.
    """

    head: Head
    track: str
    by: Actor
    command: Any
    state: str
    dest: str

    def outcome(self, rules: Rulebook) -> Accepted | Refused:
        """Return what the rules answer; they may raise what `Rulebook.decide` raises."""
        case = self.head.case(rules)
        if self.command is not None:
            return rules.decide(case, self.command, by=self.by, at=NOW, track=self.track)
        found = case.track(self.track)
        where = (case.id, case.seq, found.id, What.OPENED, found.workflow, found.version, found.state, found.state)
        event = Event(*where, self.by, NOW, rules.profile.id)
        return settled(View(rules, case, NOW), self.by, Accepted(case, (event,)))

    def happens(self, rules: Rulebook) -> bool:
        """Return whether it goes as it is told."""
        try:
            outcome = self.outcome(rules)
        except CommunityPolicingError:
            return False
        if isinstance(outcome, Refused):
            return False
        moves = [event.dest for event in outcome.events if event.track == self.track]
        return self.dest in (moves if self.command is None else moves[:1])

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        by = {name: list(value) if isinstance(value, tuple) else value for name, value in attrs.asdict(self.by).items()}
        done = None
        if self.command is not None:
            spec = self.command.__command__
            done = {"name": spec.name, "data": spec.write(self.command)}
        places = {"track": self.track, "state": self.state, "dest": self.dest}
        return {"head": self.head.to_dict(), "by": by, "command": done, **places}

    @classmethod
    def from_dict(cls, rules: Rulebook, data: dict[str, Any]) -> Scene:
        """Return it from plain JSON data."""
        by: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data["by"].items()
        }
        done = data["command"]
        command = None if done is None else _command(rules, done)
        head = Head.from_dict(rules, data["head"])
        return cls(head, data["track"], Actor(**by), command, data["state"], data["dest"])


@attrs.frozen
class Story:
    """
    Scenes in their order, and how the case stands in the end.

    Between two scenes the world may change: the risk, the matter, other tracks. What the track itself was told stays.

    Attributes:
        scenes: What happens.
        end: The case as it stands afterwards.
        track: The id of the track looked at.
        by: Who looks.
    """

    scenes: tuple[Scene, ...]
    end: Head
    track: str
    by: Actor = attrs.field(factory=lambda: Actor("officer-1"))

    def happens(self, rules: Rulebook) -> bool:
        """Return whether the real rules let every scene go as it is told."""
        return all(scene.happens(rules) for scene in self.scenes)

    def is_restless(self, rules: Rulebook) -> bool:
        """Return whether the rules let every scene go as it is told, and then fall in a circle."""
        *before, last = self.scenes
        try:
            last.outcome(rules)
        except RulesDoNotSettleError:
            return all(scene.happens(rules) for scene in before)
        return False

    @property
    def moment(self) -> datetime:
        """When it is: every scene is told as of this moment."""
        return NOW

    def __iter__(self) -> Iterator[Scene]:
        """Yield the scenes."""
        return iter(self.scenes)

    def __len__(self) -> int:
        """Return how many scenes there are."""
        return len(self.scenes)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data; `from_dict` reads it."""
        scenes = [scene.to_dict() for scene in self.scenes]
        return {"scenes": scenes, "end": self.end.to_dict(), "track": self.track}

    @classmethod
    def from_dict(cls, rules: Rulebook, data: dict[str, Any]) -> Story:
        """Return the story that *data*, as `to_dict` writes it, tells under *rules*."""
        scenes = tuple(Scene.from_dict(rules, scene) for scene in data["scenes"])
        return cls(scenes, Head.from_dict(rules, data["end"]), data["track"])


def _command(rules: Rulebook, done: dict[str, Any]) -> Any:  # noqa: ANN401  a command
    """Return the command in *done*, also the timekeeper's."""
    return rules.spec(done["name"]).read(done["data"])
