"""P205 其他证件号码未脱敏。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from checks.finding import SITE_SUBJECT, Mark, Severity
from checks.privacy.bins import is_unionpay
from checks.privacy.numbers import ID_LENGTH, id_numbers, is_id_number, passes_luhn
from checks.privacy.people import (
    Disclosed,
    all_rolls,
    is_about_organisations,
    person_of,
    place_of,
    starred,
)
from checks.privacy.rolls import Roll
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Table

_SERIAL = r"[A-Z]{0,3}\d{6,22}[A-Z]?\d?"
# What the head or label says, and what such a number looks like.
_PAPERS: tuple[tuple[str, str], ...] = (
    # E and eight digits, E with a letter and seven, G and eight before 2012; 14 and 15 before
    # 2007; those of offices have other letters.
    (r"护照|(?i:passport)", r"[A-Z]\d{8}|[A-Z][A-HJ-NP-Z]\d{7}|[A-Z]\d{7}|1[45]\d{7}"),
    (
        r"港澳.{0,6}(?:通行证|居住证)|台湾.{0,8}(?:通行证|居住证)|台胞证|回乡证|往来.{0,8}通行证|通行证号",
        r"[CWTLHM][A-Z]?\d{7,10}|\d{8,10}|8[123]0000\d{12}",
    ),
    (
        r"(?:军官|士兵|文职干部?|警官|义务兵|军人|退役军人|优待|残疾军人|伤残人员|退伍|退役|复员|转业)证|优待证号",
        r"(?:[\u4e00-\u9fff]{1,3}字?第?)\d{5,10}号?|\d{6,20}|[\u4e00-\u9fff]{1,2}[A-Z]?\d{6,10}",
    ),
    (r"驾驶证|驾照|档案编号", _SERIAL),
    (
        r"社会?保障?[卡号]|社保(?:卡|编|账)?号|社保电脑号|个人(?:社保)?编号|参保号|养老保险号",
        _SERIAL,
    ),
    (r"医保(?:卡|证|编)?号|合作医疗[证号]|医疗[证卡]号", _SERIAL),
    (r"学籍号|学籍编号|全国学籍|学籍辅号", r"[GLJ]?\d{8,19}[\dX]?"),
    (r"残疾(?:人)?证", r"\d{17}[\dX]\d{2}(?:B\d)?|\d{10,22}"),
    (r"户口(?:簿|本)号?|^户号$|户籍号", r"[A-Z]?\d{6,18}"),
    (r"出生(?:医学)?证", r"[A-Z]\d{9}"),
    (r"结婚证|离婚证", r"[JL]?\d{6}-?\d{4}-?\d{6}"),
    (r"低保证|特困证|救助证|五保证", r"[\u4e00-\u9fffA-Z]{0,6}\d{6,20}号?"),
)
_NOT_NUMBERS = re.compile(
    r"类型|等级|类别|日期|时间|机关|是否|金额|有效期|地址|单位|准驾|[账帐]|年限|人数|情况|状态"
)
_GAPS = re.compile(r"[\s\-—－'’.·]")
_WIDE = str.maketrans("０１２３４５６７８９ＸＧＬｘx", "0123456789XGLXX")
_TEXT_LABEL = re.compile(
    r"(?P<passport>护照|[Pp]assport)[（(]?(?:号码?|编号|证号|\s?[Nn]o\.?)?[）)]?[：:为\s（(]{0,4}(?P<p>[A-Z]{1,2}\d{7,8}|\d{9})(?![0-9A-Za-z*])"
    r"|(?P<pass>通行证|台胞证|回乡证)(?:[（(]?(?:号码?|编号|证号)[）)]?[：:为\s（(]{0,4}|[：:为\s（(]{1,4})(?P<t>[CWTLHM][A-Z]?\d{7,10}|\d{8}[A-Z]?)(?![0-9A-Za-z*])"
    r"|(?P<soldier>(?:军官|士兵|文职干部|警官|学员)证)(?:[（(]?(?:号码?|编号|证号)[）)]?[：:为\s（(]{0,4}|[：:为\s（(]{1,4})(?P<s>(?:[\u4e00-\u9fff]{1,3}字第?)?\d{6,10}号?)(?![0-9A-Za-z*])"
    r"|(?P<licence>驾驶证|驾驶证档案|社会保障|社保|医保|残疾人?证|学籍)(?:卡|证)?[（(]?(?:编?号码?|号)[）)]?[：:为\s（(]{0,4}(?P<n>[GLJ]?\d{8,20}[\dX]?)(?![0-9A-Za-z*])"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z.'’\-]*(?:[\s,·]{1,2}[A-Za-z][A-Za-z.'’\-]*){1,5}")
_FOREIGN = re.compile(r"[A-Z]{0,3}\d{6,9}")
_SAMPLE_TEXT = re.compile(r"样本|样例|示例|示范文本|填写说明|例如|如[：:]|格式为|样张")
# Looking for a word is far cheaper than looking for a label with its number.
_NAMED = (
    *(
        "护照",
        "assport",
        "通行证",
        "台胞证",
        "回乡证",
        "军官证",
        "士兵证",
        "文职干部证",
        "警官证",
        "学员证",
    ),
    *("驾驶证", "社会保障", "社保", "医保", "残疾证", "残疾人证", "学籍"),
)
_WINDOW = 40


def _number(letter: str, length: int) -> str:
    return letter + "20570001".ljust(length, "1")


@page_rule(
    "P205",
    "other-papers",
    "其他证件号码未脱敏",
    Severity.ERROR,
    clause="《政府信息公开条例》第十五条；《个人信息保护法》第二十八条",
    frame=False,
    bad=(
        f"申请人李明，护照号码：{_number('E', 8)}。",
        Example(
            "名单表格",
            Document("", tables=(Table((("姓名", "社保卡号"), ("李明", _number("A", 8)))),)),
        ),
    ),
    good=(
        "申请人李明，护照号码：E2****001。",
        "申领材料：护照、港澳居民来往内地通行证或军官证。",
        Example(
            "机构名单",
            Document(
                "",
                tables=(
                    Table(
                        (
                            ("机构名称", "负责人姓名", "社保编号"),
                            ("某某公司", "李明", _number("", 8)),
                        )
                    ),
                ),
            ),
        ),
    ),
)
def other_papers(doc: Document, ctx: Context) -> Reports:
    """名单或正文中公开了护照、通行证、军官证、驾驶证、社保卡、医保、学籍、残疾人证、户口簿等证件的完整号码。

    残疾人证号、学籍号和部分驾驶证号、社保号里含有完整的公民身份号码，按严重报；打了星号的、单位的登记编号不报。

    ## 为什么
    证件号码能唯一确定一个人，属于《政府信息公开条例》第十五条的个人隐私，公示名单不需要公布。

    ## 怎样改
    删去证件号码一列，或隐去中间各位后重新发布；残疾人证号要隐去其中的出生年月日。
    """
    if doc.subject == SITE_SUBJECT:
        return
    found = _Found(ctx.today)
    for roll in all_rolls(doc):
        _in_roll(doc, roll, found)
    _in_text(doc, found)
    count, inside = len(found.papers), len(found.with_id)
    more = f"，其中 {inside} 个含有完整的公民身份号码" if inside else ""
    kinds = "、".join(found.kinds)
    yield from found.papers.hit(
        doc,
        f"公开了 {count} 个完整的证件号码（{kinds}）{more}",
        "删去证件号码，或隐去中间各位后重新发布",
        Severity.CRITICAL if inside else None,
    )


@dataclass(slots=True)
class _Found:
    today: date
    papers: Disclosed = field(default_factory=Disclosed)
    with_id: set[str] = field(default_factory=set)
    kinds: dict[str, None] = field(default_factory=dict)

    def add(self, doc: Document, kind: str, digits: str, mark: Mark, person: object = None) -> None:
        """Note a number of a paper, unless it is an ID or card number, which has a rule of its own."""
        is_card = is_unionpay(digits) and passes_luhn(digits)
        if is_card or is_id_number(digits, self.today):
            return
        if any(True for _ in _inside(digits, self.today)):
            self.with_id.add(digits)
        self.kinds[kind] = None
        self.papers.add(digits, place_of(doc, mark), mark, person, starred(digits, 2, 2))


def _inside(digits: str, today: date) -> Iterator[str]:
    """Yield the ID number that a longer number holds: a class behind it or a letter before."""
    bare = digits.lstrip("GLJ")
    if len(bare) >= ID_LENGTH:
        for number in id_numbers(bare[:ID_LENGTH], today):
            yield number.digits


def _in_roll(doc: Document, roll: Roll, found: _Found) -> None:
    if is_about_organisations(roll) or not roll.has_people:
        return
    for head, shape in _PAPERS:
        columns = roll.columns(re.compile(head), _NOT_NUMBERS)
        for column in columns:
            kind = _kind(roll.heads[column])
            for row in range(len(roll.rows)):
                digits = _GAPS.sub("", roll.cell(row, column).translate(_WIDE))
                shown = re.fullmatch(shape, digits)
                if shown or (kind == "护照" and _is_foreign(roll, row, digits)):
                    found.add(doc, kind, digits, roll.mark(row, column), person_of(roll, row))


def _is_foreign(roll: Roll, row: int, digits: str) -> bool:
    """Whether this is a passport of another country, beside a name in Latin letters."""
    names = roll.people(row)
    return any(map(_LATIN.fullmatch, names)) and _FOREIGN.fullmatch(digits) is not None


def _kind(head: str) -> str:
    if re.search("passport", head, re.IGNORECASE):
        return "护照"
    known = re.search(
        r"护照|通行证|军官证|士兵证|驾驶证|驾照|社保|社会保障|医保|学籍|残疾人?证|户口[簿本]|户号|出生|结婚证|离婚证|台胞证|回乡证|低保证",
        head,
    )
    return known[0] if known else "证件"


def _in_text(doc: Document, found: _Found) -> None:
    if not any(word in doc.text for word in _NAMED):
        return
    for match in _TEXT_LABEL.finditer(doc.text):
        around = doc.text[max(0, match.start() - _WINDOW) : match.end() + _WINDOW]
        if _SAMPLE_TEXT.search(around):
            continue
        name = next(name for name in "ptsn" if match[name])
        start, end = match.span(name)
        found.add(doc, _kind(match[0]), _GAPS.sub("", match[name]), Mark(start, end))
