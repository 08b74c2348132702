"""Reads telephone numbers that follow a label, and tells what is wrong with their form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LABELLED = re.compile(
    r"(?P<label>(?:联系|咨询|值班|办公|技术支持|维护|服务|投诉|受理)?电\s*话(?:号码)?|传\s*真(?:号码)?|联系方式)\s*[:：]\s*"
    r"(?P<number>(?:\+?86\s*[-—])?[（(]?[\d*xX×]{2,12}[)）]?(?:\s?[-—－–‐\s]\s?[\d*xX×]{3,12}){0,3})(?![\d:：.年月/])"
)
STARRED = re.compile(r"[*xX×]{3,}")
MADE_UP = re.compile(r"0+|1{7,}|12345678?")
SPLIT = re.compile(r"[-—－–‐\s()（）]+")
# 010, 02X; all other area codes have four digits.
SHORT_AREA = re.compile(r"010|02\d")
LONG_AREA = re.compile(r"0[3-9]\d\d")
LOCAL = (7, 8)
SHORTEST, LONGEST_SHORT = 3, 6
MOBILE, SERVICE = 11, 10
# The first digits of area codes by the first two digits of the codes of provinces (public
# numbering plan): a telephone elsewhere is a question to people and no fault by a clause.
AREAS = {
    "11": "010", "12": "022", "13": "031 033", "14": "034 035", "15": "047 048",
    "21": "024 041 042", "22": "043 044", "23": "045 046", "31": "021", "32": "025 051 052",
    "33": "057 058", "34": "055 056", "35": "059", "36": "070 079", "37": "053 054 063",
    "41": "037 039", "42": "027 071 072", "43": "073 074", "44": "020 075 076 066",
    "45": "077", "46": "089", "50": "023", "51": "028 081 082 083", "52": "085",
    "53": "069 087 088", "54": "089", "61": "029 091", "62": "093 094", "63": "097",
    "64": "095", "65": "090 099",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is written, its label, and the area code if it has one."""

    label: str
    shown: str
    area: str = ""
    number: str = ""


def phones_in(text: str) -> Iterator[Phone]:
    """Yield the first number behind each label."""
    for match in LABELLED.finditer(text):
        shown = match["number"].strip()
        parts = [part for part in SPLIT.split(shown.removeprefix("+")) if part]
        if len(parts) > 1 and parts[0] == "86":
            parts = [("" if parts[1].startswith("0") else "0") + parts[1], *parts[2:]]
        yield _told_apart(match["label"], shown, parts)


def _told_apart(label: str, shown: str, parts: list[str]) -> Phone:
    head = parts[0]
    for form in (SHORT_AREA, LONG_AREA):
        if form.fullmatch(head) and len(parts) > 1:
            return Phone(label, shown, head, _joined(parts[1:]))
        match = form.match(head)
        if match and len(head) > len(match[0]):
            return Phone(label, shown, match[0], head[match.end() :])
    return Phone(label, shown, "", _joined(parts))


def _joined(parts: list[str]) -> str:
    """Return the number without its extension; some write it in groups (5550 010)."""
    number = parts[0]
    for part in parts[1:]:
        if len(number) >= LOCAL[0]:
            break
        number += part
    return number


def form_fault(phone: Phone) -> str:
    """Say what is wrong with the number, "" if nothing is."""
    if MADE_UP.fullmatch(phone.number) or STARRED.search(phone.shown):
        return "像是没有填写的示例号码"
    length = len(phone.number)
    if phone.area:
        is_right = length in LOCAL and (len(phone.area) > len("010") or length == LOCAL[1])
        # A short service number may stand behind the area code: 0990-12345.
        is_short = SHORTEST <= length < LONGEST_SHORT
        return "" if is_right or is_short else f"去掉区号后有{length}位，应为7位或者8位"
    is_service = length == SERVICE and phone.number.startswith(("400", "800"))
    is_mobile = length == MOBILE and phone.number.startswith("1")
    if length in LOCAL or SHORTEST <= length <= LONGEST_SHORT or is_service or is_mobile:
        return ""
    return f"有{length}位，不是固定电话的位数"


def area_fault(phone: Phone, province: str) -> str:
    """Say that the area code is another province's; `province` are two digits of its code."""
    known = AREAS.get(province, "").split()
    if not phone.area or not known or phone.area.startswith(tuple(known)):
        return ""
    return "的区号不是本地的"
