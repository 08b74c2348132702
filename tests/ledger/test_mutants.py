"""The bugs of tests/ledger/mutants.py still fit the code that they are injected into."""

import pytest

from tests.ledger.machine.bugs import MUTANTS
from tests.ledger.machine.mutant import Mutant
from tests.ledger.mutants import ROOT


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_bug_can_be_injected(mutant: Mutant) -> None:
    text = (ROOT / mutant.file).read_text(encoding="utf-8")
    assert text.count(mutant.old) == 1
