"""The schemes, rules and profiles that come with the library, read from its data files when first asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from warnings import warn

from community_policing.errors import ProfileNotFoundError, SchemeNotFoundError
from community_policing.taxonomy._compiled import restored_scheme
from community_policing.taxonomy._frozen_map import FrozenMap
from community_policing.taxonomy._policy_reader import read_profile, read_rules
from community_policing.taxonomy._profile import PolicyDepartureWarning, Profile, checked_profile
from community_policing.taxonomy._reader import read_scheme
from community_policing.taxonomy._rules import PolicyRules
from community_policing.taxonomy._scheme import ConceptScheme

_DEFAULT = "international-default"


@cache
def scheme_ids() -> tuple[str, ...]:
    """Return the ids of the schemes that come with the library, in alphabetical order."""
    return tuple(name for name in _names(_data()) if name != "rules")


@cache
def load_scheme(name: str) -> ConceptScheme:
    """
    Return the scheme *name* that comes with the library; its file is read once per process.

    An installed library has each scheme in a compiled form too, which is used when it was made of just this file.

    Raises:
        SchemeNotFoundError: The library has no scheme of this name.
    """
    if name not in scheme_ids():
        raise SchemeNotFoundError(name, "the library", scheme_ids())
    return _scheme(name, _data())


def _scheme(name: str, folder: Traversable) -> ConceptScheme:
    """Return the scheme *name* in *folder*, from its compiled form where that is true to the TOML."""
    source = (folder / f"{name}.toml").read_bytes()
    try:
        compiled = (folder / "compiled" / f"{name}.scheme").read_bytes()
    except OSError:
        compiled = b""
    scheme = restored_scheme(compiled, source)
    return read_scheme(name, source.decode()) if scheme is None else scheme


@cache
def standard_schemes() -> FrozenMap[str, ConceptScheme]:
    """Return every scheme that comes with the library, by id."""
    return FrozenMap({name: load_scheme(name) for name in scheme_ids()})


@cache
def standard_rules() -> PolicyRules:
    """Return the rules by which policies combine."""
    return read_rules(_text(_data() / "rules.toml"))


@cache
def profile_ids() -> tuple[str, ...]:
    """Return the ids of the profiles that come with the library, in alphabetical order."""
    return _names(_data() / "profiles")


def standard_profile(name: str = "international-default") -> Profile:
    """
    Return the profile *name* that comes with the library; its file is read once per process.

    A profile takes the law of ``international-default`` where its own file says nothing.

    Raises:
        ProfileNotFoundError: The library has no profile of this name.

    Warns:
        PolicyDepartureWarning: The profile departs from international standards; once for each call.
    """
    profile = _profile(name)
    if profile.departs_from:
        sources = "; ".join(f"{source}: {standard_rules().sources[source]}" for source in profile.departs_from)
        warn(f"the profile {name!r} departs from {sources}", PolicyDepartureWarning, stacklevel=2)
    return profile


@cache
def _profile(name: str) -> Profile:
    """Return the profile *name*, checked."""
    if name not in profile_ids():
        raise ProfileNotFoundError(name, "the library", profile_ids())
    base = None if name == _DEFAULT else _profile(_DEFAULT)
    profile = read_profile(name, _text(_data() / "profiles" / f"{name}.toml"), base=base)
    return checked_profile(profile, schemes=standard_schemes(), rules=standard_rules())


@cache
def _data() -> Traversable:
    """Return the folder of the data files."""
    return _folder(Path(__file__).with_name("data"))


def _folder(place: Path) -> Traversable:
    """
    Return *place*, or the same folder in the archive that the library is imported from.

    Only an archive needs `importlib.resources`, whose own imports take longer than reading all the schemes' files.
    """
    return place if place.is_dir() else files("community_policing.taxonomy") / "data"


def _names(folder: Traversable) -> tuple[str, ...]:
    """Return the names of the TOML files in *folder*, without their ending."""
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


def _text(file: Traversable) -> str:
    """Return the text of *file*."""
    return file.read_text(encoding="utf-8")
