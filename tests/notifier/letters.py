"""A formal letter with every part, and what its Word file says."""

from datetime import date
from io import BytesIO

from docx import Document

from checks.finding import Severity
from notifier.formal import FamilyLine, FormalLetter, NamedUnit, Problem, UnitLine

# What a page may be called, to no effect.
EVIL = "{{编号}} <w:p> & \"'\x08<script>alert(1)</script> =1+1"


def a_problem(number: int = 1, **values: object) -> Problem:
    facts: dict[str, object] = {
        "id": number,
        "unit": "区民政局",
        "code": "W101",
        "family": "文字差错",
        "severity": Severity.ERROR,
        "title": "错别字",
        "message": "“登陆”应为“登录”",
        "page": "办事指南",
        "url": f"https://www.qinghe.example/art/{number}.html",
        "found": date(2026, 11, 2),
        "due": date(2026, 11, 9),
    }
    return Problem(**(facts | values))  # type: ignore[arg-type]


def a_letter(**values: object) -> FormalLetter:
    facts: dict[str, object] = {
        "site_name": "青禾区人民政府门户网站",
        "site_url": "https://www.qinghe.example/",
        "office": "青禾区人民政府办公室",
        "to": "各有关单位",
        "phone": "0000-1234567",
        "day": date(2026, 11, 30),
        "year": 2026,
        "number": 47,
        "scanned": date(2026, 11, 29),
        "since": date(2026, 1, 1),
        "until": date(2026, 11, 30),
        "deadline": date(2026, 12, 7),
        "pages": 3218,
        "new": 2,
        "relapsed": 1,
        "closed": 17,
        "waived": 0,
        "due": 8,
        "on_time": 7,
        "named_after": 5,
        "families": (FamilyLine("文字差错", 2, 2), FamilyLine("链接", 0, 0)),
        "units": (UnitLine("区民政局", 2, 2, 1, 8, 7, 1), UnitLine("区教育局", 0, 1)),
        "named": (NamedUnit("区民政局", ("1个问题超期", "1个问题复发")),),
        "problems": (
            a_problem(1, severity=Severity.CRITICAL, page=EVIL, overdue=True),
            a_problem(2, due=None),
        ),
    }
    return FormalLetter(**(facts | values))  # type: ignore[arg-type]


def nothing_wrong() -> FormalLetter:
    nothing = dict.fromkeys(("families", "units", "named", "problems"), ())
    return a_letter(**nothing, new=0, relapsed=0, due=0, on_time=0, phone="")


def lines(content: bytes) -> list[str]:
    """Return the paragraphs outside tables."""
    return [each.text for each in Document(BytesIO(content)).paragraphs]


def tables(content: bytes) -> list[list[list[str]]]:
    """Return the cells of all tables."""
    found = Document(BytesIO(content)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]
