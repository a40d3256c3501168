"""What people type into the evidence register, and what they look for in it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from apps.inspections.register import Item
from apps.organisation.date_field import DayMonthYearField
from rules.definitions.evidence import EvidenceEdition
from rules.definitions.evidence_register import RegisterRules, Word
from rules.definitions.standards import PromptKey
from rules.definitions.standards_document import DocumentPrompt, DocumentQuestion, DocumentStandard

LONGEST = 10_000


def _choices(words: Sequence[Word]) -> list[tuple[str, str]]:
    return [(word.id, word.words) for word in words]


class RegisterForm(forms.Form):
    """One item of evidence, its weight, and how it bears on each prompt; most prompts are left out."""

    kind = forms.ChoiceField(
        label="Kind", widget=forms.RadioSelect, error_messages={"required": "Choose what kind it is."}
    )
    title = forms.CharField(
        label="What it is",
        max_length=200,
        error_messages={"required": "Say what it is."},
    )
    source = forms.CharField(
        label="Source",
        help_text="Who wrote, said or counted it. Roles, no names of people on probation.",
        max_length=200,
        error_messages={"required": "Say where it comes from."},
    )
    on = DayMonthYearField(label="Date of the document or the meeting", required=False)
    words = forms.CharField(
        label="What it shows",
        widget=forms.Textarea({"rows": 6}),
        max_length=LONGEST,
        error_messages={"required": "Say what it shows."},
    )
    weight = forms.ChoiceField(
        label="Weight",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how much weight it carries."},
    )
    weight_why = forms.CharField(
        label="Why it carries that weight",
        widget=forms.Textarea({"rows": 3}),
        max_length=LONGEST,
        required=False,
    )
    file = forms.FileField(label="File", required=False, max_length=200)

    def __init__(
        self,
        *args: Any,
        level: str,
        standards: Sequence[DocumentStandard],
        rules: RegisterRules,
        files: EvidenceEdition,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.level, self.standards = level, standards
        self.fields["kind"].choices = _choices(rules.kinds)
        self.fields["weight"].choices = _choices(rules.weights)
        kinds = ", ".join(dict.fromkeys(one.suffix for one in files.kinds))
        self.fields["file"].help_text = f"Up to {files.most_bytes // 1024 // 1024} MB: {kinds}."
        self.own = list(self.fields)
        bearings = [("", "Does not bear on it"), *_choices(rules.bearings)]
        for _question, name, label in self._prompts():
            self.fields[name] = forms.ChoiceField(label=label, choices=bearings, required=False)

    def _prompts(self) -> Iterator[tuple[DocumentQuestion, str, str]]:
        for standard in self.standards:
            for question in standard.questions:
                for prompt in question.prompts:
                    yield question, _name(question.key, prompt.ordinal), f"{prompt.letter}) {prompt.text}"

    def own_fields(self) -> list[BoundField]:
        """The fields of the item itself."""
        return [self[name] for name in self.own]

    def questions(self) -> list[tuple[DocumentQuestion, list[BoundField]]]:
        """Each key question with the fields of its prompts."""
        found: dict[str, tuple[DocumentQuestion, list[BoundField]]] = {}
        for question, name, _ in self._prompts():
            found.setdefault(question.key, (question, []))[1].append(self[name])
        return list(found.values())

    def item(self) -> Item:
        """Of a valid form."""
        given = self.cleaned_data
        bearings = {
            PromptKey(self.level, question.key, prompt.ordinal): bearing
            for standard in self.standards
            for question in standard.questions
            for prompt in question.prompts
            if (bearing := given[_name(question.key, prompt.ordinal)])
        }
        plain = {name: given[name] for name in self.own if name != "file"}
        return Item(**plain, bearings=bearings)


def _name(question: str, ordinal: int) -> str:
    return f"bearing_{question.replace('.', '_')}_{ordinal}"


class RegisterFilter(forms.Form):
    """The filters of the register, in the address."""

    standard = forms.ChoiceField(label="Standard", required=False)
    prompt = forms.ChoiceField(label="Prompt", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)

    def __init__(
        self,
        *args: Any,
        level: str,
        standards: Sequence[DocumentStandard],
        rules: RegisterRules,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(each.number, f"{each.number} {each.title}") for each in standards]
        self.fields["standard"].choices = [("", "Every standard"), *named]
        prompts = [
            (
                str(PromptKey(level, question.key, prompt.ordinal)),
                _short(question, prompt),
            )
            for each in standards
            for question in each.questions
            for prompt in question.prompts
        ]
        self.fields["prompt"].choices = [("", "Every prompt"), *prompts]
        self.fields["kind"].choices = [("", "Every kind"), *_choices(rules.kinds)]


def _short(question: DocumentQuestion, prompt: DocumentPrompt) -> str:
    whole = f"{question.number} {prompt.letter}) {prompt.text}"
    return whole if len(whole) <= 90 else f"{whole[:89]}…"
