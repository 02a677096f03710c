/** What is asked of police, and why now, by type. Nobody is meant: every sentence is made up. */
export const ASKS: Readonly<Record<string, readonly string[]>> = {
  concern_for_welfare: [
    "Officers to go with us to her flat and gain entry if she does not answer",
    "Check on him at home: nobody has seen him since the weekend",
    "Go in with the crew, who are at a locked door and hear groaning",
    "See him at his address before the night, and tell us what is found",
  ],
  walkout_healthcare: [
    "Look for a woman who left the department before she was treated",
    "Officers to look for a man who left in a gown with a cannula in his arm",
    "Check her home address, where we think she is going",
    "Find him before midnight: untreated, his infection can kill him",
  ],
  awol_detained: [
    "Take a missing person report for a detained patient who did not come back",
    "Find and return a patient who ran from his escort",
    "Go with hospital staff to her mother’s address, to bring her back",
  ],
  s136_handover: [
    "Officers to stay until the place of safety can take him over",
    "Agree with us who has him now, before the officers leave",
    "A second pair of officers: he has tried the doors twice",
  ],
  conveyance: [
    "Officers beside the ambulance crew for a move between two hospitals",
    "Help to move a man who fought the last crew",
    "Escort to the new ward, as the crew will not drive without",
  ],
  violence_or_crime_on_site: [
    "Officers to the ward: a patient has hit two nurses and holds a metal bar",
    "Come to the waiting room, where a visitor threatens staff",
    "Arrest: he has broken a door and left towards the car park",
  ],
  s135_warrant: [
    "Two officers for a warrant on Thursday, with an ambulance and a doctor",
    "Attend with us at the address, to use the warrant before it ends",
  ],
  other: ["Advice on who should go to a man on a roof garden", "Help us find out where a caller rang from"],
};

/** Why now, for what is grave and for what is not. */
export const WHY_NOW = {
  grave: [
    "She said an hour ago that she would not live through the night",
    "He has taken tablets, we do not know how many, and no longer answers",
    "Voices tell him to hurt his brother, and he has left with a knife",
    "A neighbour hears crying and a fall, and nobody opens",
    "He stands at the edge of the platform and will not talk to staff",
  ],
  serious: [
    "He has missed two visits, which he never does, and his telephone is off",
    "She needs her medicine tonight, and nobody has been able to reach her",
    "He is confused, lightly dressed, and it is getting cold",
    "It has taken three hours already, and the next crew needs the room",
    "She has been drawn into debts by people who wait outside her door",
  ],
  planned: [
    "The bed is held until tomorrow, and the last move went wrong without officers",
    "The warrant ends at the end of the week",
    "We would rather plan this now than ring at night",
  ],
} as const;

/** What police are said to have given as their reason before this was raised. */
export const POLICE_REASONS = [
  "Not a police matter",
  "The threshold was not met on what was said",
  "The ambulance service should go first",
  "Somebody would ring back",
  "No unit was free",
] as const;

/** Names that nobody is meant by. */
export const FIRST_NAMES = [
  "Alex",
  "Bo",
  "Chris",
  "Dana",
  "Eli",
  "Frankie",
  "Glen",
  "Hari",
  "Indie",
  "Jo",
  "Kit",
  "Lee",
] as const;
export const FAMILY_NAMES = ["Ashdown", "Birchley", "Cresswood", "Dunmoor", "Elmhurst", "Fernsby", "Greyling", "Hollow"] as const;
export const STREETS = ["Chestnut Walk", "Mill Rise", "Albert Terrace", "Orchard Row", "Quarry Lane", "Ferry Gardens"] as const;
export const LOOKS = [
  "Tall, grey coat, walks with a stick",
  "About forty, short dark hair, red jacket",
  "Slight, hospital gown over jeans, no shoes",
  "Heavily built, beard, blue tracksuit",
] as const;

/** Why police decide so, by what the decision leads to. */
export const REASONS = {
  arrive: [
    "What was said today and the means at hand are a real and immediate risk to life",
    "Nobody else can open the door in time, and somebody inside may be hurt",
    "There is violence now, and staff cannot keep a safe distance",
    "On what is now known the risk of serious harm is here and not ahead",
  ],
  declines: [
    "He has been seen within the hour, is calm and answers the telephone",
    "No crime is reported, and what is feared lies ahead and hangs on a condition",
    "The crisis team knows her and can be there within two hours",
    "He has gone home, where his sister is with him",
  ],
  review: [
    "His whereabouts are not known, and the risk is one for an enquiry",
    "She is settled where she is, and we look again before the end of the shift",
    "Both sides read the risk as medium until the assessment",
  ],
  accept_referral: [
    "The need is medical, and no power of police is asked for",
    "The address lies outside this area",
    "Entry is needed, and the fire brigade is nearer",
  ],
  close: ["A named clinician has taken him on, and both sides read the risk as low"],
} as const;

export const NEWS = {
  grave: [
    "His sister has just rung: he sent her a goodbye message ten minutes ago",
    "She has been seen on the bridge by a member of the public",
    "A note has been found, and the tablets are gone",
  ],
  mild: ["His telephone is on again, but nobody answers", "The neighbour has been at home all day and heard nothing new"],
} as const;

/** Notes for the learning side, by theme; what went well comes most often. */
export const NOTES: Readonly<Record<string, readonly string[]>> = {
  T01: ["Both sides read «immediate» in two ways: worth talking about"],
  T02: ["Nobody asked about the medication until the second call"],
  T03: ["The «no» on the telephone came without a reason"],
  T04: ["An hour went by while a review was promised"],
  T05: ["The referral was sent and lay there"],
  T06: ["The desk was between two shifts when this came"],
  T07: ["Two teams had rung about the same man and did not know"],
  T08: ["The crew heard of the new answer from us and not from police"],
  T09: ["It was put off twice, and the second time nobody said why"],
  T11: ["The day shift knew his plan, and the night shift did not"],
  T14: ["Three services stood before one door"],
  T15: ["«AWOL» was written for somebody who was never detained"],
  T16: ["It took hours to agree who had custody"],
  T17: ["The address is on the border of two BCUs"],
  T19: ["A nurse was hurt while waiting"],
  T20: [
    "The inspector rang the ward at once and stayed on the line until he was found",
    "A clear answer in four minutes, with what would change it",
    "The crew and the officers met at the gate as agreed, and it took ten minutes",
  ],
};

/** Short answers to questions that ask for words. */
export const ANSWERS = [
  "Written in the notes, read out on the call",
  "Asked, and she does not know",
  "By the nurse in charge, twenty minutes ago",
  "See what was said to the call handler",
  "His brother knows, and will ring back",
] as const;
