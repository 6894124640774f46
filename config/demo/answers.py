"""What the offices of the demonstration answer, item by item."""

from typing import NamedTuple

from checklists.scale import AnswerValue as V


class Answered(NamedTuple):
    """An answer; the text is the justification, or why the item is not applicable."""

    value: V
    text: str
    evidence: str = ""  # the title of a link


RETURNED = "14.1"
RETURNED_REASON = (
    "Please say who reads the box and answers the telephone, and whether their reports go to "
    "somebody outside the line of management. Add the date on which the communities will be asked."
)
# For an item that a later version of the checklist brings.
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
    "16.1": Answered(
        V.IN_PLACE,
        "The planning form has a security page, which the security focal point completes before "
        "anything is signed. In April 2026 we put off a water project because of it.",
    ),
    "29.1": Answered(
        V.MOSTLY,
        "All teams use the same one-page explanation in English, Swahili and Turkana, and elders "
        "and women's groups have heard it. What people understood will be asked in December 2026.",
    ),
    "30.1": Answered(
        V.MOSTLY,
        "The plan lists the authorities, elders and neighbours, and the colleague who keeps each "
        "contact. It does not yet describe the signs that acceptance is slipping.",
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
    "31.6": Answered(
        V.MOSTLY,
        "Eight pages, revised in June 2026, on risks, living conditions, medical care, the code "
        "of conduct and national law. The page on international law is still a draft.",
    ),
    "31.7": Answered(
        V.PARTLY,
        "Three of the last five to join had it and signed before their first day in the field. Two "
        "drivers, hired at short notice in April 2026, had it a week later.",
    ),
    "31.8": Answered(
        V.IN_PLACE,
        "One table names for each role, drivers included, the courses in security and in law and "
        "when they are renewed. Job descriptions have referred to it since January 2026.",
        "Training table by role, January 2026",
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
    "32.1": Answered(
        V.NOT_APPLICABLE,
        "This office has no premises or residences of its own. It rents rooms from another "
        "agency, which is responsible for the compound and had it surveyed in February 2026.",
    ),
    "33.1": Answered(
        V.IN_PLACE,
        "The travel policy of May 2026 requires training in security, local culture and the "
        "relevant law first, on any contract. Only the head of office grants an exception, which "
        "must be made good within a month.",
    ),
    "33.2": Answered(
        V.PARTLY,
        "The last five left before the new travel policy of May 2026. All had completed security "
        "and first aid training; none had had the introduction to the law.",
    ),
    "33.3": Answered(
        V.IN_PLACE,
        "A colleague from the area spends two hours with each newcomer, from abroad or not, on "
        "greetings, dress, photographs and gifts. Four had it in the first half of 2026.",
    ),
    "33.4": Answered(
        V.IN_PLACE,
        "Participants asked for local cases in February 2026. Since April the course works through "
        "a roadblock and a flooded river crossing that colleagues have really met.",
    ),
    "34.1": Answered(
        V.IN_PLACE,
        "Anybody, volunteers included, can ring a counsellor in Nairobi or Geneva without asking a "
        "manager, in English, French or Swahili, and we pay. After the robbery of May 2026 it was "
        "offered to all concerned.",
        "Notice on the counselling service",
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
    "35.4": Answered(
        V.IN_PLACE,
        "One form, due within 24 hours, for crashes and near misses in any vehicle on duty. It "
        "counts the injured and dead among personnel and among the public separately.",
        "Report form for crashes and near misses",
    ),
    "35.5": Answered(
        V.PARTLY,
        "The reports are filed and copied to the fleet adviser. Nobody has added them up yet; a "
        "summary of 2026 is planned for the staff meeting in December.",
    ),
    "35.6": Answered(
        V.IN_PLACE,
        "The road safety policy asks for a test on the type of vehicle, defensive driving and "
        "first aid, renewed every two years. It holds for staff who drive themselves and for hired "
        "drivers.",
    ),
    "35.7": Answered(
        V.MOSTLY,
        "Everybody on the register has passed the test and the defensive driving course. First "
        "aid has run out for one hired driver, who does not drive for us until it is renewed.",
    ),
    "39.1": Answered(
        V.IN_PLACE,
        "One page, signed by both sides in January 2026, says who decides on movements, "
        "suspension, relocation and spending, and who stands in. It also names who speaks for this "
        "office in meetings.",
        "Table of security decisions and deputies",
    ),
    "39.2": Answered(
        V.MOSTLY,
        "We talk every month, and both sides commented on the security plan of March 2026. Our "
        "request of April for a satellite telephone has had no answer yet.",
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
    "43.1": Answered(
        V.PARTLY,
        "Incidents are recorded within a day, near misses hardly ever. The register was looked "
        "through once, in January 2026, and lessons are not passed on in writing.",
    ),
    "47.1": Answered(
        V.NOT_APPLICABLE,
        "This office carries out its activities itself. It has no agreement with a local partner "
        "in 2026, and none is planned.",
    ),
    "48.1": Answered(
        V.IN_PLACE,
        "Each measure of the plan has a cost and a source in the budget of 2026, training and "
        "upkeep included. The one without money, the satellite telephone, has been reported.",
    ),
    "50.1": Answered(
        V.NOT_IN_PLACE,
        "Everything depends on one mobile network. A satellite telephone was asked for in April "
        "2026; until it comes, those who travel agree on meeting points and times.",
    ),
}
