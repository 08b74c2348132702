"""Writes a paper as a web page, with what browsers do not show."""

from html import escape

from tests.documents.paper import Grid, Paper, Paragraph, Planting, Sample
from tests.documents.values import Values

_PAGE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{title}-清河县人民政府</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2024-03-15 09:30">
</head><body>
<div class="header"><a href="/">首页</a> <a href="/zwgk/">政务公开</a> <a href="/bsfw/">办事服务</a></div>
<div class="article"><h1>{title}</h1>
<div class="info">发布时间：2024-03-15 来源：清河县人民政府办公室</div>
<div class="content" id="zoom">
{body}
</div></div>
<div class="footer">主办：清河县人民政府办公室 联系电话：0797-5550123 网站标识码：3607820001
备案号：赣ICP备05000001号 赣公网安备 36078202000123号</div>
</body></html>
"""


def write(paper: Paper, values: Values, charset: str = "utf-8") -> Sample:
    """Return the page."""
    planting = Planting(paper, values)
    parts: list[str] = []
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            planting.note(block.secrets)
            parts.append(f"<p>{escape(block.text)}</p>")
        else:
            planting.note_rows(block, lambda row: ())
            parts.append(_table(block))
    parts.append(f"<!-- 底稿 {planting.hide('注释')} -->")
    parts.append(f'<input type="hidden" name="yl" value="{planting.hide("隐藏")}">')
    parts.append(f'<img src="1.png" alt="{planting.hide("说明|替代")}">')
    parts.append(f'<div style="display:none"><p>{planting.hide()}</p></div>')
    html = _PAGE.format(charset=charset, title=paper.title, body="\n".join(parts))
    return planting.sample(f"{paper.title}.html", html.encode(charset))


def _table(grid: Grid) -> str:
    rows = (
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in grid.rows
    )
    return '<table border="1">\n' + "\n".join(rows) + "\n</table>"
