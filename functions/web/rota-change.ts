import { randomUUID } from "node:crypto";
import { REFUSALS, Refusal } from "../../core/refusal.ts";
import type { Change } from "../../core/rota/change.ts";
import { peopleOf, type Rota } from "../../core/rota/rota.ts";
import { routes } from "../../core/routes.ts";
import { checkPage } from "../../web/rota-check-page.tsx";
import { ROTA_FORMS, type RotaForm, rotaFormPage } from "../../web/rota-forms.tsx";
import { timeWords } from "../../web/rota-time.ts";
import { doneWords } from "../../web/rota-words.ts";
import { changeRota } from "../api/change-rota.ts";
import { shiftsIn } from "../api/import-rota.ts";
import { rotaFor } from "../api/read-rota.ts";
import { knownAs, nameIn } from "../desks.ts";
import { parse, requestOf } from "../edge.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";
import { rotaShown, teamIn } from "./rota.ts";
import { changeIn, faultsIn, fileIn, lineFor, type RotaPress } from "./rota-body.ts";

/** A form that changes a rota, empty, or with what a link to it has filled in. */
export async function askToChange(asked: AskedBy): Promise<Answer> {
  const press = pressIn(asked);
  if (!isForm(press)) return seeOther(`/rota/${teamIn(asked.params)}`);
  const read = await rotaRead(asked);
  return formShown(press, asked, read, { values: offered(press, asked.query, read), errors: [] });
}

/** What stands in a form at first: the rotation or the number that it is to change, or what a link has filled in. */
function offered(press: RotaForm, query: URLSearchParams, { rota, names }: Read): URLSearchParams {
  if (press === "minimum") return new URLSearchParams({ minimum: String(rota.minimum) });
  const rotation = press === "rotation" && rota.rotations.find(({ code }) => code === query.get("code"));
  return rotation ? rotationFields(rotation, names) : query;
}

/** A press on a form of a rota. What changes who is on duty is shown first, and made by a second press; a swap is asked and answered at once. */
export async function changeByForm(asked: AskedBy): Promise<Answer> {
  const press = pressIn(asked);
  const read = await rotaRead(asked);
  const values = asked.form;
  if (values.get("do") === "fill-in" && isForm(press))
    return formShown(press, asked, asSeen(read, values), { values, errors: [] });
  try {
    if (!DIRECT.includes(press) && values.get("do") !== "make") return await checked(press, asked, asSeen(read, values));
    const { version } = await made(press, asked, read);
    return seeOther(`/rota/${read.desk.code}?done=${version}`);
  } catch (error) {
    return notMade(press, asked, error);
  }
}

/** The same with a file in it, whose address is a row of its own: it may be larger than a form. */
export const importByForm = (asked: AskedBy): Promise<Answer> =>
  changeByForm({ ...asked, params: { ...asked.params, form: "import" } });

const FORMS = Object.keys(ROTA_FORMS) as RotaForm[];
const PRESSES: readonly RotaPress[] = [...FORMS, "removal", "swap-answer", "swap-withdrawal"];
/** They change nothing until somebody else has said yes, or are that yes: there is nothing to look through first. */
const DIRECT: readonly RotaPress[] = ["swap", "swap-answer", "swap-withdrawal"];

const isForm = (press: RotaPress): press is RotaForm => FORMS.some((form) => form === press);

function pressIn({ params }: AskedBy): RotaPress {
  const found = PRESSES.find((press) => press === params.form);
  if (!found) throw new Refusal("NotFound", "There is no page at this address.");
  return found;
}

type Read = Awaited<ReturnType<typeof rotaRead>>;

/** The rota as it now is, with the names of everybody on it. */
async function rotaRead({ actor, now, params }: AskedBy) {
  const { desk, rota, version, names } = await rotaFor(actor, teamIn(params), now);
  return { desk, rota, version, names: new Map(Object.entries(names)) };
}

/**
 * The rota as whoever filled this form in had read it. A form that is shown again keeps the version that it came with: what was typed into it
 * was typed on that one, and whoever has changed the rota since must not be written over unseen.
 */
function asSeen(read: Read, form: URLSearchParams): Read {
  const seen = form.get("seen")?.trim();
  return seen ? { ...read, version: Number(seen) } : read;
}

const FILE = routes.importRota.body.pick({ format: true, text: true, from: true, to: true });

/** The change that a form asks for, as the API takes it: from its fields, or from the file that stands in one of them, with what there is to say of that. */
async function asksFor(press: RotaPress, { actor, now, form }: AskedBy, { desk, rota, names }: Read) {
  if (press !== "import") return { change: changeIn(press, form, rota, names), notes: [] };
  return shiftsIn(parse(FILE, fileIn(form)), desk.code, actor, now);
}

/** Makes the change as the API would, from the form's fields. */
async function made(press: RotaPress, asked: AskedBy, read: Read) {
  const { actor, now, form, text } = asked;
  const { desk } = read;
  const why = form.get("why")?.trim();
  const { change } = await asksFor(press, asked, read);
  const body = parse(routes.changeRota.body, { seen: Number(form.get("seen")), ...(why ? { why } : {}), change });
  const request = requestOf(actor, `POST /rota/${desk.code}/${press}`, text, form.get("key") ?? "");
  return changeRota({ params: { team: desk.code }, query: {}, body, actor, request, now });
}

/** What the change would do to the rota that somebody has read, in the version that they read. Nothing is kept. */
async function checked(
  press: RotaPress,
  asked: AskedBy,
  read: Read,
  more: { readonly meanwhile?: string | undefined; readonly errors?: Refusal["errors"] } = {},
): Promise<Shown> {
  const { actor, now, form } = asked;
  const { desk, rota, version } = read;
  const { change, notes } = await asksFor(press, asked, read);
  const body = parse(routes.changeRota.body, { seen: version, dryRun: true, change });
  const request = requestOf(actor, "", "", randomUUID());
  const { consequences } = await changeRota({ params: { team: desk.code }, query: {}, body, actor, request, now });
  const known = await knownAs(actor.partnership, [...peopleOf(rota), ...namedIn(body.change)]);
  return {
    content: checkPage({
      ...{ desk, rota, change: body.change, does: consequences, form: press, hasPage: isForm(press), now },
      typed: { values: form, errors: more.errors ?? [] },
      press: { key: randomUUID(), seen: version },
      nameOf: (person) => nameIn(known, person),
      meanwhile: more.meanwhile,
      notes,
    }),
  };
}

/** Whom a change names. */
function namedIn(change: Change): string[] {
  switch (change.what) {
    case "override":
      return [change.override.person, ...(change.override.with ? [change.override.with] : [])];
    case "add_shift":
      return [change.shift.person];
    case "set_rotation":
      return change.rotation.people;
    case "set_roster":
      return change.roster.shifts.map(({ person }) => person);
    case "import_shifts":
      return change.shifts.map(({ person }) => person);
    default:
      return [];
  }
}

/** A press that came to nothing: what stands in the way, with everything that was typed. What the change does now is shown where it can be. */
async function notMade(press: RotaPress, asked: AskedBy, error: unknown, meanwhile?: string): Promise<Shown> {
  if (!(error instanceof Refusal) || THROWN.includes(error.name)) throw error;
  const { form } = asked;
  const status = REFUSALS[error.name];
  const current = await rotaRead(asked);
  const read = meanwhile === undefined ? asSeen(current, form) : current;
  const look = async (more: NonNullable<Parameters<typeof checked>[3]>): Promise<Shown> => {
    try {
      return { ...(await checked(press, asked, more.meanwhile === undefined ? read : current, more)), status };
    } catch (again) {
      return notMade(press, asked, again, more.meanwhile);
    }
  };
  if (error.name === "NeedsConfirming") return look({ errors: [{ field: "why", reason: error.message }] });
  if (error.name !== "Invalid") {
    const why = meanwhileWords(error, asked);
    if (!DIRECT.includes(press)) return look({ meanwhile: why });
    if (isForm(press)) return { ...(await formShown(press, asked, current, { values: form, errors: [] }, why)), status };
    return { ...(await rotaShown(asked, why)), status };
  }
  const whyAlone = error.errors.every(({ field }) => field === "why");
  if (whyAlone) return look({ errors: error.errors });
  const shown = { values: form, errors: [] };
  if (isForm(press) && error.facts.faults)
    return { ...(await formShown(press, asked, read, shown, meanwhile, error.errors)), status };
  const errors = faultsIn(press, form, error.errors, read.names);
  if (isForm(press)) return { ...(await formShown(press, asked, read, { values: form, errors }, meanwhile)), status };
  return { ...(await rotaShown(asked, errors.map(({ reason }) => sentence(reason)).join(" "))), status };
}

/** These are no matter of the form: the door says them. */
const THROWN: readonly Refusal["name"][] = ["NotFound", "NotAllowed", "TooLarge"];

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** Who changed the rota between the page and the press, and what they did. */
function meanwhileWords({ name, message, facts }: Refusal, { now }: AskedBy): string {
  if (name !== "ChangedMeanwhile") return message;
  const { by, at, what } = facts as { by: { name: string } | null; at: string; what: string };
  return `${by?.name ?? "An operator"} ${doneWords(what)}, at ${timeWords(at, now)}.`;
}

/** A form with what was typed into it. Only a swap is anybody's to ask; throws NotAllowed for the others. */
async function formShown(
  form: RotaForm,
  { actor }: AskedBy,
  { desk, version, names }: Read,
  typed: Parameters<typeof rotaFormPage>[0]["typed"],
  why?: string,
  faults: Refusal["errors"] = [],
): Promise<Shown> {
  if (form !== "swap" && !desk.mayChange)
    throw new Refusal("NotAllowed", "Only the owner of this desk, or a rota manager of your agency, changes its rota.");
  const others = [...names].filter(([code]) => form !== "swap" || code !== actor.id);
  const known = others.map(([code, title]) => ({ code, title })).toSorted((a, b) => a.title.localeCompare(b.title));
  return { content: rotaFormPage({ form, desk, typed, press: { key: randomUUID(), seen: version }, known, why, faults }) };
}

/** A rotation as its form shows it for changing. */
function rotationFields(rotation: Rota["rotations"][number], names: Read["names"]): URLSearchParams {
  const { code, title, people, on, off, from, to, weekdays = [], starts, ends } = rotation;
  const values = new URLSearchParams({ code, title, on: String(on), off: String(off ?? ""), from, to, starts, ends: ends ?? "" });
  values.set("people", people.map((person) => lineFor(person, names)).join("\n"));
  for (const day of weekdays) values.append("weekdays", String(day));
  return values;
}
