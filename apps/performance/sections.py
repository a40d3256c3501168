"""The parts of performance, in the order of its sub-navigation."""

from apps.organisation.sub_navigation import Part

PARTS = (
    Part(key="overview", label="Overview", url_name="performance:index", verb="view_performance"),
    Part(key="due", label="Due list", url_name="performance:due", verb="view_due_list"),
    Part(key="cases", label="Missed cases", url_name="performance:cases", verb="view_missed_cases"),
    Part(key="compare", label="Compare", url_name="performance:compare", verb="view_performance"),
    Part(key="equality", label="Equality", url_name="performance:equality", verb="view_performance"),
    Part(key="quality", label="Data quality", url_name="performance:quality", verb="view_data_quality"),
    Part(key="targets", label="Targets", url_name="performance:targets", verb="view_performance"),
    Part(key="runs", label="Runs", url_name="performance:runs", verb="view_runs"),
)
