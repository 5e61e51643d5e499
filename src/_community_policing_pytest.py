"""
The pytest plugin of ``community_policing``: which parts of its workflows a test run exercised.

It does nothing, and imports nothing of the library, unless ``--workflow-cov`` is given. It lies beside the package and
not in it, because pytest imports it before any measuring of coverage begins.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from math import floor
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from community_policing import Rulebook, Workflow

TARGET = "MODULE:NAME"
SENT = "workflow_cov"
"""Under which name a worker of pytest-xdist sends what it reached."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("workflow coverage", "coverage of community_policing workflows")
    group.addoption(
        "--workflow-cov",
        action="append",
        default=[],
        metavar=TARGET,
        help="A workflow, a rulebook, or a function that returns one of them, whose coverage is to be measured; may be "
        "given several times, as in community_policing.workflows.builtin.mediation:MEDIATION.",
    )
    group.addoption(
        "--workflow-cov-fail-under",
        type=float,
        metavar="PERCENT",
        help="Fail when less than this share of the workflows was reached, from 0 to 100.",
    )
    group.addoption(
        "--workflow-cov-html",
        type=Path,
        metavar="FILE",
        help="Write the coverage to this file as a page in English and Arabic.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Begin to measure when it was asked for."""
    targets = config.getoption("workflow_cov")
    least, page = config.getoption("workflow_cov_fail_under"), config.getoption("workflow_cov_html")
    if not targets:
        for option, value in (("--workflow-cov-fail-under", least), ("--workflow-cov-html", page)):
            if value is not None:
                message = f"{option} needs --workflow-cov={TARGET}, which says what is to be measured"
                raise pytest.UsageError(message)
        return
    if least is not None and not 0 <= least <= 100:  # noqa: PLR2004  a percentage
        message = f"--workflow-cov-fail-under={least:g} is no percentage; give a number from 0 to 100"
        raise pytest.UsageError(message)
    subjects = tuple(map(found, targets))
    try:
        measuring = WorkflowCoverage(subjects, least, page)
    except ImportError as error:
        message = f"--workflow-cov needs what the extra brings: pip install 'community-policing[testing]' ({error})"
        raise pytest.UsageError(message) from error
    config.pluginmanager.register(measuring, "workflow-coverage")


def found(target: str) -> Rulebook | Workflow:
    """Return the workflow or rulebook that *target* names; raise `pytest.UsageError` when it names none."""
    from community_policing import Rulebook, Workflow  # noqa: PLC0415  only when it is asked for
    from community_policing.errors import CommunityPolicingError  # noqa: PLC0415

    module, _, name = target.partition(":")
    if not (module and name):
        message = f"names no {TARGET}; such as community_policing.workflows.builtin.mediation:MEDIATION"
        raise _unusable(target, message)
    try:
        made = _called(_named(target, import_module(module), name))
    except ImportError as error:
        message = f"the module {module!r} cannot be imported ({error}); is it on the path of this run?"
        raise _unusable(target, message) from error
    except CommunityPolicingError as error:
        raise _unusable(target, str(error)) from error
    if not isinstance(made, Rulebook | Workflow):
        kind = type(made).__name__
        raise _unusable(target, f"is a {kind}; give a Workflow, a Rulebook, or a function that returns one of them")
    return made


def _named(target: str, module: ModuleType, name: str) -> Any:  # noqa: ANN401  whatever was named
    """Return what *module* holds under the dotted *name*."""
    from community_policing import Rulebook, Workflow  # noqa: PLC0415  only when it is asked for
    from community_policing.errors import did_you_mean  # noqa: PLC0415

    try:
        return attrgetter(name)(module)
    except AttributeError as error:
        held = [key for key, value in vars(module).items() if isinstance(value, Rulebook | Workflow)]
        known = f"it holds {', '.join(held)}" if held else "it holds no workflow and no rulebook"
        hint = did_you_mean(name, held) or known
        raise _unusable(target, f"{module.__name__!r} has no {name!r}; {hint}") from error


def _called(thing: Any) -> Any:  # noqa: ANN401  whatever was named
    """Return what *thing* returns, if it is something to call without arguments; else *thing* itself."""
    if not callable(thing):
        return thing
    try:
        inspect.signature(thing).bind()
    except (TypeError, ValueError):
        return thing
    return thing()


def _unusable(target: str, message: str) -> pytest.UsageError:
    """Return the error for a *target* that cannot be measured."""
    return pytest.UsageError(f"--workflow-cov={target}: {message}")


class WorkflowCoverage:
    """Measures while a session runs, and tells at its end."""

    def __init__(self, subjects: tuple[Rulebook | Workflow, ...], least: float | None, page: Path | None) -> None:
        """Be ready to measure the coverage of *subjects*."""
        from community_policing.testing import Collector, Coverage  # noqa: PLC0415  only when it is asked for

        self.collector = Collector(*subjects)
        self.elsewhere = Coverage()
        self.least, self.page = least, page
        self.patch = pytest.MonkeyPatch()

    @property
    def coverage(self) -> Any:  # noqa: ANN401  its class is imported when it is asked for
        """What was reached, here and by workers."""
        return self.collector.coverage + self.elsewhere

    @property
    def fails(self) -> bool:
        """Whether less was reached than was asked for."""
        return self.least is not None and self.coverage.percent < self.least

    # ----------------------------------------------------------------- while it runs

    def pytest_sessionstart(self) -> None:
        """Note from now on what every rulebook decides."""
        from community_policing import Rulebook  # noqa: PLC0415  only when it is asked for

        self.patch.setattr(Rulebook, "decide", _deciding(self.collector, Rulebook.decide))
        self.patch.setattr(Rulebook, "adopt_case", _adopting(self.collector, Rulebook.adopt_case))

    def pytest_unconfigure(self) -> None:
        """Leave every rulebook as it was."""
        self.patch.undo()

    # ----------------------------------------------------------------- with pytest-xdist

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:  # noqa: ANN401  a class of pytest-xdist
        """Add what a worker reached; one that crashed sent nothing."""
        sent = getattr(node, "workeroutput", {}).get(SENT)
        if sent is not None:
            self.elsewhere += type(self.elsewhere).from_dict(sent)

    # ----------------------------------------------------------------- at the end

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Send what was reached to whoever started this worker; else write the page, and fail if it is too little."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[SENT] = self.coverage.to_dict()
            return
        if self.page is not None:
            from community_policing.testing import coverage_page  # noqa: PLC0415  only when it is asked for

            self.page.parent.mkdir(parents=True, exist_ok=True)
            self.page.write_text(coverage_page(self.coverage), encoding="utf-8")
        if self.fails and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Show what was reached, and the first of what was not."""
        from community_policing.testing import coverage_text  # noqa: PLC0415  only when it is asked for

        terminalreporter.section("workflow coverage")
        terminalreporter.write_line(coverage_text(self.coverage, missing=5))
        if self.page is not None:
            terminalreporter.write_line(f"written to {self.page}")
        if self.fails:
            percent = floor(self.coverage.percent * 100) / 100
            line = f"FAIL workflow coverage of {percent:.2f}% is below {self.least:g}%"
            terminalreporter.write_line(line, red=True, bold=True)


Asked = Callable[..., Any]


def _deciding(collector: Any, decide: Asked) -> Asked:  # noqa: ANN401  its class is imported when it is asked for
    """Return *decide* so that *collector* hears of every answer."""

    def decide_and_note(rules: Rulebook, case: Any, command: object, **told: Any) -> Any:  # noqa: ANN401
        """Return what the rules answer."""
        outcome = decide(rules, case, command, **told)
        collector.note(rules, case, command, by=told["by"], at=told["at"], outcome=outcome)
        return outcome

    return decide_and_note


def _adopting(collector: Any, adopt_case: Asked) -> Asked:  # noqa: ANN401  its class is imported when it is asked for
    """Return *adopt_case* so that *collector* hears of every answer."""

    def adopt_and_note(rules: Rulebook, *case: Any, **told: Any) -> Any:  # noqa: ANN401
        """Return what the rules answer."""
        outcome = adopt_case(rules, *case, **told)
        collector.note_adoption(rules, outcome)
        return outcome

    return adopt_and_note
