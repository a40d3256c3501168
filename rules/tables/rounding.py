"""Rounding for tables; it lives in `rules.statistics.rounding`, which scores need as well."""

from rules.statistics.rounding import RATE_PLACES, half_up, percentage_points, rate, rate_percent

__all__ = ["RATE_PLACES", "half_up", "percentage_points", "rate", "rate_percent"]
