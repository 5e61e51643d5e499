"""
A guard is a claim about a case. When it does not hold it says everything that is missing, never just ``False``.

A ``when`` guard takes a `Situation`; a ``given`` guard takes an `Attempt`, which also has the command.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from sys import modules
from typing import Any

import attrs

from community_policing.cases import Reason
from community_policing.errors import InvalidWorkflowError, Problem

Claim = Callable[[Any], Any]
Collect = Callable[[Any, list[Reason]], None]


@attrs.frozen(eq=False, repr=False)
class Guard:
    """
    A named condition.

    Attributes:
        code: The code of the reason it gives when it does not hold.
        claim: The function: returns a `bool`, or yields the reasons for which it does not hold.
        params: The names of the parameters its reasons carry.
        otherwise: The code of the reason that its negation gives.
        audience: The roles that may read its reasons; empty when everyone may.
        gives: Further codes that its reasons may carry.
        attested: Whether only a person can know it: the claim is recorded with who made it.
        safeguard: The safeguard of a profile that it answers to; empty when no profile has to ask for it.
        collect: Adds what is missing in a situation to a list.
        holds: Whether nothing is missing in a situation.
    """

    code: str
    claim: Claim
    params: tuple[str, ...] = ()
    otherwise: str = ""
    audience: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    attested: bool = False
    safeguard: str = ""
    collect: Collect = attrs.field(init=False)
    holds: Callable[[Any], bool] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Choose once how the claim is asked."""
        collect = _asking(self) if not inspect.isgeneratorfunction(self.claim) else _listening(self)
        object.__setattr__(self, "collect", collect)
        object.__setattr__(self, "holds", _deciding(self))

    @property
    def name(self) -> str:
        """Return the name of the claim, as in ``every_party_consents``."""
        return self.claim.__name__

    @property
    def codes(self) -> tuple[str, ...]:
        """Return every code that its reasons may carry."""
        return (self.code, *self.gives)

    @property
    def label_code(self) -> str:
        """Return the code under which the catalogs hold its reason."""
        return f"reason.{self.code}"

    def reasons(self, situation: object) -> tuple[Reason, ...]:
        """Return everything that is missing in *situation*."""
        missing: list[Reason] = []
        self.collect(situation, missing)
        return tuple(missing)

    def __invert__(self) -> Not:
        """Return the guard that holds where this one does not."""
        return Not(self)

    def __repr__(self) -> str:
        """Return the guard's name and code."""
        return f"<guard {self.name}: {self.code}>"

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how pickle finds it again: by the module and name it is bound to."""
        return _bound, (self.claim.__module__, self.claim.__qualname__)


@attrs.frozen(repr=False)
class Not:
    """
    The negation of a guard; its reason is the guard's ``otherwise``.

    Attributes:
        inner: The guard that is negated.
        holds: Whether the inner guard does not hold in a situation.
    """

    inner: Guard
    holds: Callable[[Any], bool] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Choose once how the negation is asked."""
        object.__setattr__(self, "holds", _denying(self.inner))

    @property
    def code(self) -> str:
        """Return the code of its reason."""
        return self.inner.otherwise or f"not-{self.inner.code}"

    @property
    def codes(self) -> tuple[str, ...]:
        """Return every code that its reasons may carry."""
        return (self.code,)

    @property
    def name(self) -> str:
        """Return the name of the claim with ``not`` before it."""
        return f"not {self.inner.name}"

    @property
    def label_code(self) -> str:
        """Return the code under which the catalogs hold its reason."""
        return f"reason.{self.code}"

    @property
    def audience(self) -> tuple[str, ...]:
        """Return the roles that may read its reason."""
        return self.inner.audience

    @property
    def safeguard(self) -> str:
        """Return the safeguard of a profile that the inner guard answers to."""
        return self.inner.safeguard

    def collect(self, situation: object, missing: list[Reason]) -> None:
        """Add the reason to *missing* when the inner guard holds."""
        if self.inner.holds(situation):
            missing.append(Reason(self.code, self.inner.audience))

    def reasons(self, situation: object) -> tuple[Reason, ...]:
        """Return what is missing in *situation*."""
        missing: list[Reason] = []
        self.collect(situation, missing)
        return tuple(missing)

    def __invert__(self) -> Guard:
        """Return the inner guard."""
        return self.inner

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how pickle makes it again."""
        return Not, (self.inner,)

    def __repr__(self) -> str:
        """Return the negation as it is written."""
        return f"~{self.inner!r}"


AnyGuard = Guard | Not


def guard(
    code: str,
    /,
    *,
    params: Iterable[str] = (),
    otherwise: str = "",
    audience: Iterable[str] = (),
    gives: Iterable[str] = (),
    attested: bool = False,
    safeguard: str = "",
) -> Callable[[Claim], Guard]:
    """
    Return a decorator that makes a claim a guard.

    Args:
        code: The kebab-case code of the reason when the claim does not hold.
        params: The names of the parameters that its reasons carry.
        otherwise: The code of the reason when the negated guard does not hold.
        audience: The roles that may read the reasons, where they would betray protected facts.
        gives: Further codes that a yielding claim may use.
        attested: Whether nothing but a person can know it.
        safeguard: The code in a profile's ``safeguards`` that makes this guard ask (more). A rulebook refuses a profile
            that asks for one to which no guard in force answers.
    """

    def decorate(claim: Claim) -> Guard:
        return Guard(code, claim, tuple(params), otherwise, tuple(audience), tuple(gives), attested, safeguard)

    return decorate


def _asking(guard: Guard) -> Collect:
    """Return the way to ask a claim that answers yes or no."""
    claim, reason = guard.claim, Reason(guard.code, guard.audience)

    def ask(situation: object, missing: list[Reason]) -> None:
        if not claim(situation):
            missing.append(reason)

    return ask


def _listening(guard: Guard) -> Collect:
    """Return the way to ask a claim that yields its reasons; each must be one that the guard declares."""
    claim, audience, codes, params = guard.claim, guard.audience, frozenset(guard.codes), frozenset(guard.params)

    def listen(situation: object, missing: list[Reason]) -> None:
        for found in claim(situation):
            if found.code not in codes or not params.issuperset(name for name, _ in found.items):
                raise _undeclared(guard, found)
            missing.append(found.for_audience(audience) if audience else found)

    return listen


def _deciding(guard: Guard) -> Callable[[Any], bool]:
    """Return the way to learn whether a claim holds, without asking for every reason."""
    claim = guard.claim
    if not inspect.isgeneratorfunction(claim):
        return lambda situation: bool(claim(situation))
    return lambda situation: next(claim(situation), None) is None


def _denying(guard: Guard) -> Callable[[Any], bool]:
    """Return the way to learn that a claim does not hold."""
    claim = guard.claim
    if not inspect.isgeneratorfunction(claim):
        return lambda situation: not claim(situation)
    return lambda situation: next(claim(situation), None) is not None


def _undeclared(guard: Guard, found: Reason) -> InvalidWorkflowError:
    """Return the error for a reason that *guard* gives without declaring it."""
    hint = f"declared: {', '.join(guard.codes)} with the parameters {list(guard.params)}"
    problem = Problem("undeclared-reason", guard.name, f"gives {found!r}, which it does not declare", hint)
    return InvalidWorkflowError(guard.name, (problem,))


def _bound(module: str, name: str) -> Guard:
    """Return the guard that *module* binds to *name*."""
    found: Any = modules.get(module) or __import__(module, fromlist=["_"])
    for part in name.split("."):
        found = getattr(found, part)
    guard_: Guard = found
    return guard_
