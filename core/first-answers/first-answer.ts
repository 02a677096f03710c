import * as z from "zod";
import { Cad } from "../cad.ts";
import { CollarNumber } from "../collar-number.ts";
import { Place, PoliceContact, Who } from "../escalation/ask.ts";
import { Limb } from "../escalation/decision.ts";
import { AgencyCode, Code } from "../partnership/codes.ts";
import { type Area, asksPolice, type Partnership, type Pathway } from "../partnership/partnership.ts";
import { Phone } from "../phone.ts";
import { type FieldError, invalid, Refusal } from "../refusal.ts";
import { safeText } from "../text.ts";
import { AnyInstant, Instant, plus, since } from "../time.ts";

/** How the partner asked, and what a control room answers at once: the words are those in which a raiser tells the same. */
const Channel = PoliceContact.shape.channel.exclude(["none_yet"]);
export const FirstAnswerCode = PoliceContact.shape.answer
  .unwrap()
  .extract(["will_attend", "will_not_attend", "will_review", "told_to_call_other"]);
export type FirstAnswerCode = z.output<typeof FirstAnswerCode>;

/** What police say when they do not come. */
export const NOES: readonly string[] = ["will_not_attend", "told_to_call_other"] satisfies FirstAnswerCode[];
export const isNo = (answer: FirstAnswerCode): boolean => NOES.includes(answer);

/** The answer itself, and what its caller took from it. */
const Answered = {
  channel: Channel,
  answer: FirstAnswerCode,
  /** How both limbs were read: always given where nobody is sent. */
  limbs: z.strictObject({ limb_a: Limb, limb_b: Limb }).optional(),
  /** Which other bodies the control room has told by itself. */
  toldOthers: z.array(Code).max(5).default([]),
  /** Whether police come, as the caller understood it, and whether the answer was read back to them. */
  understood: PoliceContact.shape.understood.unwrap(),
  readBack: z.boolean().default(false),
  cad: Cad.optional(),
  /** By when police look at it again, where that was the answer; a record of before this was asked for may lack it. */
  reviewBy: Instant.optional(),
};

/** What a control room says of one first answer: to whom, about what and where, what was answered, on which reading, and what was understood. */
export const NewFirstAnswer = z.strictObject({
  pathway: Code,
  type: Code,
  place: Place,
  agency: AgencyCode.optional().meta({ description: "The partner that asked, where it is one of the partnership." }),
  caller: safeText(120).optional().meta({ description: "Who rang, in words; needed where no agency is named." }),
  callBack: Phone,
  givenAt: AnyInstant.optional().meta({ description: "When it was given, where that is not now." }),
  ...Answered,
  reviewBy: AnyInstant.optional().meta({ description: "By when police look at it again: needed where that is the answer." }),
  handler: CollarNumber,
  reviewedBy: CollarNumber.optional().meta({ description: "The supervisor who looked at it before it was given." }),
});
export type NewFirstAnswer = z.output<typeof NewFirstAnswer>;

/** The case in which an answer was disputed. */
const Disputed = z.strictObject({ id: z.uuid(), reference: z.string(), raisedAt: Instant, by: Who, at: Instant });

/** As it is kept: of a field that was not opened, words stand in its place. */
const kept = { handler: z.string(), reviewedBy: z.string().nullable() };

/** A first answer: the control room's own record, made before there is any escalation. Both partners see the one record. */
export const FirstAnswer = z.strictObject({
  schema: z.literal(1),
  partnership: Code,
  id: z.uuid(),
  reference: z.string(),
  version: z.int().positive(),
  recorded: z.strictObject({ by: Who, at: Instant }),
  givenAt: Instant,
  pathway: z.strictObject({ code: Code, version: z.int().positive() }),
  type: Code,
  area: Code,
  place: Place,
  agency: AgencyCode.nullable(),
  caller: z.string().nullable(),
  callBack: z.string(),
  ...Answered,
  ...kept,
  disputed: Disputed.nullable(),
});
export type FirstAnswer = z.output<typeof FirstAnswer>;

/** What somebody wrote of it, by where it stands: sealed before it reaches the table. */
export const WORDED = { place: true, caller: true, callBack: true, limbs: true, handler: true, reviewedBy: true } as const;

/** What stays in the open, and lists go by: codes, instants, and the names under which staff sign. */
export const FirstAnswerOutline = FirstAnswer.omit(WORDED);
export type FirstAnswerOutline = z.output<typeof FirstAnswerOutline>;

/** The same as a case carries it that disputes it: tier 0, before its ladder. */
export const FirstAnswerOnCase = z.strictObject({
  id: z.uuid(),
  reference: z.string(),
  by: Who,
  givenAt: Instant,
  ...Answered,
  ...kept,
});
export type FirstAnswerOnCase = z.output<typeof FirstAnswerOnCase>;

/** What figures need to know of one: codes, instants and the case, and nothing that somebody typed. */
export const FirstAnswerTally = z.strictObject({
  schema: z.literal(1),
  id: z.uuid(),
  givenAt: Instant,
  area: Code,
  answer: FirstAnswerCode,
  disputed: z.strictObject({ id: z.uuid(), raisedAt: Instant }).nullable(),
});
export type FirstAnswerTally = z.output<typeof FirstAnswerTally>;

/** A record is made while somebody remembers: an answer that was given longer ago is no first answer any more, it is a story about one. */
const LONGEST_AGO = "PT24H";

/** Whoever rang waits meanwhile: a review that comes later than this was mistyped. */
const LONGEST_REVIEW = "PT24H";

/** What has been agreed, as far as a first answer is held to it. */
interface Agreed {
  readonly pathway: Pick<Pathway, "code" | "version" | "speech" | "types" | "bodies">;
  readonly agencies: Partnership["agencies"];
  readonly area: string;
}

/** The forces are the agencies that answer for an area. */
export const isForce = (areas: readonly Pick<Area, "agency">[], agency: string): boolean =>
  areas.some((area) => area.agency === agency);

/**
 * A first answer as a control room records it. It is kept as it was given, a poor one too: what is doubtful about it is said (`doubtsOf`).
 * But nothing ends in «ring somebody else»: then the control room has told them itself. Throws Invalid, naming each field.
 */
export function recordFirstAnswer(
  names: Pick<FirstAnswer, "partnership" | "id" | "reference">,
  { pathway: _, ...said }: NewFirstAnswer,
  by: Who,
  now: Instant,
  agreed: Agreed,
): FirstAnswer {
  const { givenAt = now, agency = null, caller = null, reviewedBy = null, ...rest } = said;
  const wrong = faultsIn(said, by, now, agreed);
  if (wrong.length > 0) throw invalid(...wrong);
  const { code, version } = agreed.pathway;
  return {
    ...{ schema: 1, version: 1, ...names, ...rest, givenAt, agency, caller, reviewedBy },
    recorded: { by, at: now },
    pathway: { code, version },
    area: agreed.area,
    disputed: null,
  };
}

function faultsIn(
  { type, agency, caller, givenAt, answer, limbs, toldOthers, reviewBy }: Omit<NewFirstAnswer, "pathway">,
  by: Who,
  now: Instant,
  { pathway, agencies }: Agreed,
): FieldError[] {
  const among = (list: readonly { code: string }[]) => `one of ${list.map(({ code }) => code).join(", ")}`;
  const wrong: FieldError[] = [];
  const fault = (field: string, reason: string) => wrong.push({ field, reason });
  if (!asksPolice(pathway.speech)) fault("pathway", "police do not answer here");
  if (!pathway.types.some(({ code }) => code === type)) fault("type", among(pathway.types));
  if (agency === undefined && caller === undefined) fault("agency", "say which agency asked, or who rang");
  if (agency !== undefined && !agencies.some(({ code }) => code === agency))
    fault("agency", "is no agency of this partnership: one of `agencies` in /api/pathways");
  if (agency === by.agency) fault("agency", "a first answer is given to another agency");
  if (givenAt !== undefined && givenAt > now) fault("givenAt", "must not lie ahead");
  if (givenAt !== undefined && givenAt < since(now, LONGEST_AGO)) fault("givenAt", "at most a day ago");
  if (answer !== "will_attend" && !limbs)
    for (const limb of ["limb_a", "limb_b"])
      fault(`limbs.${limb}.reading`, "read both limbs, each on facts about the person now");
  if (answer === "told_to_call_other" && toldOthers.length === 0)
    fault("toldOthers", "tell the other body yourself, and say which: nobody is left to ring round");
  const from = givenAt ?? now;
  if (answer === "will_review" && !reviewBy)
    fault("reviewBy", "say by when it is looked at again: the caller waits for that, and for nobody");
  if (answer !== "will_review" && reviewBy) fault("reviewBy", "goes with an answer that is looked at again");
  if (answer === "will_review" && reviewBy && (reviewBy <= from || reviewBy > plus(from, LONGEST_REVIEW)))
    fault("reviewBy", "after the answer was given, and within a day of it");
  if (toldOthers.some((told) => !pathway.bodies.some(({ code }) => code === told))) fault("toldOthers", among(pathway.bodies));
  return wrong;
}

/** What speaks against relying on an answer. Both sides see it, in red. */
export const Doubt = z.enum(["review_overdue", "understood_otherwise", "not_read_back", "limb_met", "limb_not_known"]);
export type Doubt = z.output<typeof Doubt>;

/**
 * An answer is doubtful when its caller waits for somebody who was never sent, or for a look that was to come by now, and no case has taken its
 * place; or when a «no» rests on a limb that is met, or that nobody could read.
 */
export function doubtsOf(
  {
    answer,
    understood,
    readBack,
    limbs,
    reviewBy,
    disputed,
  }: Pick<FirstAnswer, "answer" | "understood" | "readBack" | "limbs" | "reviewBy"> & Partial<Pick<FirstAnswer, "disputed">>,
  now: Instant,
): Doubt[] {
  const overdue = disputed === null && reviewBy !== undefined && reviewBy <= now;
  const comes = answer === "will_attend";
  const otherwise = comes ? understood === "no" : understood === "yes";
  const readings = isNo(answer) && limbs ? [limbs.limb_a.reading, limbs.limb_b.reading] : [];
  return [
    ...(overdue ? (["review_overdue"] as const) : []),
    ...(otherwise ? (["understood_otherwise"] as const) : []),
    ...(isNo(answer) && !readBack ? (["not_read_back"] as const) : []),
    ...(readings.includes("met") ? (["limb_met"] as const) : []),
    ...(readings.includes("not_enough_information") ? (["limb_not_known"] as const) : []),
  ];
}

/** Who may see it: the force that gave it, and the agency that it was given to. */
export const seesFirstAnswer = ({ recorded, agency }: Pick<FirstAnswer, "recorded" | "agency">, reader: string): boolean =>
  recorded.by.agency === reader || agency === reader;

/** May an agency dispute it: it was given to them, and they have not yet. */
export const mayDispute = ({ agency, disputed }: Pick<FirstAnswer, "agency" | "disputed">, reader: string): boolean =>
  agency === reader && disputed === null;

/** It has become tier 0 of a case. Throws AlreadyDisputed, with that case, when it is one already. */
export function dispute(
  of: FirstAnswer,
  into: Pick<z.output<typeof Disputed>, "id" | "reference" | "raisedAt">,
  by: Who,
  now: Instant,
): FirstAnswer {
  if (of.disputed)
    throw new Refusal("AlreadyDisputed", `${of.reference} has been disputed already, in ${of.disputed.reference}.`, {
      facts: { case: of.disputed.id, reference: of.disputed.reference },
    });
  return { ...of, version: of.version + 1, disputed: { ...into, by, at: now } };
}

/** As the case carries it that disputes it. */
export const onCase = (of: FirstAnswer): FirstAnswerOnCase => {
  const { id, reference, recorded, givenAt, channel, answer, limbs, toldOthers, understood, readBack, cad } = of;
  const { handler, reviewedBy, reviewBy } = of;
  return {
    ...{ id, reference, by: recorded.by, givenAt, channel, answer, toldOthers, understood, readBack, handler, reviewedBy },
    ...(limbs ? { limbs } : {}),
    ...(cad ? { cad } : {}),
    ...(reviewBy ? { reviewBy } : {}),
  };
};

/** So much of a reason has room in what a raiser tells of it. */
const MOST_REASON = 300;

/** The same as a raiser would tell what police said: filled in for whoever disputes it. */
export function contactIn(of: FirstAnswer): z.output<typeof PoliceContact> {
  const { channel, givenAt, cad, handler, answer, limbs, understood } = of;
  const reason = limbs && [...`${limbs.limb_a.facts}; ${limbs.limb_b.facts}`].slice(0, MOST_REASON).join("").trim();
  return { channel, at: givenAt, handler, answer, understood, ...(cad ? { cad } : {}), ...(reason ? { reason } : {}) };
}

/** By what another request about the same person or place is recognised: where it was about, the number to call back, the CAD. */
export const recognisedBy = ({ place, callBack, channel, cad }: FirstAnswer) => ({
  place,
  person: { phone: callBack },
  policeContact: { channel, ...(cad ? { cad } : {}) },
});

/** What figures count of it. */
export const tallyOfAnswer = ({ id, givenAt, area, answer, disputed }: FirstAnswer): FirstAnswerTally => ({
  schema: 1,
  ...{ id, givenAt, area, answer },
  disputed: disputed && { id: disputed.id, raisedAt: disputed.raisedAt },
});
