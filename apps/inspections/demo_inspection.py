"""A made-up inspection of the demonstration, taken from its plan to publication by the actions people use."""

from collections import Counter
from dataclasses import asdict
from datetime import date, timedelta
from random import Random

from django.db import transaction

from apps.assessments.actions import Given, Seen, confirm_facts, save_answer, save_fact, submit
from apps.assessments.models import Assignment
from apps.assessments.queries import case_state
from apps.inspections import actions, packs, planning, report_actions, survey_actions
from apps.inspections.case_bank import edition_of
from apps.inspections.cohort import draw_cohort
from apps.inspections.demo_fieldwork import MADE_UP, assure_quality, record_talks, share_a_case
from apps.inspections.models import Inspection, Member, Survey
from apps.inspections.panel import Decided, rate_standard, record_sitting
from apps.inspections.ratings import rating_of
from apps.inspections.register import Item, enter_evidence, prompts_of
from apps.inspections.standards_publishing import load_own_words
from apps.organisation.models import ProbationDeliveryUnit, Region, User
from rules.definitions.inspection_reports import report_rules_on
from rules.definitions.rating_rules import rating_rules_in_force
from rules.definitions.survey import survey_edition
from rules.definitions.vocabulary import CaseFact

Job, State = Member.Job, Inspection.State
REGION = "H"
TEAM = (
    ("inspector1", Job.INSPECTOR),
    ("inspector2", Job.INSPECTOR),
    ("inspector3", Job.QUALITY),
    ("local.h", Job.LOCAL),
    ("panel1", Job.PANEL),
    ("panel2", Job.PANEL),
)
LEAD, BODY, LOCAL = "chief", "director.h", "local.h"
ACCOUNTS = (LEAD, BODY, *(name for name, _ in TEAM))
SUFFICIENT = 68  # in percent of judgements
REPLIES = 35  # in percent of links
_BANDS = ("good", "requires_improvement", "good", "good")


def seed_inspection(as_at: date, *, cases: int, today: date) -> Inspection | None:
    """The inspection of the unit of region H with the largest cohort; None where no unit has one.

    Fieldwork begins a week after the day of the extract. A second call gives the one that is there.
    """
    days = planning.proposed_days(as_at + timedelta(days=7))
    unit = _largest_unit(days)
    if unit is None:
        return None
    held = Inspection.objects.filter(unit=unit, fieldwork_first_on=days.fieldwork_first_on)
    found = held.exclude(state=State.DROPPED).first()
    if found:
        return found
    with transaction.atomic():
        return _Demo(unit, days, cases=cases, today=today).play()


def _largest_unit(days: planning.ProposedDays) -> ProbationDeliveryUnit | None:
    region = Region.objects.get(code=REGION)
    frame = planning.cohort(region, None, days.cohort_first_on, days.cohort_last_on)
    sizes = Counter(case.unit for case in frame)
    units = {unit.code: unit for unit in region.units.select_related("region")}
    known = sorted((-size, code) for code, size in sizes.items() if code in units)
    return units[known[0][1]] if known else None


class _Demo:
    """Plays one inspection; chance comes from its seed."""

    def __init__(
        self, unit: ProbationDeliveryUnit, days: planning.ProposedDays, *, cases: int, today: date
    ) -> None:
        self.unit, self.days, self.cases, self.today = unit, days, cases, today
        self.people = {user.username: user for user in User.objects.filter(username__in=ACCOUNTS)}
        self.lead = self.people[LEAD]
        self.seed = f"demo-inspection-{unit.code}"
        self.chance = Random(self.seed)  # noqa: S311 (repeatable, not secret)

    def play(self) -> Inspection:
        inspection = self._planned()
        packs.build_pack(inspection, by=self.lead)
        edition = edition_of(inspection.standards, by=self.lead)
        draw_cohort(inspection, edition=edition, version=inspection.version, by=self.lead)
        for state in (State.ANNOUNCED, State.FIELDWORK):
            self._go(inspection, state)
        share_a_case(inspection, local=self.people[LOCAL], lead=self.lead)
        self._assess(inspection)
        assure_quality(inspection, lead=self.lead)
        self._ask_people(inspection)
        record_talks(inspection, on=self.days.fieldwork_first_on, today=self.today, by=self.lead)
        self._judge_the_organisation(inspection)
        self._go(inspection, State.RATING)
        self._sit(inspection)
        self._write(inspection)
        self._go(inspection, State.ACCURACY)
        self._check(inspection)
        self._go(inspection, State.FINISHING)
        self._go(inspection, State.PUBLISHED)
        self._respond(inspection)
        return Inspection.objects.get(pk=inspection.pk)

    def _planned(self) -> Inspection:
        plan = actions.Plan(
            region=self.unit.region,
            unit=self.unit,
            standards=load_own_words(by=self.lead).edition,
            rating_rules=rating_rules_in_force().id,
            size=self.cases,
            seed=self.seed,
            **asdict(self.days),
        )
        made = actions.plan_inspection(plan, demo=True, by=self.lead)
        for name, job in TEAM:
            actions.add_member(made, user=self.people[name], job=job, by=self.lead)
        return made

    def _go(self, inspection: Inspection, state: str) -> None:
        inspection.refresh_from_db()
        actions.go_to(inspection, state, version=inspection.version, by=self.lead)
        inspection.refresh_from_db()

    def _assess(self, inspection: Inspection) -> None:
        marks = Assignment.objects.filter(sampled_case__sample=inspection.sample)
        for mark in marks.select_related("sampled_case__sample", "edition", "auditor"):
            self._assess_one(mark)

    def _assess_one(self, mark: Assignment) -> None:
        """Two assessors of a case agree: their chance comes from the case."""
        chance = Random(f"{self.seed}|{mark.sampled_case.case_id}")  # noqa: S311 (repeatable, not secret)
        known = case_state(mark).fact_rows
        for fact in mark.bank.facts:
            if fact.id not in known:
                value = self._fact(fact, chance)
                save_fact(mark, fact_id=fact.id, value=value, seen=Seen(), by=mark.auditor)
        confirm_facts(mark, by=mark.auditor)
        for state in case_state(mark).questions:
            if not state.is_hidden:
                given = self._answer(state.question.scale, judges=state.question.judges, chance=chance)
                save_answer(mark, question_id=state.question.id, given=given, seen=Seen(), by=mark.auditor)
        submit(mark, by=mark.auditor)

    def _fact(self, fact: CaseFact, chance: Random) -> bool | str | list[str]:
        """Every case has advice to the court, so that each standard has a case to be rated from."""
        if fact.kind == "yes_no":
            return fact.id == "court_report" or chance.random() < 0.5
        return "M" if fact.kind == "choice" else []

    def _answer(self, scale: str, *, judges: str, chance: Random) -> Given:
        good = chance.randrange(100) < SUFFICIENT
        words = {"outcome": ("met", "partly_met")}.get(scale, ("yes", "no"))
        return Given(answer=words[0] if good else words[1], note=MADE_UP if judges else "")

    def _ask_people(self, inspection: Inspection) -> None:
        first_on, last_on = self.days.announce_on, self.days.fieldwork_last_on
        survey = survey_actions.open_survey(inspection, opens_on=first_on, closes_on=last_on, by=self.lead)
        for row in survey_actions.issue_links(survey, address="", by=self.lead):
            if self.chance.randrange(100) < REPLIES:
                secret = row["link"].strip("/").rpartition("/")[2]
                survey_actions.take_reply(secret, answers=self._reply(survey), words="", on=first_on)
        survey_actions.close_survey(survey, by=self.lead)

    def _reply(self, survey: Survey) -> dict[str, str]:
        edition = survey_edition(survey.edition)
        answers = {
            one.id: self.chance.choices(["agree", "partly", "disagree", "unsure"], weights=(55, 20, 18, 7))[0]
            for one in edition.questions
        }
        return answers | {one.id: self.chance.choice(one.choices).id for one in edition.about}

    def _judge_the_organisation(self, inspection: Inspection) -> None:
        key = next(iter(prompts_of(inspection)))
        item = Item(
            kind="meeting",
            title="Meeting with the leaders of the unit",
            source="Notes of the inspection team",
            on=self.days.fieldwork_first_on,
            words=MADE_UP,
            weight="some",
            weight_why="",
            bearings={key: "supports"},
        )
        enter_evidence(inspection, item, upload=None, today=self.today, by=self.lead)
        rules = rating_rules_in_force()
        direct = [one.number for one in rules.standards if one.rated == "directly"]
        for number, band in zip(direct, _BANDS, strict=False):
            rate_standard(inspection, number, band=band, argument=MADE_UP, shown=0, by=self.lead)

    def _sit(self, inspection: Inspection) -> None:
        """The panel lets every band stand."""
        found = rating_of(inspection)
        open_to_discretion = [one for one in found.by_rules.standards if one.reasons and one.band]
        record_sitting(
            inspection,
            sat_on=self.today,
            present=[self.people["panel1"], self.people["panel2"]],
            decisions={
                one.standard.number: Decided(band=one.band.id, reason=MADE_UP) for one in open_to_discretion
            },
            version=inspection.version,
            judgements_sha256=found.sha256,
            today=self.today,
            by=self.people["panel1"],
        )

    def _write(self, inspection: Inspection) -> None:
        for section in report_rules_on(inspection.fieldwork_first_on).sections:
            report_actions.write_section(inspection, section.id, words=MADE_UP, shown=0, by=self.lead)
        report_actions.recommend(
            inspection,
            to_whom="The head of the delivery unit",
            words="Review every plan when the risk of harm changes.",
            standard="2.5",
            by=self.lead,
        )
        report_actions.add_practice(
            inspection, title="A room to talk in private", words=MADE_UP, diversity=True, by=self.lead
        )

    def _check(self, inspection: Inspection) -> None:
        body = self.people[BODY]
        point = report_actions.raise_point(inspection, place="Summary", words=MADE_UP, by=body)
        report_actions.answer_point(point, changed=False, words=MADE_UP, by=self.lead)
        report_actions.close_check(inspection, by=body)

    def _respond(self, inspection: Inspection) -> None:
        asked = inspection.recommendations.get()
        report_actions.respond(asked, kind="accepted", words=MADE_UP, done_by=None, by=self.people[BODY])
