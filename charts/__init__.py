"""Accessible charts, drawn once as SVG text that serves web pages and PDF alike.

Pure Python: no Django, no `rules`, no clock. Every function takes a title (a headline), a description
(what a reader who cannot see it should know) and the data; it returns `Svg`, a `str` that template
engines know to be markup. The page shows the title above the chart and a data table beside it; the SVG
carries both texts for assistive technology. Equal input gives equal text, byte for byte.
"""

from charts.bars import Bar, bar_chart
from charts.canvas import HALF_PRINT, PRINT, SCREEN, Frame, Svg
from charts.control_chart import ControlPoint, control_chart
from charts.funnel import FunnelLimit, FunnelPoint, funnel_plot
from charts.over_time import Point, Series, line_chart, measure_over_time
from charts.scatter import AxisTitles, PairPoint, scatter_plot
from charts.tiles import TileMark, TileStyle, tile_chart
from charts.timeline import Moment, SkippedDay, timeline

__all__ = [
    "HALF_PRINT",
    "PRINT",
    "SCREEN",
    "AxisTitles",
    "Bar",
    "ControlPoint",
    "Frame",
    "FunnelLimit",
    "FunnelPoint",
    "Moment",
    "PairPoint",
    "Point",
    "Series",
    "SkippedDay",
    "Svg",
    "TileMark",
    "TileStyle",
    "bar_chart",
    "control_chart",
    "funnel_plot",
    "line_chart",
    "measure_over_time",
    "scatter_plot",
    "tile_chart",
    "timeline",
]
