"""A small platform with every situation of services and interaction, and its look-alike."""

from tests.content.builders import GUIDES, LISTS, NO_MESSAGES, PAGES, ROWS, shell
from tests.crawler.server import Reply, Route

HALL = '<div class="crumbs">当前位置：首页 &gt; 办事服务</div>'
PAPERS = '<div class="crumbs">当前位置：首页 &gt; 政策</div>'
NAMES = ("清河县临时救助办法", "清河县停车管理办法", "清河县养老服务办法")
FILLER = "各镇人民政府，县政府各部门：现将办法印发给你们，请认真贯彻执行。" * 3


def _message(state: str, asked: str, rest: str = "") -> str:
    return (
        f"<p>来信人：张**</p><p>来信时间：{asked}</p><p>来信内容：公交线路能否延长至城东？</p>"
        f"<p>处理状态：{state}</p>{rest}"
    )


def _answer(day: str, unit: str = "县交通运输局") -> str:
    named = f"<p>答复单位：{unit}</p>" if unit else ""
    return f"{named}<p>答复时间：{day}</p><p>答复内容：您好，线路已延长。</p>"


# Path, title, and body of each message; all are on the list of the mailbox.
MESSAGES = {
    "waiting.html": ("路灯损坏的问题", _message("未回复", "2026-07-01")),
    "recent.html": ("公厕改造的问题", _message("办理中", "2026-11-16")),
    "old.html": ("排水不畅的问题", _message("办理中", "2025-03-02")),
    "refused.html": ("要求介绍对象", _message("不予受理", "2026-05-06")),
    "late.html": ("末班车的问题", _message("已回复", "2026-09-01", _answer("2026-09-15"))),
    "prompt.html": ("早班车的问题", _message("已回复", "2026-11-02", _answer("2026-11-06"))),
    "unnamed.html": ("公交站牌的问题", _message("已回复", "2026-11-02", _answer("2026-11-05", ""))),
    "undated.html": ("绿化带的问题", _message("未回复", "")),
    "report.html": (
        "反映某人问题",
        _message("未回复", "2026-05-06", "<p>信件类型：举报</p>"),
    ),
}
FORMS = "<p>填写后提交。</p>" + NO_MESSAGES["form"]


def _rows() -> str:
    rows = []
    for path, (title, body) in MESSAGES.items():
        asked = body.partition("来信时间：")[2][:10].partition("<")[0]
        state = body.partition("处理状态：")[2].partition("<")[0]
        rows.append(
            f"<tr><td><a href='{path}'>{title}</a></td><td>{asked}</td><td>{state}</td></tr>"
        )
    return (
        "<table><tr><th>信件标题</th><th>来信时间</th><th>状态</th></tr>"
        f"{''.join(rows)}</table><a href='write.html'>我要写信</a>"
    )


def _changed(**values: str) -> str:
    return GUIDES["table"](tuple((name, values.get(name, value)) for name, value in ROWS))


# Path, title and body of what the hall of services shows.
HALL_PAGES = {
    "whole.html": ("临时救助申请办事指南", GUIDES["table"](ROWS)),
    "poor.html": ("残疾人证办理指南", GUIDES["headings"](ROWS[:5])),
    "vague.html": ("高龄津贴申请办事指南", _changed(申请材料="身份证原件1份及其他相关材料")),
    "form.html": ("医疗救助办事指南", _changed(申请材料="填写《医疗救助申请表》原件1份")),
    "unclear.html": ("低保申请办事指南", _changed(申请材料="居民身份证、户口簿、收入证明")),
    "bare.html": ("特困供养办事指南", _changed(法律依据="《社会救助暂行办法》第十四条")),
    "jobs.html": ("2026年公开招聘窗口人员公告", GUIDES["numbered"](ROWS[2:9])),
}
RESUME = "<p>简历：男，汉族，1900年5月生，大学学历，历任镇长、县教育局局长。</p>"
DUTIES = "<p>工作分工：主持县政府全面工作，分管财政、审计。</p>"
# Path, title and body: who leads the county, and what it is like.
LEADERS = {
    "1.html": ("欧阳示例", f"<p>职务：县委副书记、县长</p>{RESUME}{DUTIES}"),
    "2.html": ("诸葛样本", f"<p>职务：县政府副县长、党组成员</p>{DUTIES}"),
}
PROFILES = {
    "/gk/xq.html": ("清河概况", "截至2019年末，全县常住人口32.5万人，地区生产总值98亿元。"),
    "/gk/rk.html": (
        "清河县情",
        "2020年第七次全国人口普查，常住人口31.9万人。2025年地区生产总值210亿元。",
    ),
}
# Document and interpretation of each name: neither, both, or one way linked.
LINKS = {NAMES[0]: (False, False), NAMES[1]: (True, True), NAMES[2]: (True, False)}


def _column(rows: dict[str, str]) -> str:
    items = "".join(
        f"<li><a href='{path}'>{title}</a><span>2026-11-10</span></li>"
        for path, title in rows.items()
    )
    return f"<ul>{items}</ul>"


def _policies() -> dict[str, Route]:
    routes: dict[str, Route] = {}
    papers, readings = {}, {}
    for number, (name, (to_reading, to_paper)) in enumerate(LINKS.items(), 1):
        paper, reading = f"关于印发《{name}》的通知", f"《{name}》政策解读"
        papers[f"{number}.html"], readings[f"{number}.html"] = paper, reading
        link = f"<p><a href='/zcjd/{number}.html'>相关解读</a></p>" if to_reading else ""
        body = f"<h1>{paper}</h1><p>清府规〔2026〕{number}号</p><p>{FILLER}</p>{link}"
        routes[f"/zcwj/{number}.html"] = Reply(shell(body, paper, crumbs=PAPERS))
        link = f"<p><a href='/zcwj/{number}.html'>相关文件</a></p>" if to_paper else ""
        body = f"<h1>{reading}</h1><p>近日，县政府印发了该办法，现解读如下。{FILLER}</p>{link}"
        routes[f"/zcjd/{number}.html"] = Reply(shell(body, reading, crumbs=PAPERS))
    other = "《国务院关于养老服务的意见》解读"
    readings["9.html"] = other
    routes["/zcjd/9.html"] = Reply(shell(f"<h1>{other}</h1><p>{FILLER}</p>", other, crumbs=PAPERS))
    routes["/zcwj/"] = Reply(shell(_column(papers), "政策文件", crumbs=PAPERS))
    routes["/zcjd/"] = Reply(shell(_column(readings), "政策解读", crumbs=PAPERS))
    return routes


def routes() -> dict[str, Route]:
    """Return what the platform answers."""
    columns = {
        "/xx/": "县长信箱",
        "/zx/": "咨询选登",
        "/bsfw/": "办事服务",
        "/zcwj/": "政策文件",
        "/zcjd/": "政策解读",
        "/xf/": "网上信访",
        "/ldxx/": "领导信息",
        **{path: title for path, (title, _) in PROFILES.items()},
    }
    anchors = "".join(f"<li><a href='{path}'>{name}</a></li>" for path, name in columns.items())
    found: dict[str, Route] = {
        "/robots.txt": Reply("User-agent: *\n", media="text/plain"),
        "/": Reply(shell(f"<p>{FILLER}</p><ul>{anchors}</ul>", "清河县人民政府", crumbs="")),
        "/xx/": Reply(shell(_rows(), "县长信箱")),
        "/xx/write.html": Reply(shell(FORMS, "我要写信")),
        "/zx/": Reply(shell(LISTS["rows of spans"].replace("2026-11", "2026-08"), "咨询选登")),
        "/zx/a.html": Reply(shell(PAGES["dl"].replace("2026-11", "2026-08"), "小区停车难的问题")),
        "/zx/b.html": Reply(
            shell(_message("已回复", "2026-07-01", _answer("2026-07-03")), "路灯不亮的问题")
        ),
        # What would be a fault elsewhere is none where grievances are taken.
        "/xf/": Reply(shell(LISTS["table with heads"], "网上信访", crumbs=HALL)),
        "/bsfw/": Reply(
            shell(_column({path: title for path, (title, _) in HALL_PAGES.items()}), "办事服务")
        ),
        **_policies(),
    }
    names = {path: title for path, (title, _) in LEADERS.items()}
    found["/ldxx/"] = Reply(shell(_column(names), "领导信息", crumbs=""))
    for path, (title, body) in LEADERS.items():
        found[f"/ldxx/{path}"] = Reply(shell(f"<h1>{title}</h1>{body}", title, crumbs=""))
    for path, (title, text) in PROFILES.items():
        found[path] = Reply(shell(f"<h1>{title}</h1><p>{text}</p>", title, crumbs=""))
    for path, (title, body) in MESSAGES.items():
        found[f"/xx/{path}"] = Reply(shell(f"<h1>{title}</h1>{body}", title))
    for path, (title, body) in HALL_PAGES.items():
        found[f"/bsfw/{path}"] = Reply(shell(f"<h1>{title}</h1>{body}", title, crumbs=HALL))
    return found
