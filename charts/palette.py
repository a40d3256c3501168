"""Colours: the government Analysis Function's accessible palette, told apart whatever the colour vision."""

DARK_BLUE = "#12436D"
TURQUOISE = "#28A197"
DARK_PINK = "#801650"
ORANGE = "#F46A25"

SERIES = (DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE)

TEXT = "#0b0c0c"
# 4.5:1 on white, so that axis labels stay readable without competing with the data.
MUTED = "#505a5f"
GRID = "#d4d8da"
NO_DATA = "#eef0f1"
