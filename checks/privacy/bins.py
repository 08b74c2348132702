"""Knows the first digits of the cards that Chinese banks issue."""

import re

# UnionPay cards, credit and debit: 62 and sixteen to nineteen digits in all.
_UNIONPAY = re.compile(r"62\d{14,17}|8[1]\d{14,17}")
# Cards from before UnionPay's own numbers, by bank; many debit cards are still in use.
_OLDER = re.compile(
    r"9558\d{15}|95588\d{13,14}"  # 工商银行
    r"|95595\d{11}|95599\d{14}|95599\d{11}|103\d{16}"  # 农业银行
    r"|4367\d{15}|4367\d{12}|436742\d{13}|5453\d{12}|553242\d{10}|5544033\d{12}|589970\d{13}"  # 建设银行
    r"|6013(?:82|81)\d{13}|6013\d{12}|45635\d{14}|4563\d{12}"  # 中国银行
    r"|60\d{14}|601428\d{11}|405512\d{11}|66405512\d{11}|458123\d{10}|521899\d{10}"  # 交通银行
    r"|955100\d{13}|60351\d{13}|60322\d{14}"  # 邮政储蓄
    r"|95555\d{11}|690755\d{9,12}|410062\d{10}|468203\d{10}|402658\d{10}"  # 招商银行
    r"|9843\d{12}|966666\d{12}|90592\d{11}|905\d{13}|998801\d{10}|998802\d{10}"  # 浦发 兴业 平安
    r"|4[0-9]{15}|5[1-5]\d{14}|3[57]\d{14}"  # Visa, MasterCard, JCB
    r"|(?:603|621|622|623|627|628|683|685|694|870|888|900|909|940|968|985|988)\d{13,16}"
)


def is_bank_card(digits: str) -> bool:
    """Whether the digits open like a card of a Chinese bank and are as many."""
    return is_unionpay(digits) or _OLDER.fullmatch(digits) is not None


def is_unionpay(digits: str) -> bool:
    """Whether the first digits are those of today's Chinese bank cards."""
    return _UNIONPAY.fullmatch(digits) is not None
