"""P207 个人邮箱、微信、QQ 和人名一起公开。"""

import re

from checks.finding import SITE_SUBJECT, Mark, Severity
from checks.privacy.names import name_before
from checks.privacy.people import (
    Disclosed,
    all_rolls,
    is_about_organisations,
    person_of,
    place_of,
    starred,
    whole_names,
)
from checks.privacy.rolls import Roll
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Table

_PROVIDERS = r"(?:qq|vip\.qq|foxmail|163|126|yeah|vip\.163|sina|vip\.sina|sohu|139|189|wo|aliyun|gmail|outlook|hotmail|live|icloud|yahoo|tom|21cn)"
_EMAIL = re.compile(
    rf"(?<![\w.+\-])[A-Za-z0-9][\w.+\-]{{1,40}}@{_PROVIDERS}\.(?:com|net|cn|com\.cn)(?![\w.])",
    re.I | re.A,
)
_HEADS = re.compile(r"邮箱|邮件|E-?mail|微信|QQ", re.I)
_CHAT_HEADS = re.compile(r"微信|QQ", re.I)
_CHAT = re.compile(r"[A-Za-z][\w\-]{5,19}|[1-9]\d{4,11}|1[3-9]\d{9}", re.A)
_TEXT_CHAT = re.compile(
    r"(?:(?:微信|QQ)[：:为\s]|(?:微信号|QQ号码?)[：:为\s]?)[：:为\s]{0,2}(?P<id>[A-Za-z][\w\-]{5,19}|[1-9]\d{4,11})(?![\w*@.])",
    re.I | re.A,
)
_OFFICIAL = re.compile(
    r"联系邮箱|电子邮箱|投稿|公众号|官方|咨询|热线|投诉|举报|监督|反馈|报送|发送|发至|寄至|征求|意见|报名|群号|QQ群|微信群|采购|招标|代理|联系人|联系电话|联系方式"
    r"|邮寄|单位|公司|办公|值班|服务|提交|传真|律师|受理|来信|请与|请联系"
)
_DUTY = re.compile(r"联系人|负责人|责任人|经办|律师|法人|法定代表|导师(?!姓名)|编辑|记者|科室|办公")
# People of standing tell their mailboxes; their chats are for friends.
_STANDING = re.compile(r"职务|职称")
_EXPERTS = re.compile(r"专家")
_OFFICE_CHAT = re.compile(r"单位|公务|办公|工作|公众|官方|服务|企业|群|咨询|客服")
_PUBLIC_LIST = re.compile(
    r"联系方式|通讯录|采购|招标|中标|成交|律师|导师(?!库)|责任人|投稿|征求意见|指南"
)
_WINDOW = 60


@page_rule(
    "P207",
    "private-contact",
    "个人邮箱、微信或QQ号未脱敏",
    Severity.WARNING,
    clause="《政府信息公开条例》第十五条；《个人信息保护法》第六条",
    frame=False,
    bad=(
        "1 李明 liming1984@163.com",
        Example(
            "录用名单",
            Document("", tables=(Table((("姓名", "电子邮箱"), ("李明", "liming1984@163.com"))),)),
        ),
        Example(
            "志愿者名单",
            Document("", tables=(Table((("姓名", "微信号"), ("李明", "liming_1984"))),)),
        ),
    ),
    good=(
        "联系邮箱：qhxzfb@163.com",
        "投稿请发至李明，qhxzfb@163.com",
        "李明 liming@qinghe.gov.cn",
        Example(
            "单位名单",
            Document(
                "",
                tables=(
                    Table((("单位名称", "联系人姓名", "邮箱"), ("县医院", "李明", "qhyy@163.com"))),
                ),
            ),
        ),
    ),
)
def private_contact(doc: Document, ctx: Context) -> Reports:
    """人员名单里或人名旁边公开了私人邮箱、微信号、QQ 号。

    政府邮箱（gov.cn）、联系邮箱、投稿和意见征集邮箱、采购联系人、单位名单不报。

    ## 为什么
    私人联络账号超出公示的必要范围，公开后常被用来行骗。

    ## 怎样改
    删去该列；确需对外联系的，改用单位邮箱。
    """
    if doc.subject == SITE_SUBJECT or _PUBLIC_LIST.search(doc.title):
        return
    found = Disclosed()
    public: set[str] = set()
    for roll in all_rolls(doc):
        _in_roll(doc, roll, found, public)
    may_tell = "@" in doc.text or _CHAT_HEADS.search(doc.text)
    if may_tell and not _EXPERTS.search(doc.title):
        _in_text(doc, found, public)
    yield from found.hit(
        doc,
        f"公开了 {len(found)} 个私人邮箱、微信或QQ号{found.count}",
        "删去该列，或改用单位邮箱",
    )


def _shown(value: str) -> str:
    name, at, host = value.partition("@")
    return starred(name, 1, 0) + at + host if at else starred(value, 2, 0)


def _in_roll(doc: Document, roll: Roll, found: Disclosed, public: set[str]) -> None:
    columns = roll.columns(_HEADS)
    if not columns:
        return
    is_public = is_about_organisations(roll) or bool(roll.columns(_DUTY))
    has_standing = _EXPERTS.search(doc.title) is not None or bool(roll.columns(_STANDING))
    for row in range(len(roll.rows)):
        for column in columns:
            text = roll.cell(row, column)
            match = _EMAIL.search(text)
            if not match and _CHAT_HEADS.search(roll.heads[column]):
                match = _CHAT.fullmatch(text)
            if not match:
                continue
            is_excused = has_standing and not _is_own_chat(roll, column)
            if is_public or is_excused or not whole_names(roll, row):
                public.add(match[0])
            else:
                mark = roll.mark(row, column)
                place = place_of(doc, mark)
                found.add(match[0], place, mark, person_of(roll, row), _shown(match[0]))


def _is_own_chat(roll: Roll, column: int) -> bool:
    head = roll.heads[column]
    return _CHAT_HEADS.search(head) is not None and not _OFFICE_CHAT.search(head)


def _in_text(doc: Document, found: Disclosed, public: set[str]) -> None:
    text = doc.text
    for pattern, group in ((_EMAIL, 0), (_TEXT_CHAT, "id")):
        for match in pattern.finditer(text):
            value = match[group]
            first = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _WINDOW)
            is_told = value in found.shown or (
                value not in public
                and not _OFFICIAL.search(text, first, match.end())
                and name_before(text, match.start())
            )
            if is_told:
                start, end = match.span(group)
                person = (name_before(text, match.start()), value)
                found.add(value, doc.place(start), Mark(start, end), person, _shown(value))
