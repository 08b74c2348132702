"""W116 年份中混入字母。"""

import re

from checks.finding import Hit, Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.normal import normalise
from checks.words.report import placed

_ARABIC = re.compile(r"(?<![A-Za-z0-9])(?=[12][\dOoIl]{3}\s?年)[12]\d*[OoIl][\dOoIl]*(?=\s?年)")
_CHINESE = re.compile(
    r"(?:二[Oo][一二三四五六七八九〇零○Oo]{2}|二[〇零○][一二三四五六七八九][Oo])年"
)
_TO_DIGITS = str.maketrans("OoIl", "0011")


@page_rule(
    "W116",
    "letter-in-year",
    "年份中混入字母",
    Severity.ERROR,
    clause="GB/T 15835-2011《出版物上数字用法》",
    bad=("2O24年国民经济计划。", "截至2o23年12月31日。", "20l9年以来。", "二O二三年九月五日。"),
    good=("2024年国民经济计划。", "二〇二三年九月五日，二○二三年。", "型号2O24，NO2年检。"),
)
def letter_in_year(doc: Document, ctx: Context) -> Reports:
    """年份里把数字“0”“1”打成了字母“O”“l”，如2O24年、二O二四年。

    ## 为什么
    字母冒充数字，检索不到，语音朗读（无障碍）也会读错，属于错别字。

    ## 怎样改
    用阿拉伯数字“0”“1”；汉字年份用“〇”。
    """
    text = normalise(doc.text)
    seen: set[str] = set()
    for pattern, alphabet in ((_ARABIC, _TO_DIGITS), (_CHINESE, str.maketrans("Oo", "〇〇"))):
        for match in pattern.finditer(text.text):
            shown = match[0].rstrip("年")
            if shown not in seen:
                seen.add(shown)
                yield Hit(
                    message=f"年份“{shown}”里混入了字母",
                    key=shown,
                    evidence=placed(doc, *text.span(*match.span())),
                    suggestion=f"改为“{shown.translate(alphabet)}”",
                )
