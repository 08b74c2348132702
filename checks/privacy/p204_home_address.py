"""P204 家庭住址精确到门牌。"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from checks.finding import SITE_SUBJECT, Mark, Severity
from checks.privacy.names import WHOLE, is_name, name_before
from checks.privacy.people import (
    Disclosed,
    all_rolls,
    is_about_organisations,
    person_of,
    place_of,
    short_name,
    whole_names,
)
from checks.privacy.rolls import Roll
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Table

# Whose head says that people live there; under 地址 alone the row must name a person too.
_HOMES = re.compile(r"住址|家庭地址|居住地|现居|户籍地|户籍所在|户口所在|常住地|家庭所在")
_HEADS = re.compile(rf"{_HOMES.pattern}|地址|住所")
_LIVED_IN = re.compile(rf"{_HOMES.pattern}|详细地址|^地址$")
_REMARKS = re.compile(r"备注|备考|说明$|附注")
# A remark tells a door only in so many words: 33号院2号楼, 住…12号.
_DOOR_TOLD = re.compile(r"号[院楼]|栋|幢|单元|\d室|住(?!院|房)|[路街巷弄村]\s?\d{1,4}号")
_NOT_HOMES = re.compile(
    r"单位|企业|公司|办公|经营|生产|注册|工程|项目|学校|机构|坐落|门店|IP|网址|种植|养殖|安装|施工|建设|办学|执业"
)
_NUMERAL = r"[0-9０-９一二三四五六七八九十百甲乙丙]{1,5}"
_NUMERALS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百甲乙丙")
# What a door's number follows; twelve houses (共 12 栋) follow other words.
_LEADS_TO_DOOR = frozenset(
    "路街巷弄村庄屯寨湾苑里院坊区园组道座城场厂号队社第堂井桥口塘岭坡沟冲岗营铺镇乡胡同"
)
_DOOR_WORD = re.compile("[号栋幢室元]")
_DOOR = re.compile(
    rf"(?<![月第〕\])）\d]){_NUMERAL}(?:[-—－之附]\s?[0-9０-９]{{1,4}}){{0,3}}\s?"
    r"(?:号(?![线文令召码召段台机井令楼层会]|公告|通知|地块|宗地)|栋|幢|号楼|单元|室(?!内|外))"
    rf"|[0-9]{{1,3}}[-—－][0-9]{{1,3}}[-—－][0-9]{{3,4}}(?!\d)"
)
_FURTHER = re.compile(f"(?:{_DOOR.pattern})+")
_GROUP = re.compile(rf"[村寨屯庄社区]\s?(?:第\s?)?{_NUMERAL}\s?(?:村民小)?[组社队]")
_UNIT = re.compile(
    r"[省市县区旗镇乡村路街巷弄庄屯寨湾苑里]|街道|社区|小区|花园|新村|家园|大院|公寓|宿舍|[院坊]"
)
_LIVES = re.compile(
    r"家住|现住|居住(?:在|于|地)?|住址|家庭地址|户籍(?:所在)?地(?:址)?|户口所在地|住(?![房宅建院户宿])(?:在|于|所)?(?=[：:\s]|[一-鿿]{2,12}[省市县区旗镇乡村路街巷])"
)
# Offices, enterprises and what must be told: where a house is taken down or registered.
_PUBLIC = re.compile(
    r"公司|企业|法定代表人|信用代码|经营(?:场所|者|地址|范围)|办公|单位|机关|政务|服务中心|窗口|大厅|医院|学校|营业|项目|工程|施工|征收|拆迁|拆除|坐落"
    r"|不动产|权利人|地块|宗地|规划|报名|受理|邮寄|寄送|寄至|联系地址|通讯地址|通信地址|邮编|地点|集合|开庭|复议|救援|火灾|纪念|故居|旧址|法院|检察院|人民政府|门诊|药店|商店|超市|酒店"
    r"|经营部|门市|合作社"
)
_PUBLIC_LIST = re.compile(
    r"征收|拆迁|不动产|权籍|遗失|拍卖|违法建设|责任人|[河湖林路田街]长|危房鉴定|许可|门牌|地名|文物|故居|失信"
)
# Where an examination is held is nobody's home.
_EXAM_HEADS = re.compile(r"考场|考点|考试地点")
_SCHOOL = re.compile(r"(?:[中小]学|学校|校区|考点|幼儿园|[一二三四五六七八九十]{1,2}[中小])[（(]")
_SENTENCE = re.compile(r"[。；;！？\n]")
_WINDOW = 80
_AFTER = 16
_ENDED = r"(?=[^一-鿿]|$|今年|现年|因|患|的|说|向|家)"
_WHO_AFTER = re.compile(
    r"^[，,\s]{0,2}的?[一-鿿]{0,6}(?:村民|居民|住户|业主|户主|低保户|特困人员|[老病军]人|残疾人|党员|群众|市民|患者|学生|儿童)"
    rf"({WHOLE}){_ENDED}"
)
# Behind 家住… whoever lives there may follow at once.
_LIVING_AFTER = re.compile(rf"^[，,\s]{{0,2}}的({WHOLE}){_ENDED}")
# 团结路12号
_SHORTEST = 6


@page_rule(
    "P204",
    "home-address",
    "家庭住址精确到门牌",
    Severity.ERROR,
    clause="《政府信息公开条例》第十五条；《个人信息保护法》第六条",
    frame=False,
    bad=(
        "救助对象李明，男，家住清河县荷花镇团结路12号3栋2单元501室。",
        Example(
            "名单表格",
            Document(
                "",
                tables=(Table((("姓名", "家庭住址"), ("李明", "清河县荷花镇荷花村3组12号"))),),
            ),
        ),
    ),
    good=(
        "救助对象李明，家住清河县荷花镇荷花村。",
        "清河县政务服务中心地址：清河县城关镇团结路12号，联系人李明。",
        Example(
            "住址只到镇村的名单",
            Document("", tables=(Table((("姓名", "家庭住址"), ("李明", "荷花镇荷花村"))),)),
        ),
        Example(
            "企业名单",
            Document(
                "",
                tables=(
                    Table(
                        (
                            ("企业名称", "法定代表人姓名", "地址"),
                            ("某某有限公司", "李明", "清河县城关镇团结路12号"),
                        )
                    ),
                ),
            ),
        ),
    ),
)
def home_address(doc: Document, ctx: Context) -> Reports:
    """名单或正文中把人名和精确到门牌（号、栋、单元、室）的家庭住址公开在一起。

    “家庭住址”等列里写到村民小组的列为提示，只写到镇村的不报；机关、企业、工程地址，征收拆迁、不动产登记公告不报。

    ## 为什么
    住址和姓名合在一起能直接找到人。各地脱敏口径一般是家庭地址只保留到乡镇、街道，
    超出必要范围的属于《政府信息公开条例》第十五条的个人隐私。

    ## 怎样改
    删去住址，或只保留到乡镇、街道（至多到村、社区）后重新发布。
    """
    if _PUBLIC_LIST.search(doc.title) or doc.subject == SITE_SUBJECT:
        return
    found = _Found()
    for roll in all_rolls(doc):
        _in_roll(doc, roll, found)
    _in_text(doc, found)
    suggestion = "删去住址，或只保留到乡镇、街道后重新发布"
    if len(found.doors):
        message = f"公开了 {len(found.doors)} 人精确到门牌的家庭住址"
        yield from found.doors.hit(doc, message, suggestion, unit="人")
    else:
        message = f"公开了 {len(found.groups)} 人写到村民小组的家庭住址"
        yield from found.groups.hit(doc, message, suggestion, Severity.WARNING, "人")


@dataclass(slots=True)
class _Found:
    doors: Disclosed = field(default_factory=Disclosed)
    groups: Disclosed = field(default_factory=Disclosed)


def _in_roll(doc: Document, roll: Roll, found: _Found) -> None:
    columns = roll.columns(_HEADS, _NOT_HOMES)
    if roll.columns(_EXAM_HEADS):
        columns = [at for at in columns if _HOMES.search(roll.heads[at])]
    remarks = roll.columns(_REMARKS)
    if not (columns or remarks) or is_about_organisations(roll):
        return
    for row in range(len(roll.rows)):
        names = whole_names(roll, row)
        for column, text in _told(roll, row, columns, remarks) if names else ():
            is_door = _DOOR.search(text) is not None and _UNIT.search(text) is not None
            is_group = _GROUP.search(text) is not None and _LIVED_IN.search(roll.heads[column])
            if (is_door or is_group) and not (_PUBLIC.search(text) or _SCHOOL.search(text)):
                mark = roll.mark(row, column)
                kind = found.doors if is_door else found.groups
                shown = f"{short_name(names[0])} {_coarse(text)}"
                kind.add(
                    f"{names[0]}{text}", place_of(doc, mark), mark, person_of(roll, row), shown
                )


def _told(
    roll: Roll, row: int, columns: list[int], remarks: list[int]
) -> Iterator[tuple[int, str]]:
    """Yield the addresses of a row with their columns; a remark may go on with one or tell it all."""
    for column in columns:
        yield column, roll.cell(row, column)
    for column in remarks:
        text = roll.cell(row, column)
        if _DOOR_TOLD.search(text) and (columns or "住" in text):
            begun = "".join(roll.cell(row, at) for at in columns[:1])
            yield column, text if _UNIT.search(text) else begun + text


def _coarse(address: str) -> str:
    """Return an address as evidence shows it: down to the town, the rest starred."""
    town = re.match(r".{0,20}?(?:[镇乡旗]|街道|[县区市](?!.{0,12}(?:[镇乡]|街道)))", address)
    kept = town[0] if town else address[:2]
    return kept + "*" * min(6, max(2, len(address) - len(kept)))


def _in_text(doc: Document, found: _Found) -> None:
    if not _may_have_door(doc.text):
        return
    text, breaks = _unwrapped(doc.text)
    for name, address, home in _homes(text):
        mark = Mark(_at(home.start, breaks), _at(home.end - 1, breaks) + 1)
        key = f"{name}{address}"
        shown = f"{short_name(name)} {_coarse(address)}"
        found.doors.add(key, doc.place(mark.start), mark, name, shown)


# A full line that ends within a sentence goes on in the next one.
_WRAP = re.compile(r"(?<=[^\n]{20})(?<=[一-鿿0-9，、])\r?\n(?=[一-鿿]|[0-9]{1,4}[组号栋幢室单\-])")
_LONGEST_WRAPPED = 80


def _unwrapped(text: str) -> tuple[str, list[int]]:
    """Return the text without the breaks inside sentences, and where in it they were."""
    parts: list[str] = []
    breaks: list[int] = []
    last = length = 0
    for match in _WRAP.finditer(text):
        first = text.rfind("\n", 0, match.start()) + 1
        is_row = text.find("\t", first, match.start()) >= 0
        if is_row or match.start() - first > _LONGEST_WRAPPED:
            continue
        parts.append(text[last : match.start()])
        length += match.start() - last
        breaks += [length] * len(match[0])
        last = match.end()
    return "".join((*parts, text[last:])), breaks


def _at(offset: int, breaks: list[int]) -> int:
    """Return where in the text a place of the unwrapped text stands."""
    return offset + bisect_right(breaks, offset)


def _homes(text: str) -> Iterator[tuple[str, str, Mark]]:
    """Yield name, address and place of each home that a sentence gives away."""
    last = -1
    for door in _DOOR.finditer(text):
        if door.start() < last:
            continue
        before = _SENTENCE.split(text[max(0, door.start() - _WINDOW) : door.start()])[-1]
        # The cells of a row stand between tabs; its table says whose they are.
        is_counted = before.rstrip()[-1:] not in _LEADS_TO_DOOR
        if (
            is_counted
            or "\t" in before
            or not _UNIT.search(before[-_AFTER:])
            or _PUBLIC.search(before)
        ):
            continue
        after = _SENTENCE.split(text[door.end() : door.end() + _WINDOW])[0]
        if _PUBLIC.search(after[:_AFTER]):
            continue
        start = door.start() - len(before)
        lives = list(_LIVES.finditer(before))
        if lives:
            begin = start + lives[-1].end()
            told = before[: lives[-1].start()]
            name = _name_in(told) or name_before(text, start + len(told))
            name = name or _name_after(after) or _name_after(after, _LIVING_AFTER)
        else:
            begin = _begin(text, start, door.start())
            is_whole = door.end() - begin >= _SHORTEST
            name = (name_before(text, begin) or _name_after(after)) if is_whole else ""
        if name:
            last = door.end() + 2 * _AFTER
            further = _FURTHER.match(text, door.end())
            end = further.end() if further else door.end()
            yield name, text[begin:end].strip(" ：:，,"), Mark(begin, end)


def _may_have_door(text: str) -> bool:
    """Whether a numeral stands before a word for a door: far cheaper than looking for doors."""
    return "-" in text or any(
        text[max(0, mark.start() - 3) : mark.start()].strip(" 单\r\n")[-1:] in _NUMERALS
        for mark in _DOOR_WORD.finditer(text)
    )


def _begin(text: str, start: int, end: int) -> int:
    """Return where the address before `end` begins: behind the last mark or blank."""
    cut = max(text.rfind(mark, start, end) for mark in " \t\u3000，,：:（(|、")
    return cut + 1 if cut >= start else start


def _name_after(after: str, who: re.Pattern[str] = _WHO_AFTER) -> str:
    match = who.match(re.sub(rf"^(?:{_DOOR.pattern})+", "", after))
    return match[1] if match and is_name(match[1]) else ""


def _name_in(before: str) -> str:
    """Return the name that a sentence opens with or that stands between two marks."""
    for match in re.finditer(
        rf"(?:^|[\s，,、：:（(]|对象|[民人主者户童生])({WHOLE})(?=[\s，,、：:（()）]|$)",
        before,
    ):
        if is_name(match[1]):
            return match[1]
    return ""
