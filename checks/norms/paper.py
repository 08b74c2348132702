"""Recognises the documents that this government itself has issued on the pages of its site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checks.norms.number import Number, number_of, numbers_in
from checks.norms.term import DAY, Term, day_of, term_of
from crawler.page import Page
from crawler.site import Site

_HEAD_LINES = 14
_AREA = re.compile(
    r"[\u4e00-\u9fff]+?(?:自治[县州区]|新区|林区|特区|省|市|区|街道|(?:州|盟|县|旗|镇|乡)(?![市县区镇乡]))"
)
_ORGAN = re.compile(r"人民政府|政府|政务|门户|公开|街道办")
_OFFICE = r"[\u4e00-\u9fff]{2,30}?(?:人民政府(?:办公室)?|办公室|街道办事处|局|委员会|管委会)"
_BEFORE_ABOUT = re.compile(rf"^({_OFFICE})(?:关于|印发)")
_SIGNED = re.compile(_OFFICE)
_DATED = re.compile(rf"[（(]?\s*{DAY}\s*(?:印发)?[)）]?")
_ISSUED = re.compile(
    r"(?:关于)?(?:印发|公布|发布|转发)\s*《(?P<name>.{4,80})》\s*的(?:通知|公告|通告)?$"
)
_NUMBER_AFTER = re.compile(
    r"\s*[（(]?[\u4e00-\u9fff]{2,12}[〔\[［(（]\d{4}[〕\]］)）]\d{1,4}号[)）]?\s*$"
)
_MARK_BEFORE = re.compile(
    r"^[【\[（(][^】\])）]{0,12}(?:废止|失效|修改)[^】\])）]{0,6}[】\])）]\s*"
)
_PLAIN = re.compile(r"[\s《》〈〉“”\"'‘’（）()、，,·\-—]")


@dataclass(frozen=True, slots=True)
class Paper:
    """A numbered document of this government; `day` is its own date or that of its publication.

    `head` is what stands before its text and at its beginning.
    """

    url: str
    title: str
    number: Number
    office: str
    day: date | None
    term: Term | None
    head: str

    @property
    def name(self) -> str:
        """The title without the words about issuing it, for comparison."""
        return plain_name(self.title)

    @property
    def shown(self) -> str:
        """The same as people write it."""
        return own_name(self.title)


def own_name(title: str) -> str:
    """Return the name of the document that a title gives, without 关于印发《》的通知."""
    text = _NUMBER_AFTER.sub("", _MARK_BEFORE.sub("", title.strip()))
    match = _ISSUED.search(text)
    return match["name"].strip() if match else text


def plain_name(title: str) -> str:
    """Return what is left of a title for comparison: no issuer, no 印发…的通知, no signs."""
    text = own_name(title)
    named = _BEFORE_ABOUT.match(text)
    return _PLAIN.sub("", text[named.end(1) :] if named else text)


def area_of(site: Site) -> str:
    """Return the name of the place that a site is about (青禾区), "" if nobody says it."""
    for text in (site.region, _ORGAN.split(site.name, maxsplit=1)[0]):
        found = _AREA.findall(text)
        if found:
            return str(found[-1])
    return ""


def paper_of(page: Page, area: str) -> Paper | None:
    """Return the document that a page carries, None if it is none of this government's."""
    head = _head(page)
    number = _own_number(page.title, head)
    if number is None or not area:
        return None
    lines = [line.strip() for line in page.text.split("\n")]
    office, signed = _signature(lines)
    title = re.sub(r"\s+", "", page.title)
    named = _BEFORE_ABOUT.match(_MARK_BEFORE.sub("", title))
    issuer = named[1] if named else office
    # 南岭省人民政府关于青禾区…的批复 is told by its issuer, whatever its title speaks of.
    if area not in (issuer or title):
        return None
    day = signed or (page.published.day if page.published else None)
    term = term_of(page.text, day)
    return Paper(page.url, title, number, issuer, day, term, "\n".join(head))


def _head(page: Page) -> list[str]:
    lines = [line.strip() for line in page.text.split("\n") if line.strip()]
    beside = [line.strip() for line in page.margin_text.split("\n") if line.strip()]
    return [*beside, *lines[:_HEAD_LINES]]


def _own_number(title: str, head: list[str]) -> Number | None:
    """Return the number under the title or at its end; one within a sentence is another's."""
    for line in head:
        for part in (line, *re.split(r"[\t\u3000]{1,}|\s{2,}", line)):
            number = number_of(part)
            if number is not None:
                return number
    return next((spot.number for spot in numbers_in(title) if len(title) - spot.end <= 1), None)


def _signature(lines: list[str]) -> tuple[str, date | None]:
    """Return who signs and when; the notice is signed before its annexes begin."""
    for before, line in _pairs(lines):
        match = _DATED.fullmatch(line)
        if match:
            day = day_of(match[1], match[2], match[3])
            signer = _SIGNED.fullmatch(re.sub(r"\s+", "", before))
            return (signer[0] if signer else ""), day
    return "", None


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    filled = [line for line in lines if line]
    yield from zip(["", *filled], filled, strict=False)
