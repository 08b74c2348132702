"""What follows from two looks at a site, and what does not."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from checks.finding import Looks, Sighting
from checks.freshness.f310_late_page import late_page
from checks.freshness.f311_back_filled_column import back_filled_column
from checks.freshness.f312_altered_date import altered_date
from checks.freshness.looks import COLUMN, KNOWN, row, site_of
from checks.past import look, look_again, past_of
from checks.rule import Context
from checks.views import ColumnView, SiteView
from crawler.page import DateSource, Link, Page, Published
from crawler.site import ColumnKind
from tests.checks.builders import WORDS

WEEK = timedelta(days=7)
START = datetime(2026, 1, 5, 2, tzinfo=UTC)
OLD = date(2025, 10, 15)
LATE = row(9, OLD)
LONG = tuple(
    row(10 + number, date(2025, 1, 1) + timedelta(days=20 * number)) for number in range(16)
)


def at(week: int) -> datetime:
    return START + week * WEEK


def found(*sites: SiteView, cut: frozenset[int] = frozenset()) -> list[tuple[str, str]]:
    """Return code and subject of what the rules say after weekly looks at these."""
    looks, site = Looks(), sites[0]
    for week, each in enumerate(sites):
        looks = look(each, at(week), past_of(looks), is_cut=week in cut)
        site = replace(each, sightings={seen.address: seen for seen in looks.sightings})
    ctx = Context(at(len(sites)).date(), WORDS)
    rules = (late_page, back_filled_column, altered_date)
    reports = [(rule.code, report) for rule in rules for report in rule.check(site, ctx)]
    return [(code, report.subject) for code, report in reports]


def column_with(site: SiteView, change: Callable[[ColumnView], ColumnView]) -> SiteView:
    (view,) = site.columns
    changed = change(view)
    described = replace(site.site, columns=(changed.column,))
    return replace(site, site=described, columns=(changed,))


def unread(site: SiteView) -> SiteView:
    """The list was not read to its end."""
    return column_with(site, lambda view: replace(view, reached=False, reason="打不开"))


def failed(pages: Iterable[Page]) -> SiteView:
    """Neither the list nor what it leads to could be read."""
    return column_with(site_of(pages), lambda view: ColumnView(view.column, (), reached=False))


def named(site: SiteView, **changes: object) -> SiteView:
    """Describe the column otherwise."""
    return column_with(
        site,
        lambda view: replace(view, column=replace(view.column, **changes)),  # type: ignore[arg-type]
    )


def dated(page: Page, day: date, source: DateSource) -> Page:
    published = Published(day, source)
    return replace(page, published=published, shown_dates=(published,))


def by_page(pages: Iterable[Page]) -> SiteView:
    """Return a site whose list shows no dates: those of the pages count."""
    site = site_of(pages)
    return column_with(
        site,
        lambda view: replace(
            view, entries=tuple(replace(entry, published=None) for entry in view.entries)
        ),
    )


with_late, without = site_of((*KNOWN, LATE)), site_of(KNOWN)
ONE = [("F310", LATE.url)]


@pytest.mark.parametrize(
    ("sites", "expected"),
    [
        # It was not there, and now it is; whatever comes after, it stays so.
        pytest.param((without, with_late), ONE, id="new"),
        pytest.param((without, with_late, with_late, with_late), ONE, id="still there"),
        pytest.param((without, without, with_late), ONE, id="after two looks"),
        # The last look that read the list is some time ago.
        pytest.param((without, unread(without), with_late), ONE, id="unread between"),
        pytest.param((without, failed(()), with_late), ONE, id="failed between"),
        # Nothing to compare with.
        pytest.param((with_late,), [], id="first look"),
        pytest.param((unread(without), with_late), [], id="not read to its end before"),
        pytest.param((without, named(with_late, id="new")), [], id="new column"),
        pytest.param((without, named(with_late, url="http://a.example/x/")), [], id="other list"),
        pytest.param((site_of(()), with_late), [], id="empty once may be a bad look"),
        pytest.param((site_of(()), site_of(()), site_of((LATE,))), ONE, id="empty twice"),
        # It was known in another way.
        pytest.param((with_late, without, with_late), [], id="away and back"),
        pytest.param(
            (site_of((*KNOWN, replace(row(8, OLD), title=LATE.title))), with_late),
            [],
            id="another address",
        ),
        # A list that nobody could turn shows an older page when a newer one is taken away.
        pytest.param(
            (site_of(LONG), site_of((*LONG[:-1], row(9, date(2025, 1, 2))))), [], id="tail"
        ),
        pytest.param((site_of(LONG), site_of((*LONG, LATE))), ONE, id="in the middle"),
        # So does one that shows the newest few, and a longer one has got what is older.
        pytest.param((without, site_of((*KNOWN[1:], row(9, date(2025, 3, 2))))), [], id="few"),
        pytest.param((without, site_of((*KNOWN, row(9, date(2025, 3, 2))))), ONE, id="more"),
        # Pages that are kept in place; papers of long ago; what a tag says; an honest page.
        pytest.param(
            tuple(named(each, kind=ColumnKind.SYSTEM) for each in (without, with_late)),
            [],
            id="kept in place",
        ),
        pytest.param((without, site_of((*KNOWN, row(9, date(2019, 5, 5))))), [], id="archive"),
        pytest.param(
            (by_page(KNOWN), by_page((*KNOWN, dated(LATE, OLD, DateSource.META)))), [], id="tag"
        ),
        pytest.param(
            (
                without,
                site_of(
                    (
                        *KNOWN,
                        replace(LATE, shown_dates=(Published(date(2026, 1, 9), DateSource.TEXT),)),
                    )
                ),
            ),
            [],
            id="the page says when it came",
        ),
        # 30 days before the look that missed it are a month in which a paper may be put out.
        pytest.param(
            (without, site_of((*KNOWN, row(9, START.date() - timedelta(days=30))))),
            [],
            id="30 days",
        ),
        pytest.param(
            (without, site_of((*KNOWN, row(9, START.date() - timedelta(days=31))))),
            ONE,
            id="31 days",
        ),
    ],
)
def test_a_page_is_late_if_a_look_shows_that_it_was_not_there(
    sites: tuple[SiteView, ...], expected: list[tuple[str, str]]
) -> None:
    assert found(*sites) == expected


def test_a_list_whose_pages_belong_to_other_columns_counts_its_own_rows() -> None:
    def both(*more: Page) -> SiteView:
        (view,) = site_of(LONG).columns
        whole = site_of((*LONG, *more))
        parent = replace(COLUMN, id="all", url="http://a.example/all/")
        views = (view, ColumnView(parent, whole.columns[0].entries))
        described = replace(whole.site, columns=tuple(each.column for each in views))
        return replace(whole, site=described, columns=views)

    assert found(both(), both(), both(row(9, date(2025, 1, 2)))) == []
    assert found(both(), both(), both(LATE)) == ONE


def test_a_crawl_that_met_a_limit_proves_nothing() -> None:
    assert found(without, with_late, cut=frozenset({0})) == []
    assert found(without, without, with_late, cut=frozenset({1})) == ONE


def test_half_of_the_known_addresses_gone_means_a_new_site() -> None:
    kept = [*KNOWN[:3], LATE]
    assert found(without, site_of(kept)) == ONE
    assert found(without, site_of(kept[1:])) == []


def test_old_stock_that_is_brought_over_is_no_back_filling() -> None:
    stock = [row(100 + n, date(2025, 3, 1) + timedelta(days=n)) for n in range(30)]
    assert found(site_of(LONG), site_of((*LONG, *stock[:15]))) == [("F311", COLUMN.id)]
    assert found(site_of(LONG), site_of((*LONG, *stock))) == []


def test_four_are_told_one_by_one_and_five_together() -> None:
    filled = [row(30 + n, date(2025, 4 + n, 2)) for n in range(5)]
    assert [code for code, _ in found(without, site_of((*KNOWN, *filled[:4])))] == ["F310"] * 4
    assert found(without, site_of((*KNOWN, *filled))) == [("F311", COLUMN.id)]
    # Four that came at two looks are not one batch.
    looks = (without, site_of((*KNOWN, *filled[:3])), site_of((*KNOWN, *filled)))
    assert [code for code, _ in found(*looks)] == ["F310"] * 5


FRESH = row(2, date(2026, 1, 10))
ALTERED = [("F312", FRESH.url)]


def with_second(page: Page) -> SiteView:
    return site_of((KNOWN[0], page, *KNOWN[2:]))


@pytest.mark.parametrize(
    ("sites", "expected"),
    [
        pytest.param((without, with_second(FRESH)), ALTERED, id="made new"),
        pytest.param((without, with_second(FRESH), with_second(FRESH)), ALTERED, id="still"),
        pytest.param((without, failed(()), with_second(FRESH)), [], id="away between"),
        pytest.param((without, with_second(row(2, date(2025, 6, 1)))), ALTERED, id="made old"),
        pytest.param((without, with_second(FRESH), without), [], id="taken back"),
        # Read elsewhere this time; and read at the old place again.
        pytest.param(
            (without, by_page((dated(FRESH, date(2026, 1, 9), DateSource.TEXT),))), [], id="source"
        ),
        pytest.param(
            (
                without,
                by_page((*KNOWN[:1], dated(KNOWN[1], date(2025, 8, 1), DateSource.TEXT))),
                without,
            ),
            [],
            id="source and back",
        ),
        pytest.param(
            (
                by_page((*KNOWN[:1], dated(KNOWN[1], date(2025, 9, 2), DateSource.META))),
                by_page((*KNOWN[:1], dated(KNOWN[1], date(2026, 1, 8), DateSource.META))),
            ),
            [],
            id="the tag is made with the page",
        ),
        # Whoever writes anew, or attaches anew, dates anew.
        pytest.param((without, with_second(replace(FRESH, text="另行通知。"))), [], id="new text"),
        pytest.param(
            (
                without,
                with_second(
                    replace(FRESH, links=(Link("http://a.example/1.doc", "附件", is_file=True),))
                ),
            ),
            [],
            id="new attachment",
        ),
        # A counter in the text is no new text.
        pytest.param(
            (
                with_second(replace(KNOWN[1], text="内容。浏览次数：10")),
                with_second(replace(FRESH, text="内容。浏览次数：2345")),
            ),
            ALTERED,
            id="counter",
        ),
        pytest.param((without, with_second(row(2, date(2025, 9, 5)))), [], id="three days"),
        pytest.param((without, with_second(row(2, date(2025, 9, 6)))), ALTERED, id="four days"),
        pytest.param((without, with_second(row(2, date(2024, 9, 2)))), [], id="year"),
        pytest.param((with_second(row(2, date(2026, 9, 9))), without), [], id="future mended"),
        pytest.param((without, with_second(row(2, date(2026, 9, 9)))), [], id="future is F305"),
        pytest.param(
            tuple(named(each, kind=ColumnKind.GUIDE) for each in (without, with_second(FRESH))),
            [],
            id="kept up to date",
        ),
        # The date on which a late page came is the true one.
        pytest.param(
            (without, with_late, site_of((*KNOWN, row(9, at(1).date())))), [], id="mended"
        ),
        pytest.param(
            (without, site_of(row(n, date(2026, 1, 10)) for n in range(1, 6))), [], id="all at once"
        ),
    ],
)
def test_a_date_is_altered_if_nothing_else_explains_it(
    sites: tuple[SiteView, ...], expected: list[tuple[str, str]]
) -> None:
    assert found(*sites) == expected


def test_the_evidence_names_both_dates_and_both_looks() -> None:
    looks, site = Looks(), without
    for week, site in enumerate((without, without, with_second(FRESH), with_second(FRESH))):
        looks = look(site, at(week), past_of(looks))
    (seen,) = [each for each in looks.sightings if each.old_day]
    assert (seen.first_day, seen.old_day, seen.day) == (
        KNOWN[1].published and KNOWN[1].published.day,
    ) * 2 + (date(2026, 1, 10),)
    assert (seen.first_at, seen.old_at, seen.changed_at) == (at(0), at(1), at(2))


def test_a_look_that_sees_all_as_it_was_only_moves_the_time_of_the_lists() -> None:
    looks = look(without, at(0), None)
    again = look_again(looks, at(1))
    assert again == look(without, at(1), past_of(looks))


def test_a_listed_page_that_cannot_be_read_is_known_all_the_same() -> None:
    site = replace(without, pages={})
    seen = look(site, at(0), None).sightings
    assert {each.address for each in seen} == {page.url for page in KNOWN}
    assert found(site, without) == []


def test_nothing_of_a_personal_number_can_be_guessed_from_what_is_kept() -> None:
    def marks(number: str) -> tuple[str, str]:
        page = row(1, OLD, title=f"拟录用人员 {number}", text=f"联系电话 {number}")
        (seen,) = look(site_of((page,)), at(0), None).sightings
        assert isinstance(seen, Sighting)
        return seen.title, seen.text

    assert marks("13800001111") == marks("13822221111")
