"""The build hook: complete catalogs go compiled into the wheel, others stop the build."""

from __future__ import annotations

import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from community_policing.labels import read_mo

ROOT = Path(__file__).parents[3]
KERNEL = Path("src/community_policing/labels/locale/ar/LC_MESSAGES/kernel.po")


@pytest.fixture(scope="module")
def hooks():
    spec = spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path):
    labels = Path("src/community_policing/labels")
    shutil.copytree(ROOT / labels / "locale", tmp_path / labels / "locale", ignore=shutil.ignore_patterns("*.mo"))
    shutil.copy(ROOT / labels / "_po.py", tmp_path / labels)
    return tmp_path


def run(hooks, project, target, version):
    hook = hooks.DataBuildHook(str(project), {}, None, None, str(project), target)
    data = {"force_include": {}}
    hook.initialize(version, data)
    places = {place: read_mo(Path(made).read_bytes(), place) for made, place in data["force_include"].items()}
    hook.finalize(version, data, "")
    assert not any(Path(made).exists() for made in data["force_include"])
    return places


def test_a_wheel_gets_a_compiled_catalog_for_each_source(hooks, project):
    """Every .po has its .mo, which reads as it should; nothing is written beside the sources."""
    places = run(hooks, project, "wheel", "standard")

    arabic = places["community_policing/labels/locale/ar/LC_MESSAGES/kernel.mo"]
    assert arabic.entries["ui.case"] == "الحالة"
    assert len(places) == len(list(project.rglob("*.po")))
    assert not list(project.rglob("*.mo"))


@pytest.mark.parametrize(("target", "version"), [("wheel", "editable"), ("sdist", "standard")])
def test_an_editable_install_and_a_source_archive_get_none(hooks, project, target, version):
    """They read the .po, so that an edited text is seen at once."""
    assert run(hooks, project, target, version) == {}


@pytest.mark.parametrize(("target", "version"), [("wheel", "standard"), ("wheel", "editable"), ("sdist", "standard")])
def test_an_incomplete_catalog_stops_every_build(hooks, project, target, version):
    """The error tells of each fault, and no half of a release is made."""
    path = project / KERNEL
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgstr "الحالة"', 'msgstr ""') + '\n#, fuzzy\nmsgid "ui.x"\nmsgstr "س"\n', "utf-8")

    with pytest.raises(ValueError, match=r"not complete \(3\)") as caught:
        run(hooks, project, target, version)

    assert "ar/kernel.po/ui.case" in str(caught.value)
    assert "ar/kernel.po/ui.x: is fuzzy" in str(caught.value)
    assert "en/kernel.po/ui.x" in str(caught.value)
