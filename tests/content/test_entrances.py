"""What a site should offer is looked for under all its names before it is called missing."""

import pytest

from checks.content.c605_missing_consultation import missing_consultation
from checks.content.c616_missing_duties import missing_duties
from checks.content.c617_missing_services import missing_services
from checks.content.examples import HOME, fetch_of, site_of
from checks.finding import Hit, Undecided
from checks.rule import Context, Rule
from checks.views import SiteView
from crawler.page import Link, Outcome, Page, Role
from tests.content.builders import TODAY
from wordlists.lists import load

CTX = Context(TODAY, load())
BOX = f"{HOME}xx/"


def home(*links: Link) -> Page:
    return Page(fetch_of(HOME), Role.HOME, "清河县人民政府", "要闻动态", links=links)


def kinds(rule: Rule[SiteView], site: SiteView) -> list[type]:
    return [type(report) for report in rule.check(site, CTX)]


def opened(
    name: str, *, text: str = "", has_form: bool = False, role: Role = Role.PAGE
) -> SiteView:
    return site_of(home(Link(BOX, name)), Page(fetch_of(BOX), role, name, text, has_form=has_form))


@pytest.mark.parametrize(
    ("site", "told"),
    [
        (opened("县长信箱", has_form=True), []),
        (opened("我要咨询", text="请登录后提交"), []),
        (opened("公众留言", text="来信须知", has_form=True), []),
        # The answer of another host is believed.
        (opened("12345在线咨询", role=Role.PROBE), []),
        (opened("县长信箱", text="电话5554116"), [Hit]),
        (opened("网上信访", has_form=True), [Hit]),
        (opened("纪检监察举报信箱", has_form=True), [Hit]),
        (opened("咨询电话", has_form=True), [Hit]),
        (opened("关于开通县长信箱的公告", has_form=True), [Hit]),
        (site_of(home(Link(BOX, "县长信箱"))), [Undecided]),
        (site_of(home(), incomplete="检测未完成"), [Undecided]),
        (site_of(), [Undecided]),
    ],
)
def test_a_channel_counts_when_it_opens_and_takes_something(
    site: SiteView, told: list[type]
) -> None:
    assert kinds(missing_consultation, site) == told


def test_an_entrance_that_timed_out_is_not_called_dead() -> None:
    site = site_of(home(Link(BOX, "县长信箱")))
    late = SiteView(site.site, site.pages, {**site.fetches, BOX: fetch_of(BOX, Outcome.UNKNOWN)})
    assert kinds(missing_consultation, late) == [Undecided]


@pytest.mark.parametrize("duties", ["机构职能", "机构设置", "部门职责", "主要职能", "内设机构"])
@pytest.mark.parametrize("leaders", ["领导信息", "领导之窗", "县领导", "机构领导", "班子成员"])
def test_duties_and_leaders_have_many_names(duties: str, leaders: str) -> None:
    links = (Link(f"{HOME}a/", duties), Link(f"{HOME}b/", leaders))
    names = kinds(missing_duties, site_of(home(*links)))
    missing = kinds(missing_duties, site_of(home(*links[:1])))
    assert (names, missing) == ([], [Hit])


@pytest.mark.parametrize("name", ["办事服务", "政务服务网", "一网通办", "网上大厅", "便民服务"])
def test_services_have_many_names(name: str) -> None:
    assert kinds(missing_services, site_of(home(Link(BOX, name)))) == []
    assert kinds(missing_services, site_of(home(Link(BOX, "要闻动态")))) == [Hit]
