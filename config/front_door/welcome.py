"""What `make run` prints once everything answers: the address, the accounts, what to try first."""

from config.front_door.places import DEMO, ROOT

TRY_FIRST = """\
Try first
  1. As director.h, open Performance: the region's measures by month, then a delivery unit, then a missed case
     and the reason why it counted as missed.
  2. As auditor1, open the audits and score a sampled case: the answers save themselves.
  3. As editor.h, open Reports and download the region's annual report.
  4. As analyst, open Extracts: import {demo}/, or an extract of your own (docs/extract.md)."""


def text(address: str, accounts: str) -> str:
    """The whole message; `accounts` is the table of demo accounts, empty when there are none."""
    lines = ["", f"Probity answers at {address}", "Ctrl-C here stops it; so does `make stop` elsewhere."]
    if accounts:
        lines += ["", "Demo accounts", *(f"  {line}" for line in accounts.splitlines())]
        lines += ["", TRY_FIRST.format(demo=DEMO.relative_to(ROOT))]
    return "\n".join(lines)
