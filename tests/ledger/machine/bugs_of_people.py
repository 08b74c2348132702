"""Bugs in what people are told, say, and are owed."""

from tests.ledger.machine.mutant import Mutant

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
