"""What stands around lists and articles: heads, menus, breadcrumbs, side boxes, pagers, feet."""

HEAD = """<div class="header"><div class="top">今天是：2026年11月23日 星期一 <a href="/login">登录</a></div>
<h1 class="logo"><a href="/">云溪区人民政府</a></h1><ul class="nav"><li><a href="/">首页</a></li>
<li><a href="/zjyx/">走进云溪</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/bsfw/">办事服务</a></li><li><a href="/hdjl/">互动交流</a></li></ul></div>
<div class="crumb">您的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt;
<a href="/zwgk/tzgg/">通知公告</a></div>"""
MENU = """<div class="leftnav"><h3>政务公开</h3><ul><li><a href="/zwgk/zn/">信息公开指南</a></li>
<li><a href="/zwgk/zd/">信息公开制度</a></li><li><a href="/zwgk/ml/">法定主动公开内容</a></li>
<li><a href="/zwgk/nb/">信息公开年报</a></li><li><a href="/zwgk/ysq/">依申请公开</a></li></ul></div>"""
FOOT = """<div class="footer"><p>主办单位：云溪区人民政府办公室 网站标识码：9901000001</p>
<p><a href="/gywm/">关于我们</a> | <a href="/wzdt/">网站地图</a> 版权所有 © 2018-2026</p></div>"""
PAGER = """<div class="page"><a href="index.html">首页</a> <a href="index.html">上一页</a>
<a href="index.html">1</a> <a href="index_1.html">2</a> <a href="index_2.html">3</a>
<a href="index_1.html">下一页</a> <a href="index_9.html">尾页</a> 共10页 第1/10页</div>"""
# Plain old sites: no classes that tell anything.
OLD_HEAD = """<table width="980" align="center"><tr><td><a href="/"><img src="/i/1.jpg"></a></td></tr>
<tr><td><a href="/">首页</a>｜<a href="/zwgk/">政务公开</a>｜<a href="/bsfw/">网上办事</a>｜
<a href="/hdjl/">互动交流</a></td></tr></table>"""
OLD_FOOT = """<table width="980" align="center"><tr><td align="center">云溪区人民政府办公室主办
备案序号：云ICP备00000000号</td></tr></table>"""


def side_list(heading: str, css: str = "hot", count: int = 5, dated: bool = True) -> str:
    """Return a box of links to other articles, as beside the main text."""
    shown = "<span>2026-0{n}-1{n}</span>" if dated else ""
    items = "".join(
        f'<li><a href="/zwgk/qt/20260{n}/c9{n}.html">旁栏第{n}条：关于有关工作情况的说明</a>'
        f"{shown.format(n=n)}</li>"
        for n in range(1, count + 1)
    )
    return f'<div class="{css}"><h3>{heading}</h3><ul>{items}</ul></div>'


def page(main: str, *, title: str = "通知公告_云溪区人民政府", head: str = "") -> str:
    """Put the main part between head, menu and foot of a site of today."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f'<body>{HEAD}<div class="wrap">{MENU}<div class="con">{main}</div></div>{FOOT}</body></html>'
    )


def old_page(main: str, *, title: str = "通知公告", head: str = "") -> str:
    """Put the main part into a site made of tables."""
    return (
        f"<html><head><title>{title}</title>{head}</head><body>{OLD_HEAD}"
        f'<table width="980" align="center"><tr><td width="200" valign="top">'
        f'<a href="/a/">机构职能</a><br><a href="/b/">领导简介</a><br><a href="/c/">政策文件</a></td>'
        f'<td valign="top">{main}</td></tr></table>{OLD_FOOT}</body></html>'
    )


def bare_page(main: str, *, title: str = "通知公告", head: str = "") -> str:
    """Put the main part into a page that has nothing else."""
    return f"<html><head><title>{title}</title>{head}</head><body>{main}</body></html>"


def meta(**tags: str) -> str:
    """Return meta tags."""
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in tags.items())
