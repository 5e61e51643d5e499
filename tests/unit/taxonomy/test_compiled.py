"""Compiled schemes: the same values as from the TOML, and never from another TOML than the one at hand."""

import json
import pickle
import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_policing.taxonomy import Concept, ConceptScheme, Mapping, Text, load_scheme, read_scheme, scheme_ids
from community_policing.taxonomy._compiled import compiled_scheme, restored_scheme
from community_policing.taxonomy._standard import _scheme

ROOT = Path(__file__).parents[3]
DATA = Path("src/community_policing/taxonomy/data")
SOURCE = (ROOT / DATA / "wishes.toml").read_bytes()
READ = read_scheme("wishes", SOURCE.decode())
COMPILED = compiled_scheme(READ, SOURCE)
OTHER = attrs.evolve(READ, pref_label=Text("Compiled wishes", "رغبات"))
THING = Concept("thing", "T1", "things", Text("Thing", "شيء"))


@pytest.fixture
def folder(tmp_path):
    """A folder of data with one scheme, and another in its place as its compiled form, to tell the two apart."""
    (tmp_path / "compiled").mkdir()
    (tmp_path / "wishes.toml").write_bytes(SOURCE)
    (tmp_path / "compiled" / "wishes.scheme").write_bytes(compiled_scheme(OTHER, SOURCE))
    return tmp_path


def hook_of(project, version):
    """Return the build hook for a wheel of *project*, and what it adds to it."""
    spec = spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    hook, data = module.DataBuildHook(str(project), {}, None, None, str(project), "wheel"), {"force_include": {}}
    hook.initialize(version, data)
    return hook, data


@pytest.fixture
def project(tmp_path):
    """The parts of the source tree that the hook reads, without what an installation compiled there."""
    labels = Path("src/community_policing/labels")
    shutil.copytree(ROOT / labels / "locale", tmp_path / labels / "locale", ignore=shutil.ignore_patterns("*.mo"))
    shutil.copy(ROOT / labels / "_po.py", tmp_path / labels)
    shutil.copytree(ROOT / DATA, tmp_path / DATA, ignore=shutil.ignore_patterns("compiled"))
    return tmp_path


@pytest.mark.parametrize("name", scheme_ids())
def test_a_compiled_scheme_is_the_one_that_was_read(name):
    """Concepts, policies, hash, pickle, hierarchy and search are those of the scheme that is read from the TOML."""
    source = (ROOT / DATA / f"{name}.toml").read_bytes()
    read = read_scheme(name, source.decode())

    restored = restored_scheme(compiled_scheme(read, source), source)

    assert restored == read
    assert [type(concept) for concept in restored] == [type(concept) for concept in read]
    assert hash(restored) == hash(read)
    assert pickle.loads(pickle.dumps(restored)) == read  # noqa: S301  our own bytes
    assert restored.tree("ar") == read.tree("ar")
    for concept in read:
        assert concept in restored
        assert restored.by_notation(concept.notation) == concept
        assert restored.narrower(concept) == read.narrower(concept)
        assert restored.search(concept.pref_label.ar, "ar") == read.search(concept.pref_label.ar, "ar")
        for mapping in concept.mappings:
            found = restored.by_match(mapping.scheme, mapping.code)
            assert found == read.by_match(mapping.scheme, mapping.code)


@pytest.mark.parametrize("name", scheme_ids())
def test_a_loaded_scheme_is_that_of_its_file(name):
    """Whatever an installation compiled, the library answers with what the TOML says today."""
    assert load_scheme(name) == read_scheme(name, (ROOT / DATA / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "change",
    [
        {"related": ("other",)},
        {"inverse": "other"},
        {"mappings": (Mapping("ICCS-1.0", "0101", "exactMatch"), Mapping("NIBRS", "9", "closeMatch"))},
        {"deprecated": True, "replaced_by": "other"},
        {"flags": frozenset({"status", "minor", "barred"})},
    ],
)
def test_what_few_concepts_have_is_compiled_too(change):
    """Links, codes, marks and deprecation come back as they were."""
    concepts = (attrs.evolve(THING, **change), Concept("other", "T2", "things", Text("Other", "آخر")))
    scheme = ConceptScheme("things", Text("Things", "أشياء"), concepts)

    assert restored_scheme(compiled_scheme(scheme, b"x"), b"x") == scheme


def test_a_restored_scheme_can_be_changed():
    """It extends as any other does, and what it then becomes is judged."""
    restored = restored_scheme(COMPILED, SOURCE)

    extended = restored.extended(deprecated={READ.concepts[0].id: READ.concepts[1].id})

    assert extended == READ.extended(deprecated={READ.concepts[0].id: READ.concepts[1].id})


@given(st.integers(0, len(SOURCE) - 1), st.integers(0, 255))
def test_an_edited_source_is_not_answered_by_its_old_form(place, byte):
    """One other byte in the TOML, and what was compiled of it is passed over."""
    edited = SOURCE[:place] + bytes([byte]) + SOURCE[place + 1 :]

    assert (restored_scheme(COMPILED, edited) is None) == (edited != SOURCE)


@given(st.integers(0, len(COMPILED) - 1))
def test_a_cut_form_is_passed_over(length):
    """A file that was not written to its end counts as none."""
    assert restored_scheme(COMPILED[:length], SOURCE) is None


@given(st.integers(0, len(COMPILED) - 1), st.integers(1, 255))
def test_a_damaged_form_is_passed_over(place, flip):
    """One damaged byte, wherever it stands, and the file counts as none."""
    damaged = COMPILED[:place] + bytes([COMPILED[place] ^ flip]) + COMPILED[place + 1 :]

    assert restored_scheme(damaged, SOURCE) is None


@pytest.mark.parametrize("form", [b"", b"\n", b"[]", b"\x80\x04", json.dumps(["wishes", "", "", []]).encode()])
def test_what_is_no_compiled_scheme_is_passed_over(form):
    """Garbage is no error: the TOML is there."""
    assert restored_scheme(form, SOURCE) is None


def test_another_layout_is_passed_over():
    """What a release with another layout compiled is not read as if it were of this one."""
    older = COMPILED.replace(b"scheme 1 ", b"scheme 0 ", 1)

    assert older != COMPILED
    assert restored_scheme(older, SOURCE) is None


def test_the_compiled_form_is_used_where_it_is_true(folder):
    """A scheme is loaded from its compiled form, as long as the TOML is the one that was compiled."""
    assert _scheme("wishes", folder) == OTHER


def test_an_edited_toml_is_read_again(folder):
    """The TOML is the source of truth: an edit is seen at once, also where a compiled form lies beside it."""
    (folder / "wishes.toml").write_bytes(SOURCE + b"\n# edited\n")

    assert _scheme("wishes", folder) == READ


def test_without_a_compiled_form_the_toml_is_read(folder):
    """A source tree loads every scheme, only slower."""
    shutil.rmtree(folder / "compiled")

    assert _scheme("wishes", folder) == READ


def test_a_scheme_without_concepts_is_compiled_as_well():
    """An empty scheme is a scheme, and not the lack of one."""
    empty = ConceptScheme("things", Text("Things", "أشياء"), ())

    assert restored_scheme(compiled_scheme(empty, b""), b"") == empty


def test_a_wheel_gets_a_compiled_form_of_every_scheme(project):
    """Each is made of its TOML as it lies there, and nothing is written beside the sources."""
    hook, data = hook_of(project, "standard")
    made = {Path(place).stem: Path(file).read_bytes() for file, place in data["force_include"].items()}
    hook.finalize("standard", data, "")

    assert made.keys() >= set(scheme_ids())
    for name in scheme_ids():
        assert restored_scheme(made[name], (project / DATA / f"{name}.toml").read_bytes()) == load_scheme(name)
    assert not (project / DATA / "compiled").exists()


def test_an_editable_install_compiles_into_the_source_tree(project):
    """The schemes lie beside their TOML afterwards, and those that went are gone."""
    gone = project / DATA / "compiled" / "gone.scheme"
    gone.parent.mkdir()
    gone.write_bytes(b"")

    _, data = hook_of(project, "editable")

    assert data == {"force_include": {}}
    assert {path.stem for path in gone.parent.iterdir()} == set(scheme_ids())
    assert _scheme("wishes", project / DATA) == READ
