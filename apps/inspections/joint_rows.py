"""What the two judged on a joint case, beside the judgement that they came to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.inspections.joint import questions_of
from apps.inspections.models import JointAssessment, JointView
from apps.inspections.quality_findings import label
from apps.organisation.models import User
from rules.definitions.banks import Question

COLUMNS = (
    "case_id", "inspector", "local_assessor", "key_question", "local_judged", "local_rationale",
    "inspector_judged", "inspector_rationale", "joint_judged", "joint_rationale", "ended_reason",
)  # fmt: skip
Said = Mapping[str, tuple[str, str]]  # the bank's question -> judgement in words, rationale


@dataclass(frozen=True, kw_only=True)
class JointLine:
    """One key question. Each side is (judgement in words, rationale), or None where nothing is to be seen."""

    question: Question
    local: tuple[str, str] | None
    inspector: tuple[str, str] | None
    joint: tuple[str, str] | None


@dataclass(frozen=True, kw_only=True)
class JointCase:
    """A joint case as a reader may see it. `both`: both views are in, so that each sees the other's."""

    joint: JointAssessment
    local_view: JointView | None
    inspector_view: JointView | None
    lines: tuple[JointLine, ...]

    @property
    def both(self) -> bool:
        return self.local_view is not None and self.inspector_view is not None

    @property
    def state(self) -> str:
        if self.joint.is_ended:
            return "Ended"
        if self.joint.assignment.is_submitted:
            return "Judged jointly" if self.both else "Submitted without both views"
        if self.both:
            return "Both views are in: talk, then the inspector submits the joint judgement"
        return "Waits for views"


def joint_case(joint: JointAssessment, reader: User) -> JointCase:
    """The case for a reader who may open it (`joint.readable_joints`).

    One of the two sees the other's view when both are in; everybody the joint judgement once submitted. It
    is the first submission: what the inspectorate's checks change afterwards is not for them to see.
    """
    views = {view.by_id: view for view in joint.views.all()}
    local, inspector = views.get(joint.local_id), views.get(joint.assignment.auditor_id)
    both = local is not None and inspector is not None
    sides = [
        _said(joint, view) if view and (both or view.by_id == reader.pk or not _is_one(joint, reader)) else {}
        for view in (local, inspector)
    ]
    submitted = _submitted(joint)
    return JointCase(
        joint=joint,
        local_view=local,
        inspector_view=inspector,
        lines=tuple(
            JointLine(
                question=each,
                local=sides[0].get(each.id),
                inspector=sides[1].get(each.id),
                joint=submitted.get(each.id),
            )
            for each in questions_of(joint.assignment.bank)
        ),
    )


def _is_one(joint: JointAssessment, reader: User) -> bool:
    return reader.pk in (joint.local_id, joint.assignment.auditor_id)


def _said(joint: JointAssessment, view: JointView) -> Said:
    bank = joint.assignment.bank
    return {
        each.question: (label(bank, each.question, each.judged), each.rationale)
        for each in view.judgements.all()
    }


def _submitted(joint: JointAssessment) -> Said:
    first = joint.assignment.submissions.order_by("id").first()
    if first is None:
        return {}
    bank = joint.assignment.bank
    return {
        name: (label(bank, name, given["answer"]), given.get("note", ""))
        for name, given in first.answers.items()
        if name in bank.questions and given.get("answer") and given.get("standing", "given") == "given"
    }


def table_rows(joints: Iterable[JointAssessment], reader: User) -> Iterator[dict[str, Any]]:
    """A row for each key question of each case that somebody judged."""
    for joint in joints:
        for line in joint_case(joint, reader).lines:
            sides = {"local": line.local, "inspector": line.inspector, "joint": line.joint}
            if any(sides.values()):
                row = {
                    "case_id": joint.assignment.sampled_case.case_id,
                    "inspector": str(joint.assignment.auditor),
                    "local_assessor": str(joint.local),
                    "key_question": line.question.judges,
                    "ended_reason": joint.ended_reason,
                }
                for name, said in sides.items():
                    row[f"{name}_judged"], row[f"{name}_rationale"] = said or ("", "")
                yield row
