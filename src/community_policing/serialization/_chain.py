"""A chain of digests over stored events: whoever changes, drops or swaps one breaks every digest after it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from community_policing.errors import UnreadableEventError
from community_policing.serialization._faults import shown
from community_policing.serialization._json import canonical

_HEX = re.compile(r"[0-9a-f]{64}")


def digest(event_document: object, previous: str = "") -> str:
    """
    Return the digest that binds an event to those before it: SHA-256, in 64 lower-case hex digits.

    It is taken of *previous*, a line feed, and the canonical bytes of the document. Storage keeps it beside the
    event; a case holds none.

    Args:
        event_document: What `Converter.dump_event` returned.
        previous: The digest of the event before it; empty for the first event of a case.

    Raises:
        UnreadableEventError: *previous* is no digest.
        UnreadableDocumentError: The document holds something that no document may.

    .. versionadded:: 26.1
    """
    if previous and not _HEX.fullmatch(previous):
        raise UnreadableEventError("previous", f"is {shown(previous)}, not a digest", "64 lower-case hex digits")
    return hashlib.sha256(b"%b\n%b" % (previous.encode(), canonical(event_document))).hexdigest()


def verify_chain(rows: Iterable[tuple[object, str]], *, previous: str = "") -> str:
    """
    Return the last digest of *rows*, having checked every one.

    The chain cannot tell that events are missing at its end: compare what comes back with a digest that was put down
    elsewhere.

    Args:
        rows: Pairs of an event's document and its stored digest, in order.
        previous: The digest before the first row; empty when the rows begin with the case.

    Raises:
        UnreadableEventError: A digest is not the one that its event and the events before it make.

    .. versionadded:: 26.1
    """
    for index, (document, stored) in enumerate(rows):
        previous = digest(document, previous)
        if previous != stored:
            message = "is not the digest of this event after those before it"
            raise UnreadableEventError(f"events[{index}].digest", message, "an event was changed, dropped or moved")
    return previous
