"""What W112 says of a year to come is true only until that year has numbers of its own."""

from datetime import date

import pytest

from checks.finding import Hit, Until
from checks.rule import Context
from checks.views import Document
from checks.words.w112_document_year import document_year
from wordlists.lists import Words

TEXT = "各镇人民政府：请执行青府办发〔2028〕9号文件。"


@pytest.mark.parametrize(
    ("today", "hits", "until"),
    [
        # The message names the year that is.
        (date(2026, 11, 30), 1, date(2026, 12, 31)),
        (date(2027, 11, 30), 1, date(2027, 11, 30)),
        # From December on, papers of the new year are numbered.
        (date(2027, 12, 1), 0, None),
        (date(2028, 2, 29), 0, None),
    ],
)
def test_a_number_of_a_year_to_come_is_judged_again_when_it_has_come(
    today: date, hits: int, until: date | None
) -> None:
    reports = list(document_year.check(Document(TEXT), Context(today, Words())))
    assert sum(isinstance(each, Hit) for each in reports) == hits
    days = [each.day for each in reports if isinstance(each, Until)]
    assert days == ([until] if until else [])
