"""C616 没有公开机构职能或领导信息。"""

import re

from checks.content.entrances import doubt_of, missing_entrances
from checks.content.examples import HOME, fetch_of, site_of
from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView
from crawler.page import Link, Page, Role

PARTS = {
    "机构职能": re.compile(
        r"(?:机构|机关|部门|主要|工作|法定)(?:职能|职责)|职能职责|职责职能|机构(?:设置|信息|概况|简介|介绍|编制)|"
        r"(?:部门|单位|局)(?:概况|简介|介绍)|组织机构|组织架构|内设机构|工作机构|政府机构|政府部门|权责清单|三定"
    ),
    "领导信息": re.compile(
        r"领导(?:信息|之窗|简介|介绍|成员|班子|分工|集体)|(?:机构|政府|组织|[县区市镇乡局州])领导|负责人(?:信息|姓名|介绍)|"
        r"(?:现任|班子)成员"
    ),
}


def _home(*names: str) -> Page:
    links = tuple(Link(f"{HOME}{number}/", name) for number, name in enumerate(names))
    return Page(fetch_of(HOME), Role.HOME, "清河县人民政府", "要闻动态", links=links)


@site_rule(
    "C616",
    "missing-duties",
    "没有公开机构职能或领导信息",
    Severity.ERROR,
    clause="《政府信息公开条例》第二十条第（二）项；国办秘函〔2019〕19号扣分指标“发布解读”：机构职能、领导信息未开设的扣分",
    bad=(Example("没有领导信息", site_of(_home("机构职能", "通知公告"))),),
    good=(
        Example("两项都有", site_of(_home("机构职能", "领导之窗"))),
        Example("名称不同", site_of(_home("机构设置", "县领导"))),
        Example("采集未完成", site_of(_home("通知公告"), incomplete="检测未完成：采集中断")),
    ),
    whole=True,
)
def missing_duties(site: SiteView, ctx: Context) -> Reports:
    """全站找不到“机构职能”或者“领导信息”的入口，看链接文字、页面标题和栏目名称，通行的别称同样认可。

    ## 为什么
    《条例》第二十条第（二）项要求主动公开机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名；
    检查指标规定，机构职能、领导信息没有开设的各扣2分。

    ## 怎样改
    在政府信息公开专栏或首页开设相应栏目，按机构改革和人事任免及时更新。
    """
    missing = missing_entrances(site, PARTS)
    doubt = doubt_of(site, "机构职能和领导信息") if missing else None
    if doubt is not None:
        yield doubt
        return
    for name in missing:
        yield Hit(
            message=f"全站没有找到“{name}”的入口",
            key=name,
            evidence="已看过采集到的全部页面的标题、链接文字和栏目名称",
            suggestion=f"开设“{name}”栏目",
            subject=SITE_SUBJECT,
            url=site.site.start_url,
        )
