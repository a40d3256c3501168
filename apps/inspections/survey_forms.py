"""What an inspector sets for a survey, and what somebody on probation answers."""

from typing import Any

from django import forms

from apps.organisation.date_field import DayMonthYearField
from rules.definitions.survey import Language, SurveyEdition

WORDS = "words"


class SurveyDaysForm(forms.Form):
    opens_on = DayMonthYearField(label="First day", error_messages={"required": "Enter the first day."})
    closes_on = DayMonthYearField(label="Last day", error_messages={"required": "Enter the last day."})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("opens_on"), given.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", f"Must be {first.day} {first:%B %Y} or later.")
        return given


class ReplyForm(forms.Form):
    """The questions of an edition in one language; every one may be left out, all of them may not."""

    def __init__(self, *args: Any, survey: SurveyEdition, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = {name: text.in_language(language) for name, text in survey.texts.items()}
        answers = [(each.id, each.in_language(language)) for each in survey.answers]
        for question in survey.questions:
            self.fields[question.id] = _choice(question.in_language(language), answers)
        self.asked = [question.id for question in survey.questions]
        for one in survey.about:
            choices = [(each.id, each.in_language(language)) for each in one.choices]
            self.fields[one.id] = _choice(one.in_language(language), choices)
        self.about = [one.id for one in survey.about]
        self.fields[WORDS] = forms.CharField(
            label=self.texts["words"],
            required=False,
            max_length=survey.most_words,
            error_messages={"max_length": self.texts["too_long"]},
        )

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.asked]

    @property
    def about_you(self) -> list[forms.BoundField]:
        return [self[name] for name in self.about]

    def clean(self) -> dict[str, Any]:
        """At least one question, or words: who they are alone says nothing."""
        given = super().clean() or {}
        if not self.errors and not any(given.get(name) for name in [*self.asked, WORDS]):
            raise forms.ValidationError(self.texts["empty"])
        return given

    @property
    def answers(self) -> dict[str, str]:
        """id -> answer id, of what was answered."""
        names = [*self.asked, *self.about]
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)
