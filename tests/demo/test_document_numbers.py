"""The sample's documents bear numbers of the year of their signature, on whatever day it is built."""

import re
from datetime import date, timedelta

import pytest

from xunjian.demo.addresses import all_paths, years_of
from xunjian.demo.content import Article, load
from xunjian.demo.expand import Places, expand

NUMBER = re.compile(r"[青云]府(?:办)?发〔(\d{4})〕\d+号")
SIGNED = re.compile(r"(\d{4})年\d{1,2}月\d{1,2}日")


def _own(article: Article, places: Places) -> tuple[str, str] | None:
    """Return the year of the number at the head of a document, and of its signature."""
    lines = [expand(line, article.clock, places) for line in article.body]
    number = NUMBER.fullmatch(lines[0]) if lines else None
    signed = next((match for line in lines if (match := SIGNED.fullmatch(line))), None)
    return (number[1], signed[1]) if number and signed else None


# Week by week, over two New Years: papers are signed in one year and published in the next.
@pytest.mark.parametrize("days", range(0, 420, 7))
def test_no_number_is_of_another_year_than_its_signature(days: int) -> None:
    content = load(date(2026, 11, 23) + timedelta(days=days))
    places = Places(all_paths(content), "", years_of(content))
    papers = [pair for each in content.articles if (pair := _own(each, places))]
    assert len(papers) >= 20
    assert [pair for pair in papers if pair[0] != pair[1]] == []
