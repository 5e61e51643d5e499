"""The converter: cases, events and commands to documents and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs

from community_policing.cases import Case, Event
from community_policing.errors import (
    UnreadableCaseError,
    UnreadableCommandError,
    UnreadableError,
    UnreadableEventError,
)
from community_policing.serialization._commands import read_command, write_command
from community_policing.serialization._faults import Fault
from community_policing.serialization._json import ROOT, parse, parse_fast, written, written_fast
from community_policing.serialization._plain import plain
from community_policing.serialization._upcasts import unwrap, wrap
from community_policing.workflows import AdoptCase, CommandSpec, Lapse, OpenCase, Rulebook, spec_of

if TYPE_CHECKING:
    import cattrs

T = TypeVar("T")
Document = dict[str, Any]


@attrs.frozen(slots=False)
class Converter:
    """
    Writes cases, events and commands as JSON documents and reads them again; nothing is coerced.

    It is a value: threads may share it, and it pickles. What reads and writes is built when it is first needed.

    A document is ``{"schema": "community-policing/event", "version": 1, "event": {…}}``. Text is in Unicode normal
    form C, moments are aware and in UTC. Documents of older versions are brought up to date when they are read.

    Attributes:
        rulebook: Its commands are those that documents may hold, in every version still in use.
        fast: Whether JSON text goes through orjson; what is accepted and what is written are the same.
    """

    rulebook: Rulebook
    fast: bool = False

    # ----------------------------------------------------------------- cases

    def dump_case(self, case: Case) -> Document:
        """Return the document of *case*; `UnreadableCaseError` when it holds what no document may."""
        return _dumped("case", lambda: self._reader.unstructure(case), UnreadableCaseError)

    def load_case(self, document: object) -> Case:
        """
        Return the case of *document*.

        Raises:
            UnreadableCaseError: Something in it is wrong; the path leads there, as ``case.tracks[1].state``.
            UnreadableDocumentError: It is not the document of a case, or one of a later version.
        """
        return _loaded("case", document, self._structured(Case), UnreadableCaseError)

    # ----------------------------------------------------------------- events

    def dump_event(self, event: Event) -> Document:
        """Return the document of *event*; `UnreadableEventError` when it holds what no document may."""
        return _dumped("event", lambda: self._reader.unstructure(event), UnreadableEventError)

    def load_event(self, document: object) -> Event:
        """
        Return the event of *document*.

        Raises:
            UnreadableEventError: Something in it is wrong, or its command is no longer in the rulebook; the path leads
                there, as ``event.command.data.party``.
            UnreadableDocumentError: It is not the document of an event, or one of a later version.
        """
        return _loaded("event", document, self._structured(Event), UnreadableEventError)

    def dump_events(self, events: Iterable[Event]) -> list[Document]:
        """Return a document for each of *events*, in order."""
        return [self.dump_event(event) for event in events]

    def load_events(self, documents: Iterable[object]) -> tuple[Event, ...]:
        """Return the events of *documents*, in order; errors are those of `load_event`, below ``events[0]``."""
        return tuple(self._numbered(index, document) for index, document in enumerate(documents))

    def _numbered(self, index: int, document: object) -> Event:
        """Return one of several events."""
        try:
            return self.load_event(document)
        except UnreadableError as error:
            raise attrs.evolve(error, path=f"events[{index}].{error.path}") from error

    # ----------------------------------------------------------------- commands

    def dump_command(self, command: object) -> Document:
        """Return the document of *command*; `UnreadableCommandError` when the rulebook does not have its class."""
        return _dumped("command", lambda: write_command(self._commands, command), UnreadableCommandError)

    def load_command(self, document: object) -> Any:  # noqa: ANN401  the command class is found by name
        """
        Return the command of *document*; whether its concepts are in force is asked when it is decided.

        Raises:
            UnreadableCommandError: Its name or a field is wrong; the path leads there, as ``command.data.party``.
            UnreadableDocumentError: It is not the document of a command, or one of a later version.
        """
        return _loaded("command", document, lambda body: read_command(self._commands, body), UnreadableCommandError)

    # ----------------------------------------------------------------- text

    def dumps(self, value: object) -> str:
        """
        Return the document of a case, an event or a command as JSON text, in its canonical form.

        Raises:
            UnreadableError: As `dump_case`, `dump_event` or `dump_command`.
            TypeError: *value* is none of the three.
        """
        write = written_fast if self.fast else written
        match value:
            case Case():
                return write(self.dump_case(value))
            case Event():
                return write(self.dump_event(value))
            case _:
                return write(self.dump_command(value))

    def loads(self, text: str | bytes, what: type[T]) -> T:
        """
        Return the case, event or command that the JSON *text* holds.

        Args:
            text: One document; bytes are UTF-8.
            what: `Case`, `Event`, or a command class.

        Raises:
            UnreadableError: As `load_case`, `load_event` or `load_command`.
            UnreadableDocumentError: The text is not JSON; the error has line and column.
            UnreadableCommandError: It holds another command than *what*.
            TypeError: *what* is none of the three.
        """
        document = (parse_fast if self.fast else parse)(text)
        if what is Case:
            return cast(T, self.load_case(document))
        if what is Event:
            return cast(T, self.load_event(document))
        wanted, command = spec_of(what).name, self.load_command(document)
        if not isinstance(command, what):
            raise UnreadableCommandError("command.name", f"is {spec_of(command).name!r}", f"here it is {wanted!r}")
        return command

    # ----------------------------------------------------------------- how

    @cached_property
    def _commands(self) -> Mapping[str, CommandSpec]:
        """The commands of the rulebook and those of the library itself, by name."""
        own = {spec_of(command).name: spec_of(command) for command in (OpenCase, AdoptCase, Lapse)}
        return {**own, **self.rulebook.commands}

    @cached_property
    def _reader(self) -> cattrs.Converter:
        """What reads fast, and writes."""
        return self._built(detailed=False)

    @cached_property
    def _finder(self) -> cattrs.Converter:
        """What reads once more, slowly, to find the path to a fault."""
        return self._built(detailed=True)

    def _built(self, *, detailed: bool) -> cattrs.Converter:
        """Return a new cattrs converter."""
        from community_policing.serialization._hooks import hooks  # noqa: PLC0415  cattrs is loaded when first needed

        return hooks(self._commands, detailed=detailed)

    def _structured(self, kind: type[T]) -> Callable[[object], T]:
        """Return a function that reads *kind*: fast, and again for the path when there is a fault."""

        def read(body: object) -> T:
            try:
                return self._reader.structure(body, kind)
            except (Fault, UnreadableError):
                from community_policing.serialization._hooks import fault_of  # noqa: PLC0415  it knows cattrs

                try:
                    return self._finder.structure(body, kind)
                except Exception as error:
                    raise fault_of(error) from error

        return read

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how pickle makes it again: what was built is left behind."""
        return Converter, (self.rulebook, self.fast)


def make_converter(rulebook: Rulebook, *, fast: bool = False) -> Converter:
    """
    Return what writes and reads the documents of cases under *rulebook*.

    Args:
        rulebook: Its commands are those that documents may hold.
        fast: Whether JSON text goes through orjson, of the extra ``community-policing[fast]``.

    Raises:
        ModuleNotFoundError: *fast* is asked for and orjson is not installed.

    .. versionadded:: 26.1
    """
    if fast:
        try:
            import orjson  # noqa: F401, PLC0415  only whether it is there
        except ImportError as error:
            message = "fast=True needs orjson; install community-policing[fast]"
            raise ModuleNotFoundError(message, name="orjson") from error
    return Converter(rulebook, fast)


def _dumped(kind: str, write: Callable[[], object], error: type[UnreadableError]) -> Document:
    """Return the document of *kind* that holds what *write* returns."""
    try:
        return wrap(kind, plain(write()))
    except Fault as fault:
        raise error(f"{kind}{fault.path}", fault.message, fault.hint) from fault


def _loaded(kind: str, document: object, read: Callable[[object], T], error: type[UnreadableError]) -> T:
    """Return what *read* makes of the body of the *document* of *kind*."""
    try:
        clean = plain(document)
    except Fault as fault:
        raise error(fault.path.removeprefix(".") or ROOT, fault.message, fault.hint) from fault
    try:
        return read(unwrap(kind, clean))
    except Fault as fault:
        raise error(f"{kind}{fault.path}", fault.message, fault.hint) from fault
