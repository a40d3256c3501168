"""Programmes: the directory and its places, decisions about people, episodes and reviews of progress."""

from dataclasses import dataclass, fields

import numpy as np

from demo.calendar import add_months
from demo.cases import NONE, Cases
from demo.chance import days, happens, pick_code
from demo.columns import Coded, Ids, Table
from demo.requirements import COMPLETED, PROGRAMME, UNPAID_WORK, Requirements
from demo.setting import Setting, ids, person_ids

BASES = ("order", "rehabilitation_activity", "licence", "post_sentence_supervision", "voluntary")
PLACES = ("community", "custody", "both")
OUTCOMES = ("completed_successfully", "not_completed", "removed")
REASONS = (
    "offence_group",
    "risk_or_need_band",
    "time_left",
    "responsivity",
    "barriers",
    "motivation",
    "attendance",
    "other",
)
BANDS = ("low", "medium", "high", "very_high")
DECISIONS = ("eligible", "suitable", "ready")
REVIEWS = (
    "unpaid_work_6_months",
    "unpaid_work_9_months",
    "programme_6_months_before_end",
    "programme_3_months_before_end",
)
ONE_DAY = np.timedelta64(1, "D")


def directory_tables(setting: Setting) -> dict[str, Table]:
    """The programmes of the profile and, quarter by quarter, where each is offered."""
    listed = setting.profile["programmes"]["directory"]
    codes = tuple(listed)
    return {
        "programmes": {
            "programme_code": Coded(np.arange(len(codes)), codes),
            "title": Coded(np.arange(len(codes)), tuple(listed[code]["title"] for code in codes)),
            "kind": _words([listed[code]["kind"] for code in codes]),
            "area": _words([listed[code]["area"] for code in codes]),
            "length_weeks": np.array([listed[code]["length_weeks"] for code in codes]),
            "valid_from": np.array([listed[code]["valid_from"] for code in codes], dtype="datetime64[D]"),
            "valid_to": np.array(
                [listed[code].get("valid_to") or "NaT" for code in codes], dtype="datetime64[D]"
            ),
        },
        "programme_places": _places(setting, listed),
    }


def _words(values: list[str]) -> Coded:
    words = tuple(dict.fromkeys(values))
    return Coded(np.array([words.index(value) for value in values]), words)


def _places(setting: Setting, listed) -> Table:
    """One offer a quarter: of whole regions, or of each of their units where the programme says so."""
    codes = tuple(listed)
    quarters = _quarters(setting)
    programme, quarter, region, unit = [], [], [], []
    for code, about in listed.items():
        by_unit = about.get("offered_by") == "unit"
        where = np.arange(len(setting.places.units if by_unit else setting.places.regions))
        offered = happens(setting.rng, about["offered_share"], len(where))
        for number, first in enumerate(quarters):
            if not _valid(about, first):
                continue
            here = where[offered & ~happens(setting.rng, about.get("paused_share", 0), len(where))]
            programme.append(np.full(len(here), codes.index(code)))
            quarter.append(np.full(len(here), number))
            region.append(setting.places.region_of_unit[here] if by_unit else here)
            unit.append(here if by_unit else np.full(len(here), -1))
    of, at = np.concatenate(programme), np.concatenate(quarter)
    ends = np.append(quarters[1:], quarters[-1] + 92 * ONE_DAY)  # the quarter that follows the last one
    return {
        "place_id": setting.numbering.ids("PP", len(of)),
        "programme_code": Coded(of, codes),
        "region_code": Coded(np.concatenate(region), setting.places.regions),
        "unit_code": setting.places.unit(np.concatenate(unit)),
        "start_on": quarters[at],
        "end_on": (ends[at] - ONE_DAY).astype("datetime64[M]").astype("datetime64[D]")
        + _rest_of_month(ends[at]),
    }


def _rest_of_month(end: np.ndarray) -> np.ndarray:
    """Days from the first to the last day of the month before `end`."""
    before = (end - ONE_DAY).astype("datetime64[M]")
    return ((before + 1).astype("datetime64[D]") - before.astype("datetime64[D]")) - ONE_DAY


def _quarters(setting: Setting) -> np.ndarray:
    """First days of the quarters from the first case to the one after the as-at day."""
    first = setting.profile.first_start_on.astype("datetime64[M]")
    last = setting.as_at.astype("datetime64[M]") + 3
    return np.arange(first, last, 3).astype("datetime64[D]")


def _valid(about, first: np.datetime64) -> bool:
    from_on, to_on = np.datetime64(about["valid_from"]), about.get("valid_to")
    return bool(from_on <= first and (to_on is None or np.datetime64(to_on) >= first))


@dataclass
class Episodes:
    """One entry an episode; `case` is its sentence, `requirement` its id number or -1."""

    case: np.ndarray
    requirement: np.ndarray
    basis: np.ndarray
    programme: np.ndarray
    imposed_on: np.ndarray
    eligible: np.ndarray
    place: np.ndarray
    started_on: np.ndarray
    ended_on: np.ndarray
    outcome: np.ndarray

    def __len__(self) -> int:
        return len(self.case)


def programme_tables(
    setting: Setting, cases: Cases, made: Requirements, band: np.ndarray, numbers: np.ndarray
) -> dict[str, Table]:
    """Episodes of ordered programmes, of activity days, of licences; decisions before them; reviews.

    `band` is the code of each person's likelihood of reoffending in BANDS, -1 where not recorded.
    """
    parts = [_ordered(setting, cases, made), _activity(setting, cases, made), _licensed(setting, cases)]
    columns = [f.name for f in fields(Episodes)]
    whole = Episodes(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))
    return {
        "programme_episodes": _episode_rows(setting, cases, whole, numbers),
        "programme_decisions": _decisions(setting, cases, whole, band, numbers),
        "progress_reviews": _reviews(setting, cases, made, whole),
    }


def _chosen(setting: Setting, cases: Cases, case: np.ndarray, kind: str) -> np.ndarray:
    """A programme for each, by the offence group of the case; positions in the directory."""
    weights, codes = setting.profile["programmes"][kind], tuple(setting.profile["programmes"]["directory"])
    chosen = np.zeros(len(case), dtype=int)
    groups = cases.offence[case]
    for code, group in enumerate(cases.offences):
        mine = np.flatnonzero(groups == code)
        of_group = weights.get(group, weights["otherwise"])
        chosen[mine] = pick_code(setting.rng, of_group, codes, len(mine))
    return chosen


def _ordered(setting: Setting, cases: Cases, made: Requirements) -> Episodes:
    """Of every programme requirement; completed where the requirement was."""
    required = made.of_kind(PROGRAMME)
    case = made.order[required]
    drawn = _course(setting, cases, case, made.imposed_on[required], "order", "accredited")
    done = made.end_reason[required] == COMPLETED
    done &= ~np.isnat(drawn.started_on)
    ended = np.where(np.isnat(made.ended_on[required]), drawn.ended_on, made.ended_on[required])
    drawn.ended_on = np.where(done, np.maximum(ended, drawn.started_on), drawn.ended_on)
    drawn.outcome = np.where(done, 0, np.where(np.isnat(drawn.ended_on), -1, np.maximum(drawn.outcome, 1)))
    drawn.requirement = made.number[required]
    return drawn


def _activity(setting: Setting, cases: Cases, made: Requirements) -> Episodes:
    """Interventions and toolkits under rehabilitation activity, most often after sexual offences."""
    section, rng = setting.profile["programmes"], setting.rng
    order = np.unique(made.order[made.kind == 0])
    sexual = cases.is_offence("sexual")[order]
    share = np.where(sexual, section["activity_share_sexual"], section["activity_share"])
    case = order[happens(rng, share, len(order))]
    return _course(setting, cases, case, cases.on[case], "rehabilitation_activity", "activity")


def _licensed(setting: Setting, cases: Cases) -> Episodes:
    """As a condition of a licence, a few under post-sentence supervision, some delivered in custody."""
    section, rng = setting.profile["programmes"], setting.rng
    sexual = cases.is_offence("sexual")
    share = np.where(sexual, section["licence_share_sexual"], section["licence_share"])
    case = np.flatnonzero(~cases.is_order & happens(rng, share, len(cases)))
    made = _course(setting, cases, case, cases.released_on[case], "licence", "accredited")
    after = happens(rng, section["post_sentence_share"], len(case))
    made.basis = np.where(after, BASES.index("post_sentence_supervision"), made.basis)
    return made


def _course(setting: Setting, cases: Cases, case, imposed_on, basis: str, kind: str) -> Episodes:
    """Starts as SL031 and completes as SL033 say, in the time that the sentence leaves."""
    section, rng, rows = setting.profile["programmes"], setting.rng, len(case)
    unit, last = cases.unit[case], cases.until[case]
    starts = happens(rng, setting.performance.chance("SL031", unit, last), rows)
    measure = np.where(
        cases.is_offence("sexual")[case],
        setting.performance.chance("SL012", unit, last),
        setting.performance.chance("SL033", unit, last),
    )
    start = setting.calendar.on_or_after(imposed_on + days(rng, section["days_to_start"], rows))
    starts &= start <= last
    completes = happens(rng, measure, rows)
    length = np.where(
        completes, days(rng, section["days_on_programme"], rows), days(rng, section["days_until_left"], rows)
    )
    end = start + length
    known = starts & (end <= last)
    ended_with_case = starts & ~known & ~np.isnat(cases.ended_on[case])
    other = pick_code(rng, section["not_completed"], OUTCOMES, rows)
    eligible = pick_code(rng, section["eligible_when_imposed"], ("yes", "no"), rows)
    return Episodes(
        case=case,
        requirement=np.full(rows, -1),
        basis=np.full(rows, BASES.index(basis)),
        programme=_chosen(setting, cases, case, kind),
        imposed_on=np.where(happens(rng, section["imposed_missing_share"], rows), NONE, imposed_on),
        eligible=eligible,
        place=pick_code(rng, section["delivered_in"][basis], PLACES, rows),
        started_on=np.where(starts & ~happens(rng, section["start_missing_share"], rows), start, NONE),
        ended_on=np.where(known, end, np.where(ended_with_case, last, NONE)),
        outcome=np.where(known & completes, 0, np.where(known | ended_with_case, other, -1)),
    )


def _episode_rows(setting: Setting, cases: Cases, made: Episodes, numbers: np.ndarray) -> Table:
    codes = tuple(setting.profile["programmes"]["directory"])
    return {
        "episode_id": setting.numbering.ids("PE", len(made)),
        "person_id": person_ids(numbers[cases.person[made.case]]),
        "programme_code": Coded(made.programme, codes),
        "sentence_id": ids("S", cases.sentence[made.case]),
        "requirement_id": Ids("RQ", made.requirement, ids("RQ", made.requirement).digits),
        "basis": Coded(made.basis, BASES),
        "imposed_on": made.imposed_on,
        "eligible_when_imposed": Coded(made.eligible, ("yes", "no")),
        "delivered_in": Coded(made.place, PLACES),
        "started_on": made.started_on,
        "ended_on": made.ended_on,
        "outcome": Coded(made.outcome, OUTCOMES),
    }


def _decisions(
    setting: Setting, cases: Cases, made: Episodes, band: np.ndarray, numbers: np.ndarray
) -> Table:
    """Three decisions for most episodes, each only after a yes; with the band and weeks that were used."""
    section, rng = setting.profile["programmes"], setting.rng
    codes = tuple(section["directory"])
    of = np.flatnonzero(happens(rng, section["decided_share"], len(made)) & ~np.isnat(made.imposed_on))
    parts = []
    for step, name in enumerate(DECISIONS):
        on = setting.calendar.on_or_after(
            made.imposed_on[of] + days(rng, section["decided_days"][name], len(of))
        )
        of, on = of[on <= cases.until[made.case[of]]], on[on <= cases.until[made.case[of]]]
        began = ~np.isnat(made.started_on[of])
        yes = began | happens(rng, section["yes_share"][name], len(of))
        no = pick_code(rng, section["no_reason"][name], REASONS, len(of))
        parts.append((of, np.full(len(of), step), on, yes, np.where(yes, -1, no)))
        of = of[yes]
    of, step, on, yes, reason = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    end = cases.expected_end_on[made.case[of]]
    weeks = np.where(np.isnat(end), -1, np.maximum((end - on).astype(int) // 7, 0))
    return {
        "decision_id": setting.numbering.ids("PX", len(of)),
        "person_id": person_ids(numbers[cases.person[made.case[of]]]),
        "programme_code": Coded(made.programme[of], codes),
        "decision": Coded(step.astype(np.int8), DECISIONS),
        "result": Coded((~yes).astype(np.int8), ("yes", "no")),
        "reason": Coded(reason, REASONS),
        "decided_on": on,
        "risk_band": Coded(band[cases.person[made.case[of]]], BANDS),
        "weeks_left": weeks,
    }


def _reviews(setting: Setting, cases: Cases, made: Requirements, episodes: Episodes) -> Table:
    """Unpaid work 6 and 9 months after it was imposed, programmes 6 and 3 months before the case ends."""
    owed, on = made.of_kind(UNPAID_WORK), episodes.imposed_on
    over = np.where(np.isnat(made.ended_on[owed]), cases.until[made.order[owed]], made.ended_on[owed])
    work = (made.order[owed], made.number[owed], made.imposed_on[owed], over)
    lasting = np.where(np.isnat(episodes.ended_on), cases.until[episodes.case], episodes.ended_on)
    since = np.where(np.isnat(on), cases.on[episodes.case], on)
    courses = (episodes.case, episodes.requirement, since, lasting)
    ends = cases.expected_end_on[episodes.case]
    parts = [
        _turns(setting, cases, work, add_months(made.imposed_on[owed], 6), 0),
        _turns(setting, cases, work, add_months(made.imposed_on[owed], 9), 1),
        _turns(setting, cases, courses, add_months(ends, -6), 2),
        _turns(setting, cases, courses, add_months(ends, -3), 3),
    ]
    case, requirement, code, due, done = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    hidden = happens(setting.rng, setting.profile["programmes"]["review_due_missing_share"], len(case))
    return {
        "review_id": setting.numbering.ids("RV", len(case)),
        "sentence_id": ids("S", cases.sentence[case]),
        "requirement_id": Ids("RQ", requirement, ids("RQ", requirement).digits),
        "review_type": Coded(code.astype(np.int8), REVIEWS),
        "due_on": np.where(hidden, NONE, due),
        "completed_on": done,
    }


def _turns(setting: Setting, cases: Cases, of: tuple[np.ndarray, ...], due: np.ndarray, code: int):
    """The reviews of one kind that fall due while the thing reviewed lasts, in time or late or never."""
    section, rng = setting.profile["programmes"], setting.rng
    case, requirement, since, over = of
    here = (due > since) & (due <= over)
    case, requirement, since, over, due = (part[here] for part in (case, requirement, since, over, due))
    met = happens(rng, setting.performance.chance("CLOCK_REVIEW", cases.unit[case], due), len(case))
    sooner = due - days(rng, section["review_days_sooner"], len(case))
    done = np.where(met, sooner, due + days(rng, section["review_days_later"], len(case)))
    done = np.where((done <= np.maximum(over, due)) & (done <= setting.as_at), np.maximum(done, since), NONE)
    return case, requirement, np.full(len(case), code), due, done
