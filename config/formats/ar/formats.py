"""Dates and numbers as the Arabic documents of the United Nations have them."""

DATE_FORMAT = "j F Y"  # no comma before the year
NUMBER_GROUPING = 3
THOUSAND_SEPARATOR = "\N{NO-BREAK SPACE}"
