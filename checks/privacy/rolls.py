"""Reads tables as lists: which head stands over which cell, whatever the form of the table."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from checks.finding import Cell, Mark
from checks.privacy.names import is_masked, is_name
from crawler.page import Table

NAME = re.compile(
    r"姓名|户主|申请人|购机者|机主|农户|领取人|受益人|受助人|救助对象|补[贴助]对象|保障对象|优抚对象|发放对象"
    r"|学生|儿童|幼儿|家长|监护人|参保人|缴费人|持卡人|开户人|[账帐]户名|户名|承包方|承租人|残疾人|老人|患者|病人"
    r"|当事人|被处罚人|人员名单|本人|种粮大户|种植户|养殖户|脱贫户|贫困户|低保户|孕妇|产妇|妇女|权利人|车主|驾驶人|所有人|Name\b|NAME\b"
)
# Further words for people; they may head other things too, so that the cells must be names.
PERSON = re.compile(
    r".{0,6}(?:对象|居民|村民|人员|[队学社会]员|成员|作者|选手|考生|妻子?|丈夫|配偶|[男女]方|导师"
    r"|(?:委托|主讲|信访|护理|照[料护顾]|[赡扶抚]养|经办|代理|投诉|举报|来[信访电]|反映|受托|[借贷]款|[投参]保|被?保险|被?继承|捐[赠献]"
    r"|受赠|[承出]租|转让|受让|搬迁|征收|拆迁|执行|受害|担保|送养|收养|购[房车]|中签|建房|报名|获奖|被.{2})人"
    r"|(?<![商账帐专门开业用])户|(?<!经营)者)(?:姓名|名字|名单)?"
)
_PERSON_ENDS = frozenset("象居民员者手生妻子夫偶方师人户名字单")
_ID = r"身份证|身份号码|证件"
_WORDS = re.compile(
    rf"{NAME.pattern}|{_ID}|序号|编号|性别|年龄|民族|出生|生日|电话|手机|联系|号码|卡号|[账帐]号|一卡通|存折|开户|银行|账户|帐户"
    r"|住址|地址|住所|籍贯|户籍|户口|所在|乡镇|街道|村组|社区|学校|班级|年级|院系|专业|学历|学号|职务|职称|岗位|职业|单位|部门|企业名称|机构"
    r"|金额|标准|面积|数量|单价|人数|人口|月份|年度|日期|时间|备注|说明|类别|类型|等级|原因|病种|病情|疾病|诊断|健康|残疾|残障|关系|称谓|护照|通行证"
    r"|驾驶证|军官证|士兵证|社保|医保|学籍|残疾证|车牌|号牌|邮箱|邮件|微信|QQ|成绩|准考证|报名号|号$|证$|自理|情况|项目|名称|代码|品种|品牌|型号|经办|审核|父亲|母亲|抚养|E-?mail|罪名|期限|结果|状态"
    r"|国籍|法人|法定代表|供应商|村医|卫生室|店名|字号|经营者|园名|\bname\b|passport|nationality",
    re.IGNORECASE,
)
_LONGEST_HEAD = 24
_DIGITS = re.compile(r"\d{5}|\d\*{2}|[*＊]{3}")
_VALUE = re.compile(
    r"^[\d.,，%／/\-年月日]+$|[支分]行$|信用社$|[\d一二三四五六七八九十](?:号|栋|幢|单元|室)(?![码线])"
)
# Rows of titles and notes stand above the heads; heads come again on every printed page.
_SINGLE = re.compile(
    r"(?:公民|居民)?身份证(?:号码?|件号)?|身份号码|证件号码?|手机号?码?|联系电话|电话|银行卡号?|[账帐]号|姓名"
)
# One of them at least; a row of values may have two words of the others (残疾人｜一级).
_STRONG = re.compile(
    r"姓名|名称|序号|[编证号账帐卡]号|号码|户主|身份证|电话|手机|联系方式|[账帐]户|一卡通|存折|地址|住址|金额|标准|日期|年月|面积"
    r"|单位|职务|年龄|性别|类别|邮箱|E-?mail|对象$|[人名者]$|家长|[Nn]ame|NAME"
)
_NAMES = re.compile(r".{0,6}姓名|户主")
_LINKED = 2
# One character heads a column of villages; any other one is a value, as 女 is.
_PLACES = frozenset("村组乡镇社队县班")
_MarkOf = Callable[[int, int], Mark]


@dataclass(frozen=True, slots=True)
class Roll:
    """Rows of cells with the head of each column; `mark` tells where a cell stands.

    `is_form` is a single record whose labels stand beside their values.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mark: _MarkOf = field(compare=False, repr=False)
    is_form: bool = False
    names: tuple[int, ...] = field(init=False)
    numbered: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        names = self.columns(NAME, NO_NAME)
        numbered = self.columns(_NAME_AND_ID)
        names += [at for at in numbered if at not in names]
        object.__setattr__(self, "numbered", tuple(numbered))
        more = (at for at in self.columns(_PEOPLE, NO_NAME) if at not in names and self._names(at))
        object.__setattr__(self, "names", tuple(sorted((*names, *more))))

    def _names(self, column: int) -> bool:
        """Whether most cells of a column are names."""
        cells = [text for row in range(len(self.rows)) if (text := self.cell(row, column))]
        return 2 * sum(is_name(text) or is_masked(text) for text in cells) > len(cells)

    def columns(self, heads: re.Pattern[str], unless: re.Pattern[str] | None = None) -> list[int]:
        """Return the columns whose head matches, but for those that `unless` matches too."""
        return [
            place
            for place, head in enumerate(self.heads)
            if head and heads.search(head) and not (unless and unless.search(head))
        ]

    @property
    def has_people(self) -> bool:
        """Whether a column has to do with people, if only by its head."""
        return bool(self.names or self.columns(NAME))

    def cell(self, row: int, column: int) -> str:
        """Return the text of a cell, "" where the row is shorter."""
        cells = self.rows[row]
        return cells[column].strip() if column < len(cells) else ""

    def people(self, row: int) -> list[str]:
        """Return what stands under the heads of names in this row."""
        return [text for at in self.names if (text := self._name(row, at))]

    def _name(self, row: int, column: int) -> str:
        """Return the cell of a name, without the number that stands in it by its head."""
        text = self.cell(row, column)
        named = _NUMBERED.match(text) if column in self.numbered else None
        return named[1] if named else text


# A head of both, 姓名/身份证号, and a cell of both.
_NAME_AND_ID = re.compile(
    r"姓名[）)]?[/／、,，和及与+＋\-（(]{0,2}(?:公民)?(?:居民)?(?:身份证|身份号码|证件号)"
)
_NUMBERED = re.compile(r"([一-鿿·•・*＊]{2,12})[\s/／、，,：:（(]{0,4}[\d*＊xX）)\s]{6,}$")
_PEOPLE = re.compile(f"^(?:{PERSON.pattern})$")
NO_NAME = re.compile(
    r"号|[账帐]户(?!名)|类|等级|电话|手机|人数|数量|面积|住址|地址|金额|标准|关系|情况|性别|年龄|类型|方式|日期|时间|学校|单位|企业|公司|company"
)


@lru_cache(maxsize=2)
def rolls(tables: tuple[Table, ...]) -> tuple[Roll, ...]:
    """Return the lists and forms of a document's tables; all the rules ask in turn."""
    return tuple(roll for index, table in enumerate(tables) for roll in _of(index, table))


def squeezed(text: str) -> str:
    """Return a head without the blanks and breaks that people set it with."""
    return "".join(text.split()) if len(text) <= 2 * _LONGEST_HEAD else text


def is_label(text: str) -> bool:
    """Whether a cell may be the head of a column or the label of a field."""
    bare = squeezed(text).rstrip("：:*")
    if not bare or len(bare) > _LONGEST_HEAD or _DIGITS.search(bare) or _VALUE.search(bare):
        return False
    if _WORDS.search(bare) is not None:
        return True
    return bare[-1] in _PERSON_ENDS and PERSON.fullmatch(bare) is not None


def is_head(row: Sequence[str]) -> bool:
    """Whether the row names columns: labels beside each other, and hardly anything else."""
    filled = [cell for cell in row if cell.strip()]
    if any(len(cell) > 2 * _LONGEST_HEAD or _DIGITS.search(cell) for cell in filled):
        return False
    if len(filled) == 1 and len(row) <= _LINKED:
        return _SINGLE.fullmatch(squeezed(filled[0])) is not None
    labels = [is_label(cell) for cell in filled]
    others = [cell for cell, label in zip(filled, labels, strict=True) if not label]
    if any(_is_value(cell) for cell in others):
        # Beside values a word such as 低保对象 is one more of them.
        labels = [
            label and _WORDS.search(squeezed(cell)) is not None
            for cell, label in zip(filled, labels, strict=True)
        ]
    if len(filled) > 1 and any(_NAMES.fullmatch(squeezed(cell)) for cell in filled):
        return not any(_is_value(cell) for cell in others)
    if 2 * sum(labels) < len(labels) or sum(labels) < _LINKED:
        return False
    if not any(_STRONG.search(squeezed(cell)) for cell in filled):
        return False
    are_linked = len(filled) == _LINKED or any(a and b for a, b in pairwise(labels))
    return are_linked or not any(_is_value(cell) for cell in others)


def _is_value(text: str) -> bool:
    """Whether a cell that is no label says something of somebody, as in 姓名｜李明｜性别｜女."""
    bare = squeezed(text)
    return (
        is_name(bare)
        or is_masked(bare)
        or any(map(str.isdigit, bare))
        or len(bare) > _LONGEST_HEAD // 2
        or (len(bare) == 1 and bare not in _PLACES)
    )


def _of(index: int, table: Table) -> Iterator[Roll]:
    heads: tuple[str, ...] = ()
    body: list[int] = []
    form: list[int] = []
    is_fresh = False
    for number, row in enumerate(table.rows):
        if is_head(row) and not _is_pairs(table, number):
            if is_fresh and not body:
                heads = _joined(heads, row, _width(table, number + 1))
            else:
                yield from _list(index, table, heads, body)
                heads, body = tuple(squeezed(cell) for cell in row), []
            is_fresh = True
        elif is_fresh and not body and heads and _continues(row):
            heads = _joined(heads, row, _width(table, number + 1))
        elif heads:
            body.append(number)
            is_fresh = False
        else:
            form.append(number)
    yield from _list(index, table, heads, body)
    yield from _form(index, table, form)


def _is_pairs(table: Table, number: int) -> bool:
    """Whether a row of two labels is a line of a form: 姓名｜儿童名称 above 身份证号｜…."""
    row = [cell for cell in table.rows[number] if cell.strip()]
    if len(row) != _LINKED:
        return False
    following = table.rows[number + 1] if number + 1 < len(table.rows) else ()
    return len(following) > 1 and is_label(following[0]) and not is_head(following)


def _continues(row: Sequence[str]) -> bool:
    """Whether a row right below the heads is their second line: few short words, no values."""
    filled = [cell for cell in row if cell.strip()]
    return bool(filled) and not row[0].strip() and all(is_label(cell) for cell in filled)


def _width(table: Table, number: int) -> int:
    return len(table.rows[number]) if number < len(table.rows) else 0


def _joined(upper: tuple[str, ...], lower: Sequence[str], width: int) -> tuple[str, ...]:
    """Put two lines of heads together; an empty cell above belongs to the one at its left."""
    low = [squeezed(cell) for cell in lower]
    if len(upper) < width and len(low) < width:
        upper, low = _spread(upper, low, width)
    merged: list[str] = []
    above = ""
    for place in range(max(len(upper), len(low))):
        top = upper[place] if place < len(upper) else ""
        below = low[place] if place < len(low) else ""
        above = top or (above if below else "")
        # A cell merged over both lines stands in each of them.
        merged.append(above if above == below else above + below)
    return tuple(merged)


_GROUP = re.compile(r"信息|情况|账户|帐户|联系|家庭|银行|成员|监护人|发放|补贴|明细")


def _spread(
    upper: tuple[str, ...], lower: list[str], width: int
) -> tuple[tuple[str, ...], list[str]]:
    """Undo merged cells that a page lists once: the group of heads gets as many cells as it has."""
    missing = width - len(upper)
    groups = [place for place, head in enumerate(upper) if _GROUP.search(head)]
    if missing != len(lower) - 1 or not groups:
        return upper, lower
    at = groups[-1]
    spread = (*upper[:at], *([upper[at]] * len(lower)), *upper[at + 1 :])
    return spread, [""] * at + lower + [""] * (width - at - len(lower))


def _list(index: int, table: Table, heads: tuple[str, ...], body: list[int]) -> Iterator[Roll]:
    if not heads or not body:
        return
    for first, last in _sides(heads):
        rows = []
        shifts = []
        for number in body:
            row = table.rows[number]
            # A cell merged over several rows of a web page stands in the first of them only.
            shift = max(0, len(heads) - len(row)) if not table.numbers and len(row) > 1 else 0
            rows.append((("",) * shift + row)[first:last])
            shifts.append(shift)
        yield Roll(heads[first:last], tuple(rows), _at(index, body, shifts, first))


def _at(index: int, body: list[int], shifts: list[int], first: int) -> _MarkOf:
    return lambda row, column: Mark(
        cell=Cell(index, body[row], max(0, first + column - shifts[row]))
    )


def _sides(heads: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield the spans of lists that are printed side by side: their heads come again."""
    first = next((place for place, head in enumerate(heads) if head), 0)
    starts = [place for place, head in enumerate(heads) if head == heads[first]]
    names = [head for head in heads if NAME.search(head)]
    if len(starts) > 1 and (len(set(names)) < len(names) or not names):
        yield from zip(starts, [*starts[1:], len(heads)], strict=True)
    else:
        yield 0, len(heads)


def _form(index: int, table: Table, numbers: list[int]) -> Iterator[Roll]:
    """Read rows of labels with their values as one record; each label rules what follows it."""
    heads: list[str] = []
    values: list[str] = []
    marks: list[Mark] = []
    for number in numbers:
        label = ""
        stands = -_LINKED
        for column, cell in enumerate(table.rows[number]):
            if not cell.strip():
                continue
            # Right behind a label even a word like one is its value; a blank field is none.
            if is_label(cell) and (column != stands + 1):
                label, stands = squeezed(cell).rstrip("：:"), column
            elif label:
                heads.append(label)
                values.append(cell)
                marks.append(Mark(cell=Cell(index, number, column)))
    if heads:
        places = tuple(marks)
        yield Roll(tuple(heads), (tuple(values),), lambda row, column: places[column], is_form=True)
