"""C601 留言超过三个月未答复。"""

from checks.content.examples import letters
from checks.content.messages import Stage
from checks.content.talks import ANSWER_MONTHS, YEAR_MONTHS, messages, months_before
from checks.finding import SITE_SUBJECT, Hit, Severity, Undecided
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView


@site_rule(
    "C601",
    "unanswered-message",
    "留言超过三个月未答复",
    Severity.CRITICAL,
    clause="国办秘函〔2019〕19号单项否决指标“互动回应差”：前1年内政务咨询类栏目存在超过3个月未回应的有效留言",
    bad=(
        Example("列表中状态为“未答复”，来信已过三个月", letters("2025-11-20 未答复")),
        Example("三个月零一天还在“办理中”", letters("2025-12-01 办理中")),
    ),
    good=(
        Example("刚满三个月", letters("2025-12-02 未答复")),
        Example("受理不久，正在办理", letters("2026-02-20 已受理")),
        Example("已经答复", letters("2025-11-20 已答复")),
        Example("不予受理的留言", letters("2025-11-20 不予受理")),
        Example("网上信访另有渠道", letters("2025-11-20 未答复", name="网上信访")),
    ),
    whole=True,
    aging=True,
)
def unanswered_message(site: SiteView, ctx: Context) -> Reports:
    """领导信箱、咨询、留言等栏目里，一条留言提出已超过三个月，状态仍是“未答复”“办理中”，页面上也没有答复。

    列表和留言页面互相印证，有一处表明已经答复或者不予受理的不报；信访、举报不在此列。
    提出已超过一年的按“一般”问题报告。

    ## 为什么
    检查指标规定：前1年内应及时答复的政务咨询类栏目，存在超过3个月未回应的有效留言的，单项否决。

    ## 怎样改
    尽快答复并公开；无效、重复的留言在状态中写明不予受理；已经答复的，把答复内容和状态更新到网站上。
    """
    limit, year = months_before(ctx.today, ANSWER_MONTHS), months_before(ctx.today, YEAR_MONTHS)
    for message in messages(site):
        if message.stage is not Stage.WAITING:
            continue
        has_page = message.url in site.pages
        subject = message.url if has_page else SITE_SUBJECT
        key = "" if has_page else message.url or f"{message.list_url} {message.title}"
        url = message.url if has_page else message.list_url
        if message.asked is None:
            reason = f"留言“{message.title[:40]}”没有注明提出时间，无法判断答复是否超期"
            yield Undecided(subject, reason, key, url=url)
        elif message.asked < limit:
            yield Hit(
                message=f"留言“{message.title[:40]}”超过三个月没有答复",
                key=key,
                evidence=f"提出时间 {message.asked:%Y-%m-%d}，检测当天 {ctx.today:%Y-%m-%d}",
                suggestion="尽快答复并公开答复内容；无效留言在状态中写明不予受理",
                subject=subject,
                url=url,
                severity=None if message.asked >= year else Severity.ERROR,
            )
