"""C617 没有办事服务。"""

import re

from checks.content.entrances import doubt_of, missing_entrances
from checks.content.examples import HOME, fetch_of, site_of
from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView
from crawler.page import Link, Page, Role

SERVICES = {
    "办事服务": re.compile(
        r"办事|政务服务|在线服务|公共服务|便民服务|网上(?:服务|申请|申报|大厅)|一网通办|行政审批|服务(?:指南|大厅|事项)|一件事|"
        r"我要办|个人服务|法人服务"
    )
}


def _home(*names: str) -> Page:
    links = tuple(Link(f"{HOME}{number}/", name) for number, name in enumerate(names))
    return Page(fetch_of(HOME), Role.HOME, "清河县人民政府", "要闻动态", links=links)


@site_rule(
    "C617",
    "missing-services",
    "没有办事服务",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号单项否决指标“服务不实用”：未提供办事服务（没有对外服务职能的部门除外）",
    bad=(Example("没有办事入口", site_of(_home("要闻动态", "通知公告"))),),
    good=(
        Example("有办事服务栏目", site_of(_home("办事服务"))),
        Example("通向政务服务网", site_of(_home("青禾市政务服务网"))),
        Example("采集未完成", site_of(_home("通知公告"), incomplete="检测未完成：采集中断")),
    ),
    whole=True,
)
def missing_services(site: SiteView, ctx: Context) -> Reports:
    """全站找不到“办事服务”“政务服务”“一网通办”一类的入口，疑似没有提供办事服务，供核对。

    没有对外服务职能的部门不检查此项，可在配置中关闭本规则。

    ## 为什么
    检查指标把“未提供办事服务”列为单项否决指标。

    ## 怎样改
    开设办事服务栏目，集中展示本级事项的办事指南，并链接到政务服务平台。
    """
    if not missing_entrances(site, SERVICES):
        return
    doubt = doubt_of(site, "办事服务")
    if doubt is not None:
        yield doubt
        return
    yield Hit(
        message="全站疑似没有办事服务的入口，请核对",
        key="",
        evidence="已看过采集到的全部页面的标题、链接文字和栏目名称",
        suggestion="开设办事服务栏目，展示办事指南；没有对外服务职能的部门关闭本规则",
        subject=SITE_SUBJECT,
        url=site.site.start_url,
    )
