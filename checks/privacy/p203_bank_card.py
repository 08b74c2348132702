"""P203 个人银行账号未脱敏。"""

import re

from checks.finding import Severity
from checks.privacy.numbers import Number, card_numbers, is_id_number, is_unionpay
from checks.privacy.people import Disclosed, cells, is_about_organisations
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Table

_HEADS = re.compile(
    r"银行卡|卡\s*号|一卡通|存折|银行[账帐]|[账帐]\s*号|开户行?[账帐]|社保卡|收款[账帐]|打卡|惠农卡"
)
_ACCOUNT = re.compile(r"(?<!\d)\d(?:[ \-]?\d){11,20}(?!\d)")
# The account of an office or enterprise is public: it is there to be paid into.
_PUBLIC = re.compile(
    r"有限公司|责任公司|合作社|财政|保证金|缴款|缴纳|缴费|缴入|交纳|汇入|捐赠|捐款|专户|对公|收款单位"
    r"|(?:户名|账户名称|开户名|开户单位|收款人)[^，。；\n]{0,30}"
    r"(?:局|中心|委员会|政府|学校|医院|公司|协会|基金会|法院|站|所|处|队|院|社)"
)
_LABEL = re.compile(r"卡号|卡|[账帐][号户]|银行|存折")
_PARAGRAPH = 80


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
    单位收款账号、保证金和缴款账户不报。

    ## 为什么
    金融账户是《个人信息保护法》第二十八条所列的敏感个人信息，公开补贴名单不需要公布账号。

    ## 怎样改
    立即撤下，删去账号一列，或只留末四位后重新发布。
    """
    found = Disclosed()
    excused: set[str] = set()
    for number in card_numbers(doc.text):
        if _is_personal(doc.text, number, ctx):
            found.add(number.digits, doc.place(number.start))
    for table in doc.tables:
        is_public = is_about_organisations(table)
        for cell in cells(table, _HEADS):
            account = _ACCOUNT.fullmatch(cell.text.strip())
            digits = re.sub(r"\D", "", account[0]) if account else ""
            if digits and (is_public or _PUBLIC.search("，".join(cell.row))):
                excused.add(digits)
            elif digits:
                found.add(digits, cell.place)
    found.forget(excused)
    yield from found.hit(
        f"公开了 {len(found.places)} 个个人银行账号",
        "立即撤下，删去账号一列或只留末四位后重新发布",
    )


def _is_personal(text: str, number: Number, ctx: Context) -> bool:
    """Whether the words before a card number say nothing of an office, and name a card."""
    if is_id_number(number.digits, ctx.today):
        return False
    before = text[max(0, number.start - _PARAGRAPH) : number.start].rpartition("\n\n")[2]
    after = text[number.end : number.end + _PARAGRAPH].partition("\n\n")[0]
    if _PUBLIC.search(before) or _PUBLIC.search(after):
        return False
    return is_unionpay(number.digits) and _LABEL.search(before) is not None
