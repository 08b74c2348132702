"""Reads the attachments of a crawl, one after another, each in the sandbox."""

import asyncio
from collections import deque

from crawler.extract.content import Content
from crawler.extract.sandbox import Sandbox
from crawler.frontier import Frontier
from crawler.page import Fetch, Page, Role
from crawler.snapshot import Shelf
from crawler.urls import suffix_of


class Attachments:
    """Reads what the crawl has fetched: beside it while it lasts, the rest at its end."""

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier
        self._sandbox = Sandbox(frontier.site.files)
        self._waiting: deque[Fetch] = deque()
        self._task: asyncio.Task[None] | None = None

    def add(self, fetch: Fetch) -> None:
        """Read an attachment soon, in the running event loop."""
        self._waiting.append(fetch)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())

    async def pause(self) -> None:
        """Read the one in hand to its end, and no other."""
        self._waiting.clear()
        if self._task is not None:
            await self._task

    def read_rest(self) -> None:
        """Read all that has not been read yet, and end the sandbox."""
        try:
            for fetch in self._frontier.unread_files():
                shelf = self._frontier.shelf(fetch.url)
                if shelf is not None:
                    self._store(fetch, self._read(fetch, shelf))
        finally:
            self._sandbox.close()

    async def _work(self) -> None:
        while self._waiting:
            fetch = self._waiting.popleft()
            shelf = self._frontier.shelf(fetch.url)
            if shelf is not None:
                self._store(fetch, await asyncio.to_thread(self._read, fetch, shelf))

    def _read(self, fetch: Fetch, shelf: Shelf) -> Content:
        return self._sandbox.read(shelf.body(), suffix_of(fetch.url))

    def _store(self, fetch: Fetch, content: Content) -> None:
        page = Page(
            fetch,
            Role.FILE,
            title=content.title,
            text=content.text,
            tables=content.tables,
            places=content.places,
            unreadable=content.unreadable,
        )
        self._frontier.store(page)
