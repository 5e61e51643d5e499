"""Codes to text, in a language that is asked for each time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import attrs

from community_policing.cases import Case
from community_policing.errors import InvalidCatalogError, LabelNotFoundError, Problem
from community_policing.labels import _calendar
from community_policing.labels._amend import Changes, amended, with_entries_of
from community_policing.labels._bidi import isolate
from community_policing.labels._catalog import Catalog, Entry
from community_policing.labels._concepts import RoleTree, axis_code, concept_code, concept_entries, role_tree
from community_policing.labels._languages import held, plural_forms
from community_policing.labels._templates import fill, placeholders
from community_policing.labels._values import choosing_number, shown
from community_policing.taxonomy import ConceptScheme, FrozenMap


class Told(Protocol):
    """What `LabelBook.message` reads of a reason."""

    @property
    def code(self) -> str:
        """The code without ``reason.``."""

    @property
    def params(self) -> Mapping[str, Any]:
        """The parameters by name."""

    @property
    def audience(self) -> tuple[str, ...]:
        """The roles that may read it; empty when everyone may."""


class Reader(Protocol):
    """What `LabelBook.message` reads of an actor."""

    @property
    def id(self) -> str:
        """The id under which the case may assign roles."""

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that the reader holds."""


def _by_language(catalogs: Iterable[Catalog]) -> FrozenMap[str, Catalog]:
    """Return *catalogs* by their language."""
    return FrozenMap({catalog.language: catalog for catalog in catalogs})


def _frozen(roles: RoleTree) -> FrozenMap[str, tuple[str, ...]]:
    """Return *roles* as a value."""
    return FrozenMap(roles)


@attrs.frozen(cache_hash=True)
class LabelBook:
    """
    The words for every code, in every language a force reads.

    A book is a value: it compares by content, pickles, and changes only into another book. The language is an argument
    of each question: ``ar``, or ``ar-IQ``, which falls back on ``ar`` and at last on ``last_resort``.

    Attributes:
        catalogs: One catalog a language; read-only, by language tag. Given as an iterable.
        last_resort: The language that every code has, asked when the others lack it.
        roles: Which role lies below which, for the audience of reasons.

    >>> from community_policing.labels import LabelBook, packaged_catalogs
    >>> LabelBook(packaged_catalogs()).text("verdict.permitted", "ar-IQ")
    'متاح الآن'
    """

    catalogs: Mapping[str, Catalog] = attrs.field(converter=_by_language, repr=lambda found: f"<{', '.join(found)}>")
    last_resort: str = "en"
    roles: RoleTree = attrs.field(factory=dict, converter=_frozen, repr=False)

    # ------------------------------------------------------------------------------------------------ words

    def text(self, item: object, language: str) -> str:
        """
        Return the name of *item* in *language*.

        Args:
            item: A code such as ``state.mediation.screening``, a `Concept`, a level of risk or of confidentiality, a
                command or its class, or anything with a ``label_code``. A safeguard brings its own words, which a
                label of its code overrides.

        Returns:
            The text as it stands in the catalog: one with places keeps them (see `sentence`), one with plural forms
            gives that for one (see `count`).

        Raises:
            LabelNotFoundError: No catalog of the chain has the code, or the language is malformed or not in the book.
        """
        try:
            catalog, entry = self._entry(_code(item), language)
        except LabelNotFoundError:
            own = self._own_text(item, language)
            if own is None:
                raise
            return own
        return catalog.form(entry, 1)

    def codes(self) -> tuple[str, ...]:
        """Return every code that has a label in the last resort, sorted: those of catalogs and of concepts."""
        return tuple(sorted(self.catalogs[self.last_resort].entries))

    def has(self, code: str) -> bool:
        """Return whether *code* has a label, which is then one in the last resort at least."""
        return any(wanted in self.catalogs[self.last_resort].entries for wanted in _with_shared_field(code))

    def placeholders(self, code: str) -> frozenset[str]:
        """Return the names of the places in the sentence *code*; `LabelNotFoundError` when there is no such code."""
        return placeholders(self._entry(code, self.last_resort)[1])

    # ------------------------------------------------------------------------------------------------ sentences

    def message(
        self,
        reason: Told,
        language: str,
        *,
        reader: Reader | None = None,
        case: Case | None = None,
        tz: dt.tzinfo = dt.UTC,
    ) -> str:
        """
        Return the sentence that says what is missing.

        Args:
            reason: A `Reason`; its parameters are read by their names, see `sentence`.
            reader: Who will read it. One who has none of the roles of the reason's audience, nor one below them, gets
                ``reason.withheld`` instead. Without a reader nothing is held back.
            case: The case it is about: a reader then also has the roles assigned to him or her on it, such as mediator.
            tz: The zone in which moments are told.

        Raises:
            LabelNotFoundError: The reason or one of its parameters has no label, or lacks a parameter the sentence
                names; or the language is malformed or not in the book.
        """
        if not self._may_read(reason, reader, case):
            return self.text("reason.withheld", language)
        return self.sentence(f"reason.{reason.code}", language, reason.params, tz=tz)

    def messages(
        self,
        reasons: Iterable[Told],
        language: str,
        *,
        reader: Reader | None = None,
        case: Case | None = None,
        tz: dt.tzinfo = dt.UTC,
    ) -> tuple[str, ...]:
        """
        Return the sentences of *reasons*, each once.

        Those that *reader* may not know are left out; one neutral sentence at the end then says that there is more.
        Arguments and errors are those of `message`.
        """
        told = tuple(reasons)
        readable = [reason for reason in told if self._may_read(reason, reader, case)]
        sentences = [self.message(reason, language, tz=tz) for reason in readable]
        if len(readable) < len(told):
            sentences.append(self.text("reason.withheld", language))
        return tuple(dict.fromkeys(sentences))

    def sentence(
        self, code: str, language: str, params: Mapping[str, object] | None = None, *, tz: dt.tzinfo = dt.UTC
    ) -> str:
        """
        Return the sentence *code* with *params* in its places, each isolated from the words around it.

        The name of a parameter says what its value is: ``category``, ``role``, ``outcome``, ``risk`` and the like are
        concepts; ``state`` is ``workflow/state``; ``workflow``, ``command`` and ``field`` are names; ``days`` counts
        days; ids of parties, actors and references are shown as they are. Tuples become lists; dates, moments and
        lengths of time are written in the language. Where the sentence has plural forms, ``count`` or else the one
        number among *params* chooses.

        Raises:
            LabelNotFoundError: As for `message`.
        """
        given = {} if params is None else params
        catalog, entry = self._entry(code, language)
        text = catalog.form(entry, choosing_number(given, placeholders(entry)))

        def value_of(name: str) -> str:
            if name not in given:
                raise LabelNotFoundError(name, f"the parameters of {code!r}", tuple(given))
            return shown(self, name, given[name], language, tz)

        return fill(text, value_of)

    # ------------------------------------------------------------------------------------------------ numbers, time

    def count(self, code: str, number: int, language: str) -> str:
        """Return *number* of *code*: ``count("unit.day", 3, "ar")`` is «3 أيام»; `LabelNotFoundError` for no code."""
        catalog, entry = self._entry(code, language)
        return fill(catalog.form(entry, number), lambda _: str(number))

    def duration(self, length: dt.timedelta, language: str) -> str:
        """Return *length* in its two largest units, without a sign: ``2 days and 3 hours``, «يومان و3 ساعات»."""
        counts = [self.count(code, number, language) for code, number in _calendar.largest_units(length)]
        return _calendar.list_text(counts, self._spoken(language)) or self.text("unit.under-a-minute", language)

    def date(self, day: dt.date, language: str, *, tz: dt.tzinfo = dt.UTC) -> str:
        """
        Return the long date of *day*: ``1 March 2026``, «1 آذار 2026».

        Args:
            day: A date, or an aware moment, whose date in *tz* is meant.

        Raises:
            UnreadableTimeError: A moment is naive.
        """
        return _calendar.date_text(day, self._spoken(language), tz=tz)

    def moment(self, at: dt.datetime, language: str, *, tz: dt.tzinfo) -> str:
        """
        Return date and time of the aware moment *at* in the zone *tz*; in UTC it says so.

        Raises:
            UnreadableTimeError: *at* is naive.
        """
        parts = {
            "date": self.date(at, language, tz=tz),
            "time": _calendar.time_text(at, self._spoken(language), tz=tz),
        }
        return fill(self.text("ui.moment-utc" if str(tz) == "UTC" else "ui.moment", language), parts.__getitem__)

    def list(self, items: Iterable[str], language: str) -> str:
        """Return *items*, each isolated, as a list in words: ``a, b and c``; of none, an empty text."""
        return _calendar.list_text(map(isolate, items), self._spoken(language))

    def isolate(self, text: str) -> str:
        """Return *text* cleaned and isolated, to be put into a sentence of any direction."""
        return isolate(text)

    # ------------------------------------------------------------------------------------------------ other books

    def with_overrides(self, changes: Changes) -> LabelBook:
        """
        Return a book in which some codes read otherwise: ``{"ui.case": {"ar": "القضية", "en": "Matter"}}``.

        Args:
            changes: Texts, or tuples of plural forms, by code and language. A regional language (``ar-IQ``) of one in
                the book is added as needed.

        Raises:
            InvalidCatalogError: A code or a language is not in the book, or the places differ from those of the last
                resort; it tells of every problem.
        """
        return amended(self, changes, new=False)

    def with_labels(self, labels: Changes) -> LabelBook:
        """
        Return a book with the labels of new codes, such as those of a force's own workflow.

        Raises:
            InvalidCatalogError: A code is there already or has no text in the last resort, or as `with_overrides`.
        """
        return amended(self, labels, new=True)

    def with_catalogs(self, *catalogs: Catalog) -> LabelBook:
        """Return a book with the new codes of *catalogs*, read by `read_po` or `read_mo`; errors as `with_labels`."""
        labels: dict[str, dict[str, Entry]] = {}
        for catalog in catalogs:
            for code, entry in catalog.entries.items():
                labels.setdefault(code, {})[catalog.language] = entry
        return self.with_labels(labels)

    def with_language(self, language: str, texts: Mapping[str, Entry], *, forms: str | None = None) -> LabelBook:
        """
        Return a book that also speaks *language*; codes without a text fall back on the last resort.

        Args:
            texts: Texts, or tuples of plural forms, by code; of concepts too.
            forms: The gettext header of the plural rule; CLDR's unless given.

        Raises:
            InvalidCatalogError: The book speaks it already, a code is not in the book, or places or plural forms are
                wrong; it tells of every problem.
            LabelNotFoundError: The language is malformed, or CLDR does not know it.
        """
        catalog = Catalog(language, plural_forms(language) if forms is None else forms, {})
        if catalog.language in self.catalogs:
            hint = "change its texts with with_overrides"
            problem = Problem("known-language", catalog.language, "is in the book already", hint)
            raise InvalidCatalogError(catalog.language, (problem,))
        wider = attrs.evolve(self, catalogs=(*self.catalogs.values(), catalog))
        return amended(wider, {code: {catalog.language: entry} for code, entry in texts.items()}, new=False)

    def with_schemes(self, schemes: Mapping[str, ConceptScheme]) -> LabelBook:
        """Return a book with the names of every concept of *schemes*; a name it already has stays as it is."""
        roles = role_tree(schemes["roles"]) if "roles" in schemes else self.roles
        return attrs.evolve(self, catalogs=with_entries_of(self.catalogs, concept_entries(schemes)), roles=roles)

    # ------------------------------------------------------------------------------------------------ how

    def _spoken(self, language: str) -> str:
        """Return *language* when the book holds it; raise `LabelNotFoundError` when not."""
        held(language, self.catalogs, last_resort=self.last_resort)
        return language

    def _entry(self, code: str, language: str) -> tuple[Catalog, Entry]:
        """Return the entry of *code* and the catalog of the chain that has it."""
        chain = [self.catalogs[tag] for tag in held(language, self.catalogs, last_resort=self.last_resort)]
        for wanted in _with_shared_field(code):
            for catalog in chain:
                entry = catalog.entries.get(wanted)
                if entry is not None:
                    return catalog, entry
        where = f"the labels for {language!r}"
        raise LabelNotFoundError(code, where, self.codes())

    def _own_text(self, item: object, language: str) -> str | None:
        """Return the words that *item* itself has in a language of the chain, as ``item.ar``; else `None`."""
        for tag in held(language, self.catalogs, last_resort=self.last_resort):
            own = getattr(item, tag, None)
            if isinstance(own, str):
                return own
        return None

    def _may_read(self, reason: Told, reader: Reader | None, case: Case | None) -> bool:
        """Return whether *reader* holds, in the service or on *case*, a role of the audience or one below it."""
        if reader is None or not reason.audience:
            return True
        assigned = () if case is None else (one.role for one in case.assignments if one.actor == reader.id)
        return any({role, *self.roles.get(role, ())} & {*reason.audience} for role in (*reader.roles, *assigned))


def _code(item: object) -> str:
    """Return the code of *item*, whatever carries it."""
    if isinstance(item, str):
        return item
    carrier = getattr(item, "__command__", item)
    code = getattr(carrier, "label_code", None) or axis_code(item) or concept_code(item)
    if not isinstance(code, str):
        message = f"{item!r:.80} has no label; pass a code, a concept, or something with a label_code"
        raise TypeError(message)
    return code


def _with_shared_field(code: str) -> tuple[str, ...]:
    """Return *code*, and for the field of one command also the code that all commands share."""
    if code.startswith("field.") and code.count(".") > 1:
        return code, f"field.{code.rpartition('.')[2]}"
    return (code,)
