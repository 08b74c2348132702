"""C603 留言页面要素不全。"""

from checks.content.messages import Stage, is_talk, messages_in, text_of
from checks.finding import Hit, Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document

WHOLE = (
    "来信人：张**\n来信时间：2026-01-05\n来信内容：3路公交车末班车能否延长？\n"
    "答复单位：县交通运输局\n答复时间：2026-01-08\n答复内容：您好，末班车已延长到21时30分。"
)


@page_rule(
    "C603",
    "incomplete-answer",
    "留言页面要素不全",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号扣分指标“互动交流－留言公开”：缺留言时间、答复时间、答复单位、答复内容的每处扣分",
    bad=(
        WHOLE.replace("答复单位：县交通运输局\n", ""),
        WHOLE.replace("来信时间：2026-01-05\n", ""),
        "来信人\n李**\n来信日期\n2026-01-05\n来信内容\n路灯不亮怎么办？\n处理状态\n已办结\n处理结果\n",
    ),
    good=(
        WHOLE,
        "来信人：张**\n来信时间：2026-02-25\n来信内容：末班车能否延长？\n处理状态：办理中",
        "写信人：\n联系电话：\n来信标题：\n来信内容：\n验证码：\n提交",
        "来信内容：路灯不亮怎么办？\n来信时间：2026-01-05\n信件类型：举报\n答复内容：您好，已转办。",
        WHOLE.replace("答复单位：县交通运输局\n答复时间：2026-01-08\n", "")
        + "\n县交通运输局\n2026年1月8日",
    ),
    frame=False,
)
def incomplete_answer(doc: Document, ctx: Context) -> Reports:
    """已经答复的留言，页面上缺少留言时间、答复时间、答复单位、答复内容中的一项或几项。

    答复末尾有单位落款和日期的，算写明了答复单位和时间；尚在办理的留言不看答复部分。

    ## 为什么
    检查指标抽查5条公开的留言，四项内容缺一处扣1分；群众也要知道是谁、在什么时候答复的。

    ## 怎样改
    在留言页面补上缺少的项目；由系统自动生成的页面，请网站技术单位改模板。
    """
    page = doc.page
    if page is not None and not is_talk(page, doc.column):
        return
    has_form = page is not None and page.has_form
    title = doc.title or doc.text.partition("\n")[0]
    found = messages_in(title, text_of(doc), doc.url, has_form=has_form)
    for message in found:
        if message.stage is not Stage.ANSWERED:
            continue
        parts = {
            "留言时间": message.asked is not None,
            "答复时间": message.answered is not None,
            "答复单位": message.has_unit,
            "答复内容": message.has_answer,
        }
        missing = [name for name, is_there in parts.items() if not is_there]
        if missing:
            yield Hit(
                message=f"留言页面没有写明{'、'.join(missing)}",
                key="" if len(found) == 1 else message.title,
                evidence=f"留言“{message.title[:60]}”",
                suggestion=f"补上{'、'.join(missing)}",
            )
