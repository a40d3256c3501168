"""Which audit stands beside which measure: the choices in the address."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from apps.organisation.audit_figures import AuditFigure
from apps.performance.queries.catalogue import shown_id


class BesideForm(forms.Form):
    """One published audit, and the measure that is drawn against it; what is left out has a default."""

    audit = forms.ChoiceField(required=False)
    measure = forms.ChoiceField(label="Draw it against", required=False)

    def __init__(self, data: QueryDict, *, audits: Sequence[AuditFigure], has_measure: bool) -> None:
        self.audits = {str(one.round_id): one for one in audits}
        super().__init__({name: data[name] for name in ("audit", "measure") if name in data} or None)
        self.fields["audit"].choices = [(key, audit_in_words(one)) for key, one in self.audits.items()]
        self.fields["audit"].initial = next(iter(self.audits), "")
        if not has_measure:
            del self.fields["measure"]

    @property
    def chosen(self) -> AuditFigure | None:
        """The audit that was asked for, else the newest; None where there is none."""
        asked = self.audits.get(str(self.data.get("audit", "")))
        return asked or next(iter(self.audits.values()), None)

    def offer(self, measures: Sequence[tuple[str, str]]) -> str:
        """Offer these measures (id, title); gives the id of the one asked for, else the first, else empty."""
        names = [name for name, _ in measures]
        if "measure" in self.fields:
            self.fields["measure"].choices = [(name, f"{shown_id(name)} {title}") for name, title in measures]
            self.fields["measure"].initial = next(iter(names), "")
        asked = self.data.get("measure", "")
        return asked if asked in names else next(iter(names), "")


def audit_in_words(audit: AuditFigure) -> str:
    """QM102 Enforcement quality, 1 April to 30 September 2025"""
    first, last = audit.first_on, audit.last_on
    return f"{shown_id(audit.measure)} {audit.title}, {first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
