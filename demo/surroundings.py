"""What is ordinarily recorded about anyone, for planted people whose recipe says nothing of it.

Without it a planted life would be a missed case of every measure that its recipe is not about.
"""

from datetime import date, timedelta

from demo.life import Life, Row
from demo.recipes import further_rows as rows

DAY = timedelta(days=1)
ORDERS = ("community_order", "suspended_sentence_order")
HOMES = frozenset({"SL014", "SL015A", "SL015B", "OM017"})
WORK = frozenset({"SL016", "SL017A", "SL017B", "INT008", "INT009"})
AROUND_RELEASE = frozenset({"CLOCK_PRERELEASE_CONTACTS", "CLOCK_POSTRELEASE_CONTACTS"})


def surround(life: Life, measure: str) -> None:
    """Adds a home, work, an allocation and contacts around release, save those that `measure` is about."""
    if measure not in HOMES:
        _circumstances(life, rows.home, "home")
    if measure not in WORK:
        _circumstances(life, rows.work, "work")
    if measure != "CLOCK_ALLOCATION":
        for sentence in list(life.rows["sentences"]):
            _allocate(life, sentence)
    if measure not in AROUND_RELEASE:
        for release in list(life.rows["releases"]):
            _contacts(life, release)


def _gone_on(life: Life) -> date:
    """The last day on which anything may happen to the person."""
    left = [row["died_on"] for row in life.rows.get("deaths", ())]
    left += [row["transferred_on"] for row in life.rows.get("transfers_out", ())]
    return min([*left, life.days.as_at])


def _circumstances(life: Life, write, about: str) -> None:
    """One record from the first day of each stretch of supervision to its end."""
    weights = life.setting.profile["surroundings"][about]
    words, shares = list(weights), list(weights.values())
    for period in life.rows.get("supervision_periods", ()):
        if period["start_on"] <= _gone_on(life):
            status = str(life.rng.choice(words, p=[share / sum(shares) for share in shares]))
            write(life, status, period["start_on"], period["end_on"])


def _allocate(life: Life, sentence: Row) -> None:
    """To the practitioner, within the five business days."""
    on = life.days.add(sentence["sentenced_on"], int(life.rng.integers(0, 5)))
    on = max(on, sentence["sentenced_on"])
    if sentence["sentence_type"] in ORDERS and on <= min(
        _gone_on(life), sentence["ended_on"] or life.days.as_at
    ):
        rows.allocation(life, str(sentence["sentence_id"]), on)


def _contacts(life: Life, release: Row) -> None:
    """Three before the release where the sentence leaves time, two in the two weeks after it."""
    sentence = next(row for row in life.rows["sentences"] if row["sentence_id"] == release["sentence_id"])
    before = [release["released_on"] - days * DAY for days in (25, 14, 4)]
    after = [release["released_on"] + days * DAY for days in (4, 11)]
    for phase, wanted in (("before_release", before), ("after_release", after)):
        for on in wanted:
            if sentence["sentenced_on"] <= on <= _gone_on(life):
                rows.around_release(life, str(sentence["sentence_id"]), on, phase=phase)
