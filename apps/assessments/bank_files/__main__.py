"""`python -m apps.assessments.bank_files NAME`: checks one file of a bank in a process with limits.

Reads the file's bytes from standard input; writes one JSON object, `checking.Checked`, to standard output.
"""

import json
import resource
import sys

from apps.assessments.bank_files.checking import MOST_BYTES, as_json, check

MEGABYTE = 1024 * 1024
MEMORY_MB = 1024  # address space; a bank of the product takes a tenth of it
PROCESSOR_SECONDS = 20


def _limit_process() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * MEGABYTE, MEMORY_MB * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    _limit_process()
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    sys.stdout.write(json.dumps(as_json(check(content, sys.argv[1]))))


if __name__ == "__main__":
    main()
