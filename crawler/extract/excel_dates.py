"""Knows which cells of a workbook are dates, and writes them as people do."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

# Built-in formats of dates and times, those of East Asian Excel included.
BUILT_IN = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
# What a format writes as it stands, colours, conditions and fillers.
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
DATE_LETTER = re.compile(r"[ymdhs]", re.IGNORECASE)
NUMBER_SIGN = re.compile(r"[#?]")
# Excel takes 1900 for a leap year: from March on, its days count from here.
ORIGIN = datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zone
MAC_ORIGIN = datetime(1904, 1, 1)  # noqa: DTZ001
LAST_SERIAL = 2_958_466
DAY = 86_400


def is_date_format(code: str) -> bool:
    """Whether a number format shows a point in time."""
    if ELAPSED.search(code):
        return False
    signs = LITERAL.sub("", code.partition(";")[0])
    return bool(DATE_LETTER.search(signs)) and not NUMBER_SIGN.search(signs)


@dataclass(slots=True)
class DateCells:
    """The cell styles that show dates, and from when their days count."""

    styles: set[str] = field(default_factory=set)
    origin: datetime = ORIGIN

    def take(self, root: etree._Element) -> None:
        """Read the part that defines the cell styles."""
        codes = {
            str(node.get("numFmtId")): is_date_format(str(node.get("formatCode", "")))
            for node in root.iter("{*}numFmt")
        }
        for index, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
            number = str(style.get("numFmtId", ""))
            built_in = number.isdecimal() and int(number) in BUILT_IN
            if codes.get(number, built_in):
                self.styles.add(str(index))

    def text(self, value: str) -> str:
        """Write a serial number as a date, with its time if it has one: 2024-03-05 08:30."""
        try:
            serial = float(value)
        except ValueError:
            return value
        if not 0 <= serial < LAST_SERIAL:
            return value
        moment = self.origin + timedelta(seconds=round(serial * DAY))
        if serial < 1:
            return f"{moment:%H:%M:%S}"
        return f"{moment:%Y-%m-%d}" if serial.is_integer() else f"{moment:%Y-%m-%d %H:%M}"
