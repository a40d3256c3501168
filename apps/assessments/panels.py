"""The auditor's panel on the home page."""

from django.db.models import Count, Min
from django.urls import reverse

from apps.assessments.presentation import deadline
from apps.assessments.queries import assignments_of, next_case
from apps.organisation.models import User
from apps.organisation.panels import Panel, PanelRow


def cases_to_score(user: User) -> Panel:
    """Cases left with their deadline, and where to go on."""
    waiting = assignments_of(user).filter(submitted_at__isnull=True)
    by_sample = (
        waiting.order_by()
        .values("sampled_case__sample__title")
        .annotate(left=Count("id", distinct=True), due=Min("sampled_case__sample__due_on"))
    )
    rows = [
        PanelRow(
            label=f"{row['sampled_case__sample__title']}: {row['left']} to score",
            value=f"by {deadline(row['due']).text}",
            url=reverse("assessments:my_cases"),
        )
        for row in by_sample.order_by("due")
    ]
    following = next_case(user)
    if following:
        url = reverse("assessments:case", args=[following.pk])
        rows.append(PanelRow(label="Next case", value=following.sampled_case.case_id, url=url))
    return Panel(title="Cases to score", rows=rows, empty_text="You have no case to score.")
