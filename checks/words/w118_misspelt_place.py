"""W118 地名写错。"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from checks.finding import Hit, Mark, Severity
from checks.mask import excerpt
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.normal import normalise
from checks.words.place_forms import OTHERS, SHORT, is_alike
from checks.words.place_slips import Slip, slips
from checks.words.places import Rank, named, units_of
from checks.words.report import placed

# What directly follows the name of a unit that speaks of itself.
_INSTITUTIONS = ("人民政府", "人大常委会", "公安局", "财政局", "教育局", "人民法院")
# Beside these a form is told as what a place was once called, or it lies in another country.
_TOLD = (
    "原名 旧称 旧名 曾用名 又名 古称 更名 改名 改称 俗称 误写 错写 误为 应为 写成 写作 "
    "韩国 日本 越南"
).split()
_BEFORE, _AFTER = 16, 12


@page_rule(
    "W118",
    "misspelt-place",
    "地名写错",
    Severity.ERROR,
    clause="《地名管理条例》第十八条：公文等应当使用标准地名；《中华人民共和国行政区划代码》（GB/T 2260）",
    bad=(
        "乌鲁木市人民政府办公室",
        "全国优秀城市：呼和浩忒市、连云岗市、连港云市。",
        "户籍：江西省赣洲市",
        "湖北省黄岗市、广东省佛岗县",
        "四川省阿坝藏族羌自治州",
        "内蒙自治区、广西壮自治区、新疆维吾尔族自治区",
        "淅江省、贵洲省",
        "出生地：江西省杭州市",
    ),
    good=(
        "齐齐哈尔市、乌鲁木齐市、呼和浩特市、连云港市。",
        "江西省赣州市章贡区，湖北省黄冈市。",
        "岭南省青禾市清河县人民政府",
        "阿坝藏族羌族自治州、内蒙古自治区、新疆维吾尔自治区。",
        "江西省波阳县于2003年更名为鄱阳县。",
        "广西僮族自治区后改称广西壮族自治区。",
        "征求西湖区人民政府意见，建设连云港核电站。",
        "江西省吉林市场监督；韩国光州市与广州市结为友好城市。",
        "四川省重庆市（1997年前）",
        "“齐齐哈市”在错词表里，由 W101 报告。",
    ),
)
def misspelt_place(doc: Document, ctx: Context) -> Reports:
    """省、市、县（区、旗）的名称与标准名称差一个字：漏字、错字、颠倒、多写“族”字，或者写在了别的省下面。

    四个字以上的名称单独出现就能判断；三个字的，要紧跟在所属的省、市后面才报；本地区自己的名称，
    后面是“人民政府”等机构时也报。错的那个字要与正确的字同音、近音或者形近。省级名称写错的为严重。
    旧地名、外国地名、不在国家行政区划里的地名不报。

    ## 为什么
    行政区划名称写错是检查通报里点名的严重错别字（如“齐齐哈市”），收件、办事也会找错地方。

    ## 怎样改
    按“建议”改为标准名称；确属旧地名的，标为误报并写明允许的写法。
    """
    title = doc.title if doc.title not in doc.text else ""
    ordered = sorted(
        (*_found(title, ctx, "标题："), *_found(doc.text, ctx, "")),
        key=lambda found: found[0].shown,
    )
    for shown, same in groupby(ordered, key=lambda found: found[0].shown):
        group = list(same)
        slip, (start, end), where = group[0]
        evidence = f"{where}{excerpt(title, start, end)}" if where else placed(doc, start, end)
        yield _hit(
            slip, shown, evidence, [span for _, span, where in group if not where], len(group)
        )


Found = tuple[Slip, tuple[int, int], str]


def _found(text: str, ctx: Context, where: str) -> Iterator[Found]:
    """Yield the slips that count, with their places in the text as it was written."""
    normal = normalise(text)
    for slip in (*slips(normal.text), *_own(normal.text, units_of(ctx.region))):
        if slip.is_misplaced and normal.is_broken(slip.start, slip.end):
            continue
        start, end = normal.span(slip.start, slip.end)
        around = normal.text[max(0, slip.start - _BEFORE) : slip.end + _AFTER]
        is_told = any(word in around for word in _TOLD) or _is_listed(slip.shown, ctx)
        if not is_told and ctx.words.allowed.allowing(text, "W118", start, end) is None:
            yield slip, (start, end), where


def _is_listed(shown: str, ctx: Context) -> bool:
    """Whether W101 tells the same."""
    places = ctx.words.wrong_words.candidates(shown)
    return any(place.end - place.start == len(shown) for place in places)


def _own(text: str, units: Iterable[str]) -> Iterator[Slip]:
    """Yield the short names of the site's own units that are wrong before an institution."""
    short = [unit for unit in units if len(unit) == SHORT]
    for institution in _INSTITUTIONS if short else ():
        at = text.find(institution)
        while at >= 0:
            shown = text[max(0, at - SHORT) : at]
            rights = tuple(unit for unit in short if _is_near(shown, unit))
            if rights and not {shown, text[max(0, at - SHORT - 1) : at]} & {*named(), *OTHERS}:
                yield Slip(at - SHORT, at, shown, rights)
            at = text.find(institution, at + 1)


def _is_near(shown: str, unit: str) -> bool:
    wrong = [pair for pair in zip(shown, unit, strict=False) if pair[0] != pair[1]]
    return (
        len(shown) == len(unit)
        and shown[-1] == unit[-1]
        and len(wrong) == 1
        and is_alike(*wrong[0])
    )


def _hit(
    slip: Slip, shown: str, evidence: str, spans: Iterable[tuple[int, int]], count: int
) -> Hit:
    right = "”或“".join(slip.rights)
    is_province = any(area.rank is Rank.PROVINCE for area in named().get(slip.rights[0], ()))
    fault = "没有这个地方，应为" if slip.is_misplaced else "应为"
    times = f"（{count} 处）" if count > 1 else ""
    return Hit(
        message=f"“{shown}”{fault}“{right}”{times}",
        key=shown,
        evidence=evidence,
        suggestion=f"核对后改为“{right}”",
        severity=Severity.CRITICAL if is_province else Severity.ERROR,
        marks=tuple(Mark(*span) for span in spans),
    )
