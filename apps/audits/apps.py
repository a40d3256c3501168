from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "apps.audits"
    label = "audits"

    def ready(self) -> None:
        # Models load after the apps.
        from apps.audits import feedback_queries, figures, locking, moderation_queries
        from apps.audits.evidence import audit_tables
        from apps.audits.moderation_panels import differences_to_decide, rounds_to_sign_off
        from apps.audits.panels import actions_of, challenges_waiting, rounds_in_progress
        from apps.organisation import audit_figures, evidence, navigation, panels

        audit_figures.register("audits", figures.figures_of_regions, units=figures.figures_of_units)
        evidence.register("audits", order=30, provider=audit_tables)

        locking.register("cases", order=10, reasons=moderation_queries.cases_waiting)
        locking.register("review", order=20, reasons=moderation_queries.review_waiting)
        locking.register("challenges", order=30, reasons=feedback_queries.reasons_not_to_lock)
        locking.register(moderation_queries.SIGN_OFF, order=90, reasons=moderation_queries.sign_off_missing)

        panels.register("rounds_in_progress", order=15, verb="open_round", build=rounds_in_progress)
        panels.register("challenges", order=16, verb="answer_challenge", build=challenges_waiting)
        panels.register("differences", order=17, verb="adjudicate_marks", build=differences_to_decide)
        panels.register("sign_off", order=18, verb="sign_off_round", build=rounds_to_sign_off)
        panels.register("audit_actions", order=45, verb="manage_actions", build=actions_of)
        navigation.register(
            "Audits", order=30, url_name="audits:rounds", verbs={"view_audit_results"}, part="/audits/"
        )
        navigation.register(
            "Contracts",
            order=32,
            url_name="audits:contracts",
            verbs={"view_contract_results"},
            part="/audits/contracts/",
        )
        navigation.register(
            "Audited cases",
            order=31,
            url_name="audits:sheets",
            verbs={"view_own_audits"},
            part="/audits/sheets/",
        )
