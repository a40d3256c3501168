"""The download of the house, by the name that performance has known it by."""

from apps.organisation.downloads import csv_response, safe_value

__all__ = ["csv_response", "safe_value"]
