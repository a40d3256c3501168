"""The four-phase cycle of a plan on a day: which product is there, who holds it, when it is due."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from apps.planning.models import Plan, ProductEntry
from apps.planning.queries import agreements_of, fund_of, milestones_progress, priorities_of
from rules.definitions.planning import Phase, Product, cycle_on, governance_on, template_on

State = ProductEntry.State


@dataclass(frozen=True, kw_only=True)
class ProductShown:
    """A product on a day. evidence: what of the plan's own records shows it; entry: the newest."""

    product: Product
    state: str
    state_words: str
    holder: str
    due_on: date
    is_late: bool
    is_due_soon: bool
    evidence: str
    entry: ProductEntry | None


@dataclass(frozen=True, kw_only=True)
class PhaseShown:
    phase: Phase
    products: tuple[ProductShown, ...]

    @property
    def in_place(self) -> int:
        return sum(one.state == State.IN_PLACE for one in self.products)


def phases_of(plan: Plan, on: date) -> list[PhaseShown]:
    """Every phase with its products. What the plan's own records show, no entry overrules."""
    entries = {row.product: row for row in plan.products.select_related("holder", "by").order_by("id")}
    rules = cycle_on(on)
    return [
        PhaseShown(
            phase=phase,
            products=tuple(
                _shown(plan, product, entries.get(product.id), on)
                for product in rules.products
                if product.phase == phase.id
            ),
        )
        for phase in rules.phases
    ]


def _shown(plan: Plan, product: Product, entry: ProductEntry | None, on: date) -> ProductShown:
    evidence = _EVIDENCE[product.made_of](plan, on) if product.made_of else ""
    state = State.IN_PLACE if evidence else entry.state if entry else State.NOT_BEGUN
    due_on = entry.due_on if entry else product.due_on(plan.first_year)
    there = state == State.IN_PLACE
    soon = timedelta(days=governance_on(on).due_soon_days)
    return ProductShown(
        product=product,
        state=state,
        state_words=State(state).label,
        holder=str(entry.holder) if entry else "",
        due_on=due_on,
        is_late=not there and due_on < on,
        is_due_soon=not there and on <= due_on <= on + soon,
        evidence=evidence,
        entry=entry,
    )


def _priorities(plan: Plan, on: date) -> str:
    found = priorities_of(plan.region, template_on(on).years_from(plan.first_year))
    return _counted(len(found), "priority", "priorities")


def _fund_plan(plan: Plan, on: date) -> str:  # noqa: ARG001 (one shape for all)
    found = fund_of(plan.region, plan.first_year)
    return f"£{found.amount:,.0f} planned" if found else ""


def _agreements(plan: Plan, on: date) -> str:
    return _counted(len(agreements_of(plan.region, on)), "agreement", "agreements")


def _edition(plan: Plan, on: date) -> str:  # noqa: ARG001
    found = plan.editions.filter(published_at__isnull=False).order_by("-number").first()
    return f"Edition {found.number}, published" if found else ""


def _milestones(plan: Plan, on: date) -> str:
    progress = milestones_progress(plan.region, plan.first_year, on)
    reported = sum(bool(row.reason) for row in progress.rows)
    return f"{reported} of {len(progress.rows)} milestones reported on" if reported else ""


def _boards(plan: Plan, on: date) -> str:
    held = plan.region.boards.filter(year=plan.first_year, held_on__lte=on, cancelled_at=None)
    count = held.filter(papers__isnull=False).distinct().count()
    wanted = governance_on(on).boards_a_year
    return f"{count} boards with papers" if count >= wanted else ""


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""


_EVIDENCE: Mapping[str, Callable[[Plan, date], str]] = {
    "priorities": _priorities,
    "fund_plan": _fund_plan,
    "agreements": _agreements,
    "edition": _edition,
    "milestones": _milestones,
    "boards": _boards,
}
