"""Who may open which address of plans: see `routes`."""

from tests.security.planning_keys import HERE, THERE
from tests.security.route import Find, Route, at
from tests.security.world import World

FOLLOW, PLAN, BOARD, READ = "view_plan", "plan_region", "run_board", "view_report"
DECIDE = "decide_awards"


def of_region(verb: str = FOLLOW, method: str = "get", thing: str = "", **fixed: str) -> Route:
    """A page of a region's plan, about one `thing` of it where one is named."""

    def find(region: str, suffix: str) -> object:
        def found(world: World) -> dict[str, object]:
            key = {"pk": world.get(f"{thing}{suffix}")} if thing else {}
            return {"region": region, **fixed, **key}

        return found

    outside = {"any": find(THERE, "_elsewhere")}
    return Route(verbs=(verb,), method=method, inside=find(HERE, ""), outside=outside)  # type: ignore[arg-type]


def of_contract() -> Route:
    """The link of a contract of the extract with one of the region's agreements."""

    def find(region: str, key: str) -> Find:
        return lambda world: {"region": region, "contract": world.get(key)}

    outside = {"any": find(THERE, "crs_contract_elsewhere"), "region": find(HERE, "crs_contract_elsewhere")}
    return Route(verbs=(PLAN,), inside=find(HERE, "crs_contract"), outside=outside)


def of_edition(verb: str = READ, method: str = "get", **more: str) -> Route:
    """A published edition is for all who read reports; one that waits, for its region and the nation."""
    return Route(
        verbs=(verb,),
        method=method,
        inside=at(pk="plan_edition", **more),
        outside={"any": at(pk="plan_edition_elsewhere", **more)},
    )


SHEET = {"kind": "ods"}
PLANNING_ROUTES: dict[str, Route] = {
    "planning:index": Route(verbs=(READ,)),
    "planning:handed_down": Route(verbs=("hand_down_priorities",)),
    "planning:hand_down": Route(verbs=("hand_down_priorities",)),
    "planning:take_back": Route(verbs=("hand_down_priorities",), inside=at(pk="handed_down")),
    "planning:edition": of_edition(),
    "planning:changes": of_edition(),
    "planning:changes_table-csv": of_edition(),
    "planning:changes_table-sheet": of_edition(kind="a_sheet_kind"),
    "planning:edition_json": of_edition(),
    "planning:decide": of_edition("approve_plan"),
    "planning:publish": of_edition("approve_plan"),
    "planning:plan": of_region(),
    "planning:open_plan": of_region(PLAN, "post"),
    "planning:send": of_region("send_plan", "post"),
    "planning:text": of_region(PLAN, section="foreword"),
    "planning:text_versions": of_region(section="foreword"),
    "planning:priorities": of_region(),
    "planning:new_priority": of_region(PLAN),
    "planning:change_priority": of_region(PLAN, thing="plan_priority"),
    "planning:withdraw_priority": of_region(PLAN, thing="plan_priority"),
    "planning:answer": of_region(PLAN, thing="handed_to"),
    "planning:milestones": of_region(),
    "planning:milestones_table-csv": of_region(),
    "planning:milestones_table-sheet": of_region(**SHEET),
    "planning:milestone_sheet": of_region(PLAN),
    "planning:new_milestone": of_region(PLAN),
    "planning:milestone": of_region(thing="milestone"),
    "planning:change_milestone": of_region(PLAN, thing="milestone"),
    "planning:report_progress": of_region(PLAN, thing="milestone"),
    "planning:milestone_file": of_region(thing="step_file"),
    "planning:agreements": of_region(),
    "planning:agreements_table-csv": of_region(),
    "planning:agreements_table-sheet": of_region(**SHEET),
    "planning:contracts_table-csv": of_region(),
    "planning:contracts_table-sheet": of_region(**SHEET),
    "planning:link_contract": of_contract(),
    "planning:new_agreement": of_region(PLAN),
    "planning:agreement": of_region(thing="agreement"),
    "planning:change_agreement": of_region(PLAN, thing="agreement"),
    "planning:end_agreement": of_region(PLAN, thing="agreement"),
    "planning:renew_agreement": of_region(PLAN, thing="agreement"),
    "planning:set_provision": of_region(PLAN, thing="agreement"),
    "planning:add_document": of_region(PLAN, thing="agreement"),
    "planning:agreement_file": of_region(thing="agreement_document"),
    "planning:provision": of_region(),
    "planning:provision_table-csv": of_region(),
    "planning:provision_table-sheet": of_region(**SHEET),
    "planning:withdraw_provision": of_region(PLAN, "post", thing="provision"),
    "planning:fund": of_region(),
    "planning:awards_table-csv": of_region(),
    "planning:awards_table-sheet": of_region(**SHEET),
    "planning:plan_fund": of_region(PLAN),
    "planning:new_award": of_region(PLAN),
    "planning:award": of_region(thing="award"),
    "planning:judge_award": of_region(PLAN, thing="award"),
    "planning:decide_award": of_region(DECIDE, thing="award"),
    "planning:add_impact": of_region(PLAN, thing="award"),
    "planning:impact_file": of_region(thing="impact_file"),
    "planning:boards": of_region(),
    "planning:call_board": of_region(BOARD),
    "planning:board": of_region(thing="board"),
    "planning:move_board": of_region(BOARD, thing="board"),
    "planning:cancel_board": of_region(BOARD, thing="board"),
    "planning:add_attendee": of_region(BOARD, thing="board"),
    "planning:add_paper": of_region(BOARD, thing="board"),
    "planning:add_decision": of_region(BOARD, thing="board"),
    "planning:write_minutes": of_region(BOARD, thing="board"),
    "planning:agree_minutes": of_region(BOARD, "post", thing="board"),
    "planning:minutes": of_region(thing="board"),
    "planning:finish_decision": of_region(BOARD, thing="board_decision"),
    "planning:board_file": of_region(thing="board_paper"),
    "planning:cycle": of_region(),
    "planning:enter_product": of_region(PLAN, product="lessons"),
    "planning:product_file": of_region(thing="product_file"),
    "planning:editions": of_region(),
}
