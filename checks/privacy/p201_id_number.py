"""P201 公民身份号码未脱敏。"""

import re
from dataclasses import dataclass, field
from datetime import date

from checks.finding import Cell, Mark, Severity
from checks.privacy.areas import is_known
from checks.privacy.id_cells import HEADS, LEAST, OTHER_CODE, SHARE, code_columns, over_cells
from checks.privacy.names import name_before
from checks.privacy.numbers import (
    ID_LENGTH,
    Number,
    has_run,
    id_numbers,
    id_shaped,
    is_id_number,
    is_mistyped_id,
    is_old_id_number,
    looks_dated,
)
from checks.privacy.people import Disclosed, all_rolls, is_about_organisations, person_of, place_of
from checks.privacy.rolls import Roll
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Table

_STRICT_HEADS = re.compile(r"身份证|身份号码|公民身份")
_ID_LABEL = re.compile(r"身份证|身份号码|公民身份|证件号|证件编号|有效证件")
# Right before a number they leave no doubt: 身份证编号：…, whatever stands elsewhere.
_OWN_LABEL = re.compile(
    r"(?:身份证件?|身份|公民身份)(?:号码?|编号)?(?:[（(][一-鿿\d]{1,8}[）)])?[（(]?[：:为是\s]{0,4}$"
)
_OLD_LABEL = re.compile(
    r"(?:身份证件?|身份)(?:号码?|编号)?(?:[（(][一-鿿\d]{1,8}[）)])?[（(]?[：:为是\s]{0,4}$"
)
# Right before a number such a label calls it a code: 缴款码：….
_CODE_LABEL = re.compile(r"[一-鿿]{2}(?<!号)码(?:为|是)?[：:]\s?$")
_LABEL = 18
_SAME_LINE = 40
_YOUNG = 18


def _sample(year: int, *, gap: str = "") -> str:
    # The check digit is computed so that no complete number stands in the source.
    stem = f"110101{year}0307123"
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(stem))
    return f"{stem[:6]}{gap}{stem[6:14]}{gap}{stem[14:]}{'10X98765432'[total % 11]}"


_WRONG = _sample(1905)[:-1] + ("1" if _sample(1905)[-1] != "1" else "2")
_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
_MASKED_TABLE = Table((("姓名", "身份证号"), ("赵某", "110101********1234")))


@page_rule(
    "P201",
    "id-number",
    "公民身份号码未脱敏",
    Severity.CRITICAL,
    clause="《政府信息公开条例》第十五条；《个人信息保护法》第二十八条",
    bad=(
        f"身份证号：{_sample(1905)}",
        f"身份证号：{_sample(1906, gap=' ')}，已受理。",
        f"身份证号：{_sample(1907).translate(_WIDE)}",
        f"身份证号：{' '.join(_sample(1907))}",
        Example(
            "名单表格",
            Document("", tables=(Table((("姓名", "身份证号"), ("赵某", _sample(1908)))),)),
        ),
        Example(
            "号码拆在相邻的几格里",
            Document("", tables=(Table((("赵某", *_sample(1908, gap="|").split("|")),)),)),
        ),
        Example(
            "身份证号一列里录错一位的号码",
            Document("", tables=(Table((("姓名", "身份证号"), ("赵某", _WRONG))),)),
        ),
    ),
    good=(
        "身份证号：110101********1234",
        f"流水号 {_WRONG}",
        f"受理编号：{_sample(1905)}",
        "统一社会信用代码：91360782MA35XXXX1X",
        Example("已脱敏的名单", Document("", tables=(_MASKED_TABLE,))),
        "准考证号：2024360782001200315",
    ),
)
def id_number(doc: Document, ctx: Context) -> Reports:
    """页面或附件中公开了完整的公民身份号码，包括表格、隐藏的列和工作表、网页注释、文件名里的。

    按国家标准 GB 11643 核对校验码、出生日期和行政区划代码，全角、带空格或换行、一位一格、拆在相邻几格里的也能认出；
    “身份证号”一列里校验码不符的（多为录错一位的真号码）列为疑似，十五位旧号码只在该列或标明身份证时认定。
    统一社会信用代码、受理编号、流水号、准考证号和已打星号的不报。一份文件只报一条，写明个数和人数。

    ## 为什么
    《政府信息公开条例》第十五条规定，涉及个人隐私、公开会对第三方合法权益造成损害的信息不得公开。
    补贴、低保等名单的附件是最常见的泄露处，已有检察机关提起公益诉讼。

    ## 怎样改
    立即撤下文件，隐去出生年月日等中间各位（如 110101********1234）后重新发布；
    Excel 文件要删去隐藏的列和工作表，不能只隐藏；同时清理搜索结果快照和转载。
    """
    found = _Found(ctx.today)
    _tables(doc, found)
    if has_run(doc.text):
        _text(doc, found)
    for unseen in doc.unseen:
        for number in id_numbers(unseen.text, ctx.today):
            found.sure.add(number.digits, unseen.place, None)
    for shown, place in ((doc.title, "标题"), (doc.file_name, "文件名")):
        for number in id_numbers(shown, ctx.today):
            found.sure.add(number.digits, place, None)
    found.mistyped.forget(set(found.sure.shown))
    suggestion = "立即撤下，隐去号码中间的出生年月日后重新发布"
    doubtful = len(found.mistyped)
    if len(found.sure):
        more = f"，另有 {doubtful} 个疑似（校验码不符）" if doubtful else ""
        message = f"公开了 {len(found.sure)} 个完整的公民身份号码{found.sure.count}{more}"
        found.sure.marks |= found.mistyped.marks
        yield from found.sure.hit(doc, message, suggestion)
    else:
        message = f"疑似公开了 {doubtful} 个公民身份号码（校验码不符，可能录错一位）"
        yield from found.mistyped.hit(doc, message, suggestion, Severity.ERROR)


# By table and row: the first column of each list, and the person.
_People = dict[tuple[int, int], list[tuple[int, object]]]


@dataclass(slots=True)
class _Found:
    today: date
    sure: Disclosed = field(default_factory=Disclosed)
    mistyped: Disclosed = field(default_factory=Disclosed)
    excused: set[str] = field(default_factory=set)
    owners: dict[str, object] = field(default_factory=dict)


def _tables(doc: Document, found: _Found) -> None:
    people = _under_heads(doc, found)
    for index, table in enumerate(doc.tables):
        codes = code_columns(table, found.today)
        for row, cells in enumerate(table.rows):
            for column, cell in enumerate(cells):
                if len(cell) < ID_LENGTH:
                    continue
                for number in id_numbers(cell, found.today):
                    if column in codes or _is_excused(cell, number.start):
                        found.excused.add(number.digits)
                        continue
                    mark = Mark(cell=Cell(index, row, column))
                    place = table.cell_place(row, column)
                    person = _owner(people, index, row, column)
                    found.sure.add(number.digits, place, mark, person)
            for digits, columns in over_cells(cells, found.today):
                place = table.cell_place(row, columns[0])
                for column in columns:
                    mark = Mark(cell=Cell(index, row, column))
                    person = _owner(people, index, row, column)
                    found.sure.add(digits, place, mark, person)


def _owner(people: _People, table: int, row: int, column: int) -> object:
    """Return whose a cell is; lists that stand side by side share their rows."""
    owners = [person for first, person in people.get((table, row), ()) if first <= column]
    return owners[-1] if owners else None


def _under_heads(doc: Document, found: _Found) -> _People:
    """Collect what only its head makes an ID number; return whose the others are, by row."""
    people: _People = {}
    for roll in all_rolls(doc):
        is_public = is_about_organisations(roll)
        for column in roll.columns(HEADS):
            is_strict = _STRICT_HEADS.search(roll.heads[column]) is not None
            for row in range(len(roll.rows)):
                text = roll.cell(row, column)
                if len(text) < len("110101900101123"):
                    continue
                mark = roll.mark(row, column)
                person = person_of(roll, row)
                digits = re.sub(r"[\s\-'’]", "", text).upper()
                if is_old_id_number(digits, found.today):
                    found.sure.add(digits, place_of(doc, mark), mark, person)
                elif is_strict and not is_public and is_mistyped_id(digits, found.today):
                    found.mistyped.add(digits, place_of(doc, mark), mark, person)
                elif person and not mark.cell:
                    found.owners[digits] = person
        if not roll.is_form:
            _remember_people(roll, people)
        _excuse_codes(roll, found)
    return people


def _excuse_codes(roll: Roll, found: _Found) -> None:
    """Remember the numbers under the head of a code, unless nearly all of them are ID numbers."""
    for column in roll.columns(OTHER_CODE, HEADS):
        texts = [roll.cell(row, column) for row in range(len(roll.rows))]
        long = [text for text in texts if len(text) >= ID_LENGTH]
        valid = [number for text in long for number in id_numbers(text, found.today)]
        if len(valid) < LEAST or len(valid) < len(long) * SHARE:
            found.excused.update(number.digits for number in valid)


def _remember_people(roll: Roll, people: _People) -> None:
    """Remember whose the rows of a list are, for the numbers that no head names."""
    for row in range(len(roll.rows)):
        cell = roll.mark(row, 0).cell if roll.rows[row] else None
        if cell and (person := person_of(roll, row)):
            people.setdefault((cell.table, cell.row), []).append((cell.column, person))


def _text(doc: Document, found: _Found) -> None:
    text = doc.text
    shaped = [number for number in id_shaped(text) if looks_dated(number.digits, found.today)]
    valid = [number for number in shaped if is_id_number(number.digits, found.today)]
    is_labelled = _ID_LABEL.search(text) is not None
    is_coded = len(valid) < len(shaped) * SHARE
    for number in valid:
        mark = Mark(number.start, number.end)
        place = doc.place(number.start)
        if number.digits in found.sure.shown:
            found.sure.add(number.digits, place, mark)
            continue
        if _is_excused(text, number.start):
            continue
        if number.digits in found.excused and not _is_own(text, number.start):
            continue
        if _is_told(text, number, found.today, is_labelled=is_labelled, is_coded=is_coded):
            person = found.owners.get(number.digits) or name_before(text, number.start)
            found.sure.add(number.digits, place, mark, (person, number.digits) if person else None)
    _old(doc, found)


_OLD = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{14}(?![0-9A-Za-z*])")


def _old(doc: Document, found: _Found) -> None:
    if "身份" not in doc.text:
        return
    for match in _OLD.finditer(doc.text):
        before = doc.text[max(0, match.start() - _LABEL) : match.start()]
        if _OLD_LABEL.search(before) and is_old_id_number(match[0], found.today):
            found.sure.add(match[0], doc.place(match.start()), Mark(*match.span()))


def _is_told(text: str, number: Number, today: date, *, is_labelled: bool, is_coded: bool) -> bool:
    """Whether a number that fits is one: its label says so, a name stands by, or nothing speaks against it."""
    if _follows_label(text, number) or name_before(text, number.start):
        return True
    if is_coded:
        return False
    is_young = int(number.digits[6:10]) > today.year - _YOUNG
    return is_labelled or (is_known(number.digits[:6]) and not is_young)


def _follows_label(text: str, number: Number) -> bool:
    before = text[max(0, number.start - _LABEL) : number.start]
    labels = list(_ID_LABEL.finditer(before))
    return bool(labels) and not OTHER_CODE.search(before, labels[-1].end())


def _is_own(text: str, start: int) -> bool:
    """Whether the words right before a number call it an ID number."""
    return _OWN_LABEL.search(text, max(0, start - _LABEL), start) is not None


def _is_excused(text: str, start: int) -> bool:
    """Whether the words right before a number call it something else."""
    if _is_own(text, start):
        return False
    before = text[max(0, start - _LABEL) : start]
    before = re.split(r"[，。；;、\n\t]", before)[-1]
    if _CODE_LABEL.search(before):
        return True
    labels = list(_ID_LABEL.finditer(before))
    return OTHER_CODE.search(before, labels[-1].end() if labels else 0) is not None
