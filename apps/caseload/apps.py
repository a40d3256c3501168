from django.apps import AppConfig


class CaseloadConfig(AppConfig):
    name = "apps.caseload"
    label = "caseload"

    def ready(self) -> None:
        # Only here are the models ready to be imported.
        from apps.caseload.evidence import profile_tables
        from apps.caseload.panels import register_panels
        from apps.organisation import evidence, navigation

        register_panels()
        evidence.register("caseload", order=10, provider=profile_tables)
        navigation.register(
            "Cases", order=50, url_name="caseload:cases", verbs={"view_case"}, part="/caseload/cases/"
        )
        navigation.register("Programmes", order=55, url_name="caseload:directory", verbs={"view_eligibility"})
        navigation.register(
            "Extracts",
            order=60,
            url_name="caseload:extracts",
            verbs={"import_extract"},
            part="/caseload/extracts/",
        )
