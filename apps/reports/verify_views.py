"""The page that checks a PDF against the register. Its bytes are only read past; nothing of it is kept."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from apps.reports.verify import Reading, checked

LARGEST_MEGABYTES = 50
LARGEST = LARGEST_MEGABYTES * 1024 * 1024
# What a form may hold besides its file.
OTHER_FIELDS = 64 * 1024
NO_FILE = "Choose a PDF file"
TOO_LARGE = f"The file must be smaller than {LARGEST_MEGABYTES} MB; no document of this service is so large"
NO_PDF = "The file must be a PDF"


class _Passed:
    """Stands for an uploaded file of which only the reading is left."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def close(self) -> None:
        """There is nothing to close; Django asks every uploaded file to."""


class ReadPast(FileUploadHandler):
    """Reads the chunks of a file and lets them go: none reaches memory's or the disk's handler."""

    too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.reading = Reading()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        self.reading.take(raw_data)
        if self.reading.size > LARGEST:
            self.too_large = True
            raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> _Passed:  # noqa: ARG002
        return _Passed(self.reading)


@csrf_exempt  # only so that the handler is there before the form is read; _verify checks the token
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Anybody who is signed in may ask."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > LARGEST + OTHER_FIELDS:
        # Before the first byte is read.
        return _page(request, error=TOO_LARGE)
    handler = ReadPast(request)
    request.upload_handlers = [handler]
    return _verify(request, handler)


@csrf_protect
def _verify(request: HttpRequest, handler: ReadPast) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    given = request.FILES.get("file")
    error = _fault(handler, given)
    if error:
        return _page(request, error=error)
    return _page(request, result=checked(given.reading, request.user))


def _fault(handler: ReadPast, given: _Passed | None) -> str:
    if handler.too_large:
        return TOO_LARGE
    if given is None or not given.reading.size:
        return NO_FILE
    return "" if given.reading.is_pdf else NO_PDF


def _page(request: HttpRequest, **context: Any) -> HttpResponse:
    largest = {"largest_megabytes": LARGEST_MEGABYTES}
    status = 422 if "error" in context else 200
    return render(request, "reports/verify.html", largest | context, status=status)
