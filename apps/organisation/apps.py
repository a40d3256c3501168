from django.apps import AppConfig

from apps.organisation import navigation


class OrganisationConfig(AppConfig):
    name = "apps.organisation"
    label = "organisation"

    def ready(self) -> None:
        # Only here are the models ready to be imported.
        from apps.organisation import admin_panels, openapi, panels  # noqa: F401 (the first use is the import)

        panels.register("accounts", order=80, verb="manage_users", build=admin_panels.accounts_panel)
        panels.register("trail", order=90, verb="view_system_log", build=admin_panels.trail_panel)
        navigation.register("My work", order=0, url_name="organisation:home", verbs=set())
        navigation.register("Users", order=80, url_name="organisation:users", verbs={"manage_users"})
        navigation.register(
            "System log", order=90, url_name="organisation:system_log", verbs={"view_system_log"}
        )
