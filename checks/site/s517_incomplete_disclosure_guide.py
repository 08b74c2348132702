"""S517 政府信息公开指南缺少要素或者内容过时。"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from checks.finding import Hit, Severity
from checks.rule import Context, Example, Reports, page_rule
from checks.site.phones import form_fault, phones_in
from checks.views import Document
from crawler.page import Fetch, Outcome, Page, Role
from crawler.site import Column, ColumnKind

# 条例 第十二条: what a guide tells of the body in charge of disclosure.
ELEMENTS = {
    "政府信息公开工作机构的名称": re.compile(
        r"(?:机构|单位|部门)(?:全称|名称)|(?:工作|受理|办理|负责|主管)(?:机构|部门|单位)|办公室|(?:局|委|办|股|科|处|中心)\s*[（(]?负责"
    ),
    "办公地址": re.compile(r"地\s*址|办公地点|受理地点|(?:路|街|大道)\s*\d+\s*号"),
    "办公时间": re.compile(
        r"(?:办公|工作|受理|接待|服务|上班|开放)\s*时间|(?:周|星期)一至|上午\s*\d|\d{1,2}[:：]\d{2}\s*[-—－–~～至]"
    ),
    "联系电话": re.compile(r"电\s*话|\d{3,4}\s*[-—－–]\s*\d{7,8}"),
    "传真号码": re.compile(r"传\s*真"),
    "互联网联系方式": re.compile(
        r"互联网联系方式|电子(?:邮箱|邮件|信箱)|邮箱|E-?mail|[\w.+-]+[@＠][\w-]+\.|(?:网址|网站|门户)[^。\n]{0,20}(?:www\.|https?://|[\w-]+\.gov\.cn)|"
        r"https?://|\.gov\.cn",
        re.I,
    ),
}
# The rules before 15 May 2019: the old number, a reason for asking, 15 days for the answer.
OUTDATED = {
    "引用的是2008年施行的旧《条例》（国务院令第492号）": re.compile(
        r"国务院令\s*[（(]?第?\s*492\s*号"
    ),
    "仍要求申请与“生产、生活、科研等特殊需要”有关": re.compile(
        r"(?:生产|生活|科研)(?:[、，和及](?:生产|生活|科研)){2}等?(?:的)?特殊需要"
    ),
    "仍写着15个工作日答复": re.compile(
        r"(?:15|１５|十五)\s*个工作日(?:内|之内|以内)[^。；\n]{0,12}(?:答复|予以答复|作出答复)"
    ),
}
# The guide may tell of what was and is no more.
NO_LONGER = re.compile(r"不再|取消|删除|原来|原《|原条例|旧|从$|由$")
CHANGED = re.compile(
    r"^[^。；]{0,12}(?:(?:延长|修改|修订|调整)(?:为|到|至)|改为|的(?:限制|要求|规定|条件))"
)
NEAR = 20
LEAST = 200
# What a guide says, and a list of the guides of many bodies does not.
TELLS = re.compile(r"申请人|提出申请|本指南|本机关|本单位")
GUIDE = re.compile(r"(?:政府信息|政务|信息)公开指南(?:[（(][^（）()]{1,20}[）)])?$")
NO_GUIDE = re.compile(r"关于|通知|公告|培训|会议|解读")
URL = "http://www.qinghe.gov.cn/zfxxgk/zn/"
_COLUMN = Column("zn", "政府信息公开指南", URL, "", ColumnKind.GUIDE)
_FULL = (
    "为了更好地提供政府信息公开服务，根据《中华人民共和国政府信息公开条例》编制本指南，需要获得本机关政府信息的公民、法人和其他组织，建议阅读。"
    "一、主动公开。本机关主动公开的信息见政府信息公开目录，可以在网站检索、查阅和下载。"
    "二、依申请公开。申请人可以当面、邮寄或者在网上提交申请，本机关自收到申请之日起20个工作日内答复。"
    "三、政府信息公开工作机构。机构名称：清河县人民政府办公室；办公地址：清河县云桥街道青禾大道1号；办公时间：工作日9:00-12:00，13:30-17:30；"
    "联系电话：0990-5550010；传真号码：0990-5550011；电子邮箱：qhxzf@qinghe.gov.cn。"
)


def _example(label: str, text: str, title: str = "政府信息公开指南") -> Example:
    fetch = Fetch(URL, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    page = Page(fetch, Role.COLUMN, title=title, text=text, column_id="zn")
    column = _COLUMN if title == _COLUMN.name else None
    return Example(label, Document(text, title, url=URL, subject=URL, page=page, column=column))


@page_rule(
    "S517",
    "incomplete-disclosure-guide",
    "政府信息公开指南不完整或者过时",
    Severity.WARNING,
    clause="《政府信息公开条例》第十二条、第三十三条；国办公开办函〔2019〕61号",
    bad=(
        _example("没有传真和办公时间", re.sub("办公时间：.*?；|传真号码：.*?；", "", _FULL)),
        _example("电话少一位", _FULL.replace("5550010", "555001")),
        _example("引用旧条例", _FULL.replace("条例》编制", "条例》（国务院令第492号）编制")),
        _example("按旧条例答复", _FULL.replace("20个工作日", "15个工作日")),
        _example("仍限制申请理由", f"{_FULL}申请人根据自身生产、生活、科研等特殊需要申请。"),
    ),
    good=(
        _example("要素齐全", _FULL),
        _example("指南的通知不是指南", _FULL[:260], "关于更新政府信息公开指南的通知"),
        _example("说明了修改", f"{_FULL}申请不再限于生产、生活、科研等特殊需要。"),
        _example("各部门指南的目录", "县政府办公室 县发展改革委 县教育局 县民政局 电话查询 " * 9),
        _example(
            "申请办法不是指南",
            f"申请人可以当面或者邮寄提出申请。{'请填写申请表。' * 40}",
            "依申请公开指南",
        ),
        _example("正文在附件里", "政府信息公开指南 附件：清河县政府信息公开指南.pdf"),
        _example("说明了期限的变化", f"{_FULL}答复期限由15个工作日内答复调整为20个工作日。"),
        _example("补正的期限", f"{_FULL}申请人应当在15个工作日内补正。"),
    ),
    frame=False,
)
def incomplete_disclosure_guide(doc: Document, ctx: Context) -> Reports:
    """政府信息公开指南缺少工作机构的名称、办公地址、办公时间、联系电话、传真号码、互联网联系方式，电话位数不对，或者仍按旧《条例》写。

    看“信息公开指南”栏目的页面和附件，以及标题以“公开指南”结尾的文章，正文很短的不查。

    ## 为什么
    《条例》第十二条规定指南应包括上述六项内容并及时更新；2019年修订后，申请公开不再要求说明特殊需要，答复期限为20个工作日。

    ## 怎样改
    按现行《条例》修改指南，补齐缺少的内容，核对电话和地址。
    """
    if not _is_guide(doc):
        return
    missing = [name for name, words in ELEMENTS.items() if not words.search(doc.text)]
    if missing and len(missing) < len(ELEMENTS):
        yield Hit(
            message=f"公开指南中没有找到{'、'.join(missing)}",
            key="elements",
            suggestion="按《条例》第十二条补齐",
        )
    for said, words in OUTDATED.items():
        match = next((m for m in words.finditer(doc.text) if _is_said(doc.text, m)), None)
        if match is not None:
            yield Hit(
                message=f"公开指南{said}，请按现行《条例》修改",
                key=said,
                evidence=doc.text[max(0, match.start() - NEAR) : match.end() + NEAR],
                suggestion="按2019年修订的《条例》修改",
            )
    yield from _wrong_phones(doc)


def _is_guide(doc: Document) -> bool:
    title = doc.title.strip()
    if doc.page is None or len(doc.text) < LEAST or NO_GUIDE.search(title):
        return False
    if not TELLS.search(doc.text):
        return False
    is_kept = doc.column is not None and doc.column.kind is ColumnKind.GUIDE
    return (is_kept and not doc.page.entries) or GUIDE.search(title) is not None


def _is_said(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - NEAR) : match.start()]
    return NO_LONGER.search(before) is None and CHANGED.match(text[match.end() :]) is None


def _wrong_phones(doc: Document) -> Iterator[Hit]:
    for phone in phones_in(doc.text):
        wrong = form_fault(phone)
        if wrong:
            yield Hit(
                message=f"公开指南的{phone.label}“{phone.shown}”{wrong}，请核对",
                key=phone.shown,
                evidence=f"{phone.label}：{phone.shown}",
                suggestion="核对后改正",
            )
