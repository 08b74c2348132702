"""C620 现行有效目录列有已失效文件。"""

from collections.abc import Iterator
from datetime import date

from checks.finding import Hit, Severity
from checks.norms.catalogue import Catalogue, Norm, catalogue_of
from checks.norms.compare import newest_valid
from checks.norms.listed import Fate, OwnList
from checks.norms.sample import LISTED, example, norm, own_list
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView

_DOG = LISTED[2]
_OLD = norm(
    *_DOG, day=date(2024, 5, 1), last="本规定自2024年6月1日起施行，有效期至2025年12月31日。"
)
_STILL = norm(
    *_DOG, day=date(2024, 5, 1), last="本规定自2024年6月1日起施行，有效期至2026年12月31日。"
)
_NEW = norm(
    "清河县文明养犬办法",
    "清府规〔2025〕7号",
    day=date(2025, 8, 1),
    last="本办法自2025年9月1日起施行，《清河县养犬管理规定》（清府规〔2024〕1号）同时废止。",
)


@site_rule(
    "C620",
    "ended-document-listed",
    "现行有效目录列有已失效文件",
    Severity.WARNING,
    clause="国办发〔2018〕37号《关于加强行政规范性文件制定和监督管理工作的通知》：及时公布清理结果，实行动态管理",
    bad=(
        example("有效期已在目录公布前届满", _OLD, own_list()),
        example("已被另一份文件废止", _STILL, _NEW, own_list()),
    ),
    good=(
        example("目录里的文件都在有效期内", _STILL, own_list()),
        example("目录公布之后才届满", _OLD, own_list(day=date(2025, 12, 1))),
        example(
            "旧目录之后已有新目录",
            _OLD,
            own_list(title="清河县2025年行政规范性文件目录"),
            own_list(
                (*LISTED[:2], ("清河县公园管理办法", "清府规〔2025〕9号")), day=date(2026, 2, 1)
            ),
        ),
        example("列在废止目录里", _OLD, own_list(title="清河县决定废止的行政规范性文件目录")),
    ),
    whole=True,
    aging=True,
)
def ended_document_listed(site: SiteView, ctx: Context) -> Reports:
    """本站公布的现行有效规范性文件目录里，有的文件已被另一份文件废止，或者正文写明的有效期在目录公布前已经届满。

    按文号核对，只看最近公布的目录。经评估延续有效、没有在网站上公布的，机器看不到，所以只作疑似，请核对。

    ## 为什么
    群众和执法人员按目录查找依据，列进目录的失效文件会被误用；目录应当按清理结果和有效期动态更新。

    ## 怎样改
    确已失效的移出目录并在文件页面标注；延续有效的，公布延续的决定并在文件页面注明新的有效期。
    """
    catalogue = catalogue_of(site, ctx.today)
    for current in newest_valid(catalogue):
        for ended in _ended(catalogue, current, ctx.today):
            paper = ended.paper
            yield Hit(
                message=f"目录里的《{paper.shown}》（{paper.number}）疑似{ended.status}，请核对",
                key=str(paper.number),
                evidence=f"{ended.said[:120]}（{ended.by}）；目录：{current.title}",
                suggestion="确已失效的移出目录并标注；延续有效的，公布延续的决定",
                subject=current.url,
                url=current.url,
            )


def _ended(catalogue: Catalogue, current: OwnList, today: date) -> Iterator[Norm]:
    """Yield the documents on the list that had ended when it was made."""
    as_of = current.day or today
    for item in current.of(Fate.VALID):
        known = catalogue.norm(item.number)
        if known is None or known.status.is_in_force or known.by == current.url:
            continue
        if known.ended is not None and known.ended <= as_of:
            yield known
