"""What a paragraph is about: themes of the safety of humanitarian personnel, by their words."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise  # only for mypy, not installed in production


@dataclass(frozen=True, slots=True)
class Theme:
    """`cues` are patterns, without regard to case; one of them in the text shows the theme."""

    slug: str
    label: "StrPromise"
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeFound:
    """A theme, and the words that show it, as they stand in the text, in order."""

    slug: str
    words: tuple[str, ...]


THEMES: tuple[Theme, ...] = (
    Theme(
        "humanitarian-principles",
        _("Humanitarian principles"),
        (
            r"principles of humanity,? neutrality",
            r"humanitarian principles",
            r"neutrality, impartiality",
        ),
    ),
    Theme(
        "international-humanitarian-law",
        _("International humanitarian law"),
        (
            r"implementation of the relevant principles and rules of international law",
            r"(?:obligations|violations) (?:under|of) international humanitarian law",
            r"international obligations, including whenever international humanitarian law",
            r"(?:compliance with|ensure respect for) international humanitarian law",
            r"Geneva Conventions?",
        ),
    ),
    Theme(
        "treaties",
        _("Treaties and joining them"),
        (
            r"becoming part(?:y|ies) to",
            r"acced(?:e|ing) to",
            r"ratif(?:y|ying|ications?)\b",
            r"universality of the (?:Convention|Rome Statute|Treaty)",
            r"obligations (?:under the relevant international instruments"
            r"|emanating from the (?:Rome Statute|Convention|Treaty))",
        ),
    ),
    Theme(
        "protection-of-personnel",
        _("Protection of personnel by States"),
        (r"(?:measures|steps)(?: necessary)? to ensure the safety and security of",),
    ),
    Theme(
        "attacks",
        _("Attacks and threats"),
        (
            r"(?:condemns|condemn)\b[^;,]{0,200},? (?:attacks|threats)",
            r"deliberate targeting",
            r"all acts of violence, attacks and threats",
        ),
    ),
    Theme(
        "accountability-for-crimes",
        _("Accountability for crimes"),
        (
            r"(?:prosecute|punish)\b",
            r"brought to justice|bring (?:the )?perpetrators(?: of \w+)? to justice",
            r"prosecution or extradition",
            r"(?:with|end|ending) impunity",
            r"do not remain unpunished",
            r"(?:effective|criminal) investigations",
            r"investigation of attacks",
            r"ensuring accountability",
            r"Rome Statute of the International Criminal Court",
        ),
    ),
    Theme(
        "follow-up-of-serious-crimes",
        _("Follow-up of serious crimes, victims of violence"),
        (
            r"victims of violence registry",
            r"follow-up (?:process )?with relevant host Governments",
            r"cases of serious crimes",
        ),
    ),
    Theme(
        "gender",
        _("Gender, and women in security decisions"),
        (
            r"gender[- ](?:sensitive|inclusion|perspective|responsive|mainstreaming|equality)",
            r"female (?:humanitarian )?personnel",
            r"women and men are differently exposed",
        ),
    ),
    Theme(
        "sexual-exploitation-and-abuse",
        _("Sexual exploitation, abuse and harassment"),
        (r"sexual exploitation and abuse", r"sexual harassment"),
    ),
    Theme(
        "disinformation",
        _("Disinformation"),
        (r"disinformation", r"misinformation", r"hate speech"),
    ),
    Theme(
        "humanitarian-access",
        _("Humanitarian access"),
        (r"(?:unhindered|unimpeded) access", r"humanitarian access"),
    ),
    Theme(
        "medical-personnel",
        _("Medical personnel and facilities"),
        (r"medical facilities", r"respect and protect medical personnel", r"medical neutrality"),
    ),
    Theme(
        "counter-terrorism",
        _("Counter-terrorism measures"),
        (r"counter-terrorism", r"terrorist groups?", r"financing of (?:\w+ ){0,6}terrorism"),
    ),
    Theme(
        "detention",
        _("Detention and abduction"),
        (
            r"arrest or detention",
            r"(?:arbitrary|unlawful|illegal) (?:arrest|detention)|arbitrarily detained",
            r"arrested or detained",
            r"\bto detain\b",
            r"take hostage",
            r"\babduct(?:ee)?\b",
        ),
    ),
    Theme(
        "privileges-and-agreements",
        _("Privileges, immunities and agreements"),
        (
            r"privileges and immunities",
            r"status-of-(?:forces|mission)",
            r"(?:host country|mission|headquarters) (?:and other \w+ )?agreements",
        ),
    ),
    Theme(
        "host-government-cooperation",
        _("Cooperation with host Governments"),
        (
            r"(?:consultation|coordination|collaboration|cooperation) (?:\w+ ){0,4}?"
            r"(?:with (?:the )?host [Gg]overnment|between the United Nations and host Governments)",
            r"security collaboration with host Governments",
        ),
    ),
    Theme(
        "security-risk-management",
        _("Security risk management"),
        (
            r"security risk management (?:process|policy|measures|strategy)",
            r"(?<!security )risk management strategy",
        ),
    ),
    Theme(
        "safety-in-planning",
        _("Safety in planning"),
        (
            r"(?:considered|integrated) in the planning for humanitarian action",
            r"in programme planning",
        ),
    ),
    Theme(
        "national-law-and-acceptance",
        _("National law, customs and acceptance"),
        (
            r"observe the national laws",
            r"local customs and traditions",
            r"enhance their acceptance",
            r"acceptance by local communities",
        ),
    ),
    Theme(
        "codes-of-conduct",
        _("Codes of conduct"),
        (r"codes? of conduct",),
    ),
    Theme(
        "training",
        _("Training"),
        (
            r"safety and security training",
            r"(?:adequate|improve) training",
            r"provide training",
            r"training and orientation",
            r"trained in\b",
            r"pre-deployment training",
        ),
    ),
    Theme(
        "cultural-awareness",
        _("Cultural awareness"),
        (r"cultural awareness", r"local customs and traditions", r"cultural sensitivity"),
    ),
    Theme(
        "premises-and-assets",
        _("Premises, assets and residences"),
        (r"United Nations premises", r"staff residences"),
    ),
    Theme(
        "counselling-and-mental-health",
        _("Counselling, stress and mental health"),
        (r"counselling", r"stress management", r"mental health", r"psychosocial"),
    ),
    Theme(
        "road-safety",
        _("Road safety"),
        (r"road safety", r"road (?:incidents|accidents|hazards|traffic crashes)"),
    ),
    Theme(
        "stay-and-deliver",
        _("Stay and deliver, programme criticality"),
        (r"stay[- ]and[- ]deliver", r"programme criticality"),
    ),
    Theme(
        "security-personnel",
        _("Qualified security personnel"),
        (r"qualified United Nations security personnel", r"qualified security personnel"),
    ),
    Theme(
        "security-management-system",
        _("The United Nations security management system"),
        (
            r"security management system of the United Nations",
            r"integration of all security personnel",
            r"effective functioning at the country level of security operations",
            r"performance of the United Nations security management system",
        ),
    ),
    Theme(
        "inter-agency-cooperation",
        _("Cooperation between agencies"),
        (
            r"Inter-Agency Security Management Network",
            r"cooperation and collaboration among United Nations",
        ),
    ),
    Theme(
        "field-crisis-management",
        _("Crisis management in the field"),
        (r"field crisis management", r"crisis management"),
    ),
    Theme(
        "locally-recruited-personnel",
        _("Locally recruited personnel"),
        (
            r"policy on the security of locally recruited personnel",
            r"(?:safety and security|vulnerability) of (?:national and )?locally recruited",
        ),
    ),
    Theme(
        "public-advocacy",
        _("Public advocacy"),
        (r"public statements", r"forms of advocacy"),
    ),
    Theme(
        "tools-and-situational-awareness",
        _("Security tools, situational awareness, lessons learned"),
        (r"situational awareness", r"lessons learned", r"surge capacity"),
    ),
    Theme(
        "compliance-monitoring",
        _("Compliance monitoring"),
        (
            r"compliance with (?:\w+ )?risk management measures",
            r"monitoring and evaluation",
            r"compliance monitoring",
        ),
    ),
    Theme(
        "incident-data",
        _("Incident data"),
        (
            r"incident data",
            r"data-sharing",
            r"monitoring, reporting and investigation of attacks",
            r"disaggregated data",
        ),
    ),
    Theme(
        "saving-lives-together",
        _("Saving Lives Together, implementing partners"),
        (r"Saving Lives Together", r"implementing partners"),
    ),
    Theme(
        "resources",
        _("Resources and funding"),
        (
            r"(?:adequate|predictable|extrabudgetary|financial) resources",
            r"trust fund",
            r"humanitarian appeals",
            r"\bfunding\b",
        ),
    ),
    Theme(
        "equipment-and-telecommunications",
        _("Equipment and telecommunications"),
        (
            r"deployment of essential equipment",
            r"telecommunications?",
            r"communications equipment",
        ),
    ),
    Theme(
        "medical-care",
        _("Medical care and evacuation"),
        (
            r"medical evacuation",
            r"medical support",
            r"medical services for",
            r"evacuation planning",
        ),
    ),
    Theme(
        "reporting",
        _("Reporting"),
        (
            r"reports? of the [A-Z]",
            r"(?:comprehensive|updated) report",
            r"in a report to be submitted",
            r"submit\b[^;]{0,200}\ba report",
            r"report (?:thereon )?to the (?:General Assembly|Council|Assembly)",
            r"inform the General Assembly",
        ),
    ),
)
_CUES = tuple(
    (theme.slug, re.compile(rf"\b(?:{'|'.join(theme.cues)})", re.IGNORECASE)) for theme in THEMES
)


def find_themes(text: str) -> tuple[ThemeFound, ...]:
    """The themes whose words stand in the text, in the order of THEMES."""
    return tuple(
        ThemeFound(slug, tuple(dict.fromkeys(match.group() for match in found)))
        for slug, cue in _CUES
        if (found := list(cue.finditer(text)))
    )
