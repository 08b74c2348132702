"""The bugs that are injected into the ledger: what stands in a file, and what is put in its place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """A bug: what stands in a file, and what is put in its place."""

    name: str
    file: str
    old: str
    new: str


# Scans, closing, people.
LEDGER = (
    Mutant(
        "a second look right after the first closes",
        "ledger/closing.py",
        "looked_at - row.absent_since >= APART",
        "looked_at > row.absent_since",
    ),
    Mutant(
        "a page that is gone for a moment closes",
        "ledger/closing.py",
        "(how != GONE and (is_claimed or is_asked))",
        "(is_claimed or is_asked)",
    ),
    Mutant(
        "a look from before the claim confirms it",
        "ledger/closing.py",
        "is_claimed = row.claimed_at is not None and row.claimed_at < looked_at",
        "is_claimed = row.claimed_at is not None",
    ),
    Mutant(
        "an old look closes what a newer one met",
        "ledger/plan.py",
        "or row.last_seen > scan.started:",
        "or row.last_seen > now:",
    ),
    Mutant(
        "a look from before the claim refutes it",
        "ledger/plan.py",
        "row.claimed_at is not None and row.claimed_at < scan.started",
        "row.claimed_at is not None",
    ),
    Mutant(
        "late evidence reopens what is closed",
        "ledger/plan.py",
        "        if scan.started >= row.closed_at:\n",
        "        if True:\n",
    ),
    Mutant(
        "a relapse keeps its old deadline",
        "ledger/apply.py",
        "_RENEW = _MOVE.values(\n    due=None,",
        "_RENEW = _MOVE.values(",
    ),
    Mutant(
        "a page that was not looked at counts as seen",
        "ledger/sight.py",
        "return subject in self.result.subjects or subject in self.result.gone",
        "return True",
    ),
    Mutant(
        "what is undecided counts as mended",
        "ledger/sight.py",
        'if {("", subject), (code, subject)} & self.blanket:',
        'if {("", subject), (code, subject)} <= self.blanket:',
    ),
    Mutant(
        "an interrupted scan closes",
        "ledger/sight.py",
        "if result.incomplete or code not in result.codes",
        "if code not in result.codes",
    ),
    Mutant(
        "a changed rule closes many without asking",
        "ledger/standing.py",
        "return bool(mark and row.rule_mark and mark != row.rule_mark)",
        "return False",
    ),
    Mutant(
        "what a question is about is closed before the answer",
        "ledger/plan.py",
        "if row.held_by is None and row.id in standing.asked_about:",
        "if False:",
    ),
    Mutant(
        "an expired exemption is told in the old cycle",
        "ledger/lifecycle.py",
        "RENEWING = frozenset({Event.RELAPSE, Event.REOPEN, Event.EXPIRE, Event.ASSIGN})",
        "RENEWING = frozenset({Event.RELAPSE, Event.REOPEN, Event.ASSIGN})",
    ),
    Mutant(
        "an exemption that has not ended is opened",
        "ledger/plan.py",
        "return until is not None and until < local_day(now)",
        "return until is not None",
    ),
    Mutant(
        "whoever asks may also grant",
        "ledger/requests.py",
        "if actor.strip() == found.applicant.strip():",
        "if False:",
    ),
    Mutant(
        "a deadline may be extended again and again",
        "ledger/decide.py",
        "if before.extended_from is not None:",
        "if False:",
    ),
    Mutant(
        "an issue that was met again is still half mended",
        "ledger/apply.py",
        "    absences=0,\n    absent_since=None,\n)",
        ")",
    ),
    Mutant(
        "a scan that is applied twice counts twice",
        "ledger/apply.py",
        "if not scans.begin(connection, scan, incomplete, now):",
        "if not scans.begin(connection, scan, incomplete, now) and False:",
    ),
    Mutant(
        "notices are queued without an entry in the log",
        "ledger/ledger.py",
        'self._seal(connection, "登记通报", now, notices=numbers)',
        "pass",
    ),
    Mutant(
        "a return leaves the claim standing",
        "ledger/apply.py",
        "_RETURN = _MOVE.values(claimed_at=None, returns=issue.c.returns + 1)",
        "_RETURN = _MOVE.values(returns=issue.c.returns + 1)",
    ),
    Mutant(
        "whether it was in time is asked of the last look",
        "ledger/closing.py",
        "done = min(since, row.claimed_at) if is_claimed else since",
        "done = looked_at",
    ),
)

MOVES = (
    Mutant(
        "a page that was not looked at has moved",
        "ledger/moves.py",
        "    if row.subject in result.gone:\n        return True\n",
        "    if row.subject not in result.subjects:\n        return True\n",
    ),
    Mutant(
        "a page that is still there has moved",
        "ledger/moves.py",
        "bool(result.facts(row.subject).leads_to) and row.subject not in result.subjects",
        "True",
    ),
    Mutant(
        "of two copies one is taken for the page that is gone",
        "ledger/moves.py",
        "        if not rivals:\n",
        "        if True:\n",
    ),
    Mutant(
        "an older look moves what a newer one met",
        "ledger/moves.py",
        "if scan.started < max(row.last_seen, row.absent_since or row.last_seen):",
        "if False:",
    ),
    Mutant(
        "a closed issue moves",
        "ledger/moves.py",
        "if State(row.state) is State.FIXED or row.sources:",
        "if row.sources:",
    ),
    Mutant(
        "what has moved is opened anew as well",
        "ledger/apply.py",
        "    met.follow(moves)\n",
        "",
    ),
    Mutant(
        "what has moved is not known by its new address",
        "ledger/moves.py",
        "b_fingerprint=move.fingerprint,",
        "b_fingerprint=move.row.fingerprint,",
    ),
    Mutant(
        "what has moved begins a new round",
        "ledger/lifecycle.py",
        "Event.EXPIRE, Event.ASSIGN})\n\nTABLE",
        "Event.EXPIRE, Event.ASSIGN, Event.MOVE})\n\nTABLE",
    ),
    Mutant(
        "pages of one title on other days are one page",
        "ledger/likeness.py",
        "        return math.inf\n",
        "        return LIKE_TEXT\n",
    ),
    Mutant(
        "pages made from one template are one page",
        "ledger/likeness.py",
        "LIKE_TEXT_OF_SERIES = 0.3, 0.9, 0.97",
        "LIKE_TEXT_OF_SERIES = 0.3, 0.3, 0.3",
    ),
    Mutant(
        "where the old address leads does not count",
        "ledger/moves.py",
        "is_led = result.facts(subject).leads_to == other",
        "is_led = False",
    ),
    Mutant(
        "another spelling of an address is another page",
        "checks/finding.py",
        "return self.facts(subject).identity or subject",
        "return subject",
    ),
    Mutant(
        "what is gone with half of its page is mended",
        "ledger/sight.py",
        "return length is not None and length < LEAST_LEFT * before",
        "return False",
    ),
)

REMINDERS = (
    Mutant(
        "a step of the ladder comes once more",
        "ledger/reminders.py",
        "STEPS.index(kind) >= STEPS.index(begun[-1])",
        "STEPS.index(kind) > STEPS.index(begun[-1])",
    ),
    Mutant(
        "who calls it mended is reminded by an old draft",
        "ledger/reminders.py",
        "        and issue.claimed_at is None\n",
        "",
    ),
    Mutant(
        "who is not met any more is reminded by an old draft",
        "ledger/reminders.py",
        "        and issue.absences == 0\n",
        "",
    ),
    Mutant(
        "a reminder is not written down",
        "ledger/enqueue.py",
        "        reminded.record(connection, notice_id, item.reminders, now)\n",
        "",
    ),
    Mutant(
        "a step that was passed over may still come",
        "ledger/reminded.py",
        "for kind in each.skipped:",
        "for kind in ():",
    ),
    Mutant(
        "a new deadline has no ladder of its own",
        "ledger/reminded.py",
        "if row.due == row.issue_due:",
        "if True:",
    ),
    Mutant(
        "a new deadline asks to acknowledge again",
        "ledger/reminded.py",
        "if kind is ReminderKind.UNACKNOWLEDGED or is_settled:",
        "if is_settled:",
    ),
    Mutant(
        "what was said in the round before counts in this one",
        "ledger/reminded.py",
        "wanted, reminder.c.cycle == issue.c.cycle",
        "wanted",
    ),
    Mutant(
        "an old draft goes out whatever has happened since",
        "ledger/reminded.py",
        "        if not _is_still(current.get(each.issue.id), each):",
        "        if False:",
    ),
    Mutant(
        "what a person has settled is asked again",
        "ledger/reminded.py",
        "is_settled = row.state == ReminderState.CONFIRMED",
        "is_settled = False",
    ),
    Mutant(
        "who calls it mended is up for publishing",
        "ledger/reminded.py",
        "    issue.c.claimed_at.is_(None),\n",
        "",
    ),
)

UNITS = (
    Mutant(
        "a unit closes what it calls mended",
        "ledger/taking.py",
        "Decision(Event.CLAIM, actor, _note(reply))",
        'Decision(Event.RETIRE, actor, _note(reply) or "-")',
    ),
    Mutant(
        "a file that comes again is taken again",
        "ledger/feedback.py",
        "if known is not None and known.accepted:",
        "if False:",
    ),
    Mutant(
        "an old list speaks of the new round",
        "ledger/taking.py",
        "if about.cycle != reply.cycle:",
        "if False:",
    ),
    Mutant(
        "a unit answers for another",
        "ledger/taking.py",
        "return (about.site_id, about.unit) == (self.site_id, self.unit_id)",
        "return about.site_id == self.site_id",
    ),
    Mutant(
        "what waits for a look is claimed again",
        "ledger/taking.py",
        "if about.claimed_at is not None and reply.answer in",
        "if False and reply.answer in",
    ),
    Mutant(
        "what was refused is done all the same",
        "ledger/taking.py",
        "            with connection.begin_nested():\n",
        "            if True:\n",
    ),
    Mutant(
        "the preview is the thing itself",
        "ledger/mailbox.py",
        "            attempt.rollback()\n",
        "            attempt.commit()\n",
    ),
    Mutant(
        "a link answers for what is not in its letter",
        "ledger/links.py",
        "if reply.issue_id not in found.issue_ids:",
        "if False:",
    ),
    Mutant(
        "a link acknowledges again and again",
        "ledger/links.py",
        "    if found.acknowledged_at is None:\n",
        "    if True:\n",
    ),
    Mutant(
        "a link is good for ever",
        "ledger/links.py",
        "    if found.expires_at <= now:\n",
        "    if False:\n",
    ),
    Mutant(
        "a link cannot claim again after a return",
        "ledger/links.py",
        "{reply.cycle}:{returns}:{reply.answer}",
        "{reply.cycle}:{reply.answer}",
    ),
)

LOOKS = (
    Mutant(
        "a look before its day settles what is owed",
        "ledger/relooks.py",
        "_open(result.site_id).where(relook.c.day <= local_day(started))",
        "_open(result.site_id)",
    ),
    Mutant(
        "a look that could not tell settles what is owed",
        "ledger/relooks.py",
        "elif _is_closed_still(row) and seen.absence(",
        "elif _is_closed_still(row) or seen.absence(",
    ),
    Mutant(
        "a scan that was broken off settles what is owed",
        "ledger/ledger.py",
        "seen = replace(result, incomplete=applied.incomplete)",
        'seen = replace(result, incomplete="")',
    ),
    Mutant(
        "what was not mended is looked at again",
        "ledger/relooks.py",
        "            issue.c.close_reason.in_(MENDED),\n",
        "",
    ),
    Mutant(
        "a look is tried for ever",
        "ledger/relooks.py",
        "if written is not None and each.attempt < MOST_TRIES:",
        "if written is not None:",
    ),
    Mutant(
        "a look is owed for a round that is over",
        "ledger/relooks.py",
        "row.state == State.FIXED and row.cycle == row.r_cycle",
        "row.state == State.FIXED",
    ),
    Mutant(
        "a new claim has had the tries of the old one",
        "ledger/claims.py",
        'numbered(f"claim {stamp}", self.tries + 1)',
        'numbered("claim", self.tries + 1)',
    ),
)

KILLS = (
    Mutant(
        "a scan and what follows from it are two transactions",
        "ledger/ledger.py",
        "            if not applied.repeated:\n",
        "        with self._store.write() as connection:\n            if not applied.repeated:\n",
    ),
    Mutant(
        "a letter and the log of it are two transactions",
        "ledger/ledger.py",
        '            numbers = " ".join(map(str, ids))\n            self._seal',
        "        with self._store.write() as connection:\n"
        '            numbers = " ".join(map(str, ids))\n            self._seal',
    ),
    Mutant(
        "an answer to a request and the log of it are two transactions",
        "ledger/desk.py",
        '            self._seal(connection, f"{made.kind}申请：{made.state}"',
        "        with self._store.write() as connection:\n"
        '            self._seal(connection, f"{made.kind}申请：{made.state}"',
    ),
)

MUTANTS = (*LEDGER, *MOVES, *REMINDERS, *UNITS, *LOOKS, *KILLS)
