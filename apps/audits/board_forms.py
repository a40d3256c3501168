"""The filter of the board: kept in the address, so that a link shows the same."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from apps.audits.models import AuditRound, RoundGroup
from apps.organisation.models import Region, User

ANY = "Any"


class BoardFilter(forms.Form):
    group = forms.ModelChoiceField(
        RoundGroup.objects.none(), label="Opened together", required=False, empty_label=ANY
    )
    region = forms.ModelChoiceField(Region.objects.none(), label="Region", required=False, empty_label=ANY)
    bank = forms.ChoiceField(label="Bank", required=False)
    auditor = forms.ModelChoiceField(User.objects.none(), label="Auditor", required=False, empty_label=ANY)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", ANY), *AuditRound.State.choices, ("late", "Overdue")]
    )

    def __init__(self, *args: Any, rounds: QuerySet[AuditRound], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rounds = rounds
        self.fields["group"].queryset = RoundGroup.objects.filter(rounds__in=rounds).distinct()
        self.fields["region"].queryset = Region.objects.filter(audit_rounds__in=rounds).distinct()
        banks = rounds.order_by("edition__bank").values_list("edition__bank", flat=True).distinct()
        self.fields["bank"].choices = [("", ANY), *((bank, bank) for bank in banks)]
        marking = User.objects.filter(assignments__sampled_case__sample__round__in=rounds).distinct()
        self.fields["auditor"].queryset = marking.order_by("first_name", "last_name", "username")

    def chosen(self) -> QuerySet[AuditRound]:
        """The rounds that fit, withdrawn ones only when asked for; what is not understood filters nothing."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        rounds = self.rounds
        for name, field in (("group", "group"), ("region", "region"), ("bank", "edition__bank")):
            if name in given:
                rounds = rounds.filter(**{field: given[name]})
        if given.get("state") in AuditRound.State.values:
            return rounds.filter(state=given["state"])
        return rounds.exclude(state=AuditRound.State.WITHDRAWN)

    @property
    def auditor_id(self) -> int | None:
        auditor = self.cleaned_data.get("auditor")
        return auditor.pk if auditor else None

    @property
    def only_late(self) -> bool:
        return self.cleaned_data.get("state") == "late"
