"""P201 公民身份号码未脱敏。"""

import re
from collections.abc import Iterator
from datetime import date

from checks.finding import Severity
from checks.privacy.numbers import Number, id_numbers, is_old_id_number
from checks.privacy.people import Disclosed, cells, collect
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Table

_HEADS = re.compile(r"身份证|身份号码|证件号")
_OTHER_CODE = re.compile(r"信用代码|组织机构代码")
_LABEL = 16


def _sample(year: int, *, gap: str = "") -> str:
    # The check digit is computed so that no complete number stands in the source.
    stem = f"110101{year}0307123"
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(stem))
    return f"{stem[:6]}{gap}{stem[6:14]}{gap}{stem[14:]}{'10X98765432'[total % 11]}"


_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
_MASKED_TABLE = Table((("姓名", "身份证号"), ("赵某", "110101********1234")))


@page_rule(
    "P201",
    "id-number",
    "公民身份号码未脱敏",
    Severity.CRITICAL,
    clause="《政府信息公开条例》第十五条；《个人信息保护法》第二十八条",
    bad=(
        f"身份证号：{_sample(1905)}",
        f"身份证号：{_sample(1906, gap=' ')}，已受理。",
        f"身份证号：{_sample(1907).translate(_WIDE)}",
        Example(
            "名单表格",
            Document("", tables=(Table((("姓名", "身份证号"), ("赵某", _sample(1908)))),)),
        ),
    ),
    good=(
        "身份证号：110101********1234",
        f"流水号 {_sample(1905)[:-1]}{'1' if _sample(1905)[-1] != '1' else '2'}",
        "统一社会信用代码：91360782MA35XXXX1X",
        Example("已脱敏的名单", Document("", tables=(_MASKED_TABLE,))),
        "准考证号：2024360782001200315",
    ),
)
def id_number(doc: Document, ctx: Context) -> Reports:
    """页面或附件中公开了完整的公民身份号码，包括表格、隐藏的列和工作表里的。

    按国家标准 GB 11643 核对校验码、出生日期和省级代码，全角、带空格或换行的也能认出；
    统一社会信用代码、流水号、准考证号和已打星号的不报。一份文件只报一条，写明个数。

    ## 为什么
    《政府信息公开条例》第十五条规定，涉及个人隐私、公开会对第三方合法权益造成损害的信息不得公开。
    补贴、低保等名单的附件是最常见的泄露处，已有检察机关提起公益诉讼。

    ## 怎样改
    立即撤下文件，隐去出生年月日等中间各位（如 110101********1234）后重新发布；
    Excel 文件要删去隐藏的列和工作表，不能只隐藏；同时清理搜索结果快照和转载。
    """
    found = Disclosed()
    collect(doc, lambda text: _in_text(text, ctx.today), found)
    for table in doc.tables:
        for cell in cells(table, _HEADS):
            if is_old_id_number(cell.text.strip(), ctx.today):
                found.add(cell.text.strip(), cell.place)
    yield from found.hit(
        f"公开了 {len(found.places)} 个完整的公民身份号码",
        "立即撤下，隐去号码中间的出生年月日后重新发布",
    )


def _in_text(text: str, today: date) -> Iterator[Number]:
    for number in id_numbers(text, today):
        if not _OTHER_CODE.search(text, max(0, number.start - _LABEL), number.start):
            yield number
