"""The lives that most recipes share: an order, a release or a time in prison, and the ways to leave them."""

from datetime import date, timedelta

from demo.life import Life

DAY = timedelta(days=1)
SELDOM = 35  # days between contacts that no measure of the recipe looks at


def leaves(life: Life, how: str, on: date | None) -> None:
    """Death or a move to Scotland; anything else is no leaving."""
    if on and how == "died":
        life.died(on)
    elif on and how == "transferred_out":
        life.moved_to_scotland(on)


def ordered(
    life: Life,
    on: date,
    *,
    how: str = "",
    leaves_on: date | None = None,
    months: int = 24,
    ended: date | None = None,
    end_reason: str = "other",
    seen_until: date | None = None,
    **more: object,
) -> str:
    """An order made on `on`; `how` (died, transferred_out, quashed) ends it on `leaves_on`.

    Contact goes on until `seen_until`, else to the end.
    """
    if how:
        ended, end_reason = leaves_on, "quashed" if how == "quashed" else "other"
    sentence = life.order(on, months=months, ended=ended, end_reason=end_reason, **more)
    leaves(life, how, leaves_on)
    life.goes_on(life.days.add(on, 3), every=SELDOM, until=seen_until)
    return sentence


def freed(
    life: Life,
    on: date,
    *,
    how: str = "",
    leaves_on: date | None = None,
    ended: date | None = None,
    end_reason: str = "other",
    seen_until: date | None = None,
    **more: object,
) -> str:
    """A release on `on`; `how` ends the sentence on `leaves_on`. Returns the release's id."""
    if how:
        ended, end_reason = leaves_on, "quashed" if how == "quashed" else "other"
    release = life.released(on, ended=ended, end_reason=end_reason, **more)
    leaves(life, how, leaves_on)
    life.goes_on(life.days.add(on, 1), every=SELDOM, until=seen_until)
    return release


def sentence_of(life: Life) -> str:
    """The id of the latest sentence written."""
    return str(life.rows["sentences"][-1]["sentence_id"])


def inside(
    life: Life,
    on: date,
    *,
    served: int = 200,
    sentence_type: str = "custodial_determinate",
    how: str = "",
    leaves_on: date | None = None,
) -> str:
    """Somebody in prison on `on`, `served` days after the sentence, and not yet released."""
    start = life.days.open_on_or_after(on - served * DAY)
    life.custody("sentence", start, leaves_on if how else None)
    sentence = life.sentenced(
        start,
        sentence_type,
        expected_end_on=None if sentence_type.endswith("indeterminate") else start + 1800 * DAY,
        ended_on=leaves_on if how else None,
        end_reason=("quashed" if how == "quashed" else "other") if how else None,
    )
    leaves(life, how, leaves_on)
    return sentence


def returned(life: Life, on: date, *, quashed_on: date | None = None) -> str:
    """A release 60 days before `on`, from which the person is back in prison on `on`. Returns the release."""
    start = life.days.open_on_or_after(on - 60 * DAY)
    sentence = life.imprisoned(start, 150, on + 340 * DAY, quashed_on, "quashed")
    release = life.released(start, sentence=sentence, supervision_days=400, ended=on)
    life.goes_on(start, every=SELDOM)
    life.custody("recall", on, None)
    return release
