"""Measures link checkers on one generated site with planted dead ends and traps.

    python -m benchmarks.links [--pages 3000] [--rounds 3] [--only xunjian,lychee] [--peers DIR] [--misses]

Peak memory is that of all processes of a checker together (PSS, sampled every 50 ms).
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from benchmarks import measure
from benchmarks.contestants import environment
from benchmarks.crawl import DEFAULT_PEERS, LIMIT_SECONDS
from benchmarks.links_peers import NAMES, PEERS, Round, missing, prepare
from benchmarks.links_site import OUTSIDE, LinkSite, outside_host, plant
from benchmarks.serve import NginxError, served
from tests.links.wire import Host

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Score:
    """One run: seconds, MB, how many of each kind were found, and the false alarms."""

    wall: float
    cpu: float
    peak: float
    found: Mapping[str, int]
    missed: tuple[str, ...]
    alarms: tuple[str, ...]


def main() -> None:
    """Measure and print."""
    options = _options()
    measure.adopt_orphans()
    try:
        _compare(options)
    except NginxError as error:
        sys.exit(str(error))


def _compare(options: argparse.Namespace) -> None:
    chosen = [name for name in NAMES if not options.only or name in options.only]
    absent = {name: how for name in chosen if (how := missing(name, options.peers))}
    runs: dict[str, list[Score]] = {name: [] for name in chosen if name not in absent}
    with tempfile.TemporaryDirectory(prefix="xunjian-links-") as name, outside_host() as host:
        folder = Path(name)
        outside = f"http://{host.place}"
        site = plant(folder / "site", options.pages, options.today, outside)
        with served(site.site.root, folder / "nginx", site.redirects) as server:
            planted = site.planted(server.url, outside)
            for number in range(options.rounds):
                where = folder / f"round{number}"
                day = str(options.today)
                round_ = Round(server.url, site.site.root, where, options.peers, day)
                prepare(round_, OUTSIDE)
                for each, scores in runs.items():
                    scores.append(_play(each, round_, site, host, planted))
                    _say(f"round {number + 1}: {PEERS[each].label} {scores[-1].wall:.1f} s")
    print(
        f"{site.site.addresses} addresses, medians of {options.rounds} rounds, {os.cpu_count()} cores\n"
    )
    for line in _rows(runs, planted, site.site.addresses):
        print(line)
    for each, how in absent.items():
        print(f"| {PEERS[each].label} | not installed: {how} |")
    if options.misses:
        for each, scores in runs.items():
            print(f"\n{PEERS[each].label}\n  missed: {_some(scores[-1].missed)}")
            print(f"  false alarms: {_some(scores[-1].alarms)}")


def _play(
    name: str, round_: Round, site: LinkSite, host: Host, planted: Mapping[str, frozenset[str]]
) -> Score:
    """Run one checker once; to each of them the outside host behaves as if it were the first."""
    peer = PEERS[name]
    host.asked.clear()
    output = round_.folder / f"{name}.out"
    usage = measure.run(peer.command(round_), round_.folder, output, environment(), LIMIT_SECONDS)
    if usage.code not in peer.codes:
        said = output.with_suffix(".err").read_text(encoding="utf-8", errors="replace")
        raise SystemExit(f"{peer.label} ended with {usage.code}: {said[-2000:]}")
    dead = set(peer.dead(output.read_text(encoding="utf-8", errors="replace")))
    wanted = frozenset().union(*planted.values())
    return Score(
        wall=usage.wall,
        cpu=usage.cpu,
        peak=usage.peak,
        found={kind: len(urls & dead) for kind, urls in planted.items()},
        missed=tuple(sorted(wanted - dead)),
        alarms=tuple(sorted(dead - wanted - site.allowed(round_.url))),
    )


def _rows(
    runs: Mapping[str, Sequence[Score]], planted: Mapping[str, frozenset[str]], addresses: int
) -> Iterator[str]:
    """Yield the table, in Markdown."""
    kinds = [f"{kind} (of {len(urls)})" for kind, urls in planted.items()]
    heads = ["checker", "wall s", "addresses/s", "CPU s", "peak MB", *kinds, "false alarms"]
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for name, scores in runs.items():
        wall = statistics.median(each.wall for each in scores)
        cpu = statistics.median(each.cpu for each in scores)
        peak = statistics.median(each.peak for each in scores)
        # The worst round counts: whoever errs once in three errs.
        found = [str(min(each.found[kind] for each in scores)) for kind in planted]
        alarms = max(len(each.alarms) for each in scores)
        figures = [f"{wall:.1f}", f"{addresses / wall:.0f}", f"{cpu:.1f}", f"{peak:.0f}", *found]
        yield f"| {PEERS[name].label} | {' | '.join(figures)} | {alarms} |"


def _some(urls: Sequence[str]) -> str:
    more = f" … {len(urls) - SHOWN} more" if len(urls) > SHOWN else ""
    return " ".join(urls[:SHOWN]) + more or "none"


def _options() -> argparse.Namespace:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument("--pages", type=int, default=3000, help="least number of addresses")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", type=_names, default=[], help=f"of {','.join(NAMES)}")
    parser.add_argument("--peers", type=Path, default=DEFAULT_PEERS, help="folder of the peers")
    today = datetime.now().astimezone().date()
    parser.add_argument("--today", type=date.fromisoformat, default=today)
    parser.add_argument("--misses", action="store_true", help="name what was missed and false")
    options = parser.parse_args()
    options.peers = options.peers.expanduser().resolve()
    return options


def _names(text: str) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {', '.join(NAMES)}")
    return names


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
