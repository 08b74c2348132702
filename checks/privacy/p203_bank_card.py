"""P203 个人银行账号未脱敏。"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from checks.finding import Mark, Severity
from checks.privacy.bins import is_unionpay
from checks.privacy.names import WHOLE, is_name, name_before
from checks.privacy.numbers import Number, card_numbers, has_run, is_id_number
from checks.privacy.people import (
    Disclosed,
    all_rolls,
    is_about_organisations,
    person_of,
    place_of,
)
from checks.privacy.rolls import Roll
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Place, Table

_HEADS = re.compile(
    r"银行卡|卡号|一卡通|一本通|存折|银行[账帐]|[账帐]号|[账帐]户(?!名)|开户行?[账帐]|社保卡|收款[账帐]|打卡|惠农卡|存款[账帐]|养老金卡|折号"
)
_NOT_ACCOUNTS = re.compile(
    r"开户行$|开户银行$|[账帐]户名|户名$|金额|是否|类型|身份证|状态|日期|面积|电表|水表|户号|用户|登录"
)
_ACCOUNT = re.compile(r"(?<!\d)\d(?:[ \-]?\d){10,24}(?!\d)")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
# The account of an office or enterprise is public: it is there to be paid into.
_PUBLIC = re.compile(
    r"有限公司|责任公司|合作社|财政|保证金|缴款|缴纳|缴费|缴入|交纳|汇入|转入|汇至|捐赠|捐款|募捐|专户|对公|收款单位|基本户|国库|工程款|购买标书|标书费|履约"
    r"|(?:户名|[账帐]户名称?|开户名称?|开户单位|单位名称|收款人|名称)[^，。；\n]{0,30}"
    r"(?:局|中心|委员会|政府|学校|医院|公司|协会|基金会|法院|站|所|处|队|院|社|部|总会|红十字会|厂|店)"
)
_ORGANISATION_CELL = re.compile(
    r"公司$|合作社$|委员会$|法院$|检察院$|(?:卫生|幼儿)院$|学校$|中学$|小学$|医院$|政府$|中心$|财政[局所]$|(?:家庭农)场$|村委会$|协会$|厂$|经营部$"
)
# Whatever is paid into it: 汇入李明个人账户（建设银行，…）.
_OWN = re.compile(r"(?:个人|本人|私人)(?:名下)?的?(?:银行)?(?:[账帐]户|[账帐]号|卡|存折)")
# Who has the account, whatever the money is for: 户名李明，…; 汇至李明农业银行卡….
_HOLDER = re.compile(
    rf"(?:开?户名|开户人|持卡人|[账帐]户名称?|收款人)(?:姓名)?[：:为是\s]{{0,3}}({WHOLE})(?=[，,、；;\s（(）)]|$)"
    rf"|[汇转打存付捐款][至入到给]({WHOLE})(?:的|同志|名下|本人|个人|[（(，,：:\s]){{0,3}}"
    r"(?:(?:中国)?[一-鿿]{2,4}(?:银行|信用社|[农工建中交]?行)|[农工建中交邮]行|农信社?)?(?:储蓄|银行)?(?:卡|存折)号?[：:为\s]{0,3}$"
)
_HOLDERS = re.compile(r"[账帐]户名|户名|开户名")
_OFFICE = re.compile(r"[一-鿿]{3,}[局院会所站处队社部厂店园校馆库委办府行司室场]$")
_LABEL = re.compile(r"卡号|卡|[账帐][号户]|银行|存折")
_OTHER = re.compile(
    r"编\s*号|流水|单号|订单|序列|项目|批号|票[据号]|信用代码|许可证|登记证|条码|监管码|车架|设备|QQ|版本|权证|合同|档案"
)
_PARAGRAPH = 80
_SHORTEST = 12
_LONGEST = 24
_NEAR = 14


def _sample(head: str, length: int) -> str:
    # The check digit is computed so that no complete number stands in the source.
    stem = head.ljust(length - 1, "1")
    return next(
        stem + str(digit)
        for digit in range(10)
        if any(number.digits == stem + str(digit) for number in card_numbers(stem + str(digit)))
    )


_CARD = _sample("621799", 19)
_CARDS = Table((("姓名", "银行卡号"), ("赵某", _CARD)))
_PASSBOOK = Table((("农户姓名", "一卡通账号"), ("赵某", "1099020001" + "23456789" + "1")))
_MASKED = Table((("姓名", "银行卡号"), ("赵某", "***************1234")))
_FIRMS = Table((("企业名称", "开户账号"), ("某某有限公司", _CARD)))


@page_rule(
    "P203",
    "bank-card",
    "个人银行账号未脱敏",
    Severity.CRITICAL,
    clause="《政府信息公开条例》第十五条；《个人信息保护法》第二十八条（金融账户）",
    bad=(
        f"赵某，卡号 {_CARD}，补贴 480 元。",
        Example("补贴名单", Document("", tables=(_CARDS,))),
        Example("一卡通名单", Document("", tables=(_PASSBOOK,))),
    ),
    good=(
        f"收款单位：清河县财政局，账号：{_CARD}",
        f"户名：某某建设有限公司，账号 {_CARD}",
        Example("已脱敏的名单", Document("", tables=(_MASKED,))),
        Example("企业账户", Document("", tables=(_FIRMS,))),
        "项目编号 6217990000111111111",
    ),
)
def bank_card(doc: Document, ctx: Context) -> Reports:
    """名单或正文中公开了个人的银行卡号、存折或“一卡通”账号。

    银行卡号按卡段和校验位（Luhn）认定；名单里“银行账号”“一卡通”等列下的账号一律算。
    单位收款账号、保证金和缴款账户不报。一份文件只报一条，写明个数和人数。

    ## 为什么
    金融账户是《个人信息保护法》第二十八条所列的敏感个人信息，公开补贴名单不需要公布账号。

    ## 怎样改
    立即撤下，删去账号一列，或只留末四位后重新发布。
    """
    found = _Found()
    for roll in all_rolls(doc):
        _in_roll(doc, roll, found, ctx)
    _beside_people(doc, found)
    if has_run(doc.text):
        for number in card_numbers(doc.text):
            if number.digits in found.personal.shown or _is_personal(
                doc.text, number, ctx, _part(doc, number)
            ):
                mark = Mark(number.start, number.end)
                found.personal.add(number.digits, doc.place(number.start), mark)
    for unseen in doc.unseen:
        for number in card_numbers(unseen.text):
            if _is_personal(unseen.text, number, ctx):
                found.personal.add(number.digits, unseen.place, None)
    for shown, place in ((doc.title, "标题"), (doc.file_name, "文件名")):
        for number in card_numbers(shown):
            if _is_personal(shown, number, ctx):
                found.personal.add(number.digits, place, None)
    found.personal.forget(found.excused)
    yield from found.personal.hit(
        doc,
        f"公开了 {len(found.personal)} 个个人银行账号{found.personal.count}",
        "立即撤下，删去账号一列或只留末四位后重新发布",
    )


@dataclass(slots=True)
class _Found:
    personal: Disclosed = field(default_factory=Disclosed)
    excused: set[str] = field(default_factory=set)


def _in_roll(doc: Document, roll: Roll, found: _Found, ctx: Context) -> None:
    columns = roll.columns(_HEADS, _NOT_ACCOUNTS)
    if not columns:
        return
    is_public = is_about_organisations(roll)
    has_names = roll.has_people
    holders = roll.columns(_HOLDERS)
    for row in range(len(roll.rows)):
        for column in columns:
            account = _ACCOUNT.fullmatch(roll.cell(row, column).translate(_WIDE).lstrip("'’`"))
            digits = re.sub(r"\D", "", account[0]) if account else ""
            if not _SHORTEST <= len(digits) <= _LONGEST or is_id_number(digits, ctx.today):
                continue
            is_held = any(_is_office(roll.cell(row, at)) for at in holders)
            if is_public or is_held or _is_public_row(roll.rows[row]):
                found.excused.add(digits)
            elif has_names:
                mark = roll.mark(row, column)
                found.personal.add(digits, place_of(doc, mark), mark, person_of(roll, row))


def _is_office(text: str) -> bool:
    return _OFFICE.search(text) is not None and not is_name(text)


def _is_public_row(row: tuple[str, ...]) -> bool:
    return _PUBLIC.search("，".join(row)) is not None or any(
        _ORGANISATION_CELL.search(cell.strip()) for cell in row if len(cell) <= _PARAGRAPH
    )


def _beside_people(doc: Document, found: _Found) -> None:
    """Collect the cards of lists whose heads do not name them, or that have no heads."""
    for roll in all_rolls(doc):
        if is_about_organisations(roll) or not roll.has_people:
            continue
        others = set(roll.columns(_OTHER))
        for row, cells in enumerate(roll.rows):
            for column, cell in enumerate(cells):
                if len(cell) < _SHORTEST or column in others:
                    continue
                for number in card_numbers(cell):
                    if is_unionpay(number.digits) and not _is_public_row(cells):
                        mark = roll.mark(row, column)
                        place = place_of(doc, mark)
                        found.personal.add(number.digits, place, mark, person_of(roll, row))


def _part(doc: Document, number: Number) -> tuple[int, int]:
    """Return the bounds of the part of the file that a number stands in: a comment, a page."""
    at = bisect_right(doc.places, number.start, key=lambda place: place.start) - 1
    if at < 0:
        return 0, doc.places[0].start if doc.places else len(doc.text)
    first, last, sort = at, at + 1, _sort(doc.places[at])
    while first and doc.places[first].start > number.start - _PARAGRAPH:
        if _sort(doc.places[first - 1]) != sort:
            break
        first -= 1
    while last < len(doc.places) and doc.places[last].start < number.end + _PARAGRAPH:
        if _sort(doc.places[last]) != sort:
            break
        last += 1
    end = doc.places[last].start if last < len(doc.places) else len(doc.text)
    return doc.places[first].start, end


def _sort(place: Place) -> str:
    """Name the sort of a place: paragraphs and cells that follow each other are of one sort."""
    return re.sub(r"[A-Z]{0,3}\d+", "", place.name)


def _around(text: str, number: Number, part: tuple[int, int]) -> tuple[str, str]:
    """Return the words before and behind a number that may tell whose it is."""
    # Name and bank of an account stand in lines above it, unless the line names who has it.
    end = "\n" if name_before(text, number.start) else "\n\n"
    before = text[max(part[0], number.start - _PARAGRAPH) : number.start]
    after = text[number.end : min(part[1], number.end + _PARAGRAPH)]
    return before.rpartition(end)[2], after.partition(end)[0]


def _is_person(text: str) -> bool:
    return is_name(text) and not (_PUBLIC.search(text) or _OFFICE.search(text))


def _is_personal(
    text: str, number: Number, ctx: Context, part: tuple[int, int] | None = None
) -> bool:
    """Whether the words around a card number say nothing of an office, and name a card or a person."""
    if is_id_number(number.digits, ctx.today):
        return False
    before, after = _around(text, number, part or (0, len(text)))
    owned = [own for own in _OWN.finditer(before) if len(before) - own.end() <= _LONGEST]
    start = number.start - len(before)
    has_holder = any(_is_person(each[1] or each[2]) for each in _HOLDER.finditer(before))
    if has_holder or (owned and name_before(text, start + owned[-1].start())):
        return is_unionpay(number.digits)
    if _PUBLIC.search(before) or _PUBLIC.search(after):
        return False
    near = before[-_NEAR:]
    label = _LABEL.search(near)
    if _OTHER.search(near) and not label:
        return False
    if is_unionpay(number.digits):
        return _LABEL.search(before) is not None or bool(name_before(text, number.start))
    # Older numbers have no range of their own: only a label right before them tells.
    return label is not None and re.search(r"卡号|[账帐]号|存折|银行卡", near) is not None
