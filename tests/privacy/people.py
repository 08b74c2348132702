"""Numbers of nobody and documents for the tests of the privacy rules."""

from datetime import date

from checks.finding import Hit
from checks.rule import Context, Rule
from checks.views import Document
from crawler.page import Table
from wordlists.lists import Words

TODAY = date(2026, 3, 1)
CONTEXT = Context(TODAY, Words())
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def person(seed: int, area: str = "110101") -> str:
    """Return a valid ID number of somebody born before 1910."""
    stem = f"{area}190{seed % 10}0{1 + seed % 9}1{seed % 9}{100 + seed % 900}"
    total = sum(int(digit) * weight for digit, weight in zip(stem, WEIGHTS, strict=True))
    return stem + "10X98765432"[total % 11]


def mistyped(seed: int) -> str:
    """Return such a number with another check digit."""
    number = person(seed)
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def mobile(seed: int) -> str:
    """Return eleven digits of the shape of a mobile number."""
    return "139" + f"{seed:04d}" + "0000"


def card(seed: int, head: str = "621799", length: int = 19) -> str:
    """Return a card number that passes the Luhn check."""
    stem = f"{head}{seed:04d}".ljust(length - 1, "1")
    total = 0
    for place, digit in enumerate(reversed(stem + "0")):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return stem + str(-total % 10)


def sheet(
    *rows: tuple[str, ...],
    title: str = "",
    hidden_columns: frozenset[int] = frozenset(),
    text: str | None = None,
) -> Document:
    """Return a spreadsheet whose cells stand in the text once more."""
    lines = "\n".join("\t".join(row) for row in rows) if text is None else text
    numbers = tuple(range(1, len(rows) + 1))
    table = Table(rows, "工作表“名单”", numbers, hidden_columns=hidden_columns)
    return Document(lines, title=title, tables=(table,))


def page(*rows: tuple[str, ...], title: str = "") -> Document:
    """Return a web page with a table, each cell a line of its text."""
    lines = "\n".join(cell for row in rows for cell in row)
    return Document(lines, title=title, tables=(Table(rows),))


def hits(rule: Rule[Document], doc: Document) -> list[Hit]:
    """Return what the rule says of a document."""
    found = [report for report in rule.check(doc, CONTEXT) if isinstance(report, Hit)]
    assert all(hit.key == "" for hit in found)
    assert len(found) <= 1
    return found


def only(rule: Rule[Document], doc: Document) -> Hit:
    """Return the one hit of the rule."""
    [hit] = hits(rule, doc)
    return hit
