"""Pages of services and interaction in the shapes that real sites give them."""

from datetime import UTC, date, datetime

from crawler.extract.html import parse_page
from crawler.page import Fetch, Outcome, Page, Role

TODAY = date(2026, 11, 23)
HOST = "https://www.qinghe.example"
CRUMBS = '<div class="crumbs">当前位置：首页 &gt; 互动交流 &gt; 县长信箱</div>'
NAV = '<nav><a href="/xf/">网上信访</a><a href="/jb/">纪检举报</a><a href="/xx/">县长信箱</a></nav>'


def shell(body: str, title: str, *, crumbs: str = CRUMBS) -> str:
    """Return a whole page with navigation and trail."""
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>"
        f"<header>清河县人民政府门户网站</header>{NAV}{crumbs}<div class='main'>{body}</div>"
        "<footer>主办：清河县人民政府办公室 联系电话：0990-5550000</footer></body></html>"
    )


def page(body: str, title: str, *, role: Role = Role.PAGE, crumbs: str = CRUMBS) -> Page:
    """Read such a page as the crawler does."""
    fetch = Fetch(f"{HOST}/xx/1.html", Outcome.OK, datetime(2026, 11, 23, tzinfo=UTC), 200)
    return parse_page(fetch, shell(body, title, crumbs=crumbs), role, TODAY)


# Each list has the same two messages: one answered on 2026-11-10, one waiting since 2026-07-01.
LISTS = {
    "table with heads": (
        "<table><tr><th>编号</th><th>信件标题</th><th>来信时间</th><th>回复时间</th><th>状态</th></tr>"
        "<tr><td>1</td><td><a href='a.html'>小区停车难的问题</a></td><td>2026-11-05</td>"
        "<td>2026-11-10</td><td>已回复</td></tr>"
        "<tr><td>2</td><td><a href='b.html'>路灯不亮的问题</a></td><td>2026-07-01</td><td></td>"
        "<td>未回复</td></tr></table>"
    ),
    "table without states": (
        "<table><tr><td>标题</td><td>留言时间</td><td>答复时间</td></tr>"
        "<tr><td><a href='a.html'>小区停车难的问题</a></td><td>2026年11月5日</td><td>2026年11月10日</td></tr>"
        "<tr><td><a href='b.html'>路灯不亮的问题</a></td><td>2026年7月1日</td><td></td></tr></table>"
    ),
    "rows of spans": (
        "<ul><li><a href='a.html'>小区停车难的问题</a><span>2026-11-05</span><span>2026-11-10</span>"
        "<em>已办结</em></li><li><a href='b.html'>路灯不亮的问题</a><span>2026-07-01</span>"
        "<em>办理中</em></li></ul>"
    ),
    "state before the title": (
        "<ul><li><i>[已答复]</i> <a href='a.html'>小区停车难的问题</a> 2026-11-05 2026-11-10</li>"
        "<li><i>[待回复]</i> <a href='b.html'>路灯不亮的问题</a> 2026-07-01</li></ul>"
    ),
    "boxes": (
        "<div class='row'><div><a href='a.html'>小区停车难的问题</a></div><div>来信时间：2026-11-05</div>"
        "<div>回复时间：2026-11-10</div><div>已回复</div></div>"
        "<div class='row'><div><a href='b.html'>路灯不亮的问题</a></div><div>来信时间：2026-07-01</div>"
        "<div>处理中</div></div>"
    ),
}

# Each page has all the parts; the answer came on 2026-11-10.
PAGES = {
    "lines": (
        "<h1>小区停车难的问题</h1><p>来信人：张** 来信时间：2026-11-05</p><p>来信内容：晚上没有车位。</p>"
        "<p>答复单位：县住建局</p><p>答复时间：2026-11-10</p><p>答复内容：您好，已增设车位60个。</p>"
    ),
    "dl": (
        "<dl><dt>留言人</dt><dd>张**</dd><dt>留言时间</dt><dd>2026-11-05 09:20</dd><dt>留言内容</dt>"
        "<dd>晚上没有车位。</dd><dt>回复部门</dt><dd>县住建局</dd><dt>回复日期</dt><dd>2026-11-10</dd>"
        "<dt>回复内容</dt><dd>您好，已增设车位60个。</dd></dl>"
    ),
    "table": (
        "<table><tr><th>信件编号</th><td>20261105001</td><th>来信时间</th><td>2026-11-05</td></tr>"
        "<tr><th>信件标题</th><td colspan=3>小区停车难的问题</td></tr>"
        "<tr><th>来信内容</th><td colspan=3>晚上没有车位。</td></tr>"
        "<tr><th>办理单位</th><td>县住建局</td><th>办结时间</th><td>2026-11-10</td></tr>"
        "<tr><th>处理结果</th><td colspan=3>您好，已增设车位60个。</td></tr></table>"
    ),
    "spans": (
        "<ul><li><span>写信人：</span><span>张**</span></li><li><span>写信时间：</span><span>2026-11-05</span>"
        "</li><li><span>信件内容：</span><p>晚上没有车位。</p></li><li><span>【答复单位】</span>县住建局</li>"
        "<li><span>【答复时间】</span>2026-11-10</li><li><span>【答复内容】</span>您好，已增设车位。</li></ul>"
    ),
    "signed answer": (
        "<h1>小区停车难的问题</h1><p>咨询人：张**</p><p>咨询时间：2026-11-05</p><p>咨询内容：晚上没有车位。</p>"
        "<h3>官方回复</h3><p>您好！已增设车位60个，感谢关注。</p><p>县住房和城乡建设局</p><p>2026年11月10日</p>"
    ),
    "answer without a label": (
        "<p>网友：张**</p><p>提问时间：2026-11-05</p><p>问题内容：晚上没有车位。</p>"
        "<p>回复单位：县住建局</p><p>回复时间：2026-11-10</p><p>您好，您反映的问题收悉，已增设车位60个。</p>"
    ),
}

NO_MESSAGES = {
    "form": (
        "<form><p>写信人：<input name=a></p><p>来信标题：<input name=b></p><p>来信内容：</p>"
        "<textarea></textarea><p>验证码：<input name=c></p><button>提交</button></form>"
    ),
    "leader": "<p>姓名：王某</p><p>职务：县长</p><p>分工：主持县政府全面工作</p>",
    "recruitment": "<h1>招聘公告</h1><p>报名时间：2026-11-05</p><p>咨询电话：0990-5550001</p>",
    "how to write": (
        "<h1>信箱使用说明</h1><p>标题：不超过25字，写清来信的主要内容。</p><p>姓名：请填写真实姓名。</p>"
        "<p>来信内容要一事一信。</p><p>状态：分为待审查、待处理、已处理三种。</p>"
    ),
    "statistics": (
        "<h1>10月份信箱办理情况</h1><p>共收到来信18件，已办理17件，正在办理1件。</p>"
        "<p>咨询类：12件</p><p>答复情况：按时答复17件</p>"
    ),
    "survey": "<h1>意见征集</h1><p>征集时间：2026-11-05</p><p>状态：进行中</p><p>提交内容：意见</p>",
}

SERVICE_CRUMBS = '<div class="crumbs">当前位置：首页 &gt; 办事服务</div>'
# The ten elements under names of their own, in the order of the official list.
ROWS = (
    ("事项名称", "临时救助申请"),
    (
        "法律依据",
        "《社会救助暂行办法》第四十七条：国家对基本生活暂时出现严重困难的家庭给予临时救助。",
    ),
    ("受理条件", "基本生活暂时出现严重困难的家庭"),
    ("申请材料", "居民身份证原件1份、户口簿复印件1份"),
    ("办公地址", "各镇便民服务中心"),
    ("实施主体", "清河县民政局"),
    ("是否收费", "否"),
    ("承诺时限", "15个工作日"),
    ("咨询方式", "0990-5554116"),
    ("办理程序", "申请、审核、公示、发放"),
)
GUIDES = {
    "table": lambda rows: (
        "<table>" + "".join(f"<tr><th>{k}</th><td>{v}</td></tr>" for k, v in rows) + "</table>"
    ),
    "two pairs a row": lambda rows: (
        "<table>"
        + "".join(
            "<tr>" + "".join(f"<td>{k}</td><td>{v}</td>" for k, v in rows[at : at + 2]) + "</tr>"
            for at in range(0, len(rows), 2)
        )
        + "</table>"
    ),
    "headings": lambda rows: "".join(f"<h3>{k}</h3><p>{v}</p>" for k, v in rows),
    "numbered": lambda rows: "".join(
        f"<p>{n}、{k}：{v}</p>" for n, (k, v) in zip("一二三四五六七八九十", rows, strict=False)
    ),
    "dl": lambda rows: "<dl>" + "".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in rows) + "</dl>",
    "tabs above": lambda rows: (
        "<ul>" + "".join(f"<li>{k}</li>" for k, _ in rows) + "</ul>"
        + "".join(f"<div><h4>{k}</h4><div>{v}</div></div>" for k, v in rows)
    ),
    "brackets": lambda rows: "".join(f"<p>【{k}】{v}</p>" for k, v in rows),
}  # fmt: skip

NO_GUIDES = {
    "recruitment": ("2026年公开招聘教师公告", ROWS[2:5]),
    "interpretation": ("《临时救助办法》政策解读", ROWS[1:6]),
    "call": ("关于开展创业补贴申报的通知", ROWS[2:9]),
    "list of matters": ("政务服务事项清单", ROWS),
    "disclosure guide": ("政府信息公开指南", ROWS[4:]),
    "news": ("县政务服务中心推出临时救助便民措施", ROWS[:1]),
    "office": ("县民政局", ROWS[4:9]),
}
