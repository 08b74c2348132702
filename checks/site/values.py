"""Tells values of tags that nobody filled in, and names that have nothing in common."""

import re

# Code of templates that should have been filled in, and what programs write for nothing.
RESIDUE = re.compile(
    r"\$\{[^{}]*\}|#\{[^{}]*\}|\{\{[^{}]*\}\}|\{\$[\w.]+\}|<%.*?%>|<\?.*?\?>|\[!--[\w.]+--\]|"
    r"</?(?:jsp|c|s|TRS)[:_]\w+|\{(?:title|pubdate|source|column\w*|site\w*)\}",
    re.I,
)
NOTHING = re.compile(r"(?i)null|undefined|none|nan|n/a|test|测试|无|暂无|未知|[-—_.·*xX]+|\?+|？+")
# A template's own words for what shall stand there.
PROMPTS = frozenset(
    "网站名称 站点名称 网站域名 站点域名 域名 网站标识码 栏目名称 栏目描述 栏目说明 栏目关键词 栏目关键字 栏目类型 "
    "栏目类别 关键词 关键字 描述 标题 文章标题 信息标题 发布时间 发布日期 时间 日期 来源 文章来源 信息来源 稿件来源 "
    "内容来源 发布机构 公共头 公共模板 页头 模板".split()
)
MARKUP = re.compile(
    r"</?(?:br|font|span|p|strong|b|div|img|a)\b[^<>]*>|&(?:nbsp|lt|gt|amp|quot|ldquo|rdquo);"
)
NO_WORD = re.compile(r"[\W_]+")
# What the names of most government sites share.
GENERIC = re.compile(
    r"中华人民共和国|中国|人民政府|政府|门户|网站|官方|官网|信息|公开|平台|政务|服务|首页|主站|办公[厅室]|委员会|在线|"
    r"[省市县区州旗局厅委网]"
)
RUN = 2


def is_unfilled(value: str, tag: str) -> bool:
    """Whether the value is a template's placeholder and no value."""
    bare = value.strip()
    if RESIDUE.search(bare) or NOTHING.fullmatch(bare):
        return True
    return bare in PROMPTS or bare.lower() == tag.lower()


def holds_markup(value: str) -> bool:
    """Whether HTML code stands in the value."""
    return MARKUP.search(value) is not None


def squeezed(text: str) -> str:
    """Return the words alone, without markup, spaces and punctuation."""
    return NO_WORD.sub("", MARKUP.sub("", text)).lower()


def is_akin(one: str, other: str) -> bool:
    """Whether two names share two characters in a row that not every site's name has.

    A name that is nothing but such common words is akin to all.
    """
    core = GENERIC.sub(" ", one)
    known = GENERIC.sub(" ", other)
    runs = [word[n : n + RUN] for word in core.split() for n in range(len(word) - RUN + 1)]
    return not runs or not known.strip() or any(run in known for run in runs)
