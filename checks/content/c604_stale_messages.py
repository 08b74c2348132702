"""C604 互动交流栏目两个月没有新留言。"""

from checks.content.examples import letters
from checks.content.talks import FRESH_MONTHS, months_before, talks
from checks.finding import SITE_SUBJECT, Hit, Severity, Undecided
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView


@site_rule(
    "C604",
    "stale-messages",
    "互动交流栏目两个月未更新",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号扣分指标“互动交流－留言公开”：2个月未更新的扣分",
    bad=(Example("最新一条在两个月零一天前", letters("2026-01-01 2026-01-01 已答复")),),
    good=(
        Example("最新一条刚满两个月", letters("2026-01-02 2026-01-02 已答复")),
        Example("旧来信近日才答复", letters("2025-11-03 2026-02-20 已答复")),
    ),
    whole=True,
    aging=True,
)
def stale_messages(site: SiteView, ctx: Context) -> Reports:
    """领导信箱、咨询、留言等栏目公开的留言，最新一条的日期在两个月以前。

    留言时间和答复时间取其中较晚的；置顶的旧留言不影响判断，将来的日期不算。

    ## 为什么
    检查指标规定，公开的留言2个月未更新的扣3分。

    ## 怎样改
    及时公开新的留言和答复；确实没有新留言的，可以公开有代表性的电话咨询答复。
    """
    limit = months_before(ctx.today, FRESH_MONTHS)
    unread = {view.column.id: view.reason for view in site.columns if not view.reached}
    for talk in talks(site):
        past = [day for day in talk.days if day <= ctx.today]
        if past and max(past) >= limit:
            continue
        subject = talk.column.id if talk.column is not None else SITE_SUBJECT
        key = "" if talk.column is not None else talk.url
        if subject in unread or not past:
            reason = unread.get(subject) or "列表没有注明日期，无法判断留言是否更新"
            yield Undecided(subject, reason, key, url=talk.url)
            continue
        yield Hit(
            message=f"“{talk.name}”最新一条留言在 {max(past):%Y-%m-%d}，两个月内没有更新",
            key=key,
            evidence=f"检测当天 {ctx.today:%Y-%m-%d}",
            suggestion="及时公开新的留言和答复",
            subject=subject,
            url=talk.url,
        )
