"""
A host in one file: it stores events and heads, does what follows after commit, and shows buttons in Arabic.

Run it with ``python examples/embed.py``. A real host has its own database, its own clock and its own forms; what it
takes from here is the order of things: decide, append, save, commit, and only then act.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone

from community_policing import (
    Accepted,
    Actor,
    Case,
    Effect,
    Event,
    LabelBook,
    Party,
    Refused,
    Risk,
    Rulebook,
    Verdict,
    make_converter,
    standard_labels,
    standard_rulebook,
)
from community_policing.labels import rtl_paragraph
from community_policing.workflows.builtin import intake, mediation, record

BAGHDAD = timezone(timedelta(hours=3))

TABLES = """
    CREATE TABLE event (case_id TEXT, seq INTEGER, body TEXT NOT NULL, PRIMARY KEY (case_id, seq));
    CREATE TABLE head (case_id TEXT PRIMARY KEY, seq INTEGER NOT NULL, body TEXT NOT NULL);
    CREATE TABLE outbox (case_id TEXT, seq INTEGER, place INTEGER, code TEXT NOT NULL, track TEXT NOT NULL,
                         done INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (case_id, seq, place));
"""


class Host:
    """Cases in a database: one row an event, one row a head, one row for each thing still to be done."""

    def __init__(self, rules: Rulebook, labels: LabelBook, perform: Callable[[str, str], None]) -> None:
        self.rules = rules
        self.labels = labels
        self.perform = perform
        self.documents = make_converter(rules)
        self.database = sqlite3.connect(":memory:")
        self.database.executescript(TABLES)

    # ------------------------------------------------------------------ cases

    def open(self, case_id: str, categories: Iterable[str], parties: Iterable[Party], by: Actor, at: datetime) -> Case:
        """Open a case; it exists once its first events are stored."""
        opened = self.rules.open_case(case_id, categories=categories, parties=parties, by=by, at=at).expect()
        self.store(opened)
        self.act()
        return opened.case

    def give(self, case_id: str, command: object, by: Actor, at: datetime) -> Accepted | Refused:
        """Decide *command* on the case as it is now; whoever loses a race decides again on what the winner left."""
        while True:
            outcome = self.rules.decide(self.head(case_id), command, by=by, at=at)
            if isinstance(outcome, Refused):
                return outcome
            try:
                self.store(outcome)
            except sqlite3.IntegrityError:
                continue
            self.act()
            return outcome

    def store(self, accepted: Accepted) -> None:
        """Store, in one transaction, what happened, how the case stands, and what is to be done."""
        case = accepted.case
        with self.database as transaction:
            self.append(accepted.events, accepted.effects)
            transaction.execute(
                "INSERT INTO head VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq, body = excluded.body",
                (case.id, case.seq, self.documents.dumps(case)),
            )

    def append(self, events: Sequence[Event], effects: Iterable[Effect]) -> None:
        """Append what happened and what is to be done, within a transaction; it is an error when they come too late."""
        case_id, seq = events[0].case, events[0].seq
        last = "SELECT coalesce(max(seq), 0) FROM event WHERE case_id = ?"
        (last_seq,) = self.database.execute(last, (case_id,)).fetchone()
        if seq > last_seq + 1:  # the key refuses a second event of a number, and does not see a hole
            raise sqlite3.IntegrityError(f"{case_id}: event {seq} does not follow event {last_seq}")
        self.database.executemany("INSERT INTO event VALUES (?, ?, ?)", map(self._row, events))
        self.database.executemany(
            "INSERT INTO outbox (case_id, seq, place, code, track) VALUES (?, ?, ?, ?, ?)", map(_todo, effects)
        )

    def act(self) -> None:
        """Do what is still to be done; an effect has a key of its own, so that twice is once."""
        for effect in self.pending():
            self.perform(effect.case, effect.code)
            self.mark_done(effect.key)

    def pending(self) -> list[Effect]:
        """Return what is still to be done, the oldest first."""
        rows = self.database.execute(
            "SELECT code, case_id, seq, place, track FROM outbox WHERE NOT done ORDER BY rowid"
        )
        return [Effect(*row) for row in rows]

    def mark_done(self, key: tuple[str, int, int]) -> None:
        """Note that the effect of this key was done."""
        with self.database as transaction:
            transaction.execute("UPDATE outbox SET done = 1 WHERE (case_id, seq, place) = (?, ?, ?)", key)

    def head(self, case_id: str) -> Case:
        """Return the case as it is now."""
        (body,) = self.database.execute("SELECT body FROM head WHERE case_id = ?", (case_id,)).fetchone()
        return self.documents.loads(body, Case)

    def history(self, case_id: str) -> tuple[Event, ...]:
        """Return everything that happened to the case."""
        rows = self.database.execute("SELECT body FROM event WHERE case_id = ? ORDER BY seq", (case_id,))
        return tuple(self.documents.loads(body, Event) for (body,) in rows)

    def _row(self, event: Event) -> tuple[str, int, str]:
        """Return the row of an event; a second event with this number is a lost race, and an error."""
        return event.case, event.seq, self.documents.dumps(event)

    # ------------------------------------------------------------------ a screen

    def screen(self, case_id: str, by: Actor, at: datetime, language: str) -> Iterator[str]:
        """Yield a button for each thing *by* may do, and what stands in the way of those that are greyed out."""
        case = self.head(case_id)
        for option in self.rules.options(case, by=by, at=at):
            name = self.labels.text(option, language)
            if option.verdict is Verdict.UNMET:
                yield f"( {name} )"
                for reason in self.labels.messages(option.reasons, language, reader=by, case=case, tz=BAGHDAD):
                    yield f"    ✗ {reason}"
            elif option.verdict is not Verdict.NOT_AUTHORISED:
                form = (self.labels.text(field, language) for field in option.fields if field.required)
                yield f"[ {name} ] {self.labels.list(form, language)}".rstrip()


def _todo(effect: Effect) -> tuple[str, int, int, str, str]:
    """Return the row of an effect, by its key."""
    return *effect.key, effect.code, effect.track


# ---------------------------------------------------------------------- one case


def main() -> None:
    """Take a dispute between neighbours to the private screens, and look at the mediator's screen."""
    labels = standard_labels()
    host = Host(standard_rulebook(), labels, lambda case, code: print(case, labels.text(f"effect.{code}", "ar")))
    clerk = Actor("o-11", roles=("intake-officer",))
    officer = Actor("o-17", roles=("community-police-member",))
    mediator = Actor("m-3", roles=("community-police-member",))
    at = datetime(2026, 3, 1, 9, 30, tzinfo=BAGHDAD)
    neighbours = tuple(Party(id_, role="disputing-party", age_band="adult") for id_ in ("p1", "p2"))
    case_id = host.open("BGD-2026-0417", ("neighbour-dispute",), neighbours, clerk, at).id

    for command in to_the_mediation(at):
        host.give(case_id, command, clerk, at).expect()
    start = mediation.StartScreening("m-3", mediation_matter="doc:4", tie_to_party_ruled_out=True)
    host.give(case_id, start, officer, at).expect()

    print(rtl_paragraph("\n".join(host.screen(case_id, mediator, at, "ar"))))

    stale = host.rules.decide(host.head(case_id), note(at), by=officer, at=at).expect()
    host.give(case_id, note(at), officer, at).expect()  # a colleague was quicker by a second
    try:
        host.store(stale)
    except sqlite3.IntegrityError as error:
        print(f"{error}: decide again on the head as it is now")
    print("the events add up to the head:", host.rules.replay(host.history(case_id)) == host.head(case_id))


def to_the_mediation(at: datetime) -> Iterator[object]:
    """Yield the commands that lead from a new case to a mediation."""
    yield intake.Register(
        received_at=at,
        summary="doc:1",
        record_origin="new",
        on_behalf_of_other=False,
        channel="walk-in",
        locality="area:412",
    )
    yield intake.BeginTriage("neighbour-dispute", presenting_problem="doc:2")
    yield record.SetRisk(Risk.LOW, "doc:3", assessed_with="form:risk", next_review_at=at + timedelta(days=30))
    for party in ("p1", "p2"):
        yield record.RecordWish(party, wish_text=f"doc:wish-{party}", asked_alone=True, wish="wants-agreement")
        yield record.RecordConsent(
            party,
            consent_kind="to-mediation",
            consent_decision="given",
            given_by=party,
            taken_alone=True,
            informed_of=("doc:rights",),
            language="lang:ar",
        )
    yield intake.Route(("mediation",), case_officer="o-17", route_reason="doc:5")


def note(at: datetime) -> record.LogContact:
    """Return the record of a telephone call."""
    return record.LogContact(
        contact_way="contact:p1",
        direction_of_contact="from-person",
        contacted_at=at,
        contact_result="note:1",
        safe_way_used=True,
        party="p1",
    )


if __name__ == "__main__":
    main()
