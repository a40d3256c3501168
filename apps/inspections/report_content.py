"""The content of an inspection's report, put together from what was judged, rated, said and written."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from apps.inspections.judgements import case_judgements, first_marks
from apps.inspections.models import Inspection, ReportText, Survey
from apps.inspections.rated import as_json
from apps.inspections.ratings import direct_ratings, is_rated, rating_of
from apps.inspections.survey_queries import percent, result_rows, results_of
from apps.inspections.talk_rows import talks_content
from rules.definitions.audit_characteristics import AuditCharacteristics, audit_characteristics_on
from rules.definitions.inspection_reports import ReportRules, report_rules_on
from rules.definitions.rating_rules import load_rating_rules
from rules.definitions.standards import newest_standards
from rules.scoring.key_questions import Judged, Judgement
from rules.statistics.rounding import rate
from rules.tables.small_groups import told_apart

Content = dict[str, Any]
AGE, CASES = "age", "domain_two"


def content_of(inspection: Inspection) -> Content:
    """Everything that the report prints, as a JSON value; figures as texts and whole numbers.

    Nothing of it names a case. Percentages are rounded half up to one decimal, bands come from exact ones.
    """
    rules = report_rules_on(inspection.fieldwork_first_on)
    return {
        "title": str(inspection),
        "place": inspection.place,
        "region": inspection.region_id,
        "unit": inspection.unit_id or "",
        "fieldwork": [inspection.fieldwork_first_on.isoformat(), inspection.fieldwork_last_on.isoformat()],
        "standards": inspection.standards.edition,
        "standards_title": inspection.standards.title,
        "rating_rules": inspection.rating_rules,
        "rating_rules_title": load_rating_rules(inspection.rating_rules).title,
        "demo": inspection.demo,
        "texts": [
            {"id": each.id, "title": each.title, "words": words_of(inspection).get(each.id, "")}
            for each in rules.sections
        ],
        "rating": _rating(inspection),
        "arguments": _arguments(inspection),
        "survey": _survey(inspection),
        "talks": talks_content(inspection),
        "diversity": diversity_of(inspection, rules),
        "recommendations": [
            {"number": each.number, "to_whom": each.to_whom, "words": each.words, "standard": each.standard}
            for each in inspection.recommendations.filter(withdrawn_at=None)
        ],
        "practice": [
            {"title": each.title, "words": each.words, "diversity": each.diversity, "standard": each.standard}
            for each in inspection.practice.filter(withdrawn_at=None)
        ],
    }


def words_of(inspection: Inspection) -> dict[str, str]:
    """Section -> the newest words."""
    return {text.section: text.words for text in newest_texts(inspection)}


def newest_texts(inspection: Inspection) -> list[ReportText]:
    """The newest text of each section that has one."""
    found = inspection.texts.select_related("by").order_by("section", "-id")
    return list(found.distinct("section"))


def _rating(inspection: Inspection) -> Content:
    """As `manage.py rate --json` gives it, with its cases; empty for a region, which is not rated."""
    judged = case_judgements(inspection)
    if not is_rated(inspection):
        return {"cases": judged.cases, "key_questions": {}, "standards": {}, "overall": None, "outcomes": {}}
    found = rating_of(inspection)
    told = as_json(found.rating, found.outcomes) | {"cases": found.cases, "stable": dict(found.stable)}
    for number, one in (*told["key_questions"].items(), *told["outcomes"].items()):
        one["name"] = _question_name(number)
    return told


def _question_name(number: str) -> str:
    """The project's short words; empty for a key question that they do not know."""
    own = newest_standards().questions
    return next((each.short for (level, name), each in own.items() if name == number and level == CASES), "")


def _arguments(inspection: Inspection) -> list[Content]:
    rules = load_rating_rules(inspection.rating_rules)
    return [
        {
            "standard": number,
            "name": rules.standard_numbered(number).name if rules.standard_numbered(number) else "",
            "band": rules.band_named(each.band).name,
            "argument": each.argument,
        }
        for number, each in sorted(direct_ratings(inspection).items())
    ]


def _survey(inspection: Inspection) -> Content:
    held = Survey.objects.filter(inspection=inspection).first()
    if held is None:
        return {"issued": 0, "replies": 0, "shown": False, "rows": []}
    results = results_of(held)
    rows = [{name: _text(value) for name, value in row.items()} for row in result_rows(results)]
    return {"issued": held.issued, "replies": results.replies, "shown": results.shown, "rows": rows}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def diversity_of(inspection: Inspection, rules: ReportRules) -> list[Content]:
    """For each characteristic the share of judgements that were sufficient, by group.

    A description, not a comparison: cases are few, so no difference is tested. Groups of fewer cases than the
    rules ask for are withheld, and another one with them where they could be worked out.
    """
    if inspection.sample_id is None:
        return []
    groups = _groups(inspection)
    judged = case_judgements(inspection).judgements
    by_case: dict[str, list[Judgement]] = defaultdict(list)
    for each in judged:
        if each.judged is not Judged.NA:
            by_case[each.case_id].append(each)
    shapes = audit_characteristics_on(inspection.fieldwork_first_on)
    return [
        {"id": name, "title": _title(name, shapes), "rows": _group_rows(name, groups, by_case, rules)}
        for name in rules.characteristics
    ]


def _title(name: str, shapes: AuditCharacteristics) -> str:
    return "Age" if name == AGE else shapes.recorded[name].title


def _groups(inspection: Inspection) -> dict[str, dict[str, str]]:
    """case id -> characteristic -> group in words, of the assessed cases; empty where none is recorded."""
    shapes = audit_characteristics_on(inspection.fieldwork_first_on)
    marks = first_marks(inspection).exclude(submitted_at=None)
    return {mark.sampled_case.case_id: _groups_of(mark.sampled_case.snapshot, shapes) for mark in marks}


def _groups_of(snapshot: Mapping[str, Any], shapes: AuditCharacteristics) -> dict[str, str]:
    recorded = snapshot.get("characteristics", {})
    found = {name: shapes.group(one, recorded.get(name)) or "" for name, one in shapes.recorded.items()}
    age = snapshot.get("person", {}).get("age")
    return found | {AGE: "" if age is None else shapes.age_group(age)}


def _group_rows(
    name: str,
    groups: Mapping[str, Mapping[str, str]],
    by_case: Mapping[str, Sequence[Judgement]],
    rules: ReportRules,
) -> list[Content]:
    """A row for each group that has a case; those not recorded are a group of their own, never told apart."""
    sizes = Counter(held.get(name, "") for held in groups.values())
    recorded = [group for group in sizes if group]
    shown = told_apart(sizes, recorded, fewest=rules.fewest_in_a_group)
    rows = []
    for group in sorted(sizes):
        cases = [case for case, held in groups.items() if held.get(name, "") == group]
        judged = [each for case in cases for each in by_case.get(case, ())]
        share = rate(sum(each.judged is Judged.YES for each in judged), len(judged))
        told = (len(cases), share) if group in shown else (None, None)
        rows.append(_group_row(group or "Not recorded", *told))
    return rows


def _group_row(label: str, cases: int | None, share: Fraction | None) -> Content:
    return {"group": label, "cases": "" if cases is None else str(cases), "percent": _text(percent(share))}
