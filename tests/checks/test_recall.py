"""What is remembered of a page holds only as long as all that the rules see of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checks.recall import Recall
from checks.views import Document
from crawler.page import Entry, Fetch, Link, Outcome, Page

URL = "http://www.qinghe.example/bsfw/1.html"
FETCH = Fetch(URL, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
PAGE = Page(FETCH, title="临时救助申请办事指南", text="申请材料：临时救助申请表1份")
FORM = Link("http://www.qinghe.example/bsfw/form.docx", "临时救助申请表", is_file=True)


@pytest.fixture
def recall(tmp_path: Path) -> Iterator[Recall]:
    recall = Recall(tmp_path / "recall.sqlite3", "rules")
    yield recall
    recall.close()


def _document(page: Page) -> Document:
    return Document(page.text, page.title, url=URL, subject=URL, page=page)


@pytest.mark.parametrize(
    "changed",
    [
        replace(PAGE, text="申请材料：无"),
        # The words of the form have become a link to it, and nothing else.
        replace(PAGE, links=(FORM,)),
        replace(PAGE, has_form=True),
        replace(PAGE, entries=(Entry(URL, "冬季救助", misdated="2026-02-30"),)),
    ],
    ids=["text", "link", "form", "row"],
)
def test_a_page_that_rules_see_otherwise_is_judged_again(recall: Recall, changed: Page) -> None:
    assert recall.digest(_document(changed)) != recall.digest(_document(PAGE))


def test_a_link_of_the_template_does_not_make_every_page_be_judged_again(recall: Recall) -> None:
    framed = replace(PAGE, links=(replace(FORM, is_frame=True),))
    assert recall.digest(_document(framed)) == recall.digest(_document(PAGE))
