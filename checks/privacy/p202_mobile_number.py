"""P202 名单中的手机号码未脱敏。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from checks.finding import SITE_SUBJECT, Mark, Severity
from checks.privacy.names import WHOLE, is_name, name_before
from checks.privacy.numbers import MOBILE_LENGTH, Number, has_run, mobile_numbers
from checks.privacy.people import (
    Disclosed,
    all_rolls,
    is_about_organisations,
    person_of,
    place_of,
)
from checks.privacy.rolls import NAME, Roll
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Table

_HEADS = re.compile(r"电话|手机|联系方式|联系号码|号码|联系")
_NOT_PHONES = re.compile(
    r"身份|证件|[账帐]号|卡号|座机|办公电话|服务电话|救援|报修|传真|监督|举报|咨询|热线|值班|抢[险修]|应急"
)
# Numbers that anybody is to call.
_CALLED_HEADS = re.compile(
    r"(?:救援|抢[险修]|应急|报修|服务|监督|举报|咨询|值班)(?:联系)?(?:电话|热线|号码)|热线"
)
_REMARKS = re.compile(r"备注|备考|说明$|附注")
# Who may be called: the number was put there for the public.
_OFFICIAL = re.compile(
    r"联系电话|联系人|联系方式|联系我|咨询|热线|投诉|举报|监督|采购|招标|投标|代理|传真|报名|客服|值班|负责人|办公|垂询"
    r"|电子邮箱|邮箱|地址|受理|服务电话|经办|请联系|请与|请找|拨打|致电|来电|预约|报修|抢修|救援|反映|微信同号|看房|看样|洽谈|征集|提供线索|报警"
    r"|网格员|民警|医生|律师|中介|评估|责任人|[河湖林路田街]长|包保|驻村|项目经理|技术支持|招商|招聘|法定代表人|有限公司|合作社|经理"
)
# Heads of people who answer for something and want to be called.
_DUTY = re.compile(
    r"联系人|负责人|责任人|经办|[河湖林田路街]长|网格员|帮扶|包[联保片村]|驻村|医生|村医|法人|法定代表|律师|教练|导师|民警|值班|队长|管理员|信息员|联络员|经理|专干|联系领导|维修|服务人员|工作人员|技术人?员"
)
# Staff of an office: a directory, no list of those who are helped.
_STAFF = re.compile(r"职务|职称|科室|工作分工|分管|办公电话|办公室|值班|警号|执业证|政治面貌")
# Lists that the law or the service itself wants to be called.
_PUBLIC_LIST = re.compile(
    r"[河湖林路田街]长|责任人|值班|联系方式|联系电话|服务网点|采购|招标|中标|成交|律师|办事指南|(?:执业|调解员|仲裁员|鉴定人).{0,6}名册|服务指南|网格|监督电话|咨询电话"
    r"|招聘|备案企业|企业名录|经销|维修点|家庭医生|接种门诊|人大代表.{0,4}联络|调解员|法律顾问|经纪人|导游"
)
# Who applied for a post called nobody to call.
_APPLICANTS = re.compile(
    r"(?:招聘|招录|遴选).{0,24}(?:通过|入围|合格|进入|拟聘|拟录|递补|体检|考察|面试|应聘|报名|录用|聘用).{0,8}(?:人员|考生|名单|名册|对象)"
)
# Whoever is on duty has a telephone of the office; a mobile one is that person's own.
_ROSTER = re.compile(r"值班.{0,6}(?:表|安排|名单)")
_ON_DUTY = re.compile(r"值班人?员|带班|值守人?员|值班领导")
_OWN_HEADS = re.compile(r"^(?:本人|个人)?(?:手机|移动电话)(?:号码?)?$")
_DIRECTORY = re.compile(r"通讯录")
_OFFICIAL_REMARK = re.compile(r"咨询|热线|举报|监督|联系人|负责人|值班|单位")
_PROCUREMENT = re.compile(r"采购人|代理机构|招标人|中标人|成交供应商|竞买|拍卖")
_WINDOW = 40
# A heading of numbers to be called, unless it heads the columns of a list.
_CALLED = re.compile(
    r"咨询|热线|投诉|举报|监督|值班|抢修|(?:救援|抢险|应急)(?:联系)?电话|联系(?:电话|方式|人)|服务电话|通讯录|负责人"
)
_OF_PEOPLE = re.compile(r"姓\s*名|户主|名单|公示")
_LONG = re.compile(r"\d{4}")
_ABOVE = 600
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
    frame=False,
    bad=(
        Example("网页中的名单表格", Document("", tables=(Table(_LIST),))),
        Example("工作表中的名单", Document("", tables=(Table(_LIST, "工作表“名单”"),))),
        _LINES,
        f"材料由工作人员李明（手机 {_sample(1)[0][1]}）汇总。",
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
    """人员名单（补贴、救助、录用、志愿者等）里公开了完整的手机号码；正文里跟在人名后面的个人手机号码列为提示。

    认表头里有姓名和电话的表格、表单，以及三行以上“姓名＋手机号码”的文字；空格、短横、+86 和全角写法都认。
    工作人员通讯录、值班表里的个人手机号码列为提示。咨询电话、页脚、采购联系人、企业和律师名册、河长责任人、
    单位一览表里供群众拨打的号码不报。

    ## 为什么
    公开名单只需让人能核对对象，手机号码超出必要范围，属于《政府信息公开条例》第十五条的个人隐私；
    已有地方把文件里出现工作人员个人手机号码列入通报。

    ## 怎样改
    隐去中间四位（139****0000）或删去电话一列后重新发布；确需对外联系的，改用办公电话。
    """
    is_roster = _ROSTER.search(doc.title) is not None
    is_public = _PUBLIC_LIST.search(doc.title) is not None and not _APPLICANTS.search(doc.title)
    if (is_public and not is_roster) or doc.subject == SITE_SUBJECT:
        return
    found = _Found()
    _in_rolls(doc, found, is_public=is_public)
    if not is_public:
        if has_run(doc.text):
            _in_lines(doc, found)
        _unseen(doc, found)
    found.single.forget(set(found.listed.shown))
    if len(found.listed):
        found.listed.marks |= found.single.marks
        yield from found.listed.hit(
            doc,
            f"名单中公开了 {len(found.listed)} 个手机号码{found.listed.count}",
            "隐去号码中间四位，或删去电话一列后重新发布",
        )
    else:
        yield from found.single.hit(
            doc,
            f"公开了 {len(found.single)} 个个人手机号码",
            "确需对外联系的改用办公电话，否则隐去号码中间四位",
            Severity.WARNING,
        )


@dataclass(slots=True)
class _Found:
    listed: Disclosed = field(default_factory=Disclosed)
    single: Disclosed = field(default_factory=Disclosed)
    public: set[str] = field(default_factory=set)


def _in_rolls(doc: Document, found: _Found, *, is_public: bool) -> None:
    for roll in all_rolls(doc):
        _called(roll, found)
        columns = roll.columns(_OWN_HEADS) if is_public else _columns(roll)
        if not columns:
            continue
        is_directory = _DIRECTORY.search(doc.title) is not None
        is_about = is_about_organisations(roll, "单位" if is_directory else "")
        is_called = is_about or not (roll.has_people or roll.columns(_ON_DUTY))
        is_staff = is_directory or roll.columns(_STAFF) != []
        for row in range(len(roll.rows)):
            person = person_of(roll, row)
            for column in columns:
                for number in _in_cell(roll.cell(row, column)):
                    if is_called or _duty(roll, column):
                        found.public.add(number.digits)
                        continue
                    mark = roll.mark(row, column)
                    kind = found.single if is_staff or person is None else found.listed
                    kind.add(number.digits, place_of(doc, mark), mark, person)


def _called(roll: Roll, found: _Found) -> None:
    """Note the numbers under heads that ask to be called; they stand in the text once more."""
    for column in roll.columns(_CALLED_HEADS):
        for row in range(len(roll.rows)):
            found.public.update(number.digits for number in _in_cell(roll.cell(row, column)))


def _in_cell(text: str) -> list[Number]:
    """Return the mobile numbers of a cell; one may be broken over its lines."""
    numbers = list(mobile_numbers(text))
    return numbers or list(mobile_numbers("".join(text.split())))


def _columns(roll: Roll) -> list[int]:
    columns = roll.columns(_HEADS, _NOT_PHONES)
    remarks = [
        at
        for at in roll.columns(_REMARKS)
        if at not in columns
        and any(
            any(mobile_numbers(text)) and not _OFFICIAL_REMARK.search(text)
            for text in (roll.cell(row, at) for row in range(len(roll.rows)))
            if len(text) >= MOBILE_LENGTH
        )
    ]
    return columns + remarks


def _duty(roll: Roll, column: int) -> bool:
    """Whether the number is that of somebody with an office: the nearest name before it says so."""
    if _DUTY.search(roll.heads[column]):
        return True
    is_own = _OWN_HEADS.search(roll.heads[column])
    for at in reversed(range(column)):
        if is_own and _ON_DUTY.search(roll.heads[at]):
            return False
        if _DUTY.search(roll.heads[at]):
            return True
        if at in roll.names or NAME.search(roll.heads[at]):
            return False
    return False


def _in_lines(doc: Document, found: _Found) -> None:
    """Collect the numbers behind names in plain text: from three on they are a list."""
    beside: list[tuple[Number, str]] = []
    again: list[Number] = []
    for number in mobile_numbers(doc.text):
        if number.digits in found.listed.shown:
            again.append(number)
        elif number.digits not in found.public and number.digits not in found.single.shown:
            name = _owner(doc, number)
            if name:
                beside.append((number, name))
    for number in again:
        mark = Mark(number.start, number.end)
        found.listed.add(number.digits, doc.place(number.start), mark)
    is_list = len({number.digits for number, _ in _listed(doc, beside)}) >= _LEAST_LINES
    if not is_list and _PROCUREMENT.search(doc.text):
        return
    kind = found.listed if is_list else found.single
    for number, name in beside:
        mark = Mark(number.start, number.end)
        kind.add(number.digits, doc.place(number.start), mark, (name, number.digits))


def _unseen(doc: Document, found: _Found) -> None:
    """Collect the lists that a page carries unseen, and who is named by title or file name."""
    for unseen in doc.unseen:
        numbers = [(n, name_before(unseen.text, n.start)) for n in mobile_numbers(unseen.text)]
        named = [(number, name) for number, name in numbers if name]
        if len({number.digits for number, _ in named}) >= _LEAST_LINES:
            for number, name in named:
                found.listed.add(number.digits, unseen.place, None, (name, number.digits))
    for shown, place in ((doc.title, "标题"), (doc.file_name, "文件名")):
        for number in mobile_numbers(shown):
            if (name := name_before(shown, number.start)) and not _OFFICIAL.search(shown):
                found.single.add(number.digits, place, None, (name, number.digits))


def _listed(doc: Document, beside: list[tuple[Number, str]]) -> Iterator[tuple[Number, str]]:
    """Yield those that stand in lines of their own."""
    for number, name in beside:
        line = _line(doc.text, number)
        if len(line) <= 3 * _WINDOW:
            yield number, name


def _owner(doc: Document, number: Number) -> str:
    """Return whose number this is, "" if it may be there for the public."""
    own = _OWN.search(doc.text, max(0, number.start - _WINDOW), number.start)
    if own and is_name(own[1]):
        return own[1]
    told = _TOLD_OF.search(doc.text, max(0, number.start - 3 * _WINDOW), number.start)
    if told and is_name(told[1]) and not _OF_OTHERS.search(told[2] or ""):
        return told[1]
    line = _line(doc.text, number)
    if _OFFICIAL.search(line) or _is_public(_heading(doc.text, number)):
        return ""
    before = doc.text[max(0, number.start - _WINDOW) : number.start]
    other = _OTHER_NUMBER.search(before)
    at = number.start - (len(other[0]) if other else 0)
    name = name_before(doc.text, at) or _MASKED_BEFORE.search(before)
    if not name:
        return ""
    return name if isinstance(name, str) else name[1]


# The brackets behind somebody who asks, complains or is helped hold a number of that person.
_OWN = re.compile(
    r"(?:信访人|来[信访电]人|居民|村民|市民|群众|申请人|投诉人|举报人|反映人|报案人|业主|住户|户主|当事人|患者|家长|学生|对象|委托人)"
    rf"({WHOLE})(?:先生|女士|同志)?[（(](?:(?:联系)?(?:电话|方式|手机)|手机|本人手机)?(?:号码?)?[：:\s]{{0,2}}$"
)
# 信访人：李明，身份证号：…，电话：…, all of one sentence.
_TOLD_OF = re.compile(
    rf"(?:信访人|来[信访电]人|申请人|投诉人|举报人|反映人|报案人|当事人)(?:姓名)?[：:\s]{{0,2}}({WHOLE})(?=[，,、；\s（(])"
    r"([^。\n]{0,80}?)[，,、；\s](?:本人|联系|移动|手机)?(?:电话|方式|手机)(?:号码?)?[：:为\s]{0,2}$"
)
_OF_OTHERS = re.compile(
    r"联系人|负责人|代理|咨询|受理|单位|公司|经办|承办|被(?:申请|投诉|举报|反映|执行)|第三人|律师|法定代表|监督|地址(?=.{0,20}[局院会])"
)
# Between name and telephone of a line may stand the number of a paper.
_OTHER_NUMBER = re.compile(r"[\s，,、|][\dXx*＊]{14,20}[\s，,、|]{1,4}$")
_MASKED_BEFORE = re.compile(
    r"(?:^|[\s、，,：:|\d.）)])([一-鿿](?:某{1,2}|[*＊]{1,2})[一-鿿\d]?)[\s，,：:|（(]{0,4}(?:手机号?码?[：:\s]{0,3})?$"
)


def _is_public(heading: str) -> bool:
    return _CALLED.search(heading) is not None and not _OF_PEOPLE.search(heading)


def _heading(text: str, number: Number) -> str:
    """Return the short line above the lines of numbers that this one stands in."""
    lines = text[max(0, number.start - _ABOVE) : number.start].split("\n")[:-1]
    above = next((line for line in reversed(lines) if line.strip() and not _LONG.search(line)), "")
    return above if len(above) <= _WINDOW else ""


def _line(text: str, number: Number) -> str:
    """Return the line, or as much of a long one as tells what a number is for."""
    first = max(text.rfind("\n", 0, number.start) + 1, number.start - 3 * _WINDOW)
    last = text.find("\n", number.end)
    return text[first : min(last if last >= 0 else len(text), number.end + 2 * _WINDOW)]
