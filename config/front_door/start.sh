#!/bin/sh
# Finds a Python that the pins were made for and hands over to it: start.sh VERB [ARGUMENT...]
# PYTHON names another one. durable_rules cannot be imported on 3.13, so nothing later is tried.
cd "$(dirname "$0")/../.." || exit 1
for python in "$PYTHON" python3 python3.11 python3.12 /usr/bin/python3; do
    [ -n "$python" ] || continue
    if "$python" -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' 2>/dev/null; then
        exec "$python" -m config.front_door "$@"
    fi
done
echo "Python 3.11 or 3.12 is needed and was not found (tried ${PYTHON:+$PYTHON, }python3, python3.11, python3.12)." >&2
echo "Install one, for example: sudo apt-get install -y python3 python3-venv" >&2
echo "or name one: make run PYTHON=/path/to/python3.12" >&2
exit 1
