"""A date of a column's list that does not exist is told once: by F315, not by W106 again."""

from datetime import UTC, date, datetime

import pytest

from checks.finding import Hit
from checks.rule import Context
from checks.views import Document
from checks.words.w106_impossible_date import impossible_date
from crawler.page import Entry, Fetch, Outcome, Page, Role
from crawler.site import Column
from wordlists.lists import Words

URL = "http://www.qinghe.example/shjz/"
FETCH = Fetch(URL, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
TEXT = "冬季救助工作安排\n2026-02-30\n公示期至2026年2月31日。"
COLUMN = Column("shjz", "社会救助", URL, "mzj")


@pytest.mark.parametrize(
    ("column", "told"),
    [(COLUMN, ["2026年2月31日"]), (None, ["2026-02-30", "2026年2月31日"])],
    ids=["registered", "nobody's"],
)
def test_the_day_of_a_row_is_left_to_the_rule_of_the_column(
    column: Column | None, told: list[str]
) -> None:
    rows = (Entry(f"{URL}1.html", "冬季救助工作安排", misdated="2026-02-30"),)
    page = Page(FETCH, Role.COLUMN, "社会救助", TEXT, entries=rows)
    doc = Document(TEXT, "社会救助", url=URL, subject=URL, page=page, column=column)
    hits = impossible_date.check(doc, Context(date(2026, 3, 1), Words()))
    assert [hit.key for hit in hits if isinstance(hit, Hit)] == told
