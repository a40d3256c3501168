"""What people type on the organisation's pages."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from apps.organisation.date_field import DayMonthYearField
from apps.organisation.models import Region, User
from apps.organisation.queries import units_in_order
from rules.definitions.roles import Role, load_roles


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "The username or the password is not right. Check both and try again.",
        "inactive": "This account is closed. Ask your administrator.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = "Enter your username."
        self.fields["password"].error_messages["required"] = "Enter your password."


class ChoosePasswordForm(PasswordChangeForm):
    error_messages = {
        "password_mismatch": "The two new passwords are not the same.",
        "password_incorrect": "The current password is not right.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Current password"
        self.fields["old_password"].error_messages["required"] = "Enter your current password."
        new, again = self.fields["new_password1"], self.fields["new_password2"]
        new.label, new.help_text = "New password", "At least 12 characters, and not a common word."
        new.error_messages["required"] = "Enter a new password."
        again.label, again.help_text = "New password again", ""
        again.error_messages["required"] = "Enter the new password again."

    def clean_new_password1(self) -> str:
        """Another one than now: an administrator knows a temporary password."""
        new = self.cleaned_data["new_password1"]
        if self.user.check_password(new):
            raise forms.ValidationError("Choose a password other than your current one.")
        return new


class NewAccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["first_name", "last_name", "username", "email", "staff_code", "supplier_code"]
        labels = {"staff_code": "Staff code", "supplier_code": "Supplier code", "email": "Email address"}
        help_texts = {
            "username": "Letters, digits and . _ - only.",
            "staff_code": "Links the person to the cases that they hold, for example H103-P01. "
            "Leave it empty for somebody who holds none.",
            "supplier_code": "Links somebody who works for a supplier to its contracts, as the extract names "
            "it. Leave it empty for everybody else.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = f"Enter the {self.fields[name].label.lower()}."
        self.fields["username"].error_messages["required"] = "Enter a username."
        self.fields["username"].error_messages["unique"] = "Somebody else has this username."


class ChooseRoleForm(forms.Form):
    role = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": "Choose a role."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = load_roles().roles.values()
        self.fields["role"].choices = [(role.id, role.title) for role in roles]
        self.fields["role"].widget.hints = {role.id: role.why for role in roles}


class RolePlaceForm(forms.Form):
    """Where and from when a role holds; it asks only for the place that the role takes."""

    region = forms.ModelChoiceField(
        Region.objects.filter(valid_to=None),
        empty_label="Choose a region",
        error_messages={"required": "Choose a region."},
    )
    unit = forms.ModelChoiceField(
        units_in_order(),
        empty_label="Choose a delivery unit",
        label="Delivery unit",
        error_messages={"required": "Choose a delivery unit."},
    )
    valid_from = DayMonthYearField(
        label="First day", error_messages={"required": "Enter the role's first day."}
    )

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"region", "unit"} - {role.scope}:
            del self.fields[name]
        if role.scope == "unit":
            self.fields["unit"].label_from_instance = lambda unit: f"{unit.code} {unit.name}"


class EndRoleForm(forms.Form):
    last_on = DayMonthYearField(label="Last day", error_messages={"required": "Enter the role's last day."})
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": "Say why the role ends."},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), max_length=500, error_messages={"required": "Say why."}
    )


class UserFilterForm(forms.Form):
    STATES = [("open", "Open accounts"), ("closed", "Closed accounts"), ("", "All accounts")]

    name = forms.CharField(label="Name or username", required=False)
    role = forms.ChoiceField(required=False)
    state = forms.ChoiceField(label="Account", choices=STATES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = load_roles().roles.values()
        self.fields["role"].choices = [("", "Any role"), *((role.id, role.title) for role in roles)]


class LogFilterForm(forms.Form):
    verb = forms.ChoiceField(label="Action", required=False)
    by = forms.CharField(label="Who (username)", required=False)
    subject = forms.CharField(
        label="What", required=False, help_text="A record's number or reference, for example 12"
    )
    first_on = DayMonthYearField(label="From", required=False)
    last_on = DayMonthYearField(label="To", required=False)

    def __init__(self, *args: Any, verbs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(verb, verb.replace("_", " ").capitalize()) for verb in verbs]
        self.fields["verb"].choices = [("", "Any action"), *named]
