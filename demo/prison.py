"""Prison sentences, releases, recalls and the custody around them."""

from dataclasses import dataclass

import numpy as np

from demo.chance import happens, pick, pick_code, pick_number
from demo.columns import Coded
from demo.setting import Setting
from demo.spells import LICENCE, POST_SENTENCE, Spells, final_third, no_days
from demo.starts import draw_starts, within

ONE_DAY = np.timedelta64(1, "D")
NONE = np.datetime64("NaT", "D")
FAR = np.datetime64("2199-01-01", "D")
AFTERWARDS = ("left_on", "decided_on", "returned_on", "again_on", "rescinded_on")
ENDINGS = ("natural", "died", "transferred", "immigration", "hospital")


@dataclass
class Terms:
    """One entry a prison sentence, with its first release and at most one recall.

    `until` is the end of licence and post-sentence supervision (NaT: for life), `licence_until` of the
    licence. `left_on` is the early last day of supervision by death or transfer. `returned_on` starts the
    recall, `again_on` is the release after it.
    """

    person: np.ndarray
    indeterminate: np.ndarray
    sentenced_on: np.ndarray
    in_custody_from: np.ndarray
    released_on: np.ndarray
    from_court: np.ndarray
    pss_only: np.ndarray
    licence_until: np.ndarray
    until: np.ndarray
    ending: np.ndarray
    left_on: np.ndarray
    decided_on: np.ndarray
    returned_on: np.ndarray
    again_on: np.ndarray
    rescinded_on: np.ndarray

    def __len__(self) -> int:
        return len(self.person)


def draw_terms(setting: Setting, person: np.ndarray, sentence_type: Coded) -> Terms:
    """Prison terms of these people, with what became of them after the release."""
    section, rng, rows = setting.profile["custody"], setting.rng, len(person)
    released, life = draw_starts(setting, rows), sentence_type.is_("custodial_indeterminate")
    days = _days_inside(setting, life)
    from_court = happens(rng, section["court_after_remand_share"], rows) & ~life & (days < 400)
    inside_from = setting.calendar.on_or_before(released - days.astype("timedelta64[D]"))
    pss_only = ~life & (pick(rng, section["release_type"], rows).codes == 1) & ~from_court
    licence_until, until = _licences(setting, released, days, life, pss_only)
    terms = Terms(
        person=person,
        indeterminate=life,
        sentenced_on=np.where(from_court, released, inside_from),
        in_custody_from=inside_from,
        released_on=released,
        from_court=from_court,
        pss_only=pss_only,
        licence_until=licence_until,
        until=until,
        ending=np.zeros(rows, dtype=int),
        **{name: no_days(rows) for name in AFTERWARDS},
    )
    _recall(setting, terms)
    _leave(setting, terms)
    return terms


def _days_inside(setting: Setting, life: np.ndarray) -> np.ndarray:
    """Days in custody before the release; a life sentence adds years."""
    rng, weights = setting.rng, setting.profile["custody"]["custody_days"]
    days = pick_number(rng, weights, len(life)) * setting.shares("custody_varies", len(life))
    return np.maximum(7, days.astype(int)) + np.where(
        life, setting.profile["custody"]["indeterminate_days"], 0
    )


def _licences(setting: Setting, released, days, life, pss_only) -> tuple[np.ndarray, np.ndarray]:
    """Licence as long as the custody; after a sentence under two years supervision lasts a year in all."""
    length = np.maximum(28, days * setting.shares("licence_varies", len(days))).astype("timedelta64[D]")
    licence_until = np.where(life, NONE, released + np.minimum(length, np.timedelta64(1100, "D")))
    year = released + np.timedelta64(365, "D")
    until = np.where(days < 365, np.maximum(licence_until, year), licence_until)
    return np.where(pss_only, released - ONE_DAY, licence_until), np.where(life, NONE, until)


def _recall(setting: Setting, terms: Terms) -> None:
    section, rng, rows = setting.profile["custody"], setting.rng, len(terms)
    end = np.where(np.isnat(terms.licence_until), setting.as_at, terms.licence_until)
    known_end = np.minimum(end, setting.as_at)
    decided = within(setting, terms.released_on, known_end, "recalled_at")
    at_once = happens(rng, section["same_day_recall_share"], rows) & ~terms.pss_only
    recalled = (
        happens(rng, section["recall_share"], rows)
        & ~terms.pss_only
        & (end - terms.released_on > 30 * ONE_DAY)
    )
    recalled &= decided > terms.released_on
    decided = np.where(at_once, terms.released_on, decided)
    rescinded = recalled & ~at_once & happens(rng, section["rescinded_share"], rows)
    lag = np.where(at_once, 0, rng.choice(section["returned_after_days"], rows)).astype("timedelta64[D]")
    returned = decided + lag
    back = (recalled | at_once) & ~rescinded & (returned <= known_end)
    again = setting.calendar.on_or_after(
        returned + pick_number(rng, section["recall_days"], rows).astype("timedelta64[D]")
    )
    let_go = back & (again <= setting.as_at) & (again + 14 * ONE_DAY < end)
    terms.decided_on = np.where(back | (rescinded & (decided + 2 * ONE_DAY <= setting.as_at)), decided, NONE)
    terms.rescinded_on = np.where(rescinded, terms.decided_on + 2 * ONE_DAY, NONE)
    terms.returned_on = np.where(back, returned, NONE)
    terms.again_on = np.where(let_go, again, NONE)


def _leave(setting: Setting, terms: Terms) -> None:
    """Death, transfer or detention, among those who were never recalled."""
    rng, rows = setting.rng, len(terms)
    drawn = pick_code(rng, setting.profile["custody"]["ending"], ENDINGS, rows)
    end = np.minimum(np.where(np.isnat(terms.until), FAR, terms.until), setting.as_at)
    on = within(setting, terms.released_on, end, "left_at")
    goes = (drawn > 0) & np.isnat(terms.decided_on) & (on > terms.released_on)
    terms.ending = np.where(goes, drawn, 0)
    terms.left_on = np.where(goes, on, NONE)


def sentence_ended_on(setting: Setting, terms: Terms) -> np.ndarray:
    """The end of the whole sentence, when it is known by the as-at day."""
    gone = np.isin(terms.ending, (1, 2))
    end = np.where(gone, terms.left_on, terms.until)
    return np.where(end <= setting.as_at, end, NONE)


def recall_ended_on(setting: Setting, terms: Terms) -> np.ndarray:
    """The last day of the recall: the day of the next release, or the end of the licence."""
    end = np.where(np.isnat(terms.again_on), terms.licence_until, terms.again_on)
    return np.where(end <= setting.as_at, end, NONE)


def first_spells(setting: Setting, terms: Terms, unit: np.ndarray) -> Spells:
    """Supervision from the first release to its end or the return to prison."""
    ended = sentence_ended_on(setting, terms)
    spells = _spells(setting, terms, unit, terms.released_on, ended)
    back = ~np.isnat(terms.returned_on)
    spells.last = np.where(back, terms.returned_on, spells.last)
    spells.closed = back | np.isin(terms.ending, (1, 2))
    spells.clock = np.where(terms.from_court, 3, 1)
    detained = np.isin(terms.ending, (3, 4))
    until = terms.left_on + setting.days("detention_days", len(terms))
    spells.away_from = np.where(detained, terms.left_on, NONE)
    spells.away_to = np.where(detained, np.minimum(until, np.where(np.isnat(ended), FAR, ended)), NONE)
    return spells


def second_spells(setting: Setting, terms: Terms, unit: np.ndarray) -> Spells:
    """Supervision after the release that follows a recall."""
    spells = _spells(setting, terms, unit, terms.again_on, sentence_ended_on(setting, terms))
    return spells.take(~np.isnat(terms.again_on))


def _spells(setting: Setting, terms: Terms, unit: np.ndarray, start: np.ndarray, last: np.ndarray) -> Spells:
    rows = len(terms)
    switch = np.where(terms.licence_until < terms.until, terms.licence_until + ONE_DAY, NONE)
    return Spells(
        person=terms.person,
        unit=unit[terms.person],
        practitioner=setting.rng.integers(0, 10_000, rows),
        kind=np.where(terms.pss_only, POST_SENTENCE, LICENCE),
        start=start,
        last=last,
        switch_on=np.where(terms.pss_only, NONE, switch),
        away_from=no_days(rows),
        away_to=no_days(rows),
        clock=np.ones(rows, dtype=int),
        tier=np.zeros(rows, dtype=int),
        final_third_on=final_third(start, terms.until),
        closed=np.zeros(rows, dtype=bool),
    )
