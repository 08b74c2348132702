"""P202 名单中的手机号码未脱敏。"""

import re
from collections.abc import Iterator

from checks.finding import Severity
from checks.privacy.numbers import mobile_numbers
from checks.privacy.people import Disclosed, cells, is_about_organisations
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Table

_HEADS = re.compile(r"电\s*话|手\s*机|联系方式|联系号码|移动电话|号码")
# Who may be called: the number was put there for the public.
_OFFICIAL = re.compile(
    r"联系电话|联系人|联系方式|咨询|热线|投诉|举报|监督|采购|招标|代理|传真|报名|客服|值班|负责人|办公"
    r"|电子邮箱|地址|受理|服务电话|经办"
)
_NAME_BESIDE = re.compile(r"(?:^|[\s、，,：:|\d.）)])[一-鿿]{1,3}[一-鿿*某][\s，,：:|（(]{0,4}$")
_BESIDE = 12
# The head of a table that a PDF left as text.
_TEXT_HEAD = re.compile(r"姓\s*名[^，。；]{0,40}?(?:手\s*机|电\s*话|联系方式)")
# Lists that the law or the service itself wants to be called.
_PUBLIC_LIST = re.compile(
    r"[河湖林路田街]长|责任人|值班|通讯录|联系方式|联系电话|服务网点|采购|招标|中标|成交|律师|办事指南"
)
# Fewer may be a contact line without its label.
_LEAST_LINES = 3


def _sample(count: int) -> tuple[tuple[str, ...], ...]:
    # Put together here so that no complete number stands in the source.
    return tuple((f"赵某{place}", f"139{1000 + place}{'0' * 4}") for place in range(count))


_LIST = (("姓名", "联系电话"), *_sample(4))
_LINES = "\n".join(f"赵某某 {number}" for _, number in _sample(3))
_OFFICES = (("单位名称", "联系人", "联系电话"), *(("县医院", *row) for row in _sample(3)))


@page_rule(
    "P202",
    "mobile-number",
    "名单中的手机号码未脱敏",
    Severity.ERROR,
    clause="《政府信息公开条例》第十五条；《个人信息保护法》第六条",
    bad=(
        Example("网页中的名单表格", Document("", tables=(Table(_LIST),))),
        Example("工作表中的名单", Document("", tables=(Table(_LIST, "工作表“名单”"),))),
        _LINES,
    ),
    good=(
        f"咨询电话：{_sample(1)[0][1]}",
        f"采购人联系人：赵某，联系电话：{_sample(1)[0][1]}",
        Example("办事单位一览表", Document("", tables=(Table(_OFFICES),))),
        Example("河长名单", Document("", title="河长名单公示", tables=(Table(_LIST),))),
        "姓名 电话\n赵某 139****0000\n钱某 139****0001\n孙某 139****0002",
    ),
)
def mobile_number(doc: Document, ctx: Context) -> Reports:
    """人员名单（补贴、救助、录用、志愿者等）里公开了完整的手机号码。

    认表头里有姓名和电话的表格，以及三行以上“姓名＋手机号码”的文字。
    咨询电话、页脚、采购联系人、单位一览表里供群众拨打的号码不报。

    ## 为什么
    公开名单只需让人能核对对象，手机号码超出必要范围，属于《政府信息公开条例》第十五条的个人隐私。

    ## 怎样改
    隐去中间四位（139****0000）或删去电话一列后重新发布。
    """
    if _PUBLIC_LIST.search(doc.title):
        return
    found = Disclosed()
    people: set[tuple[str, ...]] = set()
    for table in doc.tables:
        if is_about_organisations(table):
            continue
        for cell in cells(table, _HEADS):
            for number in mobile_numbers(cell.text):
                found.add(number.digits, cell.place)
                people.add(cell.row)
    for digits, place, line in _in_lines(doc):
        found.add(digits, place)
        people.add((line,))
    yield from found.hit(
        f"名单中公开了 {len(found.places)} 个手机号码（共 {len(people)} 人）",
        "隐去号码中间四位，或删去电话一列后重新发布",
    )


def _in_lines(doc: Document) -> Iterator[tuple[str, str, str]]:
    """Yield number, place and line of lists that are plain lines."""
    if len({number.digits for number in mobile_numbers(doc.text)}) < _LEAST_LINES:
        return
    in_tables = set(_in_tables(doc))
    rows = []
    offset = 0
    head = _TEXT_HEAD.search(doc.text)
    listed_from = head.end() if head else len(doc.text)
    for line in doc.text.splitlines(keepends=True):
        if not _OFFICIAL.search(line):
            for number in mobile_numbers(line):
                before = line[max(0, number.start - _BESIDE) : number.start]
                is_listed = offset >= listed_from or _NAME_BESIDE.search(before)
                if is_listed and number.digits not in in_tables:
                    rows.append((number.digits, doc.place(offset + number.start), line.strip()))
        offset += len(line)
    if len({digits for digits, _, _ in rows}) >= _LEAST_LINES:
        yield from rows


def _in_tables(doc: Document) -> Iterator[str]:
    # Tables speak for themselves; their numbers stand in the text once more.
    for table in doc.tables:
        for cell in (cell for row in table.rows for cell in row):
            yield from (number.digits for number in mobile_numbers(cell))
