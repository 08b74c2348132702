"""What happens in the eight weeks outside of the system: on the platform, in units, at the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from checks.workdays import LOCAL
from storyline.office import CLERK, HEAD, Office, unit
from storyline.post import Answer
from storyline.texts import FAULTY, body, number_of, weekly

MENDED, WORKING, LATER, WRONG = "已整改", "整改中", "申请延期", "疑似误报"
FAULTS = {"登陆": "登录", "己经": "已经", "截止到": "截至", "秸杆": "秸秆"}
FAULTS |= {"对公帐户": "对公账户", "依法制国": "依法治国"}
CENTRES = (
    "申请材料交到行政服务中心三楼。",
    "咨询请到行政服务中心二号窗口。",
    "群众可到行政服务中心查阅原件。",
    "验收合格的，到行政服务中心领取证书。",
    "预约成功后，到行政服务中心缴费。",
    "当事人可到行政服务中心提交申请。",
)
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


def _mend(office: Office, *paths: str) -> None:
    """Correct the words on pages."""
    for path in paths:
        text = office.platform.articles[path].text
        for wrong, right in FAULTS.items():
            text = text.replace(wrong, right)
        office.platform.articles[path].text = text


def _publish(office: Office, column: str, name: str, title: str, day: date, said: str) -> None:
    office.platform.publish(column, name, title, day, body(day.toordinal() * 3, said))


def _answer(office: Office, unit_id: str, said: Answer, *places: str, code: str = "W101") -> None:
    numbers = [office.issue(place, code).id for place in places]
    office.answer(unit(unit_id), dict.fromkeys(numbers, said))


def mended(unit_id: str, *paths: str) -> Callable[[Office], None]:
    """Correct pages and say so in the list that is sent back."""

    def happen(office: Office) -> None:
        _mend(office, *paths)
        _answer(office, unit_id, Answer(MENDED, "已按建议改正"), *paths)

    return happen


def claimed(unit_id: str, *places: str, code: str = "W101") -> Callable[[Office], None]:
    """Only say so."""

    def happen(office: Office) -> None:
        _answer(office, unit_id, Answer(MENDED, "已改正"), *places, code=code)

    return happen


def said(unit_id: str, answer: Answer, *places: str) -> Callable[[Office], None]:
    """Send the list back with an answer."""

    def happen(office: Office) -> None:
        _answer(office, unit_id, answer, *places)

    return happen


def quietly(*paths: str) -> Callable[[Office], None]:
    """Correct pages and tell nobody."""

    def happen(office: Office) -> None:
        _mend(office, *paths)

    return happen


def typed(*arguments: str, about: str = "", code: str = "W101") -> Callable[[Office], str]:
    """Run a command; “{}” in it is the number of the issue at `about`."""

    def happen(office: Office) -> str:
        number = str(office.issue(about, code).id) if about else ""
        shown = [each.replace("{}", number) for each in arguments]
        return f"$ xunjian {' '.join(shown)}\n{office.command(*shown)}"

    return happen


def published(column: str, name: str, title: str, day: date, text: str) -> Callable[[Office], None]:
    """Put up an article."""

    def happen(office: Office) -> None:
        _publish(office, column, name, title, day, text)

    return happen


def _file(office: Office, *, stands: bool) -> None:
    if stands:
        office.platform.files["/wsj/kaifang.html"] = "各门诊周一至周五开放。".encode()
    else:
        office.platform.files.pop("/wsj/kaifang.html", None)


def opened(office: Office) -> None:
    """Put the missing page of the health office in its place, and say so."""
    _file(office, stands=True)
    _answer(office, "wsj", Answer(MENDED, "链接已恢复"), "wsj", code="L401")


def lost(office: Office) -> None:
    """Lose it again."""
    _file(office, stands=False)


def clicked(unit_id: str, *paths: str, code: str = "W101") -> Callable[[Office], None]:
    """Correct pages and answer by the link in the letter."""

    def happen(office: Office) -> None:
        _mend(office, *paths)
        numbers = tuple(office.issue(path, code).id for path in paths)
        office.click(unit(unit_id), numbers)

    return happen


def gone(office: Office) -> None:
    """Take the page of the farmers' office down, and say so."""
    office.platform.take_down("/nyj/t01.html")
    _answer(office, "nyj", Answer(MENDED, "页面已撤下"), "/nyj/t01.html")


def moved(office: Office) -> None:
    """Give a page another address."""
    office.platform.move("/scj/t01.html", "g01")


def leak(name: str, day: date, order: int) -> Callable[[Office], None]:
    """Publish somebody's identity number."""

    def happen(office: Office) -> None:
        number = number_of(date(1988, 3, order), 20 + order)
        _publish(office, "rsj", name, "拟聘用人员公示", day, f"张某某，身份证号：{number}。")

    return happen


def hidden(name: str, *, by_link: bool = False) -> Callable[[Office], None]:
    """Take the number off the page and say so."""

    def happen(office: Office) -> None:
        path = f"/rsj/{name}.html"
        article = office.platform.articles[path]
        article.text = article.text.split("，身份证号")[0] + "，符合条件。"
        if by_link:
            office.click(unit("rsj"), (office.issue(path, "P201").id,))
        else:
            _answer(office, "rsj", Answer(MENDED, "号码已隐去"), path, code="P201")

    return happen


def confirm(office: Office) -> str:
    """Confirm what is to be published."""
    ids = [one.issue.id for one in office.ledger.desk.public_candidates()]
    made = office.ledger.desk.confirm_public(ids, actor=HEAD, now=office.clock.now)
    return f"确认通报：{' '.join(f'#{one.issue.id}' for one in made)}"


def drop(office: Office) -> str:
    """Do not publish what waits for it."""
    ids = [one.issue.id for one in office.ledger.desk.public_candidates()]
    note = "已约谈单位负责人，不再通报"
    made = office.ledger.desk.drop_public(ids, actor=HEAD, now=office.clock.now, note=note)
    return f"不予通报：{' '.join(f'#{one.issue.id}' for one in made)}　{note}"


def down(office: Office) -> None:
    """Let nearly all pages answer 503."""
    office.platform.is_down = True


def back(office: Office) -> None:
    """Let the platform work again."""
    office.platform.is_down = False


def reworded(office: Office) -> None:
    """Put a name that is no longer used into the office's own list."""
    office.words("到行政服务中心,到政务服务中心,A,机构已更名")


def fresh(day: date) -> Callable[[Office], None]:
    """Publish the week's news."""

    def happen(office: Office) -> None:
        weekly(office.platform, day)

    return happen


def old_name(office: Office) -> None:
    """Pages with a name that nobody objects to yet."""
    for number, column in enumerate(("jyj", "zjj", "nyj", "scj", "swj", "sfj")):
        day = date(2026, 9, 2 + number)
        title = f"办事指引第{number + 1}号"
        office.platform.publish(column, "z01", title, day, body(700 + number, CENTRES[number]))


def _revert(office: Office) -> None:
    text = FAULTY[0][3]
    office.platform.edit("/jyj/t01.html", text.replace("登陆", "登录"), text)


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
    Step(_at(9, 15, 16), DESK, "李主任看有哪些申请", typed("issues", "requests")),
    Step(_at(9, 15, 16, 15), DESK, "批准延期", typed("issues", "approve", "1", "--by", HEAD)),
    Step(
        _at(9, 15, 16, 30),
        DESK,
        "认定误报，全站有效",
        typed(
            "issues",
            "dismiss",
            "{}",
            "--scope",
            "site",
            "--reason",
            "布署亭是景点名称",
            "--by",
            HEAD,
            about="/wlj/t01.html",
        ),
    ),
    Step(_at(9, 16, 10), UNIT, "区农业农村局撤下页面，填表发回：已整改", gone),
    Step(
        _at(9, 16, 11),
        DESK,
        "王科员替区司法局申请豁免（存档文稿）",
        typed(
            "issues",
            "waive",
            "{}",
            "--reason",
            "二〇一九年存档文稿，待修订",
            "--until",
            "2026-10-09",
            "--by",
            CLERK,
            about="/sfj/t01.html",
        ),
    ),
    Step(_at(9, 16, 11, 15), DESK, "李主任批准", typed("issues", "approve", "3", "--by", HEAD)),
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
        typed("recheck", "--issue", "{}", about="/tjj/t01.html"),
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
    Step(_at(9, 18, 20, 45), DESK, "发紧急通报", typed("notify", "urgent")),
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
    Step(_at(9, 24, 10), DESK, "李主任确认拟通报的名单", confirm),
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
        lambda office: (fresh(date(2026, 10, 9))(office), lost(office))[0],
    ),
    Step(
        _at(10, 10, 9, 30),
        UNIT,
        "（周六上班）区水务局改好，用链接反馈",
        clicked("swj", "/swj/t03.html"),
    ),
    # The fifth week.
    Step(_at(10, 13, 9), DESK, "李主任看了拟通报的名单，不予通报", drop),
    Step(_at(10, 13, 10), UNIT, "区卫健局恢复链接，填表发回", opened),
    Step(_at(10, 13, 15), WORLD, "区教育局换模板，旧稿被还原，九月的错字又回来了", _revert),
    Step(
        _at(10, 14, 10),
        UNIT,
        "区司法局改好豁免到期的那一页，填表发回",
        mended("sfj", "/sfj/t01.html"),
    ),
    Step(_at(10, 15, 9), UNIT, "区教育局改好，填表发回", mended("jyj", "/jyj/t01.html")),
    Step(
        _at(10, 16, 10),
        UNIT,
        "区城管局终于都改了，没有反馈",
        lambda office: (
            _mend(office, "/cgj/t01.html", "/cgj/t02.html"),
            _publish(office, "cgj", "n01", "城市管理工作动态", date(2026, 10, 16), ""),
        )[0],
    ),
    Step(_at(10, 16, 11), WORLD, "各单位发布本周简讯", fresh(date(2026, 10, 16))),
    # The sixth week: an outage.
    Step(_at(10, 19, 0, 30), WORLD, "平台升级出错，除首页外都答复 503", down),
    Step(
        _at(10, 19, 10),
        UNIT,
        "区城管局填表发回：都已整改（平台还没有恢复）",
        claimed("cgj", "/cgj/t01.html", "/cgj/t02.html"),
    ),
    Step(_at(10, 19, 11, 30), WORLD, "平台恢复", back),
    Step(_at(10, 23, 10), DESK, "王科员把“行政服务中心”记入本单位词表（已更名）", reworded),
    Step(_at(10, 23, 11), WORLD, "各单位发布本周简讯", fresh(date(2026, 10, 23))),
    # The seventh week: a changed list of words.
    Step(_at(10, 27, 9), DESK, "李主任看待确认的事项", typed("issues", "questions")),
    Step(
        _at(10, 27, 9, 10),
        DESK,
        "答复：通报",
        typed("issues", "settle", "1", "通报", "--by", HEAD, "--reason", "机构确已更名"),
    ),
    Step(
        _at(10, 29, 10),
        WORLD,
        "区教育局、区住建局、区农业农村局改了名称，没有反馈",
        lambda office: (
            [
                office.platform.edit(f"/{one}/z01.html", "行政服务中心", "政务服务中心")
                for one in ("jyj", "zjj", "nyj")
            ]
            and None
        ),
    ),
    Step(_at(10, 30, 11), WORLD, "各单位发布本周简讯", fresh(date(2026, 10, 30))),
    # The eighth week: the inspection.
    Step(_at(11, 6, 9), WORLD, "检查组到达", None),
    Step(_at(11, 6, 11), WORLD, "各单位发布本周简讯", fresh(date(2026, 11, 6))),
    Step(_at(11, 6, 15), DESK, "核对审计记录", typed("audit", "--last", "3")),
)
