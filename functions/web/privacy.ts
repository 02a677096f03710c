import { randomUUID } from "node:crypto";
import * as z from "zod";
import { BasisBody, HoldBody, type KeepingRecord, monthId, proposalIn, Why } from "../../core/privacy/record.ts";
import { AnyReference } from "../../core/reference.ts";
import { type FieldError, invalid, Refusal } from "../../core/refusal.ts";
import { after } from "../../core/route.ts";
import type { Tried } from "../../web/learning-parts.tsx";
import { privacyCasePage } from "../../web/privacy-case-page.tsx";
import { firstKeepingPage, monthPage } from "../../web/privacy-first-page.tsx";
import { deletionsPage, privacyPage } from "../../web/privacy-page.tsx";
import { DELETION_FORMS, HOLD_FORMS, type PrivacyForm, RECORD_FORMS } from "../../web/privacy-parts.tsx";
import { firstKeepingAddress, monthAddress, privacyAddress } from "../../web/privacy-words.ts";
import * as cases from "../aws/cases.ts";
import { firstAnswerByReference } from "../aws/first-answers.ts";
import { heldIn, proposedIn } from "../aws/privacy.ts";
import { pageAfter } from "../cursor.ts";
import { parse, whoIs } from "../edge.ts";
import {
  agencyNames,
  type Decided,
  decideOn,
  knownCase,
  knownFirstAnswer,
  knownMonth,
  monthsPast,
  pastIn,
  recordedIn,
  type Subject,
} from "../privacy.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";
import { formIn, pressed, textIn } from "./press.ts";

/** Where a privacy officer begins. A reference leads to the keeping of its case, or of its first answer. */
export async function readPrivacy(asked: AskedBy): Promise<Answer> {
  const { query } = asked;
  const written = query.get("reference")?.trim();
  if (!written) return overview(asked);
  try {
    const { reference } = parse(z.object({ reference: AnyReference }), { reference: written });
    return seeOther(await addressOf(asked, reference));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const missing = error.name === "NotFound";
    if (!missing && error.name !== "Invalid") throw error;
    const fault = invalid({ field: "reference", reason: "is no escalation or first answer that your agency shares" });
    return overview(asked, missing ? fault.errors : error.errors);
  }
}

/** Where the keeping of what has this reference is seen to. Throws NotFound for what the reader's agency does not share. */
async function addressOf({ actor, now }: AskedBy, reference: string): Promise<string> {
  const first = await firstAnswerByReference(actor.partnership, reference);
  if (first !== undefined) {
    await knownFirstAnswer(actor, first, now);
    return firstKeepingAddress(first);
  }
  const { id } = await cases.byReference(actor.partnership, reference);
  await knownCase(actor, id, now);
  return privacyAddress(id);
}

async function overview({ actor, query, now }: AskedBy, errors: readonly FieldError[] = []): Promise<Shown> {
  const { partnership, agency } = actor;
  const [held, proposed, agencyOf] = await Promise.all([
    heldIn(partnership),
    proposedIn(partnership),
    agencyNames(partnership, now),
  ]);
  const own = <R extends { readonly agencies: readonly string[] }>(records: readonly R[]) =>
    records.filter(({ agencies }) => agencies.includes(agency));
  const standing = own(proposed).filter((record) => proposalIn(record, now));
  const content = privacyPage({ held: own(held), proposed: standing, typed: { values: query, errors }, agencyOf, now });
  return { content, status: errors.length > 0 ? 400 : 200 };
}

/** The cases whose time is over, a page at a time; before the first the months of first answers. */
export async function readDeletions({ actor, query, now }: AskedBy): Promise<Answer> {
  const from = parse(after, query.get("after") || undefined);
  const [{ items, next }, months] = await Promise.all([
    pageAfter("deletions", actor, from, (before) => pastIn(actor, now, before)),
    from === undefined ? monthsPast(actor, now) : [],
  ]);
  return {
    content: deletionsPage({
      months,
      past: items.map(({ of, kept }) => ({ id: of.id, reference: of.reference, kept })),
      next,
      isLater: from !== undefined,
      agencyOf: await agencyNames(actor.partnership, now),
    }),
  };
}

/** The keeping of one case. */
export const readKeeping = (asked: AskedBy): Promise<Answer> => keepingShown(asked);

/** The address of a form, opened as a page: the case it is about. */
export const backToKeeping = async ({ params }: AskedBy): Promise<Answer> => seeOther(privacyAddress(params.id ?? ""));

const DONE: Readonly<Record<string, string>> = {
  hold: "It is held. It cannot be deleted before every hold has been lifted.",
  lift: "The hold is lifted.",
  basis: "That has been kept.",
  propose: "The deletion is proposed. A second privacy officer has 14 days to confirm it.",
  confirm: "The deletion is confirmed. The next run makes it, within the hour.",
  "take-back": "The proposal has been taken back.",
};

async function keepingShown({ actor, params, query, now }: AskedBy, tried?: Tried<PrivacyForm>): Promise<Shown> {
  const known = await knownCase(actor, params.id ?? "", now);
  const recorded = await recordedIn(known, now);
  return { content: privacyCasePage({ ...known, recorded, ...(await decidingIn({ actor, query, now }, known, tried)) }) };
}

/** The keeping of one first answer. */
export const readFirstKeeping = (asked: AskedBy): Promise<Answer> => firstShown(asked);
/** The address of a form, opened as a page: the first answer it is about. */
export const backToFirst = async ({ params }: AskedBy): Promise<Answer> => seeOther(firstKeepingAddress(params.id ?? ""));

async function firstShown({ actor, params, query, now }: AskedBy, tried?: Tried<PrivacyForm>): Promise<Shown> {
  const { standing, ...known } = await knownFirstAnswer(actor, params.id ?? "", now);
  return {
    content: firstKeepingPage({
      ...known,
      stands: standing !== undefined,
      isCarried: standing !== undefined && !standing.isOfMonth,
      ...(await decidingIn({ actor, query, now }, known, tried)),
    }),
  };
}

/** The keeping of the first answers of a month, for the force that gave them. */
export const readMonth = (asked: AskedBy): Promise<Answer> => monthShown(asked);
/** The address of a form, opened as a page: the month it is about. */
export const backToMonth = async ({ params }: AskedBy): Promise<Answer> => seeOther(monthAddress(params.month ?? ""));

async function monthShown({ actor, params, query, now }: AskedBy, tried?: Tried<PrivacyForm>): Promise<Shown> {
  const known = await knownMonth(actor, params.month ?? "", now);
  return { content: monthPage({ ...known, ...(await decidingIn({ actor, query, now }, known, tried)) }) };
}

/** What a page of keeping has beside what it is about: who reads it, what was pressed, and what is sent with the next press. */
async function decidingIn(
  { actor, query, now }: Pick<AskedBy, "actor" | "query" | "now">,
  { record }: { readonly record: KeepingRecord },
  tried: Tried<PrivacyForm> | undefined,
) {
  return {
    ...{ reader: whoIs(actor), tried, now },
    agencyOf: await agencyNames(actor.partnership, now),
    done: tried ? undefined : DONE[query.get("done") ?? ""],
    press: { key: randomUUID(), seen: record.version },
  };
}

/** Where a form stands: what it decides on, its page, and how that is shown again. */
interface Place {
  readonly subject: Subject;
  readonly address: string;
  /** The row that it came by. */
  readonly path: string;
  readonly shown: (asked: AskedBy, tried?: Tried<PrivacyForm>) => Promise<Shown>;
}
const ofCase = ({ params: { id = "" } }: AskedBy, steps: "" | "deletion/" = ""): Place => ({
  subject: { kind: "case", id },
  address: privacyAddress(id),
  path: `/privacy/escalations/{id}/${steps}{form}`,
  shown: keepingShown,
});
const ofFirstAnswer = ({ params: { id = "" } }: AskedBy): Place => ({
  subject: { kind: "first_answer", id },
  address: firstKeepingAddress(id),
  path: "/privacy/first-answers/{id}/{form}",
  shown: firstShown,
});
const ofMonth = ({ actor: { agency }, params: { month = "" } }: AskedBy): Place => ({
  subject: { kind: "first_answers", id: monthId(agency, month) },
  address: monthAddress(month),
  path: "/privacy/first-answer-months/{month}/{form}",
  shown: monthShown,
});

/** A hold, its end, or another law: decided by one person. */
export const recordByForm = (asked: AskedBy): Promise<Answer> => byForm(asked, formIn(asked, RECORD_FORMS), ofCase(asked));
/** A step of a deletion. */
export const deletionByForm = (asked: AskedBy): Promise<Answer> =>
  byForm(asked, formIn(asked, DELETION_FORMS), ofCase(asked, "deletion/"));
/** A hold of one first answer, or its end. */
export const holdFirstByForm = (asked: AskedBy): Promise<Answer> =>
  byForm(asked, formIn(asked, HOLD_FORMS), ofFirstAnswer(asked));
/** A step of the deletion of a month of first answers. */
export const monthByForm = (asked: AskedBy): Promise<Answer> => byForm(asked, formIn(asked, DELETION_FORMS), ofMonth(asked));

async function byForm(asked: AskedBy, form: PrivacyForm, { subject, address, path, shown }: Place): Promise<Answer> {
  const { event, now, actor, params, form: values } = asked;
  const make = async () => {
    const seen = { event, now, actor, params, row: { method: "POST", path } as const };
    await decideOn(seen, subject, Number(values.get("seen")), decidedBy(form, values));
    return `${address}?done=${form}`;
  };
  return pressed(form, asked, make, (tried) => shown(asked, tried));
}

const Lifted = Why.extend({ number: z.coerce.number({ error: "choose a hold" }).int().positive("choose a hold") });

function decidedBy(form: PrivacyForm, values: URLSearchParams): Decided {
  const fields = (...names: string[]) => Object.fromEntries(names.map((name) => [name, textIn(values, name)]));
  switch (form) {
    case "hold":
      return { what: "held", body: parse(HoldBody, fields("reason", "words", "reference", "reviewOn")) };
    case "lift":
      return { what: "hold_lifted", ...parse(Lifted, fields("number", "why")) };
    case "basis":
      return { what: "basis_said", body: parse(BasisBody, fields("part", "basis", "why")) };
    case "propose":
      return { what: "deletion_proposed", ...parse(Why, fields("why")) };
    case "confirm":
      return { what: "deletion_confirmed" };
    case "take-back":
      return { what: "deletion_taken_back" };
  }
}
