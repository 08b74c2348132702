"""What happens in the eight weeks outside of the system, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from checks.workdays import LOCAL
from storyline.acts import (
    LATER,
    WORKING,
    WRONG,
    back,
    both,
    claimed,
    clicked,
    confirmed,
    down,
    fresh,
    gone,
    hidden,
    leak,
    lost,
    mended,
    moved,
    old_name,
    opened,
    published,
    quietly,
    renamed,
    renewed,
    reverted,
    reworded,
    said,
    typed,
    withheld,
)
from storyline.office import Office
from storyline.post import Answer

WORLD, UNIT, DESK = "⌂", "☎", "⌨"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens; what `happen` returns is printed below it."""

    at: datetime
    mark: str
    told: str
    happen: Callable[[Office], str | None] | None = None


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LOCAL)


STEPS = (
    Step(_at(9, 13, 21), WORLD, "六个单位的办事指引里写着“行政服务中心”（现在还不算错）", old_name),
    # The first week.
    Step(
        _at(9, 14, 14), UNIT, "区教育局改好公告，填表发回：已整改", mended("jyj", "/jyj/t01.html")
    ),
    Step(
        _at(9, 14, 15),
        UNIT,
        "区水务局改好两页，打开邮件里的链接签收、反馈",
        clicked("swj", "/swj/t01.html", "/swj/t02.html"),
    ),
    Step(_at(9, 15, 9), UNIT, "区卫健局补上开放时间表，填表发回：已整改", opened),
    Step(
        _at(9, 15, 10),
        UNIT,
        "区民政局一字未改，填表发回：两个都已整改",
        claimed("mzj", "/mzj/t01.html", "/mzj/t02.html"),
    ),
    Step(
        _at(9, 15, 11),
        UNIT,
        "区住建局填表发回：一个申请延期到 9 月 21 日",
        said("zjj", Answer(LATER, "租金账户须经财政局核定", "2026-09-21"), "/zjj/t01.html"),
    ),
    Step(
        _at(9, 15, 14),
        UNIT,
        "王科员在收件夹里看到没有登记，打电话告诉区住建局；区住建局改为 9 月 20 日，重新发来",
        said("zjj", Answer(LATER, "租金账户须经财政局核定", "2026-09-20"), "/zjj/t01.html"),
    ),
    Step(
        _at(9, 15, 11, 30),
        UNIT,
        "区住建局改好另一个，填表发回：已整改",
        mended("zjj", "/zjj/t02.html"),
    ),
    Step(
        _at(9, 15, 15),
        UNIT,
        "区文旅局填表发回：疑似误报，“布署亭”是景点名",
        said("wlj", Answer(WRONG, "布署亭是景点的名称"), "/wlj/t01.html"),
    ),
    Step(_at(9, 15, 16), DESK, "李主任看有哪些申请", typed("issues requests")),
    Step(_at(9, 15, 16, 15), DESK, "批准延期", typed("issues approve 1 --by 李主任")),
    Step(
        _at(9, 15, 16, 30),
        DESK,
        "批准误报，全站有效",
        typed("issues approve 2 --scope site --by 李主任"),
    ),
    Step(_at(9, 16, 10), UNIT, "区农业农村局撤下页面，填表发回：已整改", gone),
    Step(
        _at(9, 16, 11),
        DESK,
        "王科员替区司法局申请豁免（存档文稿）",
        typed(
            "issues waive {} --reason 二〇一九年存档文稿，待修订 --until 2026-10-09 --by 王科员",
            about="/sfj/t01.html",
        ),
    ),
    Step(_at(9, 16, 11, 15), DESK, "李主任批准", typed("issues approve 3 --by 李主任")),
    Step(_at(9, 17, 15), WORLD, "区市监局改版，抽检信息换了网址，错字还在", moved),
    Step(
        _at(9, 17, 15, 30),
        UNIT,
        "区统计局（没有邮箱）接到政务公开办电话后改正",
        quietly("/tjj/t01.html"),
    ),
    Step(
        _at(9, 17, 16),
        DESK,
        "王科员马上复查",
        typed("recheck --issue {}", about="/tjj/t01.html"),
    ),
    Step(_at(9, 18, 11), WORLD, "各单位发布本周简讯（区城管局没有）", fresh(date(2026, 9, 18))),
    Step(
        _at(9, 18, 14),
        UNIT,
        "区民政局真的改好了，填表发回",
        mended("mzj", "/mzj/t01.html", "/mzj/t02.html"),
    ),
    Step(
        _at(9, 18, 17, 10),
        WORLD,
        "区人社局发布公示，带着完整的身份证号",
        leak("p01", date(2026, 9, 18), 5),
    ),
    Step(_at(9, 18, 20, 15), DESK, "网民来电。值班的王科员手工检测一次", typed("scan")),
    Step(_at(9, 18, 22), UNIT, "区人社局隐去号码，填表发回", hidden("p01")),
    # The second week.
    Step(
        _at(9, 20, 10),
        WORLD,
        "（周日上班）区教育局发布新公告，又有错字",
        published(
            "jyj", "t02", "关于教师资格认定的公告", date(2026, 9, 20), "申请人己经通过初审。"
        ),
    ),
    Step(
        _at(9, 20, 11),
        WORLD,
        "区文旅局另一页写到“布署亭”",
        published("wlj", "t02", "秋季旅游线路推荐", date(2026, 9, 20), "布署亭景点是第三站。"),
    ),
    Step(_at(9, 20, 9, 30), UNIT, "区住建局延期之内改好，填表发回", mended("zjj", "/zjj/t01.html")),
    Step(_at(9, 22, 14), UNIT, "区教育局改好，填表发回", mended("jyj", "/jyj/t02.html")),
    Step(_at(9, 22, 15), UNIT, "区市监局改好（新网址），没有反馈", quietly("/scj/g01.html")),
    Step(_at(9, 23, 9), WORLD, "区卫健局的开放时间表又不见了", lost),
    Step(
        _at(9, 24, 9),
        WORLD,
        "区民政局发布新公告，有错字",
        published("mzj", "t03", "低保标准调整公告", date(2026, 9, 24), "新标准己经执行。"),
    ),
    Step(_at(9, 24, 9, 45), DESK, "李主任看拟通报的名单", typed("issues publish")),
    Step(_at(9, 24, 10), DESK, "李主任确认拟通报的名单", confirmed),
    Step(_at(9, 24, 11), WORLD, "各单位发布本周简讯", fresh(date(2026, 9, 24))),
    # The third week.
    Step(_at(9, 29, 9, 30), UNIT, "区卫健局恢复链接，填表发回", opened),
    Step(
        _at(9, 29, 10),
        UNIT,
        "区民政局填表发回：整改中（签收）",
        said("mzj", Answer(WORKING), "/mzj/t03.html"),
    ),
    Step(_at(9, 30, 11), WORLD, "各单位发布节前简讯", fresh(date(2026, 9, 30))),
    # The fourth week: the National Day holiday.
    Step(
        _at(10, 3, 9),
        WORLD,
        "（放假）区人社局发布名单，带着完整的身份证号",
        leak("p02", date(2026, 10, 3), 9),
    ),
    Step(
        _at(10, 3, 9, 5),
        WORLD,
        "（放假）区水务局发布停水公告，有错字",
        published("swj", "t03", "节日期间停水公告", date(2026, 10, 3), "管道检修己经安排。"),
    ),
    Step(_at(10, 5, 9), UNIT, "区人社局值班员隐去号码，用链接反馈", hidden("p02", by_link=True)),
    Step(
        _at(10, 9, 10),
        UNIT,
        "区民政局改好，填表发回（期限是 10 月 8 日）",
        mended("mzj", "/mzj/t03.html"),
    ),
    Step(
        _at(10, 9, 11),
        WORLD,
        "各单位发布本周简讯；区卫健局的链接第三次坏了",
        both(fresh(date(2026, 10, 9)), lost),
    ),
    Step(
        _at(10, 10, 9, 30),
        UNIT,
        "（周六上班）区水务局改好，用链接反馈",
        clicked("swj", "/swj/t03.html"),
    ),
    # The fifth week.
    Step(_at(10, 13, 9), DESK, "李主任看了拟通报的名单，不予通报", withheld),
    Step(_at(10, 13, 10), UNIT, "区卫健局恢复链接，填表发回", opened),
    Step(_at(10, 13, 15), WORLD, "区教育局换模板，旧稿被还原，九月的错字又回来了", reverted),
    Step(
        _at(10, 14, 10),
        UNIT,
        "区司法局改好豁免到期的那一页，填表发回",
        mended("sfj", "/sfj/t01.html"),
    ),
    Step(_at(10, 15, 9), UNIT, "区教育局改好，填表发回", mended("jyj", "/jyj/t01.html")),
    Step(_at(10, 16, 11), WORLD, "各单位发布本周简讯", fresh(date(2026, 10, 16))),
    # The sixth week: an outage.
    Step(_at(10, 19, 0, 30), WORLD, "平台升级出错，除首页外都答复 503", down),
    Step(
        _at(10, 19, 10),
        UNIT,
        "区城管局终于都改了，填表发回（平台还没有恢复）",
        both(renewed, mended("cgj", "/cgj/t01.html", "/cgj/t02.html")),
    ),
    Step(_at(10, 19, 11, 30), WORLD, "平台恢复", back),
    Step(_at(10, 23, 10), DESK, "王科员把“行政服务中心”记入本单位词表（已更名）", reworded),
    Step(_at(10, 23, 11), WORLD, "各单位发布本周简讯", fresh(date(2026, 10, 23))),
    # The seventh week: a changed list of words.
    Step(_at(10, 27, 9), DESK, "李主任看待确认的事项", typed("issues questions")),
    Step(
        _at(10, 27, 9, 10),
        DESK,
        "答复：通报",
        typed("issues settle 1 通报 --by 李主任 --reason 机构确已更名"),
    ),
    Step(
        _at(10, 29, 10),
        WORLD,
        "区教育局、区住建局、区农业农村局改了名称，没有反馈",
        renamed,
    ),
    Step(_at(10, 30, 11), WORLD, "各单位发布本周简讯", fresh(date(2026, 10, 30))),
    # The eighth week: the inspection.
    Step(_at(11, 6, 9), WORLD, "检查组到达", None),
    Step(_at(11, 6, 11), WORLD, "各单位发布本周简讯", fresh(date(2026, 11, 6))),
    Step(_at(11, 6, 14), DESK, "写通报", typed("notify letter -o 通报.docx")),
    Step(_at(11, 6, 14, 15), DESK, "考核", typed("assess --from 2026-09-14 --to 2026-11-06")),
    Step(_at(11, 6, 15), DESK, "核对审计记录", typed("audit --last 3")),
)
