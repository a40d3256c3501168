"""`python -m config.front_door VERB`: what the Makefile calls."""

import argparse
import sys

from config.front_door import quality, running, set_up
from config.front_door.console import guarded

VERBS = {
    "run": (running.run, "set up what is missing, start the product, stay until Ctrl-C"),
    "stop": (running.stop, "stop the product that `run` started in this checkout"),
    "status": (running.status, "say what runs"),
    "set-up": (lambda: set_up.provide("run"), "only set up: packages and assets"),
    "test": (quality.test, "all checks and tests, with what they need"),
    "check": (quality.check, "style, types, imports, definitions, production settings"),
    "fix": (quality.fix, "format, and correct what can be corrected"),
    "bench": (quality.bench, "measure speed and memory"),
    "proof": (quality.proof, "the tests at full size: 240,000 people"),
    "pins": (quality.pins, "compile requirements and the npm lock anew"),
    "docs": (quality.docs, "write docs/generated"),
}


def main() -> int:
    """Do one verb; whatever follows it is passed on to the tests."""
    parser = argparse.ArgumentParser(prog="python -m config.front_door", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, (_, words) in VERBS.items():
        verbs.add_parser(name, help=words)
    asked, rest = parser.parse_known_args()
    action = VERBS[asked.verb][0]
    return guarded(lambda: action(rest) if asked.verb in quality.TAKE_ARGUMENTS else action())


if __name__ == "__main__":
    sys.exit(main())
