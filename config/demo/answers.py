"""What the offices of the demonstration answer, item by item."""

import re
from typing import NamedTuple

from checklists.scale import AnswerValue as V


class Answered(NamedTuple):
    """An answer; the text is the justification, or why the item is not applicable."""

    value: V
    text: str
    evidence: str = ""  # the title of a link


def a_year_before(said: Answered) -> Answered:
    """What the office said in the cycle before: every year that is named is one less."""
    text, evidence = (
        re.sub(r"\b20\d\d\b", lambda year: str(int(year[0]) - 1), words)
        for words in (said.text, said.evidence)
    )
    return Answered(said.value, text, evidence)


RETURNED = "14.1"
RETURNED_REASON = (
    "Please say who reads the box and answers the telephone, and whether their reports go to "
    "somebody outside the line of management. Add the date on which the communities will be asked."
)
# For a question that a later version of the checklist brings.
ANSWERED_OTHERWISE = Answered(V.PARTLY, "We have begun, and will say more in the next cycle.")
ANSWERED: dict[str, Answered] = {
    "10.1": Answered(
        V.IN_PLACE,
        "The head of office writes half a page on every such choice. In March 2026 we declined an "
        "armed escort after weighing neutrality against the urgency of the distribution.",
        "Note on the escort that was offered, March 2026",
    ),
    "11.1": Answered(
        V.MOSTLY,
        "The procedure of February 2026 covers every contract, care within 72 hours, the inquiry "
        "and help with the police. The list of lawyers and counsellors is still being checked.",
    ),
    "11.2": Answered(
        V.PARTLY,
        "In April 2026 women and men were asked apart about harassment and crime on the way to "
        "work. What they said is not yet in the risk assessment, and volunteers were not asked.",
    ),
    "11.3": Answered(
        V.NOT_APPLICABLE,
        "Reports go to the safeguarding unit in Geneva by a line of its own. This office does not "
        "know whether there were any, and should not.",
    ),
    "13.1": Answered(
        V.PARTLY,
        "We talk about rumours in the weekly meeting and warn those who travel. Nobody is named "
        "yet who judges a rumour, answers it or changes movements.",
    ),
    "14.1": Answered(
        V.PARTLY,
        "There is a complaints box at each distribution point and a telephone number on the "
        "posters. We have not yet asked the communities which ways they would use.",
    ),
    "14.2": Answered(
        V.IN_PLACE,
        "The policy of January 2026 lets the victim decide what is told to whom, offers help "
        "whether or not there is an inquiry, and forbids retaliation. Partners sign it too.",
        "Policy of January 2026, section on victims",
    ),
    "14.3": Answered(
        V.MOSTLY,
        "The list of services was checked in May 2026 and two colleagues are trained to refer. "
        "Nobody on it is trained for children; we have asked the local network.",
    ),
    "15.1": Answered(
        V.MOSTLY,
        "The head of office meets the county commissioner every quarter through the NGO forum. "
        "What was agreed is noted in the forum's minutes, not in ours.",
    ),
    "16.1": Answered(
        V.IN_PLACE,
        "The planning form has a security page, which the security focal point completes before "
        "anything is signed. In April 2026 we put off a water project because of it.",
    ),
    "21.1": Answered(
        V.PARTLY,
        "A page of February 2026 says whom to tell and how the family hears of it. We have no "
        "lawyer's name yet, and it does not mention volunteers.",
    ),
    "23.1": Answered(
        V.IN_PLACE,
        "The registration is valid until March 2028. Managers have a page on what it means for "
        "vehicles, radios and work permits.",
        "Certificate of registration",
    ),
    "25.1": Answered(
        V.NOT_IN_PLACE,
        "After the robbery of May 2026 a complaint was filed. Nobody has asked about the inquiry "
        "since, and nobody is named to do so.",
    ),
    "27.1": Answered(
        V.PARTLY,
        "Human resources in Geneva keep a list of staff killed or badly injured. Volunteers and "
        "hired drivers are not on it; the board will decide on that in December 2026.",
    ),
    "28.1": Answered(
        V.MOSTLY,
        "Five laws are explained to everybody on the first day, with examples. Two of the three "
        "colleagues we asked in June 2026 knew the rules on drones and photographs.",
    ),
    "29.1": Answered(
        V.MOSTLY,
        "All teams use the same one-page explanation in English, Swahili and Turkana, and elders "
        "and women's groups have heard it. What people understood will be asked in December 2026.",
    ),
    "29.2": Answered(
        V.PARTLY,
        "The elders were asked in March 2026, and we changed the hours of distributions. Women "
        "and young people have not been asked.",
    ),
    "30.1": Answered(
        V.MOSTLY,
        "The plan lists the authorities, elders and neighbours, and the colleague who keeps each "
        "contact. It does not yet describe the signs that acceptance is slipping.",
    ),
    "30.2": Answered(
        V.IN_PLACE,
        "Each contact on the list was met between April and June 2026. When the liaison officer "
        "left in May, she introduced her successor to all of them.",
        "Contact log, second quarter of 2026",
    ),
    "31.1": Answered(
        V.IN_PLACE,
        "Six pages drawn from our own risk assessment, approved by the head of office on 9 March "
        "2026. They bind consultants, daily workers and hired drivers as well as staff.",
        "Security rules of 9 March 2026",
    ),
    "31.2": Answered(
        V.IN_PLACE,
        "Everybody is briefed on the first day, in English or Swahili, and signs for it; visitors "
        "and daily workers too. Changes go out by text message the same day.",
    ),
    "31.3": Answered(
        V.NOT_IN_PLACE,
        "No check has been made so far. The first is planned for December 2026 and will compare "
        "the movement log and the exceptions granted with the rules.",
    ),
    "31.4": Answered(
        V.IN_PLACE,
        "The code of 2026 is part of every contract and volunteer agreement. It contains the six "
        "core principles, forbids harassment of colleagues and says what follows a breach.",
        "Code of conduct in English and Swahili",
    ),
    "31.5": Answered(
        V.MOSTLY,
        "All have signed the code, and we discussed it with the whole team in May 2026. Three "
        "daily workers missed that session and will have it in December.",
    ),
    "31.7": Answered(
        V.PARTLY,
        "Three of the last five to join had it and signed before their first day in the field. Two "
        "drivers, hired at short notice in April 2026, had it a week later.",
    ),
    "31.9": Answered(
        V.MOSTLY,
        "All but two hold valid certificates: BSAFE for everybody, a practical course for those "
        "who travel to the field. The two joined in June 2026 and are booked for the next course.",
    ),
    "31.10": Answered(
        V.NOT_IN_PLACE,
        "The training table asks for it, but nobody has taken a course in law yet. We begin in "
        "December 2026 with the free online introduction of the ICRC.",
    ),
    "31.11": Answered(
        V.NOT_APPLICABLE,
        "Meridian Relief is not an organization of the United Nations. Our people take BSAFE all "
        "the same, as item 31.9 says.",
    ),
    "32.1": Answered(
        V.NOT_APPLICABLE,
        "This office has no premises or residences of its own. It rents rooms from another "
        "agency, which is responsible for the compound and had it surveyed in February 2026.",
    ),
    "32.2": Answered(
        V.NOT_APPLICABLE,
        "Meridian Relief is not an organization of the United Nations, and gives nobody a home.",
    ),
    "32.3": Answered(
        V.IN_PLACE,
        "Cash is held for two days at most, keys are signed for, computers are encrypted. The "
        "count of June 2026 found one radio missing, and it was paid for.",
        "Count of June 2026",
    ),
    "33.1": Answered(
        V.IN_PLACE,
        "The travel policy of May 2026 requires training in security, local culture and the "
        "relevant law first, on any contract. Only the head of office grants an exception, which "
        "must be made good within a month.",
    ),
    "33.3": Answered(
        V.IN_PLACE,
        "A colleague from the area spends two hours with each newcomer, from abroad or not, on "
        "greetings, dress, photographs and gifts. Four had it in the first half of 2026.",
    ),
    "34.1": Answered(
        V.IN_PLACE,
        "Anybody, volunteers included, can ring a counsellor in Nairobi or Geneva without asking a "
        "manager, in English, French or Swahili, and we pay. After the robbery of May 2026 it was "
        "offered to all concerned.",
        "Notice on the counselling service",
    ),
    "34.2": Answered(
        V.IN_PLACE,
        "Two pages of March 2026, for all contracts: what is offered before, during and after an "
        "assignment, in confidence and free of charge. They are reviewed every two years.",
    ),
    "34.3": Answered(
        V.PARTLY,
        "Leave is watched and taken. Managers have not been trained to notice strain, and the "
        "team has talked about it once in 2026.",
    ),
    "35.1": Answered(
        V.IN_PLACE,
        "The policy of January 2026 applies to our own and hired vehicles, motorcycles and taxis. "
        "It covers speed, belts, helmets, alcohol, telephones, hours and night driving.",
    ),
    "35.2": Answered(
        V.MOSTLY,
        "Vehicles are checked and routes discussed before each departure, and the tracker is read "
        "every Monday. Passengers in the back do not yet wear belts on every journey.",
    ),
    "35.3": Answered(
        V.IN_PLACE,
        "Drivers keep to 30 km/h near homes, schools and markets; the tracker shows four breaches "
        "in the first half of 2026, each followed up. They practised first aid for people on foot "
        "in May, and the insurance covers third parties.",
    ),
    "35.5": Answered(
        V.PARTLY,
        "The reports are filed and copied to the fleet adviser. Nobody has added them up yet; a "
        "summary of 2026 is planned for the staff meeting in December.",
    ),
    "35.7": Answered(
        V.MOSTLY,
        "Everybody on the register has passed the test and the defensive driving course. First "
        "aid has run out for one hired driver, who does not drive for us until it is renewed.",
    ),
    "35.8": Answered(
        V.MOSTLY,
        "Our three vehicles are serviced on schedule. The hire company shows us its papers, but "
        "we have not looked at its motorcycles.",
    ),
    "36.1": Answered(
        V.NOT_IN_PLACE,
        "The plan knows full work and relocation, nothing between them. A ranking of activities "
        "is on the programme of the retreat in December 2026.",
    ),
    "37.1": Answered(
        V.NOT_APPLICABLE,
        "Meridian Relief is not an organization of the United Nations. How we rank our activities "
        "is said under item 36.1.",
    ),
    "38.1": Answered(
        V.IN_PLACE,
        "The regional adviser in Nairobi has twelve years in the field, was here in February 2026 "
        "and answers at any hour. She coaches our focal point every month.",
        "Report of the visit in February 2026",
    ),
    "39.1": Answered(
        V.IN_PLACE,
        "One page, signed by both sides in January 2026, says who decides on movements, "
        "suspension, relocation and spending, and who stands in. It also names who speaks for this "
        "office in meetings.",
        "Table of security decisions and deputies",
    ),
    "39.3": Answered(
        V.IN_PLACE,
        "We attend the monthly forum of the NGOs and pass on what we hear. In May 2026 we held a "
        "first aid course together with two other organizations.",
    ),
    "39.4": Answered(
        V.IN_PLACE,
        "Five pages of April 2026: the team and its deputies, the first hour, medical evacuation, "
        "families, authorities and media. The contact list is checked on the first Monday of the "
        "month.",
    ),
    "39.5": Answered(
        V.NOT_IN_PLACE,
        "The plan is new and has not been practised. Two hours round a table, with headquarters on "
        "the line, are set for December 2026.",
    ),
    "39.6": Answered(
        V.PARTLY,
        "The plan deals with harassment on journeys and with safe lodging for women. It says "
        "nothing about checkpoints, detention or the risks that men face.",
    ),
    "39.7": Answered(
        V.IN_PLACE,
        "Two of the four members of the crisis team are women, one of them recruited locally. On "
        "their proposal the evening transport was changed in March 2026 to bring people to the "
        "door.",
    ),
    "40.1": Answered(
        V.MOSTLY,
        "We signed the joint letter of the forum and wrote on World Humanitarian Day. Only the "
        "letter speaks of local colleagues.",
    ),
    "41.1": Answered(
        V.MOSTLY,
        "The policy, reviewed in January 2026, covers the way home, communications, insurance and "
        "relocation within the country. Support to the family is left to each case.",
    ),
    "41.2": Answered(
        V.MOSTLY,
        "We went through the risks with local colleagues in April 2026; later hours and telephone "
        "credit came of it. For intimidation by relatives of applicants there is no measure yet.",
    ),
    "41.3": Answered(
        V.IN_PLACE,
        "Drivers, cleaners and volunteers were asked in Swahili before the revision of March 2026, "
        "in groups or alone. Of their nine proposals six were taken up, and the others answered.",
    ),
    "41.4": Answered(
        V.MOSTLY,
        "Alerts go to all by text message in English and Swahili, off duty too. In the test of "
        "June 2026 two volunteers without a telephone of their own were reached only next day.",
    ),
    "41.5": Answered(
        V.IN_PLACE,
        "All had a half-day session on our own plan in May 2026, held in Swahili for those who "
        "prefer it. Four of the seven places on outside courses went to local colleagues.",
    ),
    "41.6": Answered(
        V.NOT_IN_PLACE,
        "Nobody with knowledge of the law has looked at our measures. A lawyer's offer for vehicle "
        "trackers, background checks and data on personnel was asked for in June 2026.",
    ),
    "42.1": Answered(
        V.IN_PLACE,
        "Reviewed in June 2026 and after the robbery in May; a colleague follows the situation and "
        "writes a page every week. The head of office has signed for the risk that remains.",
        "Risk assessment, reviewed in June 2026",
    ),
    "42.2": Answered(
        V.IN_PLACE,
        "The logistics assistant hears the forum, two radio stations and the drivers, and writes "
        "a page every Friday. In May 2026 it made us move a distribution by a week.",
    ),
    "42.3": Answered(
        V.PARTLY,
        "The regional adviser would come within two days. Nobody is agreed for the time that she "
        "is away, and visas are not prepared.",
    ),
    "42.4": Answered(
        V.MOSTLY,
        "A page was written after the robbery of May 2026, and two of its three changes are made. "
        "The flooded crossing in March had no such page.",
    ),
    "42.5": Answered(
        V.IN_PLACE,
        "The plan of April 2026 names the clinics we visited, the ways by day and by night, who "
        "decides and who pays. It covers every contract, volunteers included.",
        "Plan for medical evacuation, April 2026",
    ),
    "42.6": Answered(
        V.MOSTLY,
        "Six of twenty have a valid certificate, all drivers among them, and there is a kit in "
        "each vehicle. The kit of the store had expired in May 2026 and was replaced.",
    ),
    "43.1": Answered(
        V.PARTLY,
        "Incidents are recorded within a day, near misses hardly ever. The register was looked "
        "through once, in January 2026, and lessons are not passed on in writing.",
    ),
    "43.2": Answered(
        V.IN_PLACE,
        "One page on the wall: what to report, to whom and how soon, that nobody is punished for "
        "it, and how to go around one's manager.",
    ),
    "44.1": Answered(
        V.PARTLY,
        "Warnings go to the forum the same day, by telephone. Figures are sent to nobody, and "
        "there is no rule on what must not be shared.",
    ),
    "47.1": Answered(
        V.NOT_APPLICABLE,
        "This office carries out its activities itself. It has no agreement with a local partner "
        "in 2026, and none is planned.",
    ),
    "47.2": Answered(
        V.MOSTLY,
        "Our network has joined. The focal point knows the contact in Nairobi and goes to the "
        "meetings, but has never asked what help there is in an emergency.",
    ),
    "48.1": Answered(
        V.IN_PLACE,
        "Each measure of the plan has a cost and a source in the budget of 2026, training and "
        "upkeep included. The one without money, the satellite telephone, has been reported.",
    ),
    "49.1": Answered(
        V.PARTLY,
        "First aid and fire equipment is complete. Two of the four radios wait at customs since "
        "April 2026; the forum has taken it up with the authorities.",
    ),
    "50.1": Answered(
        V.NOT_IN_PLACE,
        "Everything depends on one mobile network. A satellite telephone was asked for in April "
        "2026; until it comes, those who travel agree on meeting points and times.",
    ),
    "51.1": Answered(
        V.IN_PLACE,
        "The board discussed the figures of 2025 in March 2026, local and international personnel "
        "apart, and gave money for driver training.",
        "Minutes of the board, March 2026",
    ),
}
