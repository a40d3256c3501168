"""The workbook's sheets and columns, after the XLSForm standard; docs/question-banks.md explains them."""

from rules.definitions.vocabulary import CaseFact

SURVEY, LIMITS, CHOICES, SETTINGS = "survey", "limits", "choices", "settings"
FACTS_GROUP = "case_facts"
YES_NO_UNKNOWN = "yes_no_unknown"

# Column of the sheet -> key of the bank's file.
QUESTION_KEYS = {
    "name": "id",
    "label": "text",
    "hint": "guidance",
    "relevant": "applies",
    "relevant_in_words": "applies_in_words",
    "weight": "weight",
    "critical": "critical",
    "evidence": "evidence",
    "source": "source",
    "any_pair": "timing_any",
}
LIMIT_KEYS = {
    "name": "id",
    "starts": "starts",
    "ends": "ends",
    "amount": "amount",
    "unit": "unit",
    "source": "source",
}
SETTING_KEYS = {
    "form_id": "id",
    "version": "edition",
    "form_title": "title",
    "why_it_matters": "why_it_matters",
    "source": "source",
    "valid_from": "valid_from",
    "valid_to": "valid_to",
    "authored_by": "authored_by",
    "checked_by": "checked_by",
    "reviewed_on": "reviewed_on",
    "next_review": "next_review",
    "status": "status",
    "vocabulary": "vocabulary",
    "bands": "bands",
    "critical_cap": "critical_cap",
    "too_thin_most_not_applicable": "too_thin.most_not_applicable",
    "too_thin_least_weight": "too_thin.least_weight",
    "too_thin_source": "too_thin.source",
    "frame_kind": "frame.kind",
    "frame_months": "frame.months",
    "frame_months_before_end": "frame.months_before_end",
    "frame_text": "frame.text",
    "frame_source": "frame.source",
}
COLUMNS = {
    SURVEY: ("type", *QUESTION_KEYS),
    LIMITS: ("question", *LIMIT_KEYS),
    CHOICES: ("list_name", "name", "label", "value", "note"),
    SETTINGS: tuple(SETTING_KEYS),
}
# A bank without timed questions needs no limits; the others a reader cannot do without.
REQUIRED = (SURVEY, CHOICES, SETTINGS)


def type_of_fact(fact: CaseFact) -> str:
    """The XLSForm type that asks for a fact."""
    return {
        "yes_no": f"select_one {YES_NO_UNKNOWN}",
        "choice": f"select_one {fact.id}",
        "set": f"select_multiple {fact.id}",
        "number": "integer",
    }[fact.kind]
