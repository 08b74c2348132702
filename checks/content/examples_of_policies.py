"""A site with a document and its interpretation, for the examples of the rules about them."""

from datetime import date

from checks.content.examples import HOME, fetch_of, site_of
from checks.views import SiteView
from crawler.page import DateSource, Link, Page, Published
from crawler.site import Column, ColumnKind

NAME = "清河县临时救助办法"
PAPER, READING = f"{HOME}zcwj/1.html", f"{HOME}zcjd/1.html"
COLUMNS = (
    Column("zcwj", "政策文件", f"{HOME}zcwj/", "zfb", ColumnKind.POLICY),
    Column("zcjd", "政策解读", f"{HOME}zcjd/", "zfb", ColumnKind.INTERPRETATION),
)


def policy_site(
    *,
    from_paper: tuple[Link, ...] = (),
    from_reading: tuple[Link, ...] = (),
    reading: str = f"《{NAME}》政策解读",
    title: str = f"清河县人民政府关于印发《{NAME}》的通知",
    year: int = 2026,
) -> SiteView:
    """Return the two pages with the links that each of them has; the paper is of that year."""
    paper = Page(
        fetch_of(PAPER),
        title=title,
        text="清府规〔2026〕1号\n各镇人民政府：……",
        column_id="zcwj",
        published=Published(date(year, 2, 1), DateSource.ROW),
        links=from_paper,
    )
    page = Page(
        fetch_of(READING),
        title=reading,
        text="近日，县政府印发了该办法，现解读如下。",
        column_id="zcjd",
        links=from_reading,
    )
    return site_of(paper, page, columns=COLUMNS, region="岭南省青禾市清河县")
