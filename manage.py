#!/usr/bin/env python
"""The command line of Operative."""

import os
import sys

import environs
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except environs.EnvError as error:
        # A validator's message comes as a list; a person gets the sentence.
        sys.exit(f"Operative can't start: {error}".replace("['", "").replace("']", ""))
