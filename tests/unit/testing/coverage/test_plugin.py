"""The pytest plugin measures the workflows that it is asked for, and is not there otherwise."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import _community_policing_pytest as plugin
from community_policing import Rulebook, standard_rulebook
from community_policing.workflows.builtin.record import RECORD

pytest_plugins = ("pytester",)

RECORD_COV = "--workflow-cov=community_policing.workflows.builtin.record:RECORD"
OPENS_A_CASE = """
    from datetime import UTC, datetime
    from community_policing import Actor, standard_rulebook

    def test_a_case_is_opened():
        officer, at = Actor("o-1", roles=("intake-officer",)), datetime(2026, 3, 1, tzinfo=UTC)
        told = {"categories": ("neighbour-dispute",), "by": officer, "at": at}
        assert standard_rulebook().open_case("c-1", **told).expect()
        assert standard_rulebook().adopt_case("c-2", tracks={"intake": "triaging"}, **told).expect()
"""


@pytest.fixture
def run(pytester, monkeypatch):
    """Return a way to run pytest, with this plugin alone, on a test that opens a case and takes one over."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(OPENS_A_CASE)
    return lambda *options: pytester.runpytest_inprocess("-p", plugin.__name__, "-p", "no:cacheprovider", *options)


def test_it_is_not_there_unless_it_is_asked_for(pytester, monkeypatch):
    """A run without its options loads nothing of the library, and shows nothing."""
    pytester.makepyfile("def test_nothing(): pass")
    probe = (
        f"import sys, pytest; code = pytest.main(['-p', '{plugin.__name__}', '-q']); "
        "print(code.value, [name for name in sys.modules if name.startswith('community_policing')])"
    )

    monkeypatch.setenv("PYTHONPATH", str(Path(plugin.__file__).parent))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # an installed library names the plugin too
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "0 []"
    assert "workflow coverage" not in done.stdout


def test_the_summary_shows_what_was_reached(run):
    """What the tests did with a workflow stands in a section of its own, with some of what is missing."""
    result = run(RECORD_COV)

    result.assert_outcomes(passed=1)
    assert result.ret == pytest.ExitCode.OK
    result.stdout.re_match_lines(
        [
            r"=+ workflow coverage =+",
            r"workflow\s+states\s+transitions\s+falls\s+guards\s+refusals\s+reached",
            r"record 1\s+2/5\s+2/\d+\s.*%",
            r"never reached in record 1:",
            r"  state\s+frozen",
            r"  … and \d+ more",
        ],
        consecutive=False,
    )


def test_several_workflows_and_whole_rulebooks_can_be_measured(run):
    """The option may be repeated, and a function that returns a rulebook stands for its workflows."""
    two = run(RECORD_COV, "--workflow-cov=community_policing.workflows.builtin.intake:INTAKE")
    every = run("--workflow-cov=community_policing:standard_rulebook")

    two.stdout.re_match_lines([r"record 1 .*", r"intake 1 .*", r"all .*"])
    assert "closure 1" not in two.stdout.str()
    every.stdout.re_match_lines([r"record 1 .*", r"intake 1 .*", r"mediation 1 .*", r"closure 1 .*", r"all .*"])


def test_rulebooks_are_left_as_they_were(run):
    """When the run is over, rulebooks are not watched any more."""
    before = Rulebook.decide, Rulebook.adopt_case

    run(RECORD_COV)

    assert (Rulebook.decide, Rulebook.adopt_case) == before


@pytest.mark.parametrize(("least", "code"), [("0.1", pytest.ExitCode.OK), ("99", pytest.ExitCode.TESTS_FAILED)])
def test_too_little_fails_the_run(run, least, code):
    """A run that reached less than it had to fails, and says so in a line."""
    result = run(RECORD_COV, f"--workflow-cov-fail-under={least}")

    assert result.ret == code
    told = "is below 99%" in result.stdout.str()
    assert told == (code is pytest.ExitCode.TESTS_FAILED)


def test_a_page_is_written(run, pytester):
    """The page lies where it was asked for, in a folder that is made for it."""
    result = run(RECORD_COV, "--workflow-cov-html=out/pages/cov.html")

    result.stdout.fnmatch_lines(["written to *cov.html"])
    assert "تغطية سير العمل" in (pytester.path / "out/pages/cov.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (
            "community_policing",
            "names no MODULE:NAME; such as community_policing.workflows.builtin.mediation:MEDIATION",
        ),
        (":X", "names no MODULE:NAME"),
        ("nowhere.at.all:X", "the module 'nowhere.at.all' cannot be imported (No module named 'nowhere')"),
        ("community_policing.workflows.builtin.record:RECROD", "has no 'RECROD'; did you mean 'RECORD'?"),
        ("community_policing.workflows.builtin.record:other", "has no 'other'; it holds RECORD"),
        ("json:x", "it holds no workflow and no rulebook"),
        ("json:__name__", "is a str; give a Workflow, a Rulebook, or a function that returns one of them"),
        ("json:dumps", "is a function; give a Workflow"),
    ],
)
def test_a_target_that_is_none_is_refused_with_what_would_work(run, target, told):
    """A wrong target ends the run before any test, and the message helps."""
    result = run(f"--workflow-cov={target}")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"--workflow-cov={target}: " in result.stderr.str()
    assert told in result.stderr.str()


def test_a_target_that_is_wrong_in_itself_is_refused_with_its_problems(run, pytester):
    """A workflow that cannot be made tells why, as it would elsewhere."""
    pytester.makepyfile(
        ours="""
        from community_policing import Workflow

        def made():
            return Workflow("ours", ())
        """
    )
    pytester.syspathinsert()

    result = run("--workflow-cov=ours:made")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "workflow 'ours' is not valid" in result.stderr.str()


def test_without_the_extra_it_says_what_to_install(run, monkeypatch):
    """Where the test kit cannot be imported the message tells which extra brings it."""
    monkeypatch.setitem(sys.modules, "community_policing.testing", None)

    result = run(RECORD_COV)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "community-policing[testing]" in result.stderr.str()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--workflow-cov-fail-under=50"], "--workflow-cov-fail-under needs --workflow-cov=MODULE:NAME"),
        (["--workflow-cov-html=x.html"], "--workflow-cov-html needs --workflow-cov=MODULE:NAME"),
        ([RECORD_COV, "--workflow-cov-fail-under=101"], "=101 is no percentage; give a number from 0 to 100"),
        ([RECORD_COV, "--workflow-cov-fail-under=nan"], "=nan is no percentage"),
    ],
)
def test_options_that_make_no_sense_are_refused(run, options, told):
    """What could not do what it says ends the run before any test."""
    result = run(*options)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert told in result.stderr.str()


# --------------------------------------------------------------------------- as pytest-xdist does it


def test_a_worker_sends_what_it_reached(run, pytester):
    """A worker hands plain data to whoever started it, and writes no page."""
    pytester.makeconftest(
        """
        import json
        from pathlib import Path

        def pytest_configure(config):
            config.workeroutput = {}

        def pytest_unconfigure(config):
            Path("sent.json").write_text(json.dumps(config.workeroutput["workflow_cov"]))
        """
    )

    run(RECORD_COV, "--workflow-cov-html=cov.html", "--workflow-cov-fail-under=99")

    sent = json.loads((pytester.path / "sent.json").read_text(encoding="utf-8"))
    reached = {tuple(point["subject"]) for point in sent["points"] if point["hits"]}
    assert ("unopened", "record.open-case", "open") in reached
    assert not (pytester.path / "cov.html").exists()


def test_a_controller_adds_what_its_workers_reached(run, pytester):
    """What two workers send is added up, and one that crashed sends nothing."""
    fired = ("open", "record.raise-confidentiality", "open")
    worker = plugin.WorkflowCoverage((RECORD,), None, None)
    points = worker.collector.coverage
    worker.elsewhere = points.noting(point for point in points.hits if point.subject == fired)
    session = SimpleNamespace(config=SimpleNamespace(workeroutput={}))
    worker.pytest_sessionfinish(session)
    sent = json.dumps(session.config.workeroutput)
    pytester.makeconftest(
        f"""
        import json
        from types import SimpleNamespace

        class Specs:
            def pytest_testnodedown(self, node, error):
                pass

        def pytest_addhooks(pluginmanager):
            pluginmanager.add_hookspecs(Specs)

        def pytest_runtestloop(session):
            sent = json.loads({sent!r})
            for node in (SimpleNamespace(workeroutput=sent), SimpleNamespace(workeroutput=sent), SimpleNamespace()):
                session.config.hook.pytest_testnodedown(node=node, error=None)
            return True
        """
    )

    result = run(RECORD_COV)

    result.stdout.re_match_lines([r"record 1\s+0/5\s+1/\d+\s.*"])


def test_a_rulebook_of_the_run_itself_is_measured_too():
    """Whoever asks for a rulebook gets every workflow it holds."""
    measured = plugin.WorkflowCoverage((standard_rulebook(),), None, None)

    assert {name for name, _, _ in measured.coverage.by_workflow()} == {
        one.name for one in standard_rulebook().workflows
    }
