"""C614 领导信息缺少简历或分工。"""

import re

from checks.content.examples import HOME, fetch_of
from checks.content.messages import text_of
from checks.finding import Hit, Severity
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Page, Role
from crawler.site import Column

_COLUMN = re.compile(
    r"领导(?:信息|之窗|简介|介绍|成员|班子|分工|集体)|(?:机构|政府|[县区市镇乡局])领导"
)
_NO_COLUMN = re.compile(r"信箱|活动|讲话|批示|致辞|接访|接待|调研|动态|值班|关于")
# 分工、职务 are what such a page is made of.
_POST = re.compile(
    r"^\W*(?:现任职务|职务|工作分工|领导分工|分工|分管工作|主要职责)\W*(?:[:：]|$)|^\W*(?:负责|分管|主持)[\u4e00-\u9fff]{2}",
    re.M,
)
_RESUME = re.compile(
    r"年\s*\d{1,2}\s*月\s*(?:出?生|参加|入党)|出生|生于|参加工作|学历|毕业|历任|曾任|入党|籍贯|大学文化|研究生|学士|硕士|博士"
)
_DUTIES = re.compile(r"分工|负责|分管|主持|协助|联系|协管")
_ELSEWHERE = re.compile(r"简历|简介|履历|分工")
HEAD = "欧阳示例\n职务：县委副书记、县长\n"
WHOLE = f"{HEAD}简历：男，汉族，1900年5月生，大学学历，历任镇长、县教育局局长。\n工作分工：主持县政府全面工作。"


def _leader(text: str, name: str = "领导信息", title: str = "欧阳示例") -> Document:
    url = f"{HOME}ldxx/1.html"
    column = Column("ldxx", name, f"{HOME}ldxx/", "zfb")
    page = Page(fetch_of(url), title=title, text=text, column_id=column.id)
    return Document(text, title, url=url, subject=url, page=page, column=column)


@page_rule(
    "C614",
    "incomplete-leader",
    "领导信息缺少简历或分工",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号扣分指标“发布解读－领导信息”：姓名、简历缺失或不准确的每处扣分",
    bad=(
        Example("没有简历", _leader(f"{HEAD}工作分工：主持县政府全面工作。")),
        Example("没有分工", _leader(f"{HEAD}简历：男，1900年5月生，大学学历，历任镇长。")),
    ),
    good=(
        Example("简历和分工都有", _leader(WHOLE)),
        Example("领导活动报道", _leader(f"{HEAD}主持会议", "领导活动")),
        Example("县长信箱", _leader(f"{HEAD}负责回信", "县长信箱")),
        Example("其他栏目", _leader(f"{HEAD}工作分工：主持全面工作。", "人事任免")),
    ),
    frame=False,
)
def incomplete_leader(doc: Document, ctx: Context) -> Reports:
    """领导信息栏目里一位领导的页面写了职务，却疑似没有简历，或者没有工作分工，供核对。

    简历、分工另有链接的不报；照片机器无法判断。

    ## 为什么
    检查指标规定，领导信息姓名、简历缺失或不准确的，每处扣1分。

    ## 怎样改
    补上简历（姓名、性别、民族、出生年月、学历、工作经历等）和工作分工；职务变动后及时更新。
    """
    column, page = doc.column, doc.page
    if column is None or page is None or page.role is not Role.PAGE or page.entries:
        return
    if not _COLUMN.search(column.name) or _NO_COLUMN.search(f"{column.name} {doc.title}"):
        return
    text = text_of(doc)
    post = _POST.search(text)
    if post is None:
        return
    links = " ".join(link.text for link in page.links if not link.is_frame)
    missing = [
        name
        for name, pattern in (("简历", _RESUME), ("工作分工", _DUTIES))
        if not pattern.search(text) and not _ELSEWHERE.search(links)
    ]
    if missing:
        yield Hit(
            message=f"“{doc.title}”的领导信息疑似没有{'和'.join(missing)}，请核对",
            key="",
            evidence=" ".join(text[post.start() :].split())[:60],
            suggestion=f"补上{'和'.join(missing)}",
        )
