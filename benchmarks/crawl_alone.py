"""The contestant "crawl alone": python -m benchmarks.crawl_alone URL FOLDER TODAY COLUMN..."""

import sys
from datetime import date
from pathlib import Path

from crawler.crawl import crawl
from crawler.page import Outcome
from crawler.site import Column, Limits, Site
from crawler.snapshot import Target


def main() -> None:
    """Crawl the site without delay and print the addresses that are gone."""
    url, folder, today, *paths = sys.argv[1:]
    columns = tuple(
        Column(f"c{number:02}", f"栏目{number}", url.rstrip("/") + path, "")
        for number, path in enumerate(paths)
    )
    limits = Limits(delay=0.0, concurrency=8)
    site = Site(
        "bench", "青禾区人民政府", url, columns=columns, private_hosts=("127.0.0.1",), limits=limits
    )
    snapshot = crawl(site, Target(), Path(folder), today=date.fromisoformat(today))
    for fetch in snapshot.fetches.values():
        if fetch.outcome in (Outcome.GONE, Outcome.BROKEN):
            sys.stdout.write(f"{fetch.url}\n")
    if snapshot.stopped:
        sys.exit(f"stopped: {snapshot.stopped}")
    snapshot.close()


if __name__ == "__main__":
    main()
