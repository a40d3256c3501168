from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "apps.assessments"
    label = "assessments"

    def ready(self) -> None:
        # Models load after the apps.
        from apps.assessments.blindness import hidden_subjects
        from apps.assessments.panels import cases_to_score
        from apps.organisation import navigation, panels, veils

        veils.register("assessments", hidden_subjects)

        panels.register("cases_to_score", order=10, verb="score_case", build=cases_to_score)
        navigation.register(
            "My cases to score", order=25, url_name="assessments:my_cases", verbs={"score_case"}
        )
        # Whoever only reads results comes from there to the bank; it is no section of their work.
        work = {"publish_bank", "score_case", "view_moderation"}
        navigation.register("Question banks", order=32, url_name="banks:banks", verbs=work)
