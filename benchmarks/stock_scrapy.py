"""The contestant "stock Scrapy": python -m benchmarks.stock_scrapy URL; prints dead addresses."""

import sys
from collections.abc import Iterator

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.http.response.html import HtmlResponse
from scrapy.linkextractors import LinkExtractor

SETTINGS = {
    "LOG_LEVEL": "ERROR",
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS": 8,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "DOWNLOAD_DELAY": 0,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
}


class Stock(Spider):
    """Follows every link as the tutorial does, attachments included."""

    name = "stock"
    handle_httpstatus_list = [404]  # noqa: RUF012 - Scrapy's own way to say it

    def __init__(self, url: str) -> None:
        super().__init__()
        self.start_urls = [url]
        # By itself LinkExtractor leaves attachments out.
        self.links = LinkExtractor(allow=url, deny_extensions=[])

    def parse(self, response: Response) -> Iterator[Request]:
        """Print a dead address; follow the links of a page."""
        if response.status == 404:
            sys.stdout.write(f"{response.url}\n")
        elif isinstance(response, HtmlResponse):
            for link in self.links.extract_links(response):
                yield response.follow(link)


def main() -> None:
    """Crawl."""
    process = AsyncCrawlerProcess(SETTINGS)
    process.crawl(Stock, url=sys.argv[1])
    process.start()


if __name__ == "__main__":
    main()
