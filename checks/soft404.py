"""Recognises pages that answer 200 and say that there is no such page."""

import re

from crawler.page import Page

# Taken from the error pages of common content systems; a guide that quotes them is longer.
GONE_WORDS = re.compile(
    r"(?:您|你)?(?:所)?(?:访问|查看|浏览|请求|要找)的(?:页面|内容|网页|文章|信息|文件|资源)"
    r"(?:已经?|可能)?(?:不存在|(?:已)?(?:被)?删除|找不到|已下线|不见了|走失)"
    r"|(?:页面|网页|文章|内容|信息)(?:不存在|未找到|已被删除|找不到了)"
    r"|404\s*(?:not found|错误|页面)|page not found",
    re.I,
)
LONGEST = 300
# An error page begins with the news; an article that mentions it has a date and says it later.
NEWS_WITHIN = 80


def is_soft_404(page: Page) -> bool:
    """Whether the page's own text says that it is gone and says little else."""
    if len(page.text) > LONGEST or page.entries or page.shown_dates:
        return False
    return any(GONE_WORDS.search(text) for text in (page.title, page.text[:NEWS_WITHIN]))
