"""What a checker says of a case assessment, and what people look for among the checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from apps.inspections.quality import Checked, Finding, judging_questions
from apps.inspections.quality_queries import STATES, QualityRow
from rules.definitions.banks import Question, Section
from rules.definitions.inspection_quality import QualityRules

LONGEST = 10_000
AGREE, CHANGE = "agree", "change"
DIP = "dip_sample"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One judgement as it was submitted, with the prompts that informed it and the fields about it."""

    question: Question
    answer: str
    rationale: str
    prompts: tuple[tuple[str, str], ...]
    agrees: BoundField
    wanted: BoundField
    reason: BoundField


class CheckForm(forms.Form):
    """Every judgement agreed with or not, the rationale, and how the check ended."""

    submission = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    rationale = forms.ChoiceField(
        label="The rationale",
        widget=forms.RadioSelect,
        error_messages={"required": "Say how good the rationale is."},
    )
    outcome = forms.ChoiceField(
        label="How the check ends",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the check ends."},
    )
    words = forms.CharField(
        label="What the assessor has to know",
        help_text="They read this. Say what is good, and what you expect of them.",
        widget=forms.Textarea({"rows": 4}),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, row: QualityRow, rules: QualityRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.bank, self.given = row, row.mark.bank, row.submission.answers
        self.fields["rationale"].choices = [(each.id, each.words) for each in rules.rationale]
        self.fields["outcome"].choices = [(each.id, each.words) for each in rules.outcomes]
        self.asked = judging_questions(self.bank, self.given)
        for question_id in self.asked:
            self._ask(self.bank.questions[question_id])
        in_order = [name for each in self.asked for name in _names(each)]
        self.order_fields(["submission", *in_order, "rationale"])

    def _ask(self, question: Question) -> None:
        agrees, wanted, reason = _names(question.id)
        number = question.judges
        self.fields[agrees] = forms.ChoiceField(
            label=f"Your view of {number}",
            choices=[(AGREE, "I agree"), (CHANGE, "I want a change")],
            widget=forms.RadioSelect,
            error_messages={"required": f"Say whether you agree with {number}."},
        )
        judged = self.given[question.id]["answer"]
        others = [(one.id, one.label) for one in self.bank.scale_of(question).answers if one.id != judged]
        self.fields[wanted] = forms.ChoiceField(
            label="Judgement wanted", choices=[("", "Choose"), *others], required=False
        )
        self.fields[reason] = forms.CharField(
            label="Why", widget=forms.Textarea({"rows": 2}), max_length=LONGEST, required=False
        )

    def clean(self) -> dict[str, Any]:
        """A change says which and why."""
        given = super().clean() or {}
        for question_id in self.asked:
            agrees, wanted, reason = _names(question_id)
            if given.get(agrees) != CHANGE:
                continue
            number = self.bank.questions[question_id].judges
            if not given.get(wanted):
                self.add_error(wanted, f"Choose the judgement that you want for {number}.")
            if not (given.get(reason) or "").strip():
                self.add_error(reason, f"Say why {number} should change.")
        return given

    def judged(self) -> list[Judged]:
        """Each judgement in the bank's order."""
        sections = {each.id: section for section in self.bank.sections for each in section.questions}
        return [self._judged(self.bank.questions[each], sections[each]) for each in self.asked]

    def _judged(self, question: Question, section: Section) -> Judged:
        agrees, wanted, reason = (self[name] for name in _names(question.id))
        return Judged(
            question=question,
            answer=self._label(question),
            rationale=self.given[question.id].get("note", ""),
            prompts=tuple((each.text, self._label(each)) for each in section.questions if not each.judges),
            agrees=agrees,
            wanted=wanted,
            reason=reason,
        )

    def _label(self, question: Question) -> str:
        answer = self.given.get(question.id, {}).get("answer", "")
        labels = {one.id: one.label for one in self.bank.scale_of(question).answers}
        return labels.get(answer, "Not asked")

    def closing(self) -> list[BoundField]:
        return [self[name] for name in ("rationale", "outcome", "words")]

    def checked(self) -> Checked:
        """Of a valid form."""
        given = self.cleaned_data
        return Checked(
            findings={each: _finding(given, each) for each in self.asked},
            rationale=given["rationale"],
            outcome=given["outcome"],
            words=given["words"],
        )


def _names(question_id: str) -> tuple[str, str, str]:
    return f"agrees_{question_id}", f"wanted_{question_id}", f"reason_{question_id}"


def _finding(given: Mapping[str, Any], question_id: str) -> Finding:
    agrees, wanted, reason = (given[name] for name in _names(question_id))
    if agrees == AGREE:
        return Finding(agrees=True)
    return Finding(agrees=False, wanted=wanted, reason=reason)


class QualityFilter(forms.Form):
    """The filters of the list, in the address."""

    state = forms.ChoiceField(label="State", required=False)
    why = forms.ChoiceField(label="Why it is checked", required=False)
    assessor = forms.ChoiceField(label="Assessor", required=False)

    def __init__(self, *args: Any, rows: Sequence[QualityRow], rules: QualityRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(state.value, words) for state, words in STATES.items()]
        self.fields["state"].choices = [("", "Every state"), *states]
        kinds = [(DIP, "Dip sample"), *((each.id, each.words) for each in rules.gatekeeping)]
        self.fields["why"].choices = [("", "Every reason"), *kinds]
        people = sorted({(row.mark.auditor.username, str(row.mark.auditor)) for row in rows})
        self.fields["assessor"].choices = [("", "Everybody"), *people]

    def asked(self) -> dict[str, str]:
        """What is asked for; nothing of a filter that asks for what there is not."""
        given = self.cleaned_data if self.is_valid() else {}
        return {name: given.get(name, "") for name in self.fields}
