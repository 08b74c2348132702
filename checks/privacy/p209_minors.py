"""P209 公开了未成年人的个人信息。"""

import re
from collections.abc import Iterator

from checks.finding import SITE_SUBJECT, Mark, Severity
from checks.privacy.listed import listed_names, may_list
from checks.privacy.names import WHOLE, is_name, is_named
from checks.privacy.people import (
    Disclosed,
    all_rolls,
    is_about_organisations,
    place_of,
    short_name,
    whole_names,
)
from checks.privacy.rolls import NAME, NO_NAME, Roll
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Table

# Children whom nobody should be able to point at; their list tells by its title alone.
_IN_NEED = re.compile(
    r"孤儿|事实无人抚养|困境儿童|困境未成年|留守儿童|弃婴|流浪未成年|残疾儿童|自闭症|受艾滋病影响|涉案未成年|未成年犯|罪错未成年"
)
_CHILD = re.compile(
    r"孤儿|无人抚养|儿童|未成年|幼儿|婴儿|小学|初中|幼儿园|学前|义务教育|高中|中职|中小学|中学|学生|学籍|适龄|少年|少儿|入学|入园|招生|转学|助学|雨露计划"
)
_CHILD_HEADS = re.compile(
    r"儿童|幼儿|婴儿|孤儿|学生|未成年|孩子|监护人|家长|父亲|母亲|抚养人|班级|年级|学籍"
)
_GROWN = re.compile(
    r"大学|高校|高职|研究生|本科|专科|博士|硕士|教师|教职|职工|招聘|录用|录取通知书|党员|干部|资格|职称|军人|退役|学生村官|大学生|驾校|成人|自考|老师|教练|班主任|校长|家长学校|学生会"
)
_STAFF = re.compile(r"督导员|工作人员|志愿者|指导教师|评委|专家|责任人|先进个人|机构名单")
_AID = re.compile(
    r"免.{0,5}费|资助|助学|补助|补贴|救助|困难|减免|免费|低保|贫困|帮扶|慰问|生活费|保障金|营养餐|营养改善|雨露计划|脱贫|寄宿生"
)
_PRIZE = re.compile(
    r"获奖|竞赛|比赛|大赛|优秀|三好|表彰|征文|评选|之星|先进|新时代好少年|美德少年|运动会|展演"
)
# What tells where a child is to be found, or whose it is.
_CLOSE = re.compile(
    r"监护人|出生|生日|家长|父亲|母亲|父母|抚养人|家庭住址|住址|家庭地址|身份证|电话|手机"
)
_CLASS = re.compile(r"班级|年级|所在班|就读班|就读学校|所在学校|学校|^班$")
# Where grown-ups study; a technical school of the middle grade has other names.
_COLLEGE = re.compile(r"(?:大学|学院)(?!附)|高等专科")
_COLLEGE_HEADS = re.compile(r"院校|学校|院系")
# What heads the names of children in plain text, and those of others.
_LISTED = re.compile(rf"(?:{_IN_NEED.pattern})[^，。；\n：:]{{0,16}}(?:名单|花?名册|公示|如下)")
_OTHERS = re.compile(rf"{_STAFF.pattern}|志愿|爱心|捐|结对|帮扶人|教师|代理|主任|先进")
_NOT_TOLD = re.compile(r"人数|金额|日期(?<!出生日期)|意见|签字|签名|单位|类别")
_EMPTY = re.compile(r"[\s\-—/\\无]*|.*[*＊×]{2}.*")
# 孤儿：周某某，女，…年…月出生，监护人…, all of one sentence.
_ABOUT = re.compile(
    rf"(?:^|[\s：:。；;、，,）)]|孤儿|儿童)({WHOLE})[，,、（(]\s?[男女][，,、；）)][^。\n]{{0,80}}"
)
_BORN = re.compile(
    r"((?:19|20)\d{2})\s?[年.\-/]\s?\d{1,2}[^，,。；]{0,8}(?:出生|生(?=[，,。；]|$))|出生(?:日期|年月|于)?[：:]?\s?((?:19|20)\d{2})"
)
_GUARDED = re.compile(r"监护人|抚养人")
_OF_AGE = 18
_LEAST = 2


def _table(*rows: tuple[str, ...], title: str = "") -> Document:
    return Document("", title=title, tables=(Table(rows),))


@page_rule(
    "P209",
    "minors",
    "公开了未成年人的个人信息",
    Severity.CRITICAL,
    clause="《个人信息保护法》第二十八条、第三十一条；《未成年人保护法》第四条",
    frame=False,
    bad=(
        Example(
            "孤儿名单",
            _table(("姓名", "监护人"), ("李明", "李强"), title="孤儿基本生活费发放公示"),
        ),
        Example(
            "学生资助名单",
            _table(
                ("学生姓名", "班级", "资助金额"),
                ("李明", "三年级2班", "500"),
                title="义务教育困难学生资助名单",
            ),
        ),
    ),
    good=(
        Example(
            "统计数", _table(("乡镇", "孤儿人数"), ("荷花镇", "3"), title="孤儿基本生活费发放情况")
        ),
        Example(
            "姓名已隐去",
            _table(("姓名", "监护人"), ("李*", "李*"), title="孤儿基本生活费发放公示"),
        ),
        Example(
            "竞赛获奖名单",
            _table(
                ("姓名", "学校", "奖项"),
                ("李明", "清河县实验小学", "一等奖"),
                title="中小学生科技创新大赛获奖名单",
            ),
        ),
        Example(
            "高校学生",
            _table(
                ("姓名", "学校", "专业"),
                ("李明", "岭南大学", "法学"),
                title="大学生实习岗位录用名单",
            ),
        ),
    ),
)
def minors(doc: Document, ctx: Context) -> Reports:
    """名单公开了未成年人的姓名和监护人、出生日期、住址、班级等，或公开孤儿、事实无人抚养儿童、困境儿童的姓名。

    学生资助、困难补助名单带班级、年级的也算；竞赛获奖、录取、摇号名单只写姓名、学校、班级的不报，
    带出生日期、监护人或住址的，获奖名单列为提示，其余照报。姓名已隐去的、没有人名的统计不报。
    题目写明孤儿、困境儿童的正文，一句话里把姓名和出生日期或监护人写在一起的也算。

    ## 为什么
    不满十四周岁未成年人的个人信息一律是敏感个人信息（《个人信息保护法》第二十八条），处理时还要取得监护人同意
    （第三十一条）；公开困境儿童的姓名会给他们贴上标签。

    ## 怎样改
    立即撤下，只公布编号、人数或隐去姓名；删去监护人、出生日期、班级、住址各列后重新发布。
    """
    if doc.subject == SITE_SUBJECT:
        return
    title = doc.title or doc.text[:80].strip().partition("\n")[0]
    if _STAFF.search(title) or (_GROWN.search(title) and not _IN_NEED.search(title)):
        return
    found = Disclosed()
    heads: dict[str, None] = {}
    for roll in all_rolls(doc):
        if not is_about_organisations(roll, "学校" if roll.names else ""):
            _in_roll(doc, roll, f"{title} {_sheet(doc, roll)}", found, heads)
    for name, mark in listed_names(doc.text, _LISTED, _OTHERS) if may_list(doc.text) else ():
        found.add(name, doc.place(mark.start), mark, name, short_name(name))
    for name, mark in _told(doc.text, ctx.today.year) if _IN_NEED.search(title) else ():
        if not any(key.partition("\t")[0] == name for key in found.shown):
            found.add(name, doc.place(mark.start), mark, name, short_name(name))
    columns = "、".join(f"“{head}”" for head in list(heads)[:3])
    severity = Severity.WARNING if _PRIZE.search(title) and not _AID.search(title) else None
    yield from found.hit(
        doc,
        f"公开了 {len(found)} 名未成年人的姓名{'和' + columns if columns else ''}",
        "立即撤下，隐去姓名，删去监护人、出生日期、班级、住址各列",
        severity,
        "人",
    )


def _told(text: str, year: int) -> Iterator[tuple[str, Mark]]:
    """Yield the children of whom a sentence tells the birthday or the guardian."""
    for about in _ABOUT.finditer(text):
        born = _BORN.search(about[0])
        is_child = year - int(born[1] or born[2]) < _OF_AGE if born else _GUARDED.search(about[0])
        if is_child and is_name(about[1]):
            yield about[1], Mark(*about.span(1))


def _sheet(doc: Document, roll: Roll) -> str:
    """Return what the sheet of a list is called, and the lines above its heads."""
    cell = roll.mark(0, 0).cell
    if cell is None:
        return ""
    table = doc.tables[cell.table]
    above = (text for row in table.rows[: min(cell.row, 3)] for text in row)
    return table.place + " ".join(text for text in above if len(text) > len("姓名和班级学校"))


def _in_roll(
    doc: Document, roll: Roll, title: str, found: Disclosed, heads: dict[str, None]
) -> None:
    telling = _telling(roll, title)
    if telling is None or not roll.has_people:
        return
    child = _child_column(roll)
    colleges = roll.columns(_COLLEGE_HEADS)
    for row in range(len(roll.rows)):
        name = roll.cell(row, child) if child >= 0 else ""
        names = whole_names(roll, row)
        if name not in names or not is_named(name, roll.heads[child]):
            continue
        if any(_COLLEGE.search(roll.cell(row, at)) for at in colleges):
            continue
        told = [at for at in telling if not _EMPTY.fullmatch(roll.cell(row, at))]
        if telling and not told:
            continue
        heads.update((roll.heads[at], None) for at in told)
        mark = roll.mark(row, child)
        found.add(
            f"{name}\t{[roll.cell(row, at) for at in told]}",
            place_of(doc, mark),
            mark,
            name,
            short_name(name),
        )


def _telling(roll: Roll, title: str) -> list[int] | None:
    """Return the columns that tell too much of children, None where the list is none of children."""
    is_of_children = _CHILD.search(title) or any(_CHILD_HEADS.search(head) for head in roll.heads)
    if not is_of_children:
        return None
    names = set(roll.columns(NAME, NO_NAME)[:1])
    close = [at for at in roll.columns(_CLOSE, _NOT_TOLD) if at not in names]
    if _IN_NEED.search(title) or any(_IN_NEED.search(head) for head in roll.heads):
        return close
    if _AID.search(title) and (_CHILD.search(title) or roll.columns(_CLASS)):
        close += [at for at in roll.columns(_CLASS, _NOT_TOLD) if at not in names]
    # A column of birthdays alone does not make pupils of grown-ups.
    is_child_list = _CHILD.search(title) or any(
        re.search(r"儿童|幼儿|学生|孤儿|班级|年级|监护人", head) for head in roll.heads
    )
    return close if close and is_child_list else None


def _child_column(roll: Roll) -> int:
    """Return the column of the children's names: the first that is not a grown-up's."""
    columns = roll.columns(NAME, NO_NAME)
    grown = re.compile(r"监护人|家长|户主|父亲|母亲|抚养人|申请人|开户|持卡|账户|户名|领取人")
    own = [at for at in columns if not grown.search(roll.heads[at])]
    preferred = [at for at in own if re.search(r"学生|儿童|幼儿|孤儿|孩子", roll.heads[at])]
    return (preferred or own or [-1])[0]
