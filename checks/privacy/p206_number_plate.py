"""P206 车牌号和人名一起公开。"""

import re

from checks.finding import SITE_SUBJECT, Mark, Severity
from checks.privacy.names import name_before
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

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z][·•・.\-\s]?(?=[A-HJ-NP-Z0-9]{{0,5}}\d)[A-HJ-NP-Z0-9]{{5,6}}(?![A-Za-z0-9*])"
)
_HEADS = re.compile(r"车牌|号牌|车号|牌照")
_OF_OFFICES = re.compile(
    r"公务用?车|执法车|警车|救护|出租|公交|班线|网约|营运|客运|货运|公司|单位|道路运输|拍卖|租赁|涉案|无主|扣押|校车|洒水|环卫|牌照注销|认领"
)
_BETWEEN = re.compile(
    r"(?:驾驶|所有的?|名下的?|的|车牌号?|号牌|小型|轿车|汽车|摩托车|[，,：:（(为\s]){0,6}$"
)
_WINDOW = 24
_AFTER = re.compile(
    r"[\s，,：:（(|]{0,3}(?:车主|机动车所有人|所有人|驾驶人|司机)[：:\s]{0,2}[一-鿿]{2,4}(?![一-鿿*])"
)


@page_rule(
    "P206",
    "number-plate",
    "车牌号和人名一起公开",
    Severity.WARNING,
    clause="《政府信息公开条例》第十五条；《个人信息保护法》第六条",
    frame=False,
    bad=(
        "李明驾驶粤B1C345小型轿车。",
        Example(
            "补贴名单", Document("", tables=(Table((("姓名", "车牌号"), ("李明", "粤B1C345"))),))
        ),
    ),
    good=(
        "公务用车粤B1C345参加拍卖。",
        Example(
            "已脱敏", Document("", tables=(Table((("姓名", "车牌号"), ("李明", "粤B****5"))),))
        ),
        Example(
            "企业的车",
            Document("", tables=(Table((("企业名称", "车牌号"), ("某公司", "粤B1C345"))),)),
        ),
    ),
)
def number_plate(doc: Document, ctx: Context) -> Reports:
    """名单或正文中把人名和完整的车牌号公开在一起。

    公务用车、营运车辆、拍卖和认领公告、单位名下的车不报。

    ## 为什么
    车牌号和姓名合在一起能认出并跟踪一个人，补贴名单等不需要公布完整号牌。

    ## 怎样改
    隐去号牌中间各位（如粤B****5）或删去该列。
    """
    if doc.subject == SITE_SUBJECT or _OF_OFFICES.search(doc.title):
        return
    found = Disclosed()
    for roll in all_rolls(doc):
        _in_roll(doc, roll, found)
    for match in _PLATE.finditer(doc.text):
        plate = _bare(match[0])
        name = _owner(doc.text, match)
        if name or plate in found.shown:
            mark = Mark(*match.span())
            found.add(plate, doc.place(match.start()), mark, None, _shown(name, plate))
    yield from found.hit(
        doc,
        f"公开了 {len(found)} 个和人名在一起的车牌号{found.count}",
        "隐去号牌中间各位，或删去该列后重新发布",
    )


def _bare(plate: str) -> str:
    return re.sub(r"[·•・.\-\s]", "", plate)


def _shown(name: str, plate: str) -> str:
    return f"{short_name(name)} {plate[:2]}****{plate[-1]}".strip()


def _in_roll(doc: Document, roll: Roll, found: Disclosed) -> None:
    columns = roll.columns(_HEADS)
    if not columns or is_about_organisations(roll):
        return
    for row in range(len(roll.rows)):
        names = whole_names(roll, row)
        if not names or _OF_OFFICES.search("，".join(roll.rows[row])):
            continue
        for column in columns:
            match = _PLATE.search(roll.cell(row, column))
            if match:
                mark = roll.mark(row, column)
                plate = _bare(match[0])
                shown = _shown(names[0], plate)
                found.add(plate, place_of(doc, mark), mark, person_of(roll, row), shown)


def _owner(text: str, match: re.Match[str]) -> str:
    """Return the name of who drives or owns the car, "" where none stands right beside."""
    sentence = text[max(0, match.start() - 2 * _WINDOW) : match.end() + _WINDOW]
    if _OF_OFFICES.search(sentence):
        return ""
    before = text[max(0, match.start() - _WINDOW) : match.start()]
    joint = _BETWEEN.search(before)
    at = match.start() - len(before) + (joint.start() if joint else len(before))
    return name_before(text, at) or _named_after(text, match)


def _named_after(text: str, match: re.Match[str]) -> str:
    after = _AFTER.match(text, match.end(), match.end() + _WINDOW)
    return re.sub(r".*[：:\s人主机]", "", after[0]) if after else ""
