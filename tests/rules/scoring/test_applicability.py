"""Facts, conditions and dates: what is asked, and what two dates answer."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.definitions.applies import ConditionError, parse_condition
from rules.definitions.banks import TimeLimit, build_bank, load_bank
from rules.periods import BusinessCalendar
from rules.scoring.applicability import (
    Applies,
    applicable,
    applies,
    evaluate,
    read_fact,
    with_derived,
)
from rules.scoring.timing import Moments, OutOfOrder, judge_pair, judge_pairs

BANK = load_bank("QM102", "1.0")
EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
CALENDAR = BusinessCalendar(EASTER, date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("text", "facts", "answer"),
    [
        ("failure", {"failure": True}, True),
        ("failure", {"failure": False}, False),
        ("failure", {}, None),
        ("not failure", {}, None),
        ("failure and em", {"failure": False}, False),
        ("failure and em", {"failure": True}, None),
        ("failure or em", {"failure": True}, True),
        ("failure or em", {"failure": False}, None),
        ("failure and (reqs has UPW, AP or crs_ref)", {"failure": True, "reqs": frozenset({"AP"})}, True),
        ("failure and (reqs has UPW, AP or crs_ref)", {"failure": True, "reqs": frozenset()}, None),
        ("rosh in H, VH", {"rosh": "M"}, False),
        ("order beyond PSS", {"order": frozenset({"PSS"})}, False),
        ("order beyond PSS", {"order": frozenset({"PSS", "LIC"})}, True),
        ("months_supervised >= 3", {"months_supervised": 3}, True),
        ("months_supervised < 3", {"months_supervised": 3}, False),
        ("months_supervised < 3", {"months_supervised": 2}, True),
        ("months_supervised >= 3", {"months_supervised": 2}, False),
        ("months_supervised >= 3", {"months_supervised": "4"}, False),
        ("months_supervised < 3", {"months_supervised": "2"}, False),
        ("rosh in H, VH", {"rosh": "VH"}, True),
        ("order beyond PSS", {"order": "LIC"}, False),
        ("failure", {"failure": "yes"}, False),
        ("failure and em", {"failure": True, "em": True}, True),
        ("failure or em", {"failure": False, "em": False}, False),
        ("failure and not em", {"failure": False}, False),
        ("not em and failure or crs_ref", {"em": True, "failure": True, "crs_ref": False}, False),
    ],
)
def test_a_condition_says_yes_no_or_unknown(text, facts, answer):
    assert evaluate(parse_condition(text), facts) is answer


@pytest.mark.parametrize(
    "text",
    [
        "",
        "and em",
        "em and",
        "(em",
        "em)",
        "rosh in",
        "months_supervised >= x",
        "em; drop",
        "em em",
        "not",
        "rosh in ,",
    ],
)
def test_a_text_outside_the_language_is_refused(text):
    with pytest.raises(ConditionError):
        parse_condition(text)


def test_a_question_is_hidden_only_when_its_rule_is_definitely_false():
    question = BANK.questions["E18"]
    assert applies(BANK, question, {}) is Applies.UNKNOWN
    assert applies(BANK, question, {"recalled": False}) is Applies.NO
    assert question in applicable(BANK, {})


def test_nothing_known_asks_everything():
    assert len(applicable(BANK, {})) == 20


@given(st.dictionaries(st.sampled_from([f.id for f in BANK.facts if f.kind == "yes_no"]), st.booleans()))
def test_learning_a_fact_never_brings_a_settled_question_back(facts):
    settled = {q.id for q in BANK.questions.values() if applies(BANK, q, facts) is Applies.NO}
    more = {"failure": False} | facts if "failure" not in facts else facts
    assert settled <= {q.id for q in BANK.questions.values() if applies(BANK, q, more) is Applies.NO}


def test_a_derived_fact_follows_from_others_even_when_one_is_unknown():
    raw = _small_bank(applies="not star_off", facts=["upw_only", "no_rehab_req"])
    bank = build_bank(raw, file="x")
    question = bank.questions["Q1"]
    assert applies(bank, question, {"upw_only": True}) is Applies.NO
    assert applies(bank, question, {"upw_only": False}) is Applies.UNKNOWN
    assert [fact.id for fact in bank.facts_behind(question)] == ["upw_only", "no_rehab_req"]


@pytest.mark.parametrize(
    ("kind", "stored", "fact"),
    [
        ("set", ["CO", "LIC"], frozenset({"CO", "LIC"})),
        ("set", [], frozenset()),
        ("yes_no", True, True),
        ("number", 3, 3),
        ("choice", "H", "H"),
        ("choice", 3, "3"),
        ("number", "3", 3),
        ("set", [1], frozenset({"1"})),
        ("yes_no", 0, False),
        ("choice", None, None),
    ],
)
def test_a_stored_fact_reads_back(kind, stored, fact):
    assert read_fact(kind, stored) == fact


def _limit(amount, unit="business_days"):
    return TimeLimit(id="x", starts="Failure", ends="Follow-up", amount=amount, unit=unit, source="product")


def _at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("amount", "started", "done", "answer"),
    [
        (1, "2026-03-16", "2026-03-17", "on_time"),  # Monday to Tuesday
        (1, "2026-03-16", "2026-03-18", "late"),
        (1, "2026-03-13", "2026-03-16", "on_time"),  # Friday to Monday
        (1, "2026-03-13", "2026-03-14", "on_time"),  # a Saturday before the due Monday
        (1, "2026-03-12", "2026-03-14", "late"),  # a Saturday after the due Friday
        (2, "2026-04-02", "2026-04-08", "on_time"),  # over Easter: Tuesday is one, Wednesday two
        (2, "2026-04-02", "2026-04-09", "late"),
        (10, "2026-03-16", "2026-03-30", "on_time"),
        (10, "2026-03-16", "2026-03-31", "late"),
    ],
)
def test_business_days_are_judged_by_the_due_date(amount, started, done, answer):
    assert judge_pair(_limit(amount), Moments(_at(started), _at(done)), CALENDAR).answer == answer


@pytest.mark.parametrize(("done", "answer"), [("2026-03-29T12:30", "on_time"), ("2026-03-29T12:31", "late")])
def test_hours_compare_instants(done, answer):
    started = _at("2026-03-28T12:30")
    assert judge_pair(_limit(24, "hours"), Moments(started, _at(done)), CALENDAR).answer == answer


def test_the_same_day_limit_is_a_limit_of_no_days():
    assert (
        judge_pair(_limit(0, "days"), Moments(_at("2026-03-16"), _at("2026-03-16")), CALENDAR).answer
        == "on_time"
    )
    assert (
        judge_pair(_limit(0, "days"), Moments(_at("2026-03-16"), _at("2026-03-17")), CALENDAR).answer
        == "late"
    )


def test_the_skipped_days_are_named():
    judged = judge_pair(_limit(1), Moments(_at("2026-04-02"), _at("2026-04-07")), CALENDAR)
    assert judged.due == date(2026, 4, 7)
    assert [day for day, _ in judged.skipped] == [
        date(2026, 4, 3),
        date(2026, 4, 4),
        date(2026, 4, 5),
        date(2026, 4, 6),
    ]


def test_a_deed_before_its_cause_is_refused():
    with pytest.raises(OutOfOrder, match="Follow-up"):
        judge_pair(_limit(1), Moments(_at("2026-03-16"), _at("2026-03-15")), CALENDAR)


IN_TIME = Moments(_at("2026-03-16"), _at("2026-03-17"))
TARDY = Moments(_at("2026-03-16"), _at("2026-03-20"))
NEVER = Moments(_at("2026-03-16"), never_done=True)
HALF = Moments(_at("2026-03-16"))


@pytest.mark.parametrize(
    ("pairs", "answer"),
    [
        ((IN_TIME, IN_TIME), "on_time"),
        ((IN_TIME, TARDY), "late"),
        ((TARDY, NEVER), "not_done"),
        ((Moments(never_done=True), IN_TIME), "not_done"),
        ((IN_TIME, HALF), None),
        ((Moments(), Moments()), None),
    ],
)
def test_two_pairs_give_one_answer(pairs, answer):
    assert judge_pairs((_limit(1), _limit(1)), pairs, CALENDAR) == answer


@pytest.mark.parametrize(
    ("pairs", "answer"),
    [((Moments(), IN_TIME), "on_time"), ((TARDY, Moments()), "late"), ((Moments(), Moments()), None)],
)
def test_of_alternative_pairs_only_the_one_entered_counts(pairs, answer):
    assert judge_pairs((_limit(1), _limit(1)), pairs, CALENDAR, alternatives=True) == answer


def _small_bank(applies="always", facts=("failure",), **changed):
    question = {
        "id": "Q1",
        "text": "t",
        "scale": "met",
        "applies": applies,
        "applies_in_words": "w",
        "weight": 1,
        "evidence": "e",
        "source": "s",
    }
    raw = BANK.file.model_dump(mode="json") | {"facts": list(facts)}
    return raw | {"sections": [{"id": "one", "title": "One", "questions": [question | changed]}]}


def test_whether_a_question_applies_is_kept_in_these_words() -> None:
    assert [str(each) for each in Applies] == ["yes", "unknown", "no"]


def test_twenty_brackets_are_read_and_one_more_is_not() -> None:
    def nested(depth: int) -> str:
        return "(" * depth + "failure" + ")" * depth

    assert parse_condition(nested(20)) == parse_condition("failure")
    with pytest.raises(ConditionError, match="found 21 brackets, expected at most 20"):
        parse_condition(nested(21))


def test_a_limit_of_days_counts_every_day_and_one_of_no_day_is_the_day_itself() -> None:
    friday, sunday = _at("2026-03-20"), _at("2026-03-22")
    assert judge_pair(_limit(2, "days"), Moments(friday, sunday), CALENDAR).due == sunday.date()
    assert judge_pair(_limit(0), Moments(sunday, sunday), CALENDAR).due == sunday.date()


def test_what_was_never_done_says_by_when_it_was_due_and_what_the_clock_skipped() -> None:
    never = judge_pair(_limit(1), Moments(_at("2026-04-02"), never_done=True), CALENDAR)
    assert (never.due, len(never.skipped)) == (date(2026, 4, 7), 4)


def test_within_hours_the_same_instant_is_in_order_and_an_earlier_one_is_not() -> None:
    noon = datetime(2026, 3, 16, 12)
    assert judge_pair(_limit(24, "hours"), Moments(noon, noon), CALENDAR).answer == "on_time"
    with pytest.raises(OutOfOrder):
        judge_pair(_limit(24, "hours"), Moments(noon, datetime(2026, 3, 16, 11, 59)), CALENDAR)
    assert judge_pair(_limit(1), Moments(noon, datetime(2026, 3, 16, 9)), CALENDAR).answer == "on_time"


def test_what_follows_from_facts_is_worked_out_and_what_cannot_be_stays_unknown() -> None:
    bank = build_bank(_small_bank(applies="not star_off", facts=["upw_only", "no_rehab_req"]), file="x")
    assert with_derived(bank, {"upw_only": True}) == {"upw_only": True, "star_off": True}
    assert with_derived(bank, {"upw_only": False}) == {"upw_only": False}
