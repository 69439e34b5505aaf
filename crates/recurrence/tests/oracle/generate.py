"""Writes dates.txt: random rules with their first dates, as python-dateutil gives them.

    pip install python-dateutil==2.9.0.post0
    python3 generate.py > dates.txt

One rule a line: start, rule, dates, each date without what it shares with the start's time. A full
stop at the end says that there are no more. The same seed gives the same table.

Left out, because dateutil is at odds with RFC 5545 (or has no opinion) there:

- BYDAY with both plain and numbered weekdays: it takes those that are both, the RFC those that are
  either. An ordinal past the end of the year breaks it (IndexError).
- BYSETPOS of a weekly rule whose start is not the first day of the week: it counts from the start,
  the RFC from the beginning of the week.
- BYWEEKNO without a day: it takes all seven days of the week, while the RFC derives what a rule
  lacks from the start, which is its weekday.
- BYWEEKNO of -52 and -53: it misses those days of week 1 that lie in the year before.
"""

import random
import signal
from datetime import datetime, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

SEED = 5545
RULES = 3000
DATES = 10
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def some(rng, numbers, most):
    return sorted(rng.sample(numbers, rng.randint(1, most)))


def signed(rng, most, count):
    near = [n for n in range(-most, most + 1) if n != 0]
    return some(rng, near, count)


def join(numbers):
    return ",".join(str(n) for n in numbers)


def by_day(rng, frequency, in_weeks):
    days = some(rng, range(7), 4)
    if frequency in ("MONTHLY", "YEARLY") and not in_weeks and rng.random() < 0.5:
        most = 5 if frequency == "MONTHLY" else rng.choice([5, 53])
        pairs = {(d, rng.choice([n for n in range(-most, most + 1) if n])) for d in days}
        return ",".join(f"{n}{DAYS[d]}" for d, n in sorted(pairs))
    return ",".join(DAYS[d] for d in days)


def random_rule(rng):
    frequency = rng.choice(["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY", "YEARLY"])
    start = datetime(1990, 1, 1) + timedelta(days=rng.randrange(15000))
    if rng.random() < 0.5:
        start += timedelta(minutes=rng.randrange(1440))
    by = {}
    chance = rng.choice([0.1, 0.25, 0.4])
    if rng.random() < chance:
        by["BYMONTH"] = join(some(rng, range(1, 13), 4))
    if frequency == "YEARLY" and rng.random() < chance:
        by["BYWEEKNO"] = join(n for n in signed(rng, 53, 3) if n > -52) or "1"
    if frequency in ("YEARLY", "HOURLY") and rng.random() < chance / 2:
        by["BYYEARDAY"] = join(signed(rng, 366, 5))
    if frequency != "WEEKLY" and rng.random() < chance:
        by["BYMONTHDAY"] = join(signed(rng, 31, 4))
    if rng.random() < chance * 1.5:
        by["BYDAY"] = by_day(rng, frequency, "BYWEEKNO" in by)
    if rng.random() < chance:
        by["BYHOUR"] = join(some(rng, range(24), 3))
    if rng.random() < chance:
        by["BYMINUTE"] = join(some(rng, range(60), 3))
    if by and rng.random() < chance:
        by["BYSETPOS"] = join(signed(rng, rng.choice([2, 5, 40]), 3))
    if "BYWEEKNO" in by and not by.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}:
        by["BYDAY"] = rng.choice(DAYS)
    week_start = rng.choice([None, None] + DAYS)
    if frequency == "WEEKLY" and "BYSETPOS" in by:
        start -= timedelta(days=(start.weekday() - DAYS.index(week_start or "MO")) % 7)
    parts = [f"FREQ={frequency}"]
    if rng.random() < 0.5:
        parts.append(f"INTERVAL={rng.choice([2, 2, 3, 4, 5, 6, 7, 10, 14, 18, 24, 36])}")
    parts += [f"{name}={value}" for name, value in by.items()]
    if week_start:
        parts.append(f"WKST={week_start}")
    if rng.random() < 0.15:
        parts.append(f"COUNT={rng.randint(1, 12)}")
    elif rng.random() < 0.15:
        until = start + timedelta(days=rng.choice([3, 30, 400, 4000]))
        parts.append(f"UNTIL={until:%Y%m%dT%H%M%S}")
    rng.shuffle(parts)
    return start, ";".join(parts)


def compact(start, moment):
    if moment.time() == start.time():
        return f"{moment:%Y%m%d}"
    return f"{moment:%Y%m%dT%H%M}"


class TooLong(Exception):
    pass


def give_up(*_):
    raise TooLong


def dates(start, rule):
    """The first dates and whether there are no more; None where dateutil searches for too long."""
    signal.setitimer(signal.ITIMER_REAL, 0.4)
    try:
        found = list(islice(rrulestr(rule, dtstart=start), DATES + 1))
    except (TooLong, ValueError, IndexError):
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    # It stops at the year 9999, the RFC does not say where.
    return found[:DATES], len(found) <= DATES


def main():
    signal.signal(signal.SIGALRM, give_up)
    rng = random.Random(SEED)
    written = 0
    while written < RULES:
        start, rule = random_rule(rng)
        answer = dates(start, rule)
        if answer is None:
            continue
        found, ends = answer
        line = [f"{start:%Y%m%dT%H%M}", rule] + [compact(start, moment) for moment in found]
        print(" ".join(line) + (" ." if ends else ""))
        written += 1


if __name__ == "__main__":
    main()
