"""A platform that became smaller closes nothing until a person says that it is so."""

import json

from ledger.lifecycle import State
from tests.cli import xunjian
from tests.sample import TODAY, Sample


def _scan(sample: Sample, *options: str) -> str:
    ran = xunjian("scan", "-c", str(sample.directory), "--today", TODAY.isoformat(), *options)
    return ran.flat + ran.err


def _shrink(sample: Sample) -> None:
    """Take down every article, as after a clean-up of the platform."""
    root = sample.directory / "platform"
    gone = [
        p for p in root.rglob("*.*html") if p.stem.startswith(("t2", "art_")) or len(p.stem) == 32
    ]
    paths = {f"/{page.relative_to(root).as_posix()}": 404 for page in gone}
    (root / "_data/status.json").write_text(json.dumps(paths))


def test_a_much_smaller_platform_must_be_accepted_before_anything_closes(known: Sample) -> None:
    _shrink(known)
    assert "不销号任何问题" in _scan(known)
    assert State.FIXED not in known.states().values()
    assert "以本次的访问量为准" in _scan(known, "--accept-coverage")
    _scan(known)
    assert State.FIXED not in known.states().values()
    known.a_day_passes()
    _scan(known)
    assert State.FIXED in known.states().values()


def test_a_scan_by_one_rule_is_no_measure(sample: Sample) -> None:
    assert "不能作为以后的基准" in _scan(sample, "--rule", "W101", "--accept-coverage")
