import { randomUUID } from "node:crypto";
import * as z from "zod";
import { BasisBody, HoldBody, proposalIn, Why } from "../../core/privacy/record.ts";
import { Reference } from "../../core/reference.ts";
import { type FieldError, invalid, Refusal } from "../../core/refusal.ts";
import { after } from "../../core/route.ts";
import type { Tried } from "../../web/learning-parts.tsx";
import { DELETION_FORMS, type PrivacyForm, privacyCasePage, RECORD_FORMS } from "../../web/privacy-case-page.tsx";
import { deletionsPage, privacyPage } from "../../web/privacy-page.tsx";
import { privacyAddress } from "../../web/privacy-words.ts";
import * as cases from "../aws/cases.ts";
import { heldIn, proposedIn } from "../aws/privacy.ts";
import { pageAfter } from "../cursor.ts";
import { parse, whoIs } from "../edge.ts";
import { agencyNames, type Decided, decideOn, knownCase, pastIn, recordedIn } from "../privacy.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";
import { formIn, pressed, textIn } from "./press.ts";

/** Where a privacy officer begins. A reference leads to the keeping of its case. */
export async function readPrivacy(asked: AskedBy): Promise<Answer> {
  const { actor, query } = asked;
  const written = query.get("reference")?.trim();
  if (!written) return overview(asked);
  try {
    const { reference } = parse(z.object({ reference: Reference }), { reference: written });
    const { id } = await cases.byReference(actor.partnership, reference);
    await knownCase(actor, id, asked.now);
    return seeOther(privacyAddress(id));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const missing = error.name === "NotFound";
    if (!missing && error.name !== "Invalid") throw error;
    const fault = invalid({ field: "reference", reason: "is no escalation that your agency shares" });
    return overview(asked, missing ? fault.errors : error.errors);
  }
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

/** The cases whose time is over, a page at a time. */
export async function readDeletions({ actor, query, now }: AskedBy): Promise<Answer> {
  const from = parse(after, query.get("after") || undefined);
  const { items, next } = await pageAfter("deletions", actor, from, (before) => pastIn(actor, now, before));
  return {
    content: deletionsPage({
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
  hold: "This case is held. It cannot be deleted before every hold has been lifted.",
  lift: "The hold is lifted.",
  basis: "That has been kept.",
  propose: "Its deletion is proposed. A second privacy officer has 14 days to confirm it.",
  confirm: "Its deletion is confirmed. The next run deletes its contents, within the hour.",
  "take-back": "The proposal has been taken back.",
};

async function keepingShown({ actor, params, query, now }: AskedBy, tried?: Tried<PrivacyForm>): Promise<Shown> {
  const known = await knownCase(actor, params.id ?? "", now);
  const agencyOf = await agencyNames(actor.partnership, now);
  return {
    content: privacyCasePage({
      ...known,
      recorded: await recordedIn(known, now),
      reader: whoIs(actor),
      agencyOf,
      tried,
      done: tried ? undefined : DONE[query.get("done") ?? ""],
      press: { key: randomUUID(), seen: known.record.version },
      now,
    }),
  };
}

/** A hold, its end, or another law: decided by one person. */
export const recordByForm = (asked: AskedBy): Promise<Answer> => byForm(asked, formIn(asked, RECORD_FORMS));
/** A step of a deletion. */
export const deletionByForm = (asked: AskedBy): Promise<Answer> => byForm(asked, formIn(asked, DELETION_FORMS));

async function byForm(asked: AskedBy, form: PrivacyForm): Promise<Answer> {
  const { event, now, actor, params, form: values } = asked;
  const id = params.id ?? "";
  const path = `/privacy/escalations/{id}/${RECORD_FORMS.some((one) => one === form) ? "" : "deletion/"}{form}`;
  const make = async () => {
    const seen = { event, now, actor, params, row: { method: "POST", path } as const };
    await decideOn(seen, id, Number(values.get("seen")), decidedBy(form, values));
    return `${privacyAddress(id)}?done=${form}`;
  };
  return pressed(form, asked, make, (tried) => keepingShown(asked, tried));
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
