"""`python -m apps.planning.sheets NAME`: reads one table in a process with limits on memory and time.

Reads the file's bytes from standard input; writes one JSON object, `reading.Table`, to standard output.
"""

import json
import resource
import sys

from apps.planning.sheets.reading import MOST_BYTES, read_table

MEGABYTE = 1024 * 1024
MEMORY_MB = 768  # address space; the largest sheet that is taken needs a fifth of it
PROCESSOR_SECONDS = 20


def _limit_process() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * MEGABYTE, MEMORY_MB * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    _limit_process()
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    sys.stdout.write(json.dumps(read_table(content, sys.argv[1]).as_json()))


if __name__ == "__main__":
    main()
