"""C602 留言答复超过五个工作日。"""

from checks.content.examples import letters
from checks.content.talks import YEAR_MONTHS, messages, months_before, workdays_after
from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView
from checks.workdays import is_announced

ANSWER_DAYS = 5
SHOWN = 5


@site_rule(
    "C602",
    "late-answer",
    "留言答复超过五个工作日",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号扣分指标“互动交流－办理答复”：模拟咨询5个工作日内未答复的扣分",
    bad=(
        Example("第六个工作日才答复", letters("2026-01-05 2026-01-13 已答复")),
        Example("调休上班的周六算工作日", letters("2026-02-12 2026-02-27 已答复")),
    ),
    good=(
        Example("第五个工作日答复", letters("2026-01-05 2026-01-12 已答复")),
        Example("春节假期不算工作日", letters("2026-02-12 2026-02-26 已答复")),
        Example("只有一个日期，无法计算", letters("2026-01-13 已答复")),
    ),
    whole=True,
    aging=True,
)
def late_answer(site: SiteView, ctx: Context) -> Reports:
    """近一年的留言里，有的从提出到答复超过了五个工作日；按全站汇总报告一次，列出最慢的几条。

    只计算同时公开了留言时间和答复时间的留言，工作日按国务院公布的放假安排计算。

    ## 为什么
    检查指标模拟咨询，五个工作日内没有答复的每次扣4分；日常答复拖沓，抽查时很难合格。

    ## 怎样改
    明确留言转办、答复的时限和责任人；一时难以办结的，先在五个工作日内答复受理情况。
    """
    since = months_before(ctx.today, YEAR_MONTHS)
    timed, late = 0, []
    for message in messages(site):
        if message.asked is None or message.answered is None or message.asked < since:
            continue
        timed += 1
        days = workdays_after(message.asked, message.answered)
        if days > ANSWER_DAYS:
            late.append((days, message))
    if late:
        late.sort(key=lambda pair: (-pair[0], pair[1].title))
        shown = "；".join(f"“{each.title[:30]}”{days} 个工作日" for days, each in late[:SHOWN])
        first = late[0][1]
        years = {each.answered.year for _, each in late if each.answered is not None}
        is_sure = all(map(is_announced, years))
        note = "" if is_sure else "（放假安排尚未公布的年份按法定节假日推算）"
        yield Hit(
            message=f"近一年可核对的 {timed} 条留言中，{len(late)} 条答复超过 {ANSWER_DAYS} 个工作日",
            key="",
            evidence=f"最慢的：{shown}{note}",
            suggestion="明确转办和答复时限；难以办结的先在五个工作日内答复受理情况",
            subject=SITE_SUBJECT,
            url=first.url or first.list_url,
        )
