"""Addresses of what belongs to fieldwork beside cases and evidence: checks, joint work, talks with people."""

from django.urls import path

from apps.inspections.views import joint, quality, talks
from apps.organisation.downloads import as_table

_QUALITY = [
    path("<int:inspection_id>/quality/", quality.quality_list, name="quality"),
    path("<int:inspection_id>/quality/draw/", quality.draw_dip, name="draw_dip"),
    path("<int:inspection_id>/quality/<int:assignment_id>/", quality.check_case, name="check_case"),
    path("<int:inspection_id>/quality/assessors/", quality.quality_findings, name="quality_findings"),
    *as_table("<int:inspection_id>/quality/table", quality.quality_table, name="quality_table"),
    *as_table("<int:inspection_id>/quality/findings", quality.findings_table, name="findings_table"),
]

_JOINT = [
    path("joint/", joint.joint_mine, name="joint_mine"),
    path("joint/<int:joint_id>/", joint.joint_view, name="joint_view"),
    path("<int:inspection_id>/joint/", joint.joint_list, name="joint"),
    path("<int:inspection_id>/joint/<int:joint_id>/end/", joint.end_joint, name="end_joint"),
    *as_table("<int:inspection_id>/joint/table", joint.joint_table, name="joint_table"),
]

_TALKS = [
    path("<int:inspection_id>/talks/", talks.talk_list, name="talks"),
    path("<int:inspection_id>/talks/guides/<slug:guide>/", talks.talk_guide, name="talk_guide"),
    path("<int:inspection_id>/talks/record/<slug:guide>/", talks.record_talk, name="record_talk"),
    path("<int:inspection_id>/talks/<int:talk_id>/", talks.talk, name="talk"),
    path("<int:inspection_id>/talks/<int:talk_id>/strike/", talks.strike_talk, name="strike_talk"),
    *as_table("<int:inspection_id>/talks/table", talks.talks_table, name="talks_table"),
]

fieldwork_patterns = [*_QUALITY, *_JOINT, *_TALKS]
