"""P223 公开的文件注明不公开。"""

import re
from collections.abc import Iterator
from itertools import pairwise

from checks.finding import Cell, Hit, Mark, Severity
from checks.mask import excerpt, mask
from checks.privacy.lines import lines
from checks.privacy.samples import SAMPLE_TITLE, is_sample
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Table

_NOT = r"(?:不予公开|不公开|不宜公开|依申请公开|申请公开|删减后公开|不得公开|免予公开)"
_PAPER = r"(?:此件|本件|此文|本文|此文件|本文件)"
_OPEN, _CLOSE = r"[（(【\[〔]?", r"[）)】\]〕]?[。]?"
# Where a paper says of itself how it is disclosed: a note under the signature, or an attribute.
_NOTE = re.compile(rf"{_OPEN}{_PAPER}[:：]?({_NOT}){_CLOSE}")
_INLINE = re.compile(rf"[（(【\[〔]{_PAPER}[:：]?({_NOT})[）)】\]〕]")
_KEY = r"(?:信息)?公开(?:属性|方式|类别|类型|选项|形式|性质)|(?:政府信息)?公开属性|是否公开"
_ATTRIBUTE = re.compile(rf"(?:{_KEY})[:：]({_NOT}){_CLOSE}")
_KEY_CELL = re.compile(rf"(?:{_KEY})[:：]?")
_VALUE_CELL = re.compile(rf"{_OPEN}({_NOT}){_CLOSE}")
# Guides, rules, lists and reports speak of the three ways of disclosure.
_EXPLAINS = re.compile(
    r"指南|指引|目录|清单|制度|办法|规定|条例|细则|规程|规范|标准|解读|问答|须知|流程|年报|年度报告|工作要点|考核|评估"
    r"|培训|保密审查|审查表|属性认定|登记表|申请表|审批表|台账|统计|栏目"
)
_OPENED = re.compile(r"此件(?:公开发布|主动公开)|公开(?:属性|方式)[:：]\s*主动公开")
_LONGEST = 30
# What explains one mark names the others too; the attributes of a page are few rows.
_MANY, _ROWS, _CELLS = 2, 15, 6


@page_rule(
    "P223",
    "not-for-disclosure",
    "公开的文件注明不公开",
    Severity.ERROR,
    clause="《国务院办公厅关于全面推进政务公开工作的意见》及公文公开属性源头认定的要求；《政府信息公开条例》第十七条",
    bad=(
        "关于有关工作的通知\n（此件不公开）",
        "2026年3月1日\n（此件不予公开）\n清河县人民政府办公室印发",
        "关于有关工作的报告（此件依申请公开）",
        "（此件删减后公开）",
        "（本文件依申请公开）",
        "公开属性：依申请公开\n发文机关：清河县人民政府",
        "公开方式： 不予公开",
        "公开属性\n不予公开\n文号\n清政发〔2026〕3号",
        Example(
            "网页上的属性表",
            Document(
                "",
                title="关于有关工作的通知",
                tables=(
                    Table(
                        (
                            ("索引号", "000014349/2026-00012", "公开方式", "依申请公开"),
                            ("发布机构", "清河县民政局", "成文日期", "2026-03-01"),
                        )
                    ),
                ),
            ),
        ),
    ),
    good=(
        "（此件公开发布）",
        "（此件主动公开）\n公开方式：主动公开",
        "公文的公开属性分为主动公开、依申请公开、不予公开三种。",
        "拟制公文时，应当注明“此件不公开”或者“此件依申请公开”。",
        "公开方式：主动公开、依申请公开",
        "公开属性：□主动公开 □依申请公开 □不予公开",
        "依申请公开\n政策文件\n信息公开指南",
        "涉及个人隐私的不予公开。",
        "示例：\n（此件依申请公开）",
        Example("信息公开指南", Document("公开属性：依申请公开", title="清河县信息公开指南")),
        Example(
            "事项目录",
            Document(
                "",
                title="基层政务公开标准目录",
                tables=(Table((("事项", "公开方式"), ("低保", "依申请公开"))),),
            ),
        ),
        Example(
            "多份文件的列表",
            Document(
                "",
                title="文件",
                tables=(Table((("标题", "公开属性"), ("甲", "主动公开"), ("乙", "依申请公开"))),),
            ),
        ),
    ),
    frame=False,
)
def not_for_disclosure(doc: Document, ctx: Context) -> Reports:
    """已经公开的文件在公开属性处注明“不予公开”“依申请公开”等，与实际不符。

    认落款后的“（此件不公开）”“（此件依申请公开）”“（此件删减后公开）”，以及“公开属性：依申请公开”
    这样一行、一格的标注。指南、制度、目录、清单里对三种属性的说明，引号里的引述和样例不报。

    ## 为什么
    公文的公开属性是拟稿时经过审查定下的。定为不公开而放上了网，不是错发了文件，就是属性标错了。

    ## 怎样改
    核对发文稿纸上定的属性：不应公开的立即撤下；应当公开的，把标注改成“（此件公开发布）”；
    删减后公开的，核对发布的是不是删减后的文本。
    """
    name = f"{doc.title} {doc.file_name}"
    if _EXPLAINS.search(name) or SAMPLE_TITLE.search(name):
        return
    found = [*_in_text(doc), *_in_tables(doc)]
    values = {each.value for each in found}
    # A page that gives several papers their attributes, or all the attributes, explains them.
    if not found or len(values) > _MANY or _OPENED.search(doc.text):
        return
    first = found[0]
    yield Hit(
        f"注明“{mask(first.shown)}”，却已经公开",
        key=first.value,
        evidence=first.evidence,
        suggestion="核对公开属性：不应公开的立即撤下，应当公开的改正标注",
        marks=tuple(each.mark for each in found),
    )


class _Found:
    """What the paper says of its own disclosure, with where it stands."""

    __slots__ = ("evidence", "mark", "shown", "value")

    def __init__(self, value: str, shown: str, evidence: str, mark: Mark) -> None:
        self.value, self.shown, self.evidence, self.mark = value, shown, evidence, mark


def _in_text(doc: Document) -> Iterator[_Found]:
    before = ""
    for line in lines(doc.text):
        match = _NOTE.fullmatch(line.bare) or _ATTRIBUTE.fullmatch(line.bare)
        if match is None and _KEY_CELL.fullmatch(before):
            match = _VALUE_CELL.fullmatch(line.bare)
        before = line.bare
        start, end = line.start, line.end
        if match is None:
            match = _INLINE.search(line.text)
            if match is None:
                continue
            start, end = line.start + match.start(), line.start + match.end()
            if line.text.count("“", 0, match.start()) > line.text.count("”", 0, match.start()):
                continue
        elif len(line.bare) > _LONGEST:
            continue
        if is_sample(doc, start):
            continue
        place, shown = doc.place(start), excerpt(doc.text, start, end)
        words = "".join(doc.text[start:end].split()).strip("（()）【】[]〔〕。")
        yield _Found(match[1], words, f"{place}：{shown}" if place else shown, Mark(start, end))


def _in_tables(doc: Document) -> Iterator[_Found]:
    """Yield the attributes in tables of one paper's attributes: key and value side by side."""
    for number, table in enumerate(doc.tables):
        if len(table.rows) > _ROWS or max(map(len, table.rows), default=0) > _CELLS:
            continue
        for line, row in enumerate(table.rows):
            for column, (key, value) in enumerate(pairwise(row)):
                match = _VALUE_CELL.fullmatch("".join(value.split()))
                if match and _KEY_CELL.fullmatch("".join(key.split())):
                    place = table.cell_place(line, column + 1)
                    mark = Mark(cell=Cell(number, line, column + 1))
                    shown = f"{key.strip('：: ')}：{value}"
                    yield _Found(match[1], shown, mask(f"{place}：{shown}"), mark)
