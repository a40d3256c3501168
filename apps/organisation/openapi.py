"""What the published description of the API says about signing in."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(OpenApiAuthenticationExtension):
    """`Authorization: Bearer SECRET`; registered by being imported."""

    target_class = "apps.organisation.problems.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002 (its shape is given)
        return {"type": "http", "scheme": "bearer"}
