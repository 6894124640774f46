"""Resolutions 75/125 and 78/118, read paragraph by paragraph: what became of each.

75/125 has 45 operative paragraphs and 78/118 has 51. Six are new; nothing was dropped, split or
merged; five were reworded:

- 10 → 11: semicolons for commas between the forms of violence, one comma before "and";
- 31 → 35: "collection and analysis of data to report", and preventive measures such as trainings;
- 36 → 40: "and other forms of advocacy";
- 38 → 42: emergency response, disaster risk, lessons learned, training capacities, review;
- 45 → 51: the session at which to report.

New paragraph 6 speaks of access as 5 does, but 5 stands as it stood: 6 is an addition, not a part.
"""

UNCHANGED, AMENDED, NEW = "unchanged", "amended", "new"

RELATIONS: list[tuple[int | None, int, str]] = [
    (1, 1, UNCHANGED),
    (2, 2, UNCHANGED),
    (3, 3, UNCHANGED),
    (4, 4, UNCHANGED),
    (5, 5, UNCHANGED),
    (None, 6, NEW),  # safe and unhindered access in health emergencies
    (6, 7, UNCHANGED),
    (7, 8, UNCHANGED),
    (8, 9, UNCHANGED),
    (9, 10, UNCHANGED),
    (10, 11, AMENDED),
    (11, 12, UNCHANGED),
    (None, 13, NEW),  # disinformation
    (None, 14, NEW),  # protection from sexual exploitation, abuse and harassment
    (12, 15, UNCHANGED),
    (13, 16, UNCHANGED),
    (14, 17, UNCHANGED),
    (15, 18, UNCHANGED),
    (16, 19, UNCHANGED),
    (17, 20, UNCHANGED),
    (18, 21, UNCHANGED),
    (19, 22, UNCHANGED),
    (20, 23, UNCHANGED),
    (21, 24, UNCHANGED),
    (22, 25, UNCHANGED),
    (None, 26, NEW),  # monitoring, reporting and investigation of attacks
    (23, 27, UNCHANGED),
    (24, 28, UNCHANGED),
    (25, 29, UNCHANGED),
    (26, 30, UNCHANGED),
    (27, 31, UNCHANGED),
    (28, 32, UNCHANGED),
    (29, 33, UNCHANGED),
    (30, 34, UNCHANGED),
    (31, 35, AMENDED),
    (32, 36, UNCHANGED),
    (33, 37, UNCHANGED),
    (34, 38, UNCHANGED),
    (35, 39, UNCHANGED),
    (36, 40, AMENDED),
    (37, 41, UNCHANGED),
    (38, 42, AMENDED),
    (None, 43, NEW),  # incident data
    (None, 44, NEW),  # sharing of data, support driven by the field
    (39, 45, UNCHANGED),
    (40, 46, UNCHANGED),
    (41, 47, UNCHANGED),
    (42, 48, UNCHANGED),
    (43, 49, UNCHANGED),
    (44, 50, UNCHANGED),
    (45, 51, AMENDED),
]
