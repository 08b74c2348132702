"""W116 数字中混入字母。"""

import re
from collections.abc import Iterator

from checks.finding import Severity
from checks.mask import mask
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.normal import normalise
from checks.words.report import hit_at

# Letters that are read as digits, with what shows that it is a number; before them no letter.
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[12](?<![A-Za-z0-9.\-][12])(?=[\dOoIl]{3}\s?年)\d*[OoIl][\dOoIl]*(?=\s?年)",
        # Days and months, times, in a date that has a digit at least.
        r"(?<![A-Za-z0-9.\-])(?=[OoIl]?\d?[OoIl])(?=[OoIl]?\d)[\dOoIl]{2}(?=月|日(?![一-鿿]*型))",
        r"〔(?=[\dOoIl]{4}〕)\d*[OoIl][\dOoIl]*〕\d+号",
        r"(?<=〕)\d*[OoIl][\dOoIl]*号",
        r"(?<![\w.\-])(?=[12OoIl][\dOoIl]{3}[-.]\d)[12]\d*[OoIl][\dOoIl]*[-.][01]?\d[-.][0-3]?\d(?![\w\-])",
        # Sums and quantities: 5OO元, 1O%, 3.l万亩.
        r"(?<![A-Za-z0-9.\-])(?:\d[\d,.]*[OoIl][\d,.OoIl]*\d|\d[\d,.]*O+)(?=(?:[百千万亿]{0,2}(?:元|亩|吨|公里|平方米|户|人|件|家|个)|[%％]))",
        r"(?<![A-Za-z0-9.:：])(?:[012]?\d[:：](?:[0-5]O|O\d|OO)|[12]O[:：][0-5]\d)(?![\w:：])",
    )
)
_CHINESE = re.compile(r"年(?<=[一二三四五六七八九〇零○Oo]{2}年)")
_CHINESE_YEAR = re.compile("[一二][Oo〇零○一二三四五六七八九]{3}$")
_LETTERS = re.compile("[OoIl]")
_TO_DIGITS = str.maketrans("OoIl", "0011")
_TO_CHINESE = str.maketrans("Oo", "〇〇")


@page_rule(
    "W116",
    "letter-in-year",
    "数字中混入字母",
    Severity.ERROR,
    clause="GB/T 15835-2011《出版物上数字用法》",
    bad=(
        "2O24年国民经济计划。",
        "截至2o23年12月31日。",
        "20l9年以来。",
        "二O二三年九月五日。",
        "二OO八年五月。",
        "请于2024年1O月3日前报送，l2月底办结。",
        "青府发〔2O24〕3号",
        "补助5OO元，增长1O%。",
    ),
    good=(
        "2024年国民经济计划。",
        "二〇二三年九月五日，二○二三年。",
        "型号2O24，NO2年检。",
        "H2O、CO2、O型血200人，10l桶，A1O地块，IO卡100个。",
    ),
)
def letter_in_year(doc: Document, ctx: Context) -> Reports:
    """年份、日期、文号、金额等数字里把“0”“1”打成了字母“O”“l”，如2O24年、二O二四年、1O月、5OO元。

    ## 为什么
    字母冒充数字，检索不到，语音朗读（无障碍）也会读错，属于错别字。

    ## 怎样改
    用阿拉伯数字“0”“1”；汉字年份用“〇”。
    """
    text = normalise(doc.text)
    if not _LETTERS.search(text.text):
        return
    for start, end in _mixed(text.text):
        shown = text.text[start:end]
        digits = _TO_DIGITS if any(char.isdigit() for char in shown) else _TO_CHINESE
        yield hit_at(
            doc,
            *text.span(start, end),
            message=f"“{mask(shown)}”里混入了字母",
            key=shown,
            suggestion=f"改为“{mask(shown.translate(digits))}”",
        )


def _mixed(text: str) -> Iterator[tuple[int, int]]:
    """Yield where letters stand for digits."""
    for form in _FORMS:
        for match in form.finditer(text):
            yield match.span()
    for match in _CHINESE.finditer(text):
        year = _CHINESE_YEAR.search(text, max(0, match.start() - len("二〇二六")), match.start())
        if year and _LETTERS.search(year[0]):
            yield year.span()
