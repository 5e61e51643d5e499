"""What a verification found is a value: to read, to store, to add up, and to keep as a test."""

import json

import pytest
from tests.unit.verification.marsh import (
    MARSH,
    SAID,
    done,
    ferry_goes,
    flag_is_up,
    looked_at,
    marsh,
    proof,
    quiet,
    seen,
)

from community_policing.labels import standard_labels
from community_policing.verification import FAULTS, NOTES, Finding
from community_policing.workflows import in_state, never, possible

BROKEN = marsh(
    never(in_state(looked_at) & flag_is_up, id="flag-down", **SAID),
    never(in_state(quiet) & ferry_goes, id="ferry-gone", **SAID),
    possible(in_state(done), id="may-end", **SAID),
)


def test_a_report_is_plain_data():
    """Everything of a report is written as JSON."""
    data = json.loads(json.dumps(proof(BROKEN).to_dict()))

    assert data["workflows"] == ["marsh"]
    assert not data["ok"]
    assert not data["complete"]
    assert [one["safeguard"] for one in data["findings"]] == ["flag-down"]
    assert [one["safeguard"] for one in data["undecided"]] == ["ferry-gone"]
    assert data["proved"] == [["marsh", "may-end"]]


def test_a_report_is_told_in_lines():
    """A report reads from the findings with their stories to what was not decided and what was cut."""
    told = str(proof(BROKEN)).splitlines()

    assert told[0].startswith("marsh: 1 findings, 1 safeguards proved")
    assert told[1] == "safeguard-broken: marsh/flag-down: It holds."
    assert told[2] == "  1. quiet → seen: marsh.report"
    assert told[-1].startswith("undecided: marsh/ferry-gone: ")
    assert "cut: " in str(proof(MARSH, most=0))


def test_reports_add_up():
    """Two reports are one of both."""
    one, other = proof(MARSH), proof(BROKEN)

    both = one + other

    assert both.workflows == ("marsh", "marsh")
    assert both.findings == other.findings
    assert both.tried == one.tried + other.tried
    assert both.proved == other.proved


def test_a_finding_is_kept_as_a_test():
    """The test that a finding writes fails while its story happens, and passes once it no longer can."""
    report = proof(BROKEN)
    (finding,) = report.findings
    space = {}

    exec(finding.as_test(), space)  # noqa: S102  what is written is to run
    kept = space["test_marsh_flag_down_stays_mended"]

    with pytest.raises(AssertionError):
        kept(report.rules)
    kept(
        report.rules.with_workflow(
            marsh(without=MARSH.transitions[5:6], more=(seen.to(done, on=_flag(), by=("supervisor",)),))
        )
    )


def _flag():
    """Return the command that raises the flag."""
    return MARSH.transitions[5].on


def test_a_finding_without_a_story_is_no_test():
    """What no case can show cannot be kept as one."""
    finding = Finding("dead-transition", "marsh", "nowhere", "is never taken")

    with pytest.raises(ValueError, match="dead-transition of 'nowhere' is no story"):
        finding.as_test()
    assert finding.to_dict()["story"] is None


@pytest.mark.parametrize("code", [*FAULTS, *NOTES])
def test_every_kind_of_finding_has_its_words(code):
    """People read of what kind a finding is in their own language."""
    finding = Finding(code, "marsh", "nowhere", "")

    assert finding.label_code == f"finding.{code}"
    assert standard_labels().text(finding, "ar") != finding.label_code
