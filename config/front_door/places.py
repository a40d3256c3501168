"""Where things lie in the checkout."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"
LOGS = VAR / "log"
RUN = VAR / "run"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
VENDOR = ROOT / "static" / "vendor"
NODE_MODULES = ROOT / "node_modules"
DEMO = VAR / "demo"
THIS_PYTHON = sys.executable
