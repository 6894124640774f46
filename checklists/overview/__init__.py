"""All offices in reach side by side: where each is, and what they answered.

`selection` says which assessments are looked at, `tallies` counts their answers in the database by
the rules of `checklists.scoring`, and the other modules arrange that: each for one page and for the
file that is downloaded from it. Whatever is counted costs a constant number of queries.
"""
