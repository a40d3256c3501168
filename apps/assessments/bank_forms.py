"""The form by which a bank is handed in."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from apps.assessments.bank_files.checking import ENDINGS, MOST_BYTES


class HandInForm(forms.Form):
    """One file, YAML or XLSX."""

    file = forms.FileField(
        label="File of a bank",
        help_text="YAML or XLSX, 2 MB at most",
        error_messages={"required": "Choose a file", "empty": "This file is empty"},
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError("Choose a YAML or XLSX file")
        if file.size > MOST_BYTES:
            raise forms.ValidationError("Choose a file of 2 MB or less")
        return file
