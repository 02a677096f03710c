import * as z from "zod";
import { Cad } from "../cad.ts";
import { CollarNumber } from "../collar-number.ts";
import { NhsNumber } from "../nhs-number.ts";
import { AgencyCode, Code } from "../partnership/partnership.ts";
import { Phone } from "../phone.ts";
import { Postcode } from "../postcode.ts";
import { safeText } from "../text.ts";
import { AnyInstant } from "../time.ts";
import { What3words } from "../what3words.ts";
import { OnPaper } from "./on-paper.ts";

/** Where police are needed. `borough` routes the case; a place nobody knows is still raised, at the default desk. */
export const Place = z.strictObject({
  borough: safeText(80).meta({
    description:
      "Where it is, by the title or code of one of the pathway's `places` or sites. What is not known goes to the area for such places: `area.recognised` of the answer is false then.",
  }),
  address: safeText(300),
  postcode: Postcode.optional(),
  what3words: What3words.optional(),
  confidence: z.enum(["exact", "likely", "last_known", "unknown"]).optional(),
});

/** Where a fact of risk comes from. */
export const FactStatus = z.enum([
  "seen_by_staff",
  "told_by_person",
  "told_by_family",
  "told_by_agency",
  "from_record",
  "inferred",
]);

/** One fact of risk: what, from whom, and when it was obtained. `words` are somebody's own, as they were said. */
export const RiskFact = z.strictObject({
  code: Code,
  words: safeText(500).optional(),
  status: FactStatus,
  source: safeText(120),
  obtainedAt: AnyInstant,
  verified: z.boolean().optional(),
});
export type RiskFact = z.output<typeof RiskFact>;

/** What has been tried already. */
export const AlreadyDone = z.enum([
  "phoned_person",
  "texted_person",
  "phoned_next_of_kin",
  "phoned_friends",
  "searched_department",
  "searched_site",
  "cctv_checked",
  "security_told",
  "home_visited",
  "neighbours_asked",
  "keyholder_found",
  "ambulance_requested",
  "crisis_team_told",
  "amhp_or_edt_told",
  "gp_told",
  "ward_bed_held",
  "transport_ordered",
  "rang_999",
  "rang_101",
  "manager_on_call_told",
  "not_possible",
]);

/** Something tried, with when and by whom; a home visit says which rooms were searched. */
const Done = z.strictObject({ code: AlreadyDone, at: AnyInstant.optional(), details: safeText(300).optional() });

export const Hazard = z.enum(["weapons", "violence", "dog", "infection", "locked_door"]);
const YesNo = z.enum(["yes", "no", "unknown"]);

export const LegalStatus = z.enum([
  "informal",
  "s2",
  "s3",
  "s4",
  "s5_2",
  "s5_4",
  "s17_leave",
  "cto",
  "s37",
  "s37_41",
  "s47_49",
  "s135",
  "s136",
  "dols_lps",
  "none",
  "unknown",
]);

/** Who the person is, as far as anybody needs to know. None of it is ever required. */
const ThePerson = z.strictObject({
  knownAs: safeText(80).optional(),
  familyName: safeText(80).optional(),
  age: z.int().min(0).max(130).optional(),
  dateOfBirth: z.iso.date().optional(),
  sexAsRecorded: safeText(40).optional(),
  description: safeText(500).optional(),
  nhsNumber: NhsNumber.optional(),
  phone: Phone.optional(),
});

/** What police said before this was raised. A number that nobody gave is left out. */
export const PoliceContact = z.strictObject({
  channel: z.enum(["rang_999", "rang_101", "in_person", "none_yet"]),
  at: AnyInstant.optional(),
  cad: Cad.optional(),
  handler: CollarNumber.optional(),
  answer: z
    .enum(["will_attend", "will_not_attend", "will_review", "told_to_call_other", "no_answer_yet", "call_ended"])
    .optional(),
  reason: safeText(300).optional(),
  understood: YesNo.optional(),
});

/** An answer to a question of the type: words, a choice, several, a time or a number. */
export const Answers = z.record(Code, z.union([safeText(500), z.array(Code).min(1).max(20), z.number()]));

/** What anybody may tell about the person and the risk, at the raise or later. */
const Known = {
  riskFacts: z.array(RiskFact).max(20).optional(),
  answers: Answers.optional(),
  alreadyDone: z.array(Done).max(25).optional(),
  hazards: z.array(Hazard).optional(),
  person: ThePerson.optional(),
  capacity: z.strictObject({ assessed: z.enum(["has", "lacks", "not_assessed"]), at: AnyInstant.optional() }).optional(),
  legalStatus: LegalStatus.optional(),
  under18: YesNo.optional(),
  childAtRisk: YesNo.optional(),
};

/** What someone asks of another agency. Only the first six are ever required of them. */
export const Ask = z.strictObject({
  type: Code,
  ask: safeText(200),
  place: Place,
  threshold: z.array(Code).min(1, "say which part of the threshold you believe is met, or that you are unsure").max(10),
  whyNow: safeText(1000),
  callBack: Phone,
  ...Known,
  policeContact: PoliceContact.optional(),
  /** Who answers for the raiser when they cannot, and until when the raiser is there. */
  deputy: z.strictObject({ name: safeText(80), phone: Phone, person: Code.optional() }).optional(),
  shiftEndsAt: AnyInstant.optional(),
  /** Other bodies that must hear each answer, by their codes. */
  alsoTell: z.array(Code).max(5).optional(),
  /** It was written on paper first, and is entered later. */
  onPaper: OnPaper.optional(),
});
export type Ask = z.output<typeof Ask>;

/** What stands in a case in place of words that were not opened. */
export const UNREAD = "(not opened)";

/** A request as a case keeps it: where it was not opened, no number stands in place of the one to ring. */
export const KeptAsk = Ask.extend({
  callBack: z.string(),
  deputy: z.strictObject({ name: z.string(), phone: z.string(), person: Code.optional() }).optional(),
});

/** New information, from either side: what has changed, and from whom. `furtherConcern` marks another caller's own request. */
export const News = z.strictObject({
  words: safeText(2000),
  from: z.enum(["staff", "family_or_friend", "the_person", "other_agency", "public"]).optional(),
  furtherConcern: z.boolean().optional(),
  /** Words alone are taken to bear on the risk, unless whoever brings them says that they do not. */
  bearsOnRisk: z.boolean().optional(),
  ...Known,
  place: Place.optional(),
  type: Code.optional(),
  threshold: z.array(Code).max(10).optional(),
});
export type News = z.output<typeof News>;

/** A person who has done something to a case: who they were and for whom they spoke when they did it. */
export const Who = z.strictObject({
  id: Code,
  name: z.string(),
  agency: AgencyCode,
  /** It is a partner’s system, and no person: nobody reads what is sent to it, and it answers nothing. */
  system: z.literal(true).optional(),
});
export type Who = z.output<typeof Who>;
