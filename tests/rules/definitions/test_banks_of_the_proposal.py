"""The five banks against the proposal of the design, transcribed question by question.

A line of DESIGN: id | scale | applies when | weight | critical | source, in the proposal's own shorthand.
"""

import re
from itertools import product

import pytest

from rules.definitions.applies import comparisons_of, parse_condition
from rules.definitions.banks import Bank, load_bank
from rules.scoring.applicability import evaluate, with_derived

SCALES = {"M": "met", "Y": "yes_no", "T": "timed"}
WEIGHTS = {"QM102": 40, "QM103": 51, "QM104": 46, "CRS_QM1": 29, "CRS_QM2": 21}

DESIGN = """
QM102:
    E01 | M | always | 2 |  | S2 2.4.1; TOM 2908
    E02 | M | always | 2 |  | S2 2.2.1b-c, 2.3.1b-c, 2.4.1d
    E03 | M | failure | 2 |  | S2 2.4.1e; TOM 194
    E04 | Y | always | 2 |  | S2 2.4.1f; PM SL007
    E05 | T | failure | 2 |  | S2 2.4.1e
    E06 | M | failure | 3 | C | S2 2.4.1f
    E07 | T | failure and (UPW or AP or crs_ref) | 1 |  | TOM 1472, 1608, 1669
    E08 | Y | failure and (UPW or AP or crs_ref) | 1 |  | TOM 765, 1472, 1608
    E09 | T | failure and order in CO,SSO,PSS | 2 |  | S2 2.4.1f
    E10 | M | licence_warning | 2 |  | S2 2.4.1f; TOM 753
    E11 | T | enf_action and order in CO,SSO,PSS | 3 | C | SLA OM005; S2 2.4.1f
    E12 | M | breach_filed | 2 |  | SLA 10.3.1, 10.3.4
    E13 | T | breach_filed and third_party_evidence | 1 |  | SLA 10.3.3
    E14 | M | breach_filed | 1 |  | SLA 10.3.1, 10.3.5
    E15 | T | breach_heard | 1 |  | SLA 10.3.6, 10.3.9
    E16 | T | em and failure | 2 |  | SLA 10.3.2
    E17 | M | recall_considered or licence_breach | 3 | C | TOM 753, 2914; S2 2.4.1f; SLA 10.5.1
    E18 | T | recalled | 3 | C | SLA OM004, 10.5.1
    E19 | Y | alt_to_recall or licence_warning | 2 |  | TOM 753
    E20 | M | enf_action or recalled | 3 |  | S2 2.4.1g, 2.5.1a; PM SL010; TOM 2914
QM103:
    R01 | Y | always | 3 | C | S2 2.2.3a
    R02 | M | always | 3 | C | S2 2.2.3a, c
    R03 | M | always | 2 |  | S2 2.2.3b
    R04 | Y | always | 3 | C | S2 2.1.1a, 2.2.3b; TOM 632
    R05 | M | always | 2 |  | S2 2.2.3b
    R06 | M | child or da_perp | 3 | C | S2 2.2.3b; TOM 632
    R07 | Y | always | 1 |  | TOM 755
    R08 | M | always | 2 |  | S2 2.2.3c
    R09 | M | rosh in M,H,VH | 3 | C | S2 2.3.3a
    R10 | M | rosh in M,H,VH | 2 |  | S2 2.3.3b
    R11 | M | rosh in H,VH or mappa != none or child | 2 |  | S2 2.3.3c
    R12 | M | rosh in M,H,VH | 2 |  | S2 2.3.3d
    R13 | Y | mappa_possible | 2 | C | TOM 755; SLA 10.16
    R14 | M | mappa in 2,3 | 2 |  | SLA OM0041; TOM 759
    R15 | M | order not PSS only and not star_off | 2 |  | S2 2.4.3b; TOM 861-867; PM SL007
    R16 | Y | not star_off and (da_perp or child or sex_off or rosh in H,VH) | 2 |  | S2 2.4.3f; TOM 682, 861
    R17 | M | rosh in M,H,VH or child or da_perp | 3 |  | S2 2.4.3d
    R18 | M | victim_contact or da_perp or child | 3 | C | S2 2.4.3c, 2.7.2b-c
    R19 | M | release_in_window | 2 | C | S2 2.4.3a; TOM 1007
    R20 | T | risk_change | 3 | C | S2 2.5.3a; TOM 753
    R21 | M | not star_off and months_supervised >= 3 | 1 |  | S2 2.5.3b-c
    R22 | Y | months_supervised >= 3 | 1 |  | S2 2.5.3d; PM SL008
    R23 | M | rosh in H,VH or risk_change or da_perp or child | 2 |  | TOM 753; HMIP annual report 2023 (28% sufficient)
QM104:
    D01 | T | order in CO,SSO | 1 |  | TOM 775
    D02 | T | always | 2 |  | PM SL004, SL005; TOM 1856
    D03 | M | always | 2 |  | S2 2.2.1b-c; PM SL040
    D04 | M | not upw_only | 1 |  | S2 2.2.1a
    D05 | M | always | 3 | C | S2 2.2.2a-c
    D06 | T | always | 2 |  | TOM 791; PM SL006
    D07 | M | always | 2 |  | S2 2.3.1a
    D08 | M | always | 3 | C | S2 2.3.1e
    D09 | M | not star_off | 3 |  | S2 2.3.2a*, 2.4.2b
    D10 | M | always | 1 |  | S2 2.3.2b
    D11 | M | always | 2 |  | S2 2.3.1f, 2.4.2f
    D12 | Y | order not PSS only and not suspension | 2 |  | TOM 863-867; PM SL007
    D13 | M | always | 2 |  | S2 2.4.1b
    D14 | M | RAR in reqs | 2 |  | TOM 853; S2 2.4.2b
    D15 | M | not no_rehab_req | 3 | C | S2 2.3.2c, 2.4.2b; PM SL031
    D16 | T | UPW in reqs | 2 | C | TOM 1448-1452; PM SL026, SL027
    D17 | M | UPW in reqs | 1 |  | TOM 1440, 1460, 1468
    D18 | Y | UPW in reqs and months_supervised >= 6 | 1 |  | TOM 1474; PM SL029
    D19 | M | always | 2 |  | S2 2.4.1c; TOM 775
    D20 | M | not star_off and other_agency | 2 |  | S2 2.4.2d*
    D21 | M | not star_off | 1 |  | S2 2.4.2e*
    D22 | M | not star_off | 1 |  | S2 2.4.2g*
    D23 | M | prerelease_window | 3 | C | S2 2.4.1a, 2.4.2a; TOM 1007-1013; PM SL022
    D24 | M | months_supervised >= 3 | 2 |  | S2 2.5.1a-c, 2.5.2a*-d
CRS_QM1:
    C101 | T | always | 1 |  | PM CRS SL001
    C102 | M | assessed | 2 |  | TOM 1260
    C103 | M | assessed | 1 |  | TOM 1260
    C104 | M | long_enough | 3 | C | TOM 1260
    C105 | M | long_enough | 3 |  | TOM 1260
    C106 | M | always | 2 |  | TOM 1158
    C107 | M | long_enough | 1 |  | S2 2.3.1a
    C108 | M | long_enough | 3 | C | PM CRS SL002
    C109 | M | long_enough | 2 |  | TOM 1262
    C110 | M | long_enough | 2 |  | S2 2.5.2a
    C111 | M | long_enough | 3 | C | PM QM1
    C112 | M | ended | 2 |  | PM QM1; TOM 1266
    C113 | M | ended | 1 |  | TOM 1266
    C114 | Y | concern | 3 | C | S2 2.4.3c-d
CRS_QM2:
    C201 | M | referral_incomplete | 1 |  | PM QM2
    C202 | T | long_enough | 2 |  | TOM 1260
    C203 | Y | always | 2 |  | TOM 1262
    C204 | M | long_enough | 2 |  | TOM 1262
    C205 | T | missed_session | 3 | C | TOM 1472 by analogy; confirm in contract
    C206 | T | concern | 3 | C | PM QM2 (risk management)
    C207 | M | enf_action | 2 |  | PM QM2 (enforcement)
    C208 | M | many_interventions | 1 |  | PM QM2 (sentence delivery)
    C209 | T | question_raised | 1 |  | PM QM2
    C210 | M | asked | 1 |  | TOM 1264; S2 2.5.2c, 2.5.3b
    C211 | T | ended | 2 | C | TOM 1266
    C212 | M | change_or_delay | 1 |  | PM QM2
"""  # noqa: E501

# question -> the limits that the proposal prints, one a pair of dates.
LIMITS = {
    "E05": ["1 business_days"],
    "E07": ["1 business_days"],
    "E09": ["2 business_days"],
    "E11": ["10 business_days"],
    "E13": ["2 business_days"],
    "E15": ["1 business_days", "1 business_days"],
    "E16": ["2 business_days"],
    "E18": ["24 hours"],
    "R20": ["5 business_days"],
    "D01": ["5 business_days"],
    "D02": ["5 business_days", "1 business_days", "3 business_days"],
    "D06": ["15 business_days"],
    "D16": ["10 business_days", "15 business_days"],
    "C101": ["10 business_days"],
    "C202": ["10 business_days"],
    "C205": ["1 business_days"],
    "C206": ["0 days"],
    "C209": ["2 business_days"],
    "C211": ["10 business_days"],
}


def _design() -> list[tuple[str, list[str]]]:
    found, bank = [], ""
    for line in DESIGN.strip().splitlines():
        if "|" in line:
            found.append((bank, [cell.strip() for cell in line.split("|")]))
        else:
            bank = line.strip().rstrip(":")
    return found


ROWS = _design()
ids = [row[0] for _, row in ROWS]


def _condition(shorthand: str) -> str:
    """The proposal's way of writing a rule, in the language of the banks."""
    text = re.sub(r"\b(\w+) in reqs\b", r"reqs has \1", shorthand)
    text = re.sub(r"(?<!has )\b(UPW|AP)\b", r"reqs has \1", text)
    text = text.replace("order not PSS only", "order beyond PSS")
    return text.replace("mappa != none", "not mappa in none")


def _worlds(bank: Bank, names: set[str]) -> list[dict[str, object]]:
    """Every combination of what these facts can be, unknown among them."""
    ranges = [_values(bank, name) for name in sorted(names)]
    return [
        {name: value for name, value in zip(sorted(names), values, strict=True) if value is not None}
        for values in product(*ranges)
    ]


def _values(bank: Bank, name: str) -> list[object]:
    fact = bank.fact(name)
    options = [option.id for option in fact.options]
    return {
        "yes_no": [True, False, None],
        "choice": [*options, None],
        "set": [frozenset(), frozenset(options), *(frozenset({each}) for each in options), None],
        "number": [0, 2, 3, 5, 6, None],
    }[fact.kind]


@pytest.mark.parametrize(("bank_id", "row"), ROWS, ids=ids)
def test_a_question_has_the_scale_weight_and_source_of_the_proposal(bank_id, row):
    question_id, scale, _, weight, critical, source = row
    found = load_bank(bank_id, "1.0").questions[question_id]
    assert (found.scale, found.weight, found.critical) == (SCALES[scale], int(weight), critical == "C")
    assert found.source == source


@pytest.mark.parametrize(("bank_id", "row"), ROWS, ids=ids)
def test_a_question_is_asked_when_the_proposal_says(bank_id, row):
    bank = load_bank(bank_id, "1.0")
    condition = bank.questions[row[0]].condition
    if row[2] == "always":
        assert condition is None
        return
    wanted = parse_condition(_condition(row[2]))
    names = {fact.id for fact in bank.facts_behind(bank.questions[row[0]])}
    assert {each.fact for each in comparisons_of(wanted)} - {"star_off"} <= names
    for world in _worlds(bank, names):
        known = with_derived(bank, world)
        assert evaluate(condition, known) == evaluate(wanted, known), world


@pytest.mark.parametrize(("bank_id", "weight"), WEIGHTS.items())
def test_a_bank_has_the_questions_and_base_weight_of_the_proposal(bank_id, weight):
    wanted = {row[0] for bank, row in ROWS if bank == bank_id}
    questions = load_bank(bank_id, "1.0").questions
    assert set(questions) == wanted
    assert sum(question.weight for question in questions.values()) == weight


def test_the_timed_questions_have_the_limits_of_the_proposal():
    found = {
        question.id: [f"{limit.amount} {limit.unit}" for limit in question.timing]
        for bank_id in WEIGHTS
        for question in load_bank(bank_id, "1.0").questions.values()
        if question.timing
    }
    assert found == LIMITS
