"""The converter as a value: lazy, shared, pickled."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from community_policing.cases import Case, Event
from community_policing.serialization import make_converter
from community_policing.workflows import AdoptCase, Lapse, OpenCase

PROBE = """
import sys
import community_policing.serialization
print(sorted({"cattrs", "orjson"} & set(sys.modules)))
"""


def test_cattrs_is_loaded_when_it_is_needed():
    """Importing the package loads neither cattrs nor orjson."""
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_a_converter_is_a_value(toy):
    """Converters of equal rulebooks are equal and hash alike."""
    assert make_converter(toy.RULES) == make_converter(toy.RULES)
    assert hash(make_converter(toy.RULES)) == hash(make_converter(toy.RULES))
    assert make_converter(toy.RULES) != make_converter(toy.RULES, fast=True)


@pytest.mark.parametrize("fast", [False, True])
def test_a_converter_travels_to_workers(fast, toy, story):
    """A converter that was used makes itself anew from its rulebook, and leaves behind what it built."""
    _, case = story
    converter = make_converter(toy.RULES, fast=fast)
    text = converter.dumps(case)
    remade, arguments = converter.__reduce__()

    other = remade(*arguments)

    assert other == converter
    assert set(vars(other)) == {"rulebook", "fast"}
    assert other.loads(text, Case) == case
    assert b"cattrs" not in pickle.dumps(arguments[1])


def test_threads_share_a_converter(toy, story, converter):
    """Threads that use a new converter at once all read the same."""
    events, _ = story
    texts = [converter.dumps(event) for event in events] * 20
    shared = make_converter(toy.RULES)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: shared.loads(text, Event), texts))

    assert found == list(events) * 20


def test_commands_of_the_library_are_always_known(converter):
    """Cases are opened, adopted and lapse under any rulebook."""
    for command in (OpenCase(("x",)), AdoptCase(("x",)), Lapse()):
        assert converter.load_command(converter.dump_command(command)) == command


def test_orjson_is_asked_for_by_name(toy, monkeypatch):
    """Without orjson, `fast` says what to install, and all else works."""
    monkeypatch.setitem(sys.modules, "orjson", None)

    with pytest.raises(ModuleNotFoundError, match=r"community-policing\[fast\]"):
        make_converter(toy.RULES, fast=True)
    assert make_converter(toy.RULES).dumps(Lapse()).startswith('{"command":{"data":{},"name":"case.lapse"}')


def test_only_what_a_document_holds_is_read(converter):
    """Asking for anything but a case, an event or a command is a mistake of the caller."""
    text = converter.dumps(Lapse())

    with pytest.raises(TypeError, match="is not a command"):
        converter.loads(text, int)
