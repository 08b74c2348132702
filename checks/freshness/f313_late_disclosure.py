"""F313 文件公开超过20个工作日。"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from checks.finding import Hit, Severity, Undecided
from checks.freshness.formed import Formed, formed, is_of_year, is_ours, own_number
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView
from checks.workdays import due, is_announced, local_day
from crawler.page import DateSource, Fetch, Outcome, Page, Published
from crawler.site import Column, ColumnKind, Site

TERM = 20
# Papers that are brought in so long afterwards are history, or one of the dates is a slip.
LONGEST = timedelta(days=300)
# What is older has been judged by earlier inspections.
LATEST = timedelta(days=365)
# So many papers of one column on one day, made over half a year: the site was moved.
BULK, BULK_SPAN = 5, timedelta(days=183)
# A calendar that is not announced may shift a term by the days of its longest holiday.
UNSURE = timedelta(days=14)
# The paper has changed since it was made, or was not to be published at first.
_CHANGED = re.compile(r"修订|修正|修改|修编|重新(?:公布|印发|发布)|更正|补发|解密|转为?主动公开")
_PUBLISHED = re.compile(r"(?:发布|公开|公布|上网|发表|更新)\s*(?:时间|日期)")
_HEAD = 600

_POLICY = Column("zcwj", "政策文件", "http://a.example/zcwj/", "", ColumnKind.POLICY)
_URL = "http://a.example/zcwj/1.html"


def _paper(
    published: date,
    *,
    office: str = "清河县人民政府",
    signed: str = "2025年9月10日",
    title: str = "关于加强渔业管理的通知",
    number: str = "清府发〔2025〕18号",
) -> SiteView:
    fetch = Fetch(_URL, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    text = f"{number}\n各镇人民政府：\n请遵照执行。\n{office}\n{signed}"
    dates = (Published(published, DateSource.TEXT),)
    page = Page(
        fetch, title=title, text=text, column_id="zcwj", published=dates[0], shown_dates=dates
    )
    site = Site("a", "示例", "http://a.example/", columns=(_POLICY,), region="岭南省青禾市清河县")
    return SiteView(site, {_URL: page}, {_URL: fetch})


@dataclass(frozen=True, slots=True)
class _Paper:
    """An official paper of the site's own, with the first day on which it is known to be public."""

    page: Page
    number: str
    formed: Formed
    published: date


@site_rule(
    "F313",
    "late-disclosure",
    "文件公开超过20个工作日",
    Severity.WARNING,
    clause="《政府信息公开条例》第二十六条：自该政府信息形成或者变更之日起20个工作日内及时公开",
    bad=(
        # The 20th working day after 10 September 2025 is 14 October: National Day lies between, and two
        # working days at weekends.
        Example("成文后第21个工作日公开", _paper(date(2025, 10, 15))),
        Example("成文后三个月公开", _paper(date(2025, 12, 12))),
    ),
    good=(
        Example("成文后第20个工作日公开", _paper(date(2025, 10, 14))),
        Example("上级机关的文件", _paper(date(2025, 12, 12), office="青禾市人民政府")),
        Example("没有文号的普通稿件", _paper(date(2025, 12, 12), number="")),
        Example(
            "修订后重新公布",
            _paper(date(2025, 12, 12), title="关于印发渔业管理办法（2025年修订）的通知"),
        ),
        Example("多年前的文件补录", _paper(date(2025, 12, 12), signed="2021年9月10日")),
    ),
)
def late_disclosure(site: SiteView, ctx: Context) -> Reports:
    """本机关制发的文件，从成文到公开超过20个工作日，疑似未按期公开。

    只看带文号的公文：文号在文首、标题后的括号或者信息索引里。成文日期取信息索引里的“成文日期”“印发日期”
    “发文日期”和文末落款，几处不同的取最晚的；公开日期取列表、正文和历次检测中最早的。工作日按国务院公布的
    放假安排计算，成文当天不算；下一年的安排尚未公布的，按法定节假日推算并写明，差得不多的不作判断。
    上级和其他机关的文件（按落款、发文机关与站点的区划、单位核对）、修订或者重新公布的文件、
    成批补录的旧文件、相差300天以上的文件、一年以前公开的文件不报。站点文件里没有填写 region（区划）的，
    只认得出落款是本站单位的文件。

    ## 为什么
    《政府信息公开条例》第二十六条：属于主动公开范围的政府信息，应当自该政府信息形成或者变更之日起20个工作日内
    及时公开；法律、法规对政府信息公开的期限另有规定的，从其规定。

    ## 怎样改
    核对成文日期和实际公开日期，写错的改正。确属超期的，查明原因、完善流程；法律、法规对公开期限另有规定的，
    或者先在政府公报等其他渠道公开的，标为误报并说明。
    """
    for paper in _ours(site, ctx.today):
        term = due(paper.formed.day, TERM)
        is_provisional = not is_announced(paper.published.year)
        if is_provisional and abs(paper.published - term.day) <= UNSURE:
            reason = "期限跨入放假安排尚未公布的年份，未能判断文件是否在20个工作日内公开"
            yield Undecided(paper.page.url, reason, url=paper.page.url)
        elif paper.published > term.day:
            yield _hit(paper, term.day, is_provisional=is_provisional)


def _hit(paper: _Paper, last: date, *, is_provisional: bool) -> Hit:
    note = "（按法定节假日推算，放假安排尚未公布）" if is_provisional else ""
    return Hit(
        message=f"“{paper.page.title}”成文后超过20个工作日才公开，疑似未按期公开，请核对",
        key="",
        evidence=(
            f"文号 {paper.number}；{paper.formed.where}：{paper.formed.day:%Y-%m-%d}；"
            f"最早的公开日期：{paper.published:%Y-%m-%d}；第20个工作日：{last:%Y-%m-%d}{note}"
        ),
        suggestion=(
            "核对成文日期和实际公开日期；确属超期的查明原因；"
            "法律、法规对公开期限另有规定的，从其规定，可标为误报"
        ),
        subject=paper.page.url,
        url=paper.page.url,
    )


def _ours(site: SiteView, today: date) -> Iterator[_Paper]:
    """Yield the papers of the last year that the site had to publish itself, moved ones left out."""
    papers = [paper for page in site.html_pages() if (paper := _paper_of(site, page, today))]
    newest = max((paper.published for paper in papers), default=today)
    batches: Counter[tuple[str, date]] = Counter()
    days: dict[tuple[str, date], list[date]] = {}
    for paper in papers:
        batch = (paper.page.column_id, paper.published)
        batches[batch] += 1
        days.setdefault(batch, []).append(paper.formed.day)
    for paper in papers:
        batch = (paper.page.column_id, paper.published)
        is_bulk = batches[batch] >= BULK and max(days[batch]) - min(days[batch]) > BULK_SPAN
        if newest - paper.published <= LATEST and not is_bulk:
            yield paper


def _paper_of(site: SiteView, page: Page, today: date) -> _Paper | None:
    number = own_number(page)
    if not number or _CHANGED.search(f"{page.title}\n{page.margin_text}\n{page.text[:_HEAD]}"):
        return None
    made = formed(page)
    if made is None or not is_of_year(number, made.day) or not is_ours(made.office, site.site):
        return None
    published = min(_published(site, page, made.day), default=None)
    if published is None or published > today or not made.day <= published <= made.day + LONGEST:
        return None
    return _Paper(page, number, made, published)


def _published(site: SiteView, page: Page, made: date) -> Iterator[date]:
    """Yield the days on which the paper is said or known to have been public."""
    if page.published is not None:
        yield page.published.day
    has_label = _PUBLISHED.search(f"{page.margin_text}\n{page.text}") is not None
    for each in page.shown_dates:
        # Where the page names no other, the day of the paper itself was taken for it.
        if each.day != made or has_label:
            yield each.day
    sighting = site.sightings.get(page.url)
    if sighting is not None:
        yield local_day(sighting.first_at)
        yield from (day for day in (sighting.first_day, sighting.old_day) if day)
