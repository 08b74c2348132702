"""The process of one crawl: `python -m crawler.child DIRECTORY`; progress as JSON on stdout."""

import asyncio
import json
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.afterwards import ask_afterwards
from crawler.frontier import Frontier
from crawler.host import unseen
from crawler.lineage import die_with_parent
from crawler.look import look_at_host
from crawler.reader import Reader
from crawler.revalidate import revalidate
from crawler.urls import host_of
from crawler.visitor import Visitor

logger = logging.getLogger(__name__)
PROGRESS_SECONDS = 0.5


def main() -> None:
    """Crawl what is pending in the directory, and read the attachments beside it."""
    die_with_parent()
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    frontier = Frontier(Path(sys.argv[1]))
    visitor = Visitor(frontier, Reader())
    visitor.start()
    with _reporting(frontier):
        if frontier.past.is_there:
            asyncio.run(revalidate(visitor))
        visitor.settle_outside()
        if not (len(visitor.queue) or visitor.later):
            visitor.queue.push(visitor.second_round())
        if (len(visitor.queue) or visitor.later) and not visitor.stopped:
            visitor.reader.start()
            # Scrapy takes half a second to load; on an unchanged site it is not needed at all.
            from crawler.process import run_spider

            run_spider(visitor)
        visitor.attachments.read_rest()
        if not visitor.stopped:
            _ask_afterwards(visitor)
        visitor.reader.close()
        _look_at_host(frontier)
    _, pending = frontier.page_counts()
    left = frontier.counts()[1] - pending
    if left and not visitor.stopped:
        visitor.discovery.note_cut(f"还有 {left} 个图片、脚本等未检测")
    stopped = visitor.stopped or (f"还有 {pending} 个地址未访问" if pending else "")
    frontier.finish(stopped, cut=visitor.discovery.cut)
    frontier.close()


def _ask_afterwards(visitor: Visitor) -> None:
    try:
        ask_afterwards(visitor.frontier, visitor.reader)
    except Exception:
        # What is asked afterwards must not cost the crawl of hours that is behind us.
        logger.exception("asking afterwards failed at %s", visitor.site.id)


def _look_at_host(frontier: Frontier) -> None:
    """Look at the host itself where the crawl shall judge the site as a whole."""
    target, site = frontier.target, frontier.site
    if not (target.is_whole or target.judges_site):
        return
    try:
        facts = look_at_host(site)
    except Exception:
        # A host that is odd in a new way must not cost the crawl of hours that is behind us.
        logger.exception("looking at the host of %s failed", site.id)
        facts = unseen(host_of(site.start_url), "查看网站主机时程序出错")
    frontier.note_host(facts)


@contextmanager
def _reporting(frontier: Frontier) -> Iterator[None]:
    """Tell the parent from time to time how far the crawl is."""
    done = threading.Event()

    def tell() -> None:
        while not done.wait(PROGRESS_SECONDS):
            report(frontier)

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        report(frontier)


def report(frontier: Frontier) -> None:
    """Tell the parent how far the crawl is; silence would be taken for a hang."""
    done, pending = frontier.counts()
    sys.stdout.write(json.dumps({"done": done, "pending": pending}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
