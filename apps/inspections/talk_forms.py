"""What an inspector writes down of a talk, and what people look for among the talks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from apps.inspections.talks import Held, Note
from apps.organisation.date_field import DayMonthYearField
from rules.definitions.evidence_register import RegisterRules
from rules.definitions.survey import Choice
from rules.definitions.talks import Guide, TalkEdition, TalkQuestion

LONGEST = 10_000


def _english(choices: Sequence[Choice]) -> list[tuple[str, str]]:
    return [(each.id, each.en) for each in choices]


class TalkForm(forms.Form):
    """A talk by one guide: the day, how many, how, and what was said to each question."""

    on = DayMonthYearField(label="Day of the talk", error_messages={"required": "Enter the day of the talk."})
    people = forms.IntegerField(
        label="How many people took part",
        help_text="The number alone. Names, and what would give somebody away, are written down nowhere.",
        error_messages={"required": "Enter how many people took part."},
    )
    way = forms.ChoiceField(
        label="How you talked",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you talked."},
    )
    language = forms.ChoiceField(
        label="Language", widget=forms.RadioSelect, error_messages={"required": "Choose the language."}
    )
    weight = forms.ChoiceField(
        label="Weight",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how much weight it carries."},
    )
    weight_why = forms.CharField(
        label="Why it carries that weight",
        widget=forms.Textarea({"rows": 2}),
        max_length=LONGEST,
        required=False,
    )

    def __init__(
        self, *args: Any, edition: TalkEdition, guide: Guide, register: RegisterRules, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.guide, self.asked = guide, edition.asked_by(guide)
        self.fields["way"].choices = _english(edition.ways)
        self.fields["language"].choices = _english(edition.languages)
        self.fields["weight"].choices = [(each.id, each.words) for each in register.weights]
        self.own = list(self.fields)
        bearings = [(each.id, each.words) for each in register.bearings]
        for question in self.asked:
            self._ask(question, bearings)

    def _ask(self, question: TalkQuestion, bearings: list[tuple[str, str]]) -> None:
        words, bearing = _names(question)
        self.fields[words] = forms.CharField(
            label="What was said", widget=forms.Textarea({"rows": 3}), max_length=LONGEST, required=False
        )
        self.fields[bearing] = forms.ChoiceField(
            label="How it bears on its prompts", choices=[("", "Choose"), *bearings], required=False
        )

    def clean_people(self) -> int:
        people: int = self.cleaned_data["people"]
        if not self.guide.fewest_people <= people <= self.guide.most_people:
            expected = f"{self.guide.fewest_people} to {self.guide.most_people}"
            raise forms.ValidationError(f"Enter a number from {expected}.")
        return people

    def clean(self) -> dict[str, Any]:
        """Words and bearing go together, and something was said."""
        given = super().clean() or {}
        said = []
        for question in self.asked:
            words, bearing = _names(question)
            has_words, has_bearing = bool((given.get(words) or "").strip()), bool(given.get(bearing))
            said.append(has_words)
            if has_words and not has_bearing:
                self.add_error(bearing, f"Choose how it bears: {question.en}")
            if has_bearing and not has_words:
                self.add_error(words, f"Write down what was said: {question.en}")
        if not any(said) and not self.errors:
            raise forms.ValidationError("Write down what was said to at least one question.")
        return given

    def own_fields(self) -> list[BoundField]:
        return [self[name] for name in self.own]

    def questions(self) -> list[tuple[TalkQuestion, list[BoundField]]]:
        return [(each, [self[name] for name in _names(each)]) for each in self.asked]

    def held(self) -> Held:
        """Of a valid form."""
        given = self.cleaned_data
        notes = {}
        for question in self.asked:
            words, bearing = (given[name] for name in _names(question))
            if words.strip():
                notes[question.id] = Note(words=words, bearing=bearing)
        return Held(guide=self.guide.id, notes=notes, **{name: given[name] for name in self.own})


def _names(question: TalkQuestion) -> tuple[str, str]:
    return f"words_{question.id}", f"bearing_{question.id}"


class TalkFilter(forms.Form):
    """The filters of the list, in the address."""

    guide = forms.ChoiceField(label="Kind", required=False)
    question = forms.ChoiceField(label="Question", required=False)

    def __init__(self, *args: Any, edition: TalkEdition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guide"].choices = [("", "Every kind"), *_english(edition.guides)]
        self.fields["question"].choices = [("", "Every question"), *_english(edition.questions)]

    def asked(self) -> dict[str, str]:
        """What is asked for; nothing of a filter that asks for what there is not."""
        given = self.cleaned_data if self.is_valid() else {}
        return {name: given.get(name, "") for name in self.fields}
