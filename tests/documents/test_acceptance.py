"""What is planted in documents of every format is found at its place, and nothing else is."""

import importlib.util
from collections.abc import Iterator

import pytest

from crawler.extract.sandbox import Sandbox
from crawler.site import FileLimits
from tests.documents.forms import ARCHIVES, WRITERS, scanned, texts
from tests.documents.kept import kept
from tests.documents.measure import WITHOUT_OCR, measured, only, tallied
from tests.documents.paper import Kind, Sample
from tests.documents.reading import Score, privacy_basis, score
from tests.documents.scans import Look, font_file

# Each paper once in each format, the papers in which there is nothing to hide included.
NUMBERS = range(20)
# No format may hide behind the others.
LEAST_OF_ONE = 0.99
LEAST_IDS = {Look.CLEAN: 0.98, Look.NOISY: 0.9, Look.SKEWED: 0.9, Look.SEALED: 0.9}

Scores = dict[str, list[Score]]


@pytest.fixture(scope="module")
def scores() -> Scores:
    """Return what came of the samples, by format."""
    scores: Scores = {name: [] for name in (*WRITERS, *ARCHIVES)}
    for name, each in measured(texts(NUMBERS), WITHOUT_OCR):
        scores[name].append(each)
    return scores


@pytest.fixture(scope="module")
def eyes() -> Iterator[Sandbox]:
    """Yield a reader that reads pictures, where the machine has what that takes."""
    if importlib.util.find_spec("rapidocr") is None:
        pytest.skip("pictures are read with the extra xunjian[ocr]")
    if font_file() is None:
        pytest.skip("no font to draw Chinese pages with: apt install fonts-wqy-microhei")
    with Sandbox(FileLimits()) as sandbox:
        yield sandbox


def test_in_all_formats_together_hardly_anything_is_missed_or_made_up(scores: Scores) -> None:
    tally = tallied(each for several in scores.values() for each in several)
    assert tally.recall >= 0.99, "\n".join(tally.misses)
    assert tally.precision >= 0.99, "\n".join(tally.misses)


@pytest.mark.parametrize("name", [*WRITERS, *ARCHIVES])
def test_in_each_format_what_is_planted_is_found_at_its_place(scores: Scores, name: str) -> None:
    tally = tallied(scores[name])
    assert tally.planted > 0
    assert tally.recall >= LEAST_OF_ONE, "\n".join(tally.misses)
    assert tally.precision >= LEAST_OF_ONE, "\n".join(tally.misses)


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.name)
def test_each_kind_of_secret_is_found(scores: Scores, kind: Kind) -> None:
    tally = only((each for several in scores.values() for each in several), kind)
    assert tally.planted > 0
    assert tally.recall >= LEAST_OF_ONE, "\n".join(tally.misses)


@pytest.mark.parametrize("sample", kept(), ids=lambda sample: sample.name)
def test_files_that_old_programs_wrote_are_read_whole(sample: Sample) -> None:
    with Sandbox(WITHOUT_OCR) as sandbox:
        tally = tallied([score(sample, sandbox, privacy_basis())])
    assert tally.misses == []


@pytest.mark.parametrize("look", LEAST_IDS, ids=lambda look: look.name)
def test_id_numbers_on_scanned_pages_are_found(eyes: Sandbox, look: Look) -> None:
    basis = privacy_basis()
    page = scanned(look, 0, as_pdf=look is Look.SEALED)
    tally = only([score(page, eyes, basis)], Kind.ID)
    assert tally.planted > 0
    assert tally.recall >= LEAST_IDS[look], "\n".join(tally.misses)
