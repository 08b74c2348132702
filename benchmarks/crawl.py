"""Measures crawl and scan beside their peers on one generated site served by nginx.

    python -m benchmarks.crawl [--pages 3000] [--rounds 3] [--only crawl,scan] [--peers DIR]
    python -m benchmarks.crawl --scale [5000 10000 20000]

Peak memory is that of all processes of a contestant together (PSS, sampled every 50 ms).
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from benchmarks import measure, table
from benchmarks.contestants import (
    CONTESTANTS,
    CRAWL,
    FIRST,
    LABELS,
    NAMES,
    SECOND,
    Arena,
    configure,
    environment,
    missing,
)
from benchmarks.serve import NginxError, Server, served
from benchmarks.site import PADDING, BenchSite, found_of, generate
from benchmarks.table import Score

SIZES = [5_000, 10_000, 20_000]
EXTRAPOLATED = 100_000
# At scale the text counts, not the dressing: smaller pages, the same articles.
SCALE_PADDING = 2_000
LIMIT_SECONDS = 3600.0
DEFAULT_PEERS = Path("~/.cache/xunjian-benchmarks")


def main() -> None:
    """Measure and print."""
    options = _options()
    measure.adopt_orphans()
    try:
        if options.scale is None:
            compare(options)
        else:
            scale(options.scale or SIZES, options)
    except NginxError as error:
        sys.exit(str(error))


def compare(options: argparse.Namespace) -> None:
    """Let the contestants take turns and print medians and goals."""
    chosen = [name for name in NAMES if not options.only or name in options.only]
    absent = {name: how for name in chosen if (how := missing(name, options.peers))}
    playing = [name for name in chosen if name not in absent]
    runs: dict[str, list[Score]] = {name: [] for name in playing}
    with _stage(options.pages, options) as (site, server, folder):
        for number in range(options.rounds):
            arena = Arena(site, server.url, folder / f"round{number}", options.peers, options.today)
            configure(arena)
            for name in playing:
                runs[name].append(play(name, arena, server))
                _say(f"round {number + 1}: {LABELS[name]} {runs[name][-1].wall:.1f} s")
        planted = site.plants
        print(
            f"{site.addresses} addresses, medians of {options.rounds} rounds, {os.cpu_count()} cores\n"
        )
    scores = {name: table.median(found) for name, found in runs.items()}
    _print(table.rows(scores, planted))
    _print(f"| {LABELS[name]} | not installed: `{how}` |" for name, how in absent.items())
    print()
    partial = table.incomplete(scores, site.addresses)
    _print(f"{LABELS[name]}: did not see the whole site, left out below\n" for name in partial)
    whole = {name: score for name, score in scores.items() if name not in partial}
    _print(table.goal_rows(table.goals(whole)))


def scale(sizes: list[int], options: argparse.Namespace) -> None:
    """Measure our own crawl and scan at several sizes and print how memory grows."""
    names = [name for name in (CRAWL, FIRST, SECOND) if not options.only or name in options.only]
    points: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    print("| addresses | contestant | wall s | CPU s | peak MB |\n| --- | --- | --- | --- | --- |")
    for size in sizes:
        with _stage(size, options, padding=SCALE_PADDING) as (site, server, folder):
            arena = Arena(site, server.url, folder / "round", options.peers, options.today)
            configure(arena)
            for name in names:
                s = play(name, arena, server)
                points[name].append((site.addresses, s.peak))
                head = f"| {site.addresses} | {LABELS[name]} "
                print(f"{head}| {s.wall:.1f} | {s.cpu:.1f} | {s.peak:.0f} |", flush=True)
    if len(sizes) < 2:
        return
    print(
        f"\n| contestant | MB per 1,000 addresses | MB at {EXTRAPOLATED:,} |\n| --- | --- | --- |"
    )
    for name, found in points.items():
        rise, base = table.slope(found)
        end = base + rise * EXTRAPOLATED
        print(f"| {LABELS[name]} | {rise * 1000:.2f} | {end:.0f} |")


def play(name: str, arena: Arena, server: Server) -> Score:
    """Run one contestant once."""
    contestant = CONTESTANTS[name]
    output = arena.folder / f"{name}.out"
    mark = server.mark()
    usage = measure.run(
        contestant.command(arena), arena.folder, output, environment(), LIMIT_SECONDS
    )
    if usage.code not in contestant.codes:
        said = output.with_suffix(".err").read_text(encoding="utf-8", errors="replace")
        raise SystemExit(f"{LABELS[name]} ended with {usage.code}: {said[-2000:]}")
    traffic = server.traffic(mark)
    text = output.read_text(encoding="utf-8", errors="replace")
    faults, plants = contestant.faults(text), arena.site.plants
    return Score(
        wall=usage.wall,
        cpu=usage.cpu,
        peak=usage.peak,
        requests=traffic.requests,
        unchanged=traffic.unchanged,
        bytes=traffic.bytes,
        dead=found_of(faults, plants.dead),
        soft=found_of(faults, plants.soft),
        anchors=found_of(faults, plants.anchors),
    )


@contextmanager
def _stage(
    pages: int, options: argparse.Namespace, *, padding: int = PADDING
) -> Iterator[tuple[BenchSite, Server, Path]]:
    """Generate a site, serve it, and clear everything away at the end."""
    with tempfile.TemporaryDirectory(prefix="xunjian-bench-") as name:
        folder = Path(name)
        site = generate(folder / "site", pages, options.today, padding=padding)
        with served(site.root, folder / "nginx", site.redirects, gzip=options.gzip) as server:
            yield site, server, folder


def _options() -> argparse.Namespace:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument("--pages", type=int, default=3000, help="least number of addresses")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", type=_names, default=[], help=f"of {','.join(NAMES)}")
    parser.add_argument("--peers", type=Path, default=DEFAULT_PEERS, help="folder of the peers")
    parser.add_argument("--today", type=date.fromisoformat, default=_local_day())
    parser.add_argument("--gzip", action="store_true", help="let nginx compress")
    parser.add_argument("--scale", type=int, nargs="*", metavar="N", help="memory at these sizes")
    options = parser.parse_args()
    options.peers = options.peers.expanduser().resolve()
    return options


def _names(text: str) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {', '.join(NAMES)}")
    if SECOND in names and FIRST not in names:
        raise argparse.ArgumentTypeError(f"{SECOND} needs {FIRST} before it")
    return names


def _local_day() -> date:
    return datetime.now().astimezone().date()


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
