"""Addresses of what belongs to fieldwork beside cases and evidence: checks, joint work, talks with people."""

from django.urls import path

from apps.inspections.views import quality
from apps.organisation.downloads import as_table

_QUALITY = [
    path("<int:inspection_id>/quality/", quality.quality_list, name="quality"),
    path("<int:inspection_id>/quality/draw/", quality.draw_dip, name="draw_dip"),
    path("<int:inspection_id>/quality/<int:assignment_id>/", quality.check_case, name="check_case"),
    path("<int:inspection_id>/quality/assessors/", quality.quality_findings, name="quality_findings"),
    *as_table("<int:inspection_id>/quality/table", quality.quality_table, name="quality_table"),
    *as_table("<int:inspection_id>/quality/findings", quality.findings_table, name="findings_table"),
]

fieldwork_patterns = [*_QUALITY]
