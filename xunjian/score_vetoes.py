"""The veto items of 国办秘函〔2019〕19号, one row each; one that is reached fails the site."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from checks.finding import SITE_SUBJECT, Severity, Undecided
from crawler.site import ColumnKind
from ledger.issue import Issue
from xunjian.score_basis import Basis
from xunjian.scorecard import HandCheck, Verdict, Veto

# F314: what has to be there every year, and is not.
STALE, YEARLY, EMPTY, HOME, GUIDE = "F301", "F314", "F302", "F307", "C606"
FAST_KINDS = frozenset({ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY})
# So many short of the threshold a site is near it.
NEAR = 2
FAILED_SHARE = 0.05
OTHER, DOWN = "其他严重问题", "站点无法访问"
NOT_RUN = "对应的规则没有运行，未能判断，请人工检查"


@dataclass(frozen=True, slots=True)
class Item:
    """A veto item: which rules tell of it, how many faults it takes, how it is judged."""

    title: str
    codes: tuple[str, ...]
    threshold: int
    judge: Callable[[Basis, "Item"], Veto]
    said: str = ""


def _fast(basis: Basis, item: Item) -> Veto:
    codes = item.codes
    chosen = [id_ for id_, kind in basis.columns_with(*codes).items() if kind in FAST_KINDS]
    doubts = [id_ for id_, kind in basis.columns_in_doubt(*codes).items() if kind in FAST_KINDS]
    left = {*doubts} - {*chosen}
    return _counted(item, basis.on_columns(codes, chosen), len(chosen), len(left))


def _columns(basis: Basis, item: Item) -> Veto:
    chosen, doubts = basis.columns_with(*item.codes), basis.columns_in_doubt(*item.codes)
    left = doubts.keys() - chosen.keys()
    return _counted(item, basis.on_columns(item.codes, chosen), len(chosen), len(left))


def _counted(item: Item, issues: tuple[Issue, ...], count: int, doubts: int) -> Veto:
    left = item.threshold - count
    if left <= 0:
        verdict, said = Verdict.VETO, f"已达 {item.threshold} 个的否决线"
    else:
        verdict = Verdict.NEAR if left <= NEAR else Verdict.CLEAR
        said = f"再有 {left} {item.said}即单项否决"
        if doubts >= left:
            verdict = max(verdict, Verdict.UNKNOWN, key=list(Verdict).index)
            said += f"；另有 {doubts} 个未能判断，如果都是，就达到否决线"
        elif doubts:
            said += f"；另有 {doubts} 个未能判断"
    return Veto(item.title, count, item.threshold, verdict, said, issues, doubts)


def _certain(basis: Basis, item: Item) -> Veto:
    """Judge an item of which one is enough, and which a machine can tell."""
    issues, doubts = basis.of(item.codes), basis.doubts(item.codes)
    if issues:
        return Veto(item.title, len(issues), item.threshold, Verdict.VETO, item.said, issues)
    if doubts:
        said = f"未能判断：{doubts[0].reason}"
        return Veto(item.title, 0, item.threshold, Verdict.UNKNOWN, said, (), len(doubts))
    return Veto(item.title, 0, item.threshold, Verdict.CLEAR, "机器未发现")


def _suspected(basis: Basis, item: Item) -> Veto:
    return _to_confirm(item, basis.of(item.codes), basis.doubts(item.codes))


def _unanswered(basis: Basis, item: Item) -> Veto:
    """Judge by the messages of the last year, which alone the rule calls grave."""
    issues = tuple(i for i in basis.of(item.codes) if i.severity is Severity.CRITICAL)
    if not basis.of(item.codes) and basis.messages() == 0:
        return _unseen(item, "没有看到公开的留言")
    return _to_confirm(item, issues, basis.doubts(item.codes))


def _unseen(item: Item, why: str) -> Veto:
    """Say that nothing was found because there was nothing to look at."""
    said = f"未能判断：{why}，请人工检查"
    return Veto(item.title, 0, item.threshold, Verdict.UNKNOWN, said)


def _grave(basis: Basis, item: Item) -> Veto:
    """Judge by what the rules of a whole family call grave."""
    issues = [i for i in basis.issues if i.severity is Severity.CRITICAL]
    found = tuple(i for i in issues if i.code.startswith(item.codes))
    return _to_confirm(item, found, basis.unread(item.codes))


def _other(basis: Basis, item: Item) -> Veto:
    told = {code for each in ITEMS for code in each.codes}
    left = (i for i in basis.issues if i.severity is Severity.CRITICAL and i.code not in told)
    return _to_confirm(item, tuple(i for i in left if i.code[:1] not in "WPF"), ())


def _to_confirm(item: Item, issues: tuple[Issue, ...], doubts: Sequence[Undecided]) -> Veto:
    if issues:
        said = item.said or "需人工确认，可能单项否决"
        return Veto(item.title, len(issues), item.threshold, Verdict.CONFIRM, said, issues)
    of_site = [doubt for doubt in doubts if doubt.subject == SITE_SUBJECT]
    if of_site:
        said = f"未能判断：{of_site[0].reason}"
        return Veto(item.title, 0, item.threshold, Verdict.UNKNOWN, said, (), len(doubts))
    said = "机器未发现" + (f"；另有 {len(doubts)} 处未能判断" if doubts else "")
    return Veto(item.title, 0, item.threshold, Verdict.CLEAR, said, (), len(doubts))


def _guides(basis: Basis, item: Item) -> Veto:
    # A guide that lacks fewer elements costs points only; the rule calls it a hint.
    issues = tuple(i for i in basis.of(item.codes) if i.severity is not Severity.WARNING)
    count = len({issue.subject for issue in issues})
    seen = basis.articles(ColumnKind.SERVICE)
    if seen == 0 and not basis.of(item.codes):
        return _unseen(item, "没有看到办事指南")
    if count and seen is not None and seen < item.threshold and count >= seen:
        said = f"查到的 {seen} 个事项全都缺 4 类以上要素"
        return Veto(item.title, count, item.threshold, Verdict.VETO, said, issues)
    return _counted(item, issues, count, len(basis.doubts(item.codes)))


def _watched(basis: Basis, item: Item) -> Veto:
    """Judge by visits at intervals, of which a whole week is needed."""
    watch = basis.watch
    if watch is None or not watch.is_judged:
        why = (watch.reason if watch else "") or "没有连续一周的拨测记录"
        return Veto(item.title, 0, item.threshold, Verdict.UNKNOWN, f"未能判断：{why}")
    # The first number of failures that is 5 % or more.
    threshold = max(1, math.ceil(watch.visits * FAILED_SHARE))
    said = (
        f"一周拨测 {watch.visits} 次，打不开 {watch.failed} 次（{watch.failed / watch.visits:.1%}）"
    )
    if watch.is_veto:
        verdict, said = Verdict.VETO, f"{said}，已达 5% 的否决线"
    else:
        is_near = watch.failed * 2 >= threshold
        verdict = Verdict.NEAR if is_near else Verdict.CLEAR
        said += f"，再有 {threshold - watch.failed} 次即单项否决"
    return Veto(item.title, watch.failed, threshold, verdict, said)


ITEMS = (
    Item("严重表述错误", ("W",), 1, _grave),
    Item("泄露国家秘密、个人隐私", ("P",), 1, _grave),
    Item(
        "发布或链接违法内容（暗链、外链、仿冒页面）",
        ("L411", "L412", "L413", "L414"),
        1,
        _grave,
        "需人工确认；确有违法内容的单项否决",
    ),
    Item(
        "弄虚作假（伪造发稿日期）",
        ("F310", "F311", "F312"),
        1,
        _suspected,
        "疑似，需人工确认；确属伪造的单项否决",
    ),
    Item(OTHER, (), 1, _other),
    Item(DOWN, (), 1, _watched),
    Item("首页不更新", (HOME,), 1, _certain, "首页超过 2 周没有新信息"),
    Item("动态要闻、通知公告、政策文件类栏目不更新", (STALE,), 5, _fast, "个栏目逾期"),
    Item("应更新的栏目长期未更新", (STALE, YEARLY), 10, _columns, "个栏目逾期"),
    Item("空白栏目", (EMPTY,), 5, _columns, "个栏目空白"),
    Item(
        "互动回应差：没有网上咨询建言渠道",
        ("C605",),
        1,
        _suspected,
        "没有找到渠道，需人工确认；确实没有的单项否决",
    ),
    Item(
        "互动回应差：留言超过 3 个月未回应",
        ("C601",),
        1,
        _unanswered,
        "需人工确认；确属政务咨询的有效留言即单项否决",
    ),
    Item("服务不实用：办事指南缺 4 类以上要素", (GUIDE,), 5, _guides, "个事项"),
)
# No machine tells these by itself, or not of this site alone.
BY_HAND = (
    HandCheck(
        "单项否决：反动、暴力、色情内容",
        None,
        "逐一打开坏链、外链，看域名是否已换主人；抽看图片和附件。",
    ),
    HandCheck(
        "单项否决：安全攻击造成严重事故",
        None,
        "向技术单位核对挂马、篡改的告警和处置记录。",
    ),
    HandCheck("单项否决：管理不当引发严重负面舆情", None, "向宣传、网信部门了解。"),
    HandCheck("单项否决：未提供办事服务", None, "有对外服务职能的，看网站能否查到办事服务。"),
)


def vetoes(basis: Basis) -> tuple[Veto, ...]:
    """Judge all veto items in the official order; nothing else grave makes no line."""
    found = []
    for item in ITEMS:
        families = all(len(code) == 1 for code in item.codes)
        if families or basis.of(item.codes) or basis.ran(item.codes):
            found.append(item.judge(basis, item))
        else:
            found.append(Veto(item.title, 0, item.threshold, Verdict.UNKNOWN, NOT_RUN))
    return tuple(each for each in found if each.count or each.title != OTHER)
