import type * as z from "zod";
import { AGENDA_WHYS } from "../core/learning/pack-words.ts";
import { type AgendaWhy, FormWords, type Rhythm, type Series } from "../core/partnership/learning.ts";
import type { AgencyKind, Carried, LeadsTo, Occasion, Question } from "../core/partnership/partnership.ts";
import type { Basis } from "../core/partnership/retention.ts";

type Kind = z.output<typeof AgencyKind>;

/** What kinds of agency there are. */
export const AGENCY_KINDS: Record<Kind, string> = {
  acute_trust: "Acute trust",
  mental_health_trust: "Mental health trust",
  ambulance: "Ambulance service",
  police: "Police",
  council: "Council",
  icb: "Integrated care board",
  fire: "Fire and rescue service",
};

const LEADS_TO: Record<z.output<typeof LeadsTo>, string> = {
  arrive: "somebody arrives",
  accept_referral: "the other service accepts it",
  review: "it is looked at again at a set time",
  respond: "whoever asked says what they did with it",
  close: "it is closed",
};

const CARRIES: Record<Carried, string> = {
  limbs: "how each part of the threshold was read",
  changeIf: "what would change the answer",
  reviewAt: "when it is looked at again",
  cad: "a CAD number",
  grade: "the grade of response",
  partner: "who goes together with police",
  meetingPoint: "where they meet",
  entry: "who enters, by when, under what power",
  riskGrade: "the grade of risk",
  reference: "a reference",
  namedOwner: "who has the enquiry",
  advice: "the advice",
  referTo: "the other service",
  custodyHolder: "who has legal custody",
  category: "the category",
  safeWith: "with whom the person is safe",
  placeOfSafety: "the place of safety that has a bed",
  followUp: "what follows, by whom and by when",
};

const OCCASIONS: Record<z.output<typeof Occasion>, string> = {
  review: "when nobody looked again in time",
  accept_referral: "when the other service did not answer in time",
  read_answer: "when an answer was not read in time",
  custody_handover: "when no clinician accepted a detained person in time",
  detention_ends: "when a detention comes to its end",
  plan_review: "when nobody looked at the interim plan in time",
  left_without_agreed_handover: "when officers left without an agreed handover",
  respond: "when nobody said in time what was done with the answer",
  look_back: "when nobody recorded in time how the person is",
};

const ANSWERS: Record<Question["answer"], string> = {
  words: "in words",
  one_of: "one of several",
  any_of: "any of several",
  yes_no_unknown: "yes, no or not known",
  time: "a time",
  number: "a number",
};

const EACH: Record<Rhythm["each"], string> = { working_day: "working day", week: "week", month: "month" };
/** What becomes of a call that falls on a bank holiday. */
export const ON_HOLIDAY: Record<Series["onHoliday"], string> = {
  skip: "it is left out",
  next_working_day: "it is held on the next working day",
  hold: "it is held all the same",
};

/** Under which law something is recorded. */
export const BASES: Record<Basis, string> = {
  gdpr_health: "UK GDPR: health and social care",
  gdpr_vital_interests: "UK GDPR: vital interests and public task",
  le_part3: "Part 3 of the Data Protection Act 2018: law enforcement",
};
/** From when it is counted how long something is kept. */
export const COUNTED_FROM: Readonly<Record<string, string>> = {
  closing: "the closing",
  last_contact: "the last contact that is recorded",
};

/** The codes that a field may hold, in words. */
export const CODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kind: AGENCY_KINDS,
  kinds: AGENCY_KINDS,
  basis: BASES,
  after: COUNTED_FROM,
  keep: { always: "always" },
  raisedBy: AGENCY_KINDS,
  leadsTo: LEADS_TO,
  carries: CARRIES,
  answer: ANSWERS,
  each: EACH,
  onHoliday: ON_HOLIDAY,
  looksAt: AGENDA_WHYS satisfies Record<AgendaWhy, string>,
  areas: { everywhere: "everywhere" },
};

export type Parts = readonly (readonly [title: string, ...fields: string[]])[];
/** Its version and from when it counts are said above all changes. */
const ITSELF = ["title", "owner", "note"];

/** The parts of a pathway, in the order in which they are read, with the fields of each. */
export const PATHWAY_PARTS: Parts = [
  ["The pathway itself", ...ITSELF, "speech"],
  ["Where it counts, who may raise, and whose desks answer", "areas", "raisedBy", "answeredAt", "queue"],
  ["How soon", "priorities", "custodyHandover", "mostDeferrals", "confirmWithin"],
  ["Who is asked", "ladder", "childTier"],
  ["What counts", "thresholds", "riskFacts"],
  ["What it may be about", "types"],
  ["What is asked, and what the triage says", "questionSet"],
  ["What the answer may be, and what may be done with it", "decisions", "categories", "responses"],
  ["Other services", "bodies"],
  ["Who is told on the raising side", "beside"],
  ["How it may end, and when the partners look back", "outcomes", "lookBacks", "matchWithin"],
];

/** The same of a whole agreement. */
export const AGREEMENT_PARTS: Parts = [
  ["The agreement itself", ...ITSELF],
  ["Pathways", "pathways"],
  ["Desks", "teams"],
  ["Areas and their places", "areas"],
  ["Agencies", "agencies"],
  ["Learning together", "learning"],
  ["How often is usual", "rates"],
  ["How long records are kept", "retention"],
  ["What others have published", "monitoring"],
];

/** Steps on the way to a field that say nothing by themselves: what is below them has names of its own. */
const SILENT: ReadonlySet<string> = new Set([
  ...["limits", "ladder", "tiers", "questionSet", "speech", "questions", "limbs", "beside", "learning", "series", "rates"],
  ...["retention", "keep", "classes", "monitoring"],
  ...["within", "warnAfter", "remindEvery"],
]);
export const isSilent = (step: string): boolean => SILENT.has(step);

/** A name in code, as words. */
const spelt = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** What a field is called. Where one name means two things, its part stands before it. */
const FIELDS: Readonly<Record<string, string>> = {
  title: "name",
  version: "version",
  owner: "owner",
  effectiveFrom: "from",
  note: "note",
  kind: "kind",
  validFrom: "from",
  validTo: "until",
  sites: "site",
  place: "place",
  places: "place",
  areas: "area",
  alsoKnownAs: "also known as",
  default: "takes places that nobody knows",
  agency: "agency",
  agencies: "serves",
  desk: "desk",
  teams: "desk",
  controlRoom: "number",
  raisedBy: "who may raise",
  priority: "how urgent it makes it",
  priorities: "only of these priorities",
  asks: "question asked",
  custody: "for somebody who is detained",
  limb: "part of the threshold",
  unsure: "means «I am not sure»",
  met: "when it is met",
  not_met: "when it is not met",
  not_enough_information: "when that cannot be said yet",
  says: "what it says",
  meanwhile: "what to do meanwhile",
  hint: "hint",
  answer: "how it is answered",
  choices: "choice",
  child: "says that a child may be at risk",
  acknowledge: "to acknowledge",
  decide: "to decide",
  arrive: "to arrive",
  byAppointment: "by appointment",
  accept_referral: "to accept or decline a referral",
  read_answer: "to read the answer",
  read_information: "to read what is new",
  respond: "to say what was done with the answer",
  close: "to record the outcome and close",
  answeredAt: "whose desks answer: of the area, or of the site",
  queue: "one press takes all that waits",
  answerers: "those who answer",
  where: "how the place is asked for",
  whyNow: "how «why now» is asked for",
  "speech.threshold": "how the threshold is asked for",
  "speech.ask": "how the request is asked for",
  detention: "before or after a detention",
  final: "nobody looks back after it",
  endsWait: "a detained person is not here any more to be handed over",
  categories: "category",
  responses: "what may be done with an answer",
  followedBy: "follows the answer",
  detains: "is a detention",
  themselves: "the raising side goes on alone",
  elsewhere: "the raising side asked somebody else, and says whom",
  lookBacks: "time to look back",
  repeat: "until everyone is asked again",
  paired: "the raiser’s own desk that is told at the same moment",
  order: "the tiers, in the order in which they are asked",
  childTier: "The tier that is asked at once for a child, below which nobody declines",
  told: "what the raiser hears",
  leadsTo: "what is owed then",
  carries: "must carry",
  declines: "leaves the raiser without what was asked",
  harm: "means harm",
  entry: "may be asked to gain entry",
  custodyHandover: "until a clinician has accepted a detained person",
  mostDeferrals: "how often an answer may be put off",
  matchWithin: "how far back a case about the same person or place is looked for",
  confirmWithin: "until a message that nobody confirms is sent another way",
  chair: "chair",
  leads: "lead",
  person: "person",
  concern: "a concern",
  "concern.answer": "to answer it",
  accept: "to say whether the answer does",
  again: "asked again every",
  review: "a review",
  "review.answer": "to answer it",
  mostReminders: "how often it is asked for at most",
  action: "an action",
  toLeadAfter: "late, it goes to the agency’s lead after",
  check: "to look at the evidence",
  pfdDays: "days to answer a coroner’s report",
  rhythm: "how often",
  each: "each",
  weekday: "on",
  nth: "which of the month",
  at: "at",
  lasts: "lasts",
  onHoliday: "on a bank holiday",
  inviteBefore: "invitations before it",
  packBefore: "pack before it",
  minutesWithin: "minutes after it",
  looksAt: "looks at",
  bankHolidays: "bank holiday",
  years: "years",
  after: "begins at",
  ruleOf: "whose rule",
  source: "its origin",
  thinkOfHold: "a hold is to be thought of",
  records: "which records are in which class",
  kinds: "written by",
  class: "class",
  "retention.learning": "class of what the partners learn",
  auditYears: "years that the audit is kept",
  bases: "under which law records are made",
  basis: "law",
  competent: "who may record under Part 3",
  ".areas": "where it counts",
  ".priorities": "priorities",
  types: "kinds of request",
  thresholds: "answers on the threshold",
  riskFacts: "facts of risk",
  decisions: "answers",
  outcomes: "outcomes",
  bodies: "services",
  "questionSet.version": "version of the questions",
  ...Object.fromEntries(Object.entries(OCCASIONS).map(([occasion, words]) => [`beside.${occasion}`, words])),
  ...{ raise: "requests", search: "searches", lookup: "look-ups by reference", export: "exports" },
  "rates.feedback": "feedback",
  "learning.feedback": "feedback from people",
  "feedback.answer": "to answer it",
  languages: "language of the form",
  rightToLeft: "written from right to left",
  checkedBy: "translation checked by",
  words: "words",
  ...Object.fromEntries(Object.keys(FormWords.shape).map((one) => [`words.${one}`, `«${spelt(one)}»`])),
  ...{ miss: "looks at what is not there", call: "calls by a system", site: "of one site" },
  ...{ hour: "in an hour", day: "in a day" },
  "rates.concern": "concerns",
  "rates.person": "of one person",
  "rates.agency": "of an agency’s people without a site",
  "monitoring.published": "published figure",
  "published.published": "published",
  unit: "unit",
  low: "lowest",
  high: "highest",
  before: "before the scheme",
  caveat: "caveat",
  beside: "the measure of ours that it stands beside",
  unknown: "what nobody can know from here",
  because: "why",
  "teams.areas": "serves",
  "teams.places": "serves",
  "teams.sites": "serves",
};

/** What a field is called within its part; one without a name goes by its own. */
export const fieldWords = (field: string, within = ""): string =>
  FIELDS[`${within}.${field}`] ?? FIELDS[field] ?? field.replaceAll("_", " ");

/** Is there a name for this field that people understand, or is none needed? */
export const isNamed = (field: string, within = ""): boolean =>
  isSilent(field) || FIELDS[`${within}.${field}`] !== undefined || FIELDS[field] !== undefined;
