"""Twenty working days from the day of a paper to its disclosure: clocks, calendars, look-alikes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from checks.finding import Hit, Sighting, Undecided
from checks.freshness.f313_late_disclosure import late_disclosure
from checks.freshness.formed import Formed, formed, own_number
from checks.rule import Context
from checks.views import SiteView
from crawler.page import DateSource, Fetch, Outcome, Page, Published, Table
from crawler.site import Column, ColumnKind, Site, Unit
from tests.checks.builders import WORDS

COLUMN = Column("zcwj", "政策文件", "http://a.example/zcwj/", "", ColumnKind.POLICY)
SITE = Site(
    "a",
    "清河县人民政府",
    "http://a.example/",
    columns=(COLUMN,),
    units=(Unit("mzj", "县民政局"),),
    region="岭南省青禾市清河县",
)
MADE = date(2025, 9, 10)
LATE = date(2025, 12, 12)
TITLE = "关于加强渔业管理的通知"


def paper(
    made: date | str = MADE,
    published: date = LATE,
    *,
    name: int = 1,
    number: str | None = None,
    office: str = "清河县人民政府",
    title: str = TITLE,
    margin: str = "",
    body: str = "请遵照执行。",
) -> Page:
    """Return a page with an official paper, and the day on which the page says it was published."""
    signed = made if isinstance(made, str) else f"{made.year}年{made.month}月{made.day}日"
    year = "2025" if isinstance(made, str) else str(made.year)
    own = f"清府发〔{year}〕18号" if number is None else number
    url = f"http://a.example/zcwj/{name}.html"
    shown = Published(published, DateSource.TEXT)
    return Page(
        Fetch(url, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html"),
        title=title,
        text="\n".join(filter(None, (own, "各镇人民政府：", body, office, signed))),
        margin_text=margin,
        column_id="zcwj",
        published=shown,
        shown_dates=(shown,),
    )


def reports(
    pages: Iterable[Page],
    *,
    site: Site = SITE,
    today: date = date(2042, 1, 1),
    sightings: Iterable[Sighting] = (),
) -> list[Hit | Undecided]:
    known = {page.url: page for page in pages}
    seen = {each.address: each for each in sightings}
    view = SiteView(site, known, {url: page.fetch for url, page in known.items()}, sightings=seen)
    return list(late_disclosure.check(view, Context(today, WORDS)))


def is_late(*pages: Page, site: Site = SITE) -> bool:
    found = reports(pages, site=site)
    assert all(isinstance(each, Hit) for each in found)
    return bool(found)


@pytest.mark.parametrize(
    ("made", "last"),
    [
        # National Day, and the working Sunday and Saturday around it.
        (date(2025, 9, 10), date(2025, 10, 14)),
        (date(2026, 9, 10), date(2026, 10, 14)),
        # New Year 2026, with the working Sunday of 4 January.
        (date(2025, 12, 19), date(2026, 1, 19)),
        # Made on a day of rest, and on the day before one.
        (date(2025, 10, 1), date(2025, 11, 4)),
        (date(2026, 5, 8), date(2026, 6, 4)),
    ],
)
def test_the_twentieth_working_day_is_in_time_and_the_next_day_is_not(
    made: date, last: date
) -> None:
    assert not is_late(paper(made, last - timedelta(days=1)))
    assert not is_late(paper(made, last))
    assert is_late(paper(made, last + timedelta(days=1)))


def test_a_look_before_midnight_in_china_counts_for_that_day_wherever_the_machine_is() -> None:
    page = paper()
    for hour, expected in ((15, False), (16, True)):
        at = datetime(2025, 10, 14, hour, 30, tzinfo=UTC)
        found = reports([page], sightings=[Sighting(page.url, at)])
        assert bool(found) is expected


@pytest.mark.parametrize(
    ("published", "kind"),
    [
        # Within the year whose calendar is known, the term is not over whatever comes.
        (date(2041, 1, 4), Undecided),
        (date(2041, 1, 20), Undecided),
        (date(2041, 1, 31), Hit),
    ],
)
def test_where_the_calendar_is_not_announced_a_near_miss_is_left_undecided(
    published: date, kind: type
) -> None:
    (found,) = reports([paper(date(2040, 12, 10), published)])
    assert isinstance(found, kind)
    if isinstance(found, Hit):
        assert "放假安排尚未公布" in found.evidence
    else:
        assert "放假安排尚未公布" in found.reason


def test_before_the_end_of_the_known_calendar_nothing_is_doubted() -> None:
    # The term ends in the year after; the paper was out before the old one ended.
    assert reports([paper(date(2026, 12, 10), date(2026, 12, 31))]) == []


INDEX = "发文机关：清河县人民政府\n成文日期：2025年9月10日\n发布日期：2025-12-12\n文号：清府发〔2025〕18号"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(paper(), id="signed"),
        pytest.param(paper("二〇二五年九月十日"), id="in characters"),
        pytest.param(
            paper("", number="", office="", title=f"{TITLE}（清府发〔2025〕18号）", margin=INDEX),
            id="index in the margin",
        ),
        pytest.param(
            replace(
                paper("", number="", office=""),
                tables=(
                    Table(
                        (
                            ("发文机关", "清河县人民政府", "成文日期", "2025-09-10"),
                            ("文号", "清府发〔2025〕18号", "发布日期", "2025-12-12"),
                        )
                    ),
                ),
            ),
            id="index table",
        ),
        pytest.param(paper(office="县民政局"), id="a unit of the site"),
        pytest.param(paper(office="清河县人民政府办公室"), id="an office of the place"),
        pytest.param(
            paper(title="转发市政府关于加强渔业管理的通知"), id="handed on under our own number"
        ),
        pytest.param(
            replace(paper(), published=Published(LATE, DateSource.ROW), shown_dates=()),
            id="the list says when",
        ),
    ],
)
def test_a_paper_of_our_own_is_late(page: Page) -> None:
    assert is_late(page)


@pytest.mark.parametrize(
    "page",
    [
        # Not ours, or not known to be.
        pytest.param(paper(office="青禾市人民政府"), id="a higher body"),
        pytest.param(paper(office="青禾市民政局"), id="a namesake of a unit"),
        pytest.param(paper(office=""), id="nobody has signed"),
        pytest.param(
            paper(body="请遵照执行。\n清河县人民政府\n2025年12月1日\n附：原文"), id="signed twice"
        ),
        # Nothing that has to be disclosed as a paper.
        pytest.param(paper(number=""), id="no number"),
        pytest.param(paper(number="", body="依据\n青府发〔2020〕18号\n制定本办法。"), id="cited"),
        # Changed since, or opened later.
        pytest.param(paper(title="关于修改渔业管理办法的决定"), id="amended"),
        pytest.param(paper(margin="2025年12月转为主动公开"), id="opened later"),
        # Too long ago for a disclosure: history, or a slip in the year.
        pytest.param(paper(date(2024, 9, 10)), id="years ago"),
        pytest.param(paper(date(2025, 12, 20)), id="made after it was published"),
        # Public in time by another of its dates.
        pytest.param(
            replace(paper(), published=Published(date(2025, 9, 12), DateSource.ROW)),
            id="listed in time",
        ),
        pytest.param(paper(margin="印发日期：2025-12-01"), id="printed later"),
    ],
)
def test_a_look_alike_is_not_late(page: Page) -> None:
    assert not is_late(page)


def test_without_a_region_only_the_units_of_the_site_are_known_as_ours() -> None:
    bare = replace(SITE, region="")
    assert not is_late(paper(), site=bare)
    assert is_late(paper(office="县民政局"), site=bare)


def test_a_page_that_was_seen_in_time_is_not_late_whatever_it_says_now() -> None:
    page = paper()
    seen = Sighting(page.url, datetime(2025, 9, 15, tzinfo=UTC))
    assert reports([page], sightings=[seen]) == []


def test_papers_brought_in_together_are_a_move_and_a_batch_of_one_month_is_not() -> None:
    def batch(step: int) -> list[Page]:
        days = [date(2025, 4, 1) + timedelta(days=step * n) for n in range(6)]
        return [
            paper(day, date(2025, 12, 12), name=n, number=f"清府发〔2025〕{n + 1}号")
            for n, day in enumerate(days)
        ]

    assert reports(batch(40)) == []
    assert len(reports(batch(4))) == 6


def test_what_was_published_more_than_a_year_before_the_newest_is_left_alone() -> None:
    old = paper()
    new = paper(date(2027, 1, 11), date(2027, 1, 12), name=2)
    assert reports([old, new]) == []


def test_the_suggestion_names_the_exception_of_the_regulation() -> None:
    (hit,) = reports([paper()])
    assert isinstance(hit, Hit)
    assert "法律、法规对公开期限另有规定的，从其规定" in hit.suggestion
    assert "2025-09-10" in hit.evidence
    assert "2025-12-12" in hit.evidence
    assert "2025-10-14" in hit.evidence


def test_the_day_and_the_number_are_read_where_the_paper_names_them() -> None:
    page = paper("", number="", office="", margin=INDEX)
    assert own_number(page) == "清府发〔2025〕18号"
    assert formed(page) == Formed(MADE, "信息栏“成文日期”", "清河县人民政府")
