"""Calls a function inside an installation: python -m tests.inside MODULE FUNCTION ARGUMENT ...

Its arguments are texts; what it returns is printed as JSON.
"""

import importlib
import json
import sys

import django


def main(module: str, function: str, *arguments: str) -> None:
    """Set Django up first, for the module's imports need it."""
    django.setup()
    answer = getattr(importlib.import_module(module), function)(*arguments)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
