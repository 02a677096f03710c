import { randomUUID } from "node:crypto";
import { enrolling, GIVEN_BY_AGENCIES, Newcomer, Wanted } from "../../core/membership/membership.ts";
import type { Agency } from "../../core/partnership/partnership.ts";
import { isSystem, type Person } from "../../core/people.ts";
import { REFUSALS, Refusal } from "../../core/refusal.ts";
import type { Typed } from "../../web/form.tsx";
import { membershipCheckPage, newcomerPage, personPage, rolesInWords } from "../../web/membership-page.tsx";
import { personAddress } from "../../web/people-page.tsx";
import * as directory from "../aws/directory.ts";
import { parse } from "../edge.ts";
import type { Seen } from "../leave-entry.ts";
import {
  agencyOf,
  changeFor,
  endFor,
  leftBy,
  type MembershipPress,
  makeChange,
  makeEnd,
  makeNewcomer,
  ownMember,
  standingOf,
  versionOf,
} from "../memberships.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";
import { formIn, textIn } from "./press.ts";

const FORMS = ["change", "end"] as const;

/** One membership of the administrator's own agency, and the forms that change it and end it. */
export const readPerson = (asked: AskedBy): Promise<Answer> => personShown(asked);

/** The address of a form, opened as a page: the person it is about. */
export const backToPerson = async ({ params }: AskedBy): Promise<Answer> => seeOther(personAddress(params.id ?? ""));

/** A press on somebody's membership: looked through first, and made by a second press. */
export async function membershipByForm(asked: AskedBy): Promise<Answer> {
  const form = formIn(asked, FORMS);
  const makes = asked.form.get("do") === "make";
  const id = asked.params.id ?? "";
  const press = { seen: seenBy(asked, "/people/{id}/{form}"), version: asked.form.get("version") ?? "" };
  const known = asked.form.get("known") ?? "";
  try {
    if (form === "change") {
      const to = wantedIn(asked.form);
      if (!makes) return await changeChecked(asked, press, to);
      await makeChange(press, id, to, known);
    } else {
      if (!makes) return await endChecked(asked, press);
      const why = parse(Wanted.shape.why, textIn(asked.form, "why"));
      await makeEnd(press, id, { known, ...(why ? { why } : {}) });
    }
    return seeOther(`${personAddress(id)}?done=${form}`);
  } catch (error) {
    if (!(error instanceof Refusal) || THROWN.includes(error.name)) throw error;
    if (error.name === "NeedsConfirming") {
      const errors = [{ field: "known", reason: error.message }];
      const again = form === "end" ? endChecked(asked, press, errors) : changeChecked(asked, press, wantedIn(asked.form), errors);
      return { ...(await again), status: REFUSALS[error.name] };
    }
    return { ...(await personShown(asked, error)), status: REFUSALS[error.name] };
  }
}

/** These are no matter of the form: the door says them, and the audit. */
const THROWN: readonly Refusal["name"][] = ["NotFound", "NotAllowed", "NotRecorded"];

/** The form for somebody new. */
export async function askForNewcomer({ actor, now }: AskedBy): Promise<Answer> {
  return newcomerShown(await agencyOf(actor, now), { values: new URLSearchParams(), errors: [] });
}

/** A press on it: looked through first, and made by a second press. */
export async function enrolByForm(asked: AskedBy): Promise<Answer> {
  const { actor, now, form } = asked;
  const agency = await agencyOf(actor, now);
  try {
    const who = newcomerIn(form);
    if (form.get("do") !== "make") return newcomerChecked(asked, agency, who);
    const id = await makeNewcomer(seenBy(asked, "/people/new"), who);
    return seeOther(`${personAddress(id)}?done=enrolled`);
  } catch (error) {
    if (!(error instanceof Refusal) || THROWN.includes(error.name)) throw error;
    const typed = { values: form, errors: error.name === "Invalid" ? error.errors : [] };
    return {
      ...newcomerShown(agency, typed, error.name === "Invalid" ? undefined : error.message),
      status: REFUSALS[error.name],
    };
  }
}

const seenBy = ({ event, now, actor, params }: AskedBy, path: string): Seen => ({
  ...{ event, now, actor, params },
  row: { method: "POST", path },
});
const pressIn = () => ({ key: randomUUID() });

const membershipIn = (form: URLSearchParams) => ({
  name: form.get("name") ?? "",
  roles: form.getAll("roles"),
  ...Object.fromEntries(["site", "why"].flatMap((name) => (textIn(form, name) ? [[name, textIn(form, name)]] : []))),
});
const wantedIn = (form: URLSearchParams): Wanted => parse(Wanted, membershipIn(form));
const newcomerIn = (form: URLSearchParams): Newcomer =>
  parse(Newcomer, { ...membershipIn(form), subject: form.get("subject")?.trim() ?? "", email: form.get("email")?.trim() ?? "" });

const choicesOf = ({ sites }: Agency) => sites.map(({ code, title }) => ({ code, title }));
const siteTitle = ({ sites }: Agency, site: string | null): string => sites.find(({ code }) => code === site)?.title ?? "No site";

const DONE: Readonly<Record<string, string>> = {
  change: "This membership has been changed. It counts from their next request on.",
  end: "This membership has ended. They are refused from their next request on.",
  enrolled: "They are enrolled. They are a member when they sign in, and verify their address on their own page.",
};

/** Somebody as they are now, or what was typed into the form for them when that came to nothing. */
async function personShown(asked: AskedBy, refusal?: Refusal): Promise<Shown> {
  const { actor, now, params, form, query } = asked;
  const agency = await agencyOf(actor, now);
  const { person } = await ownMember(actor, params.id ?? "");
  const standing = await standingOf(person, now);
  const stands = refusal?.name === "ChangedMeanwhile" || params.form !== "change" || !refusal;
  const isFault = refusal?.name === "Invalid";
  const content = personPage({
    ...{ id: person.id, name: person.name, version: versionOf(person), endedAt: person.endedAt, standing, now },
    others: person.roles.filter((role) => !GIVEN_BY_AGENCIES.some((given) => given === role)),
    isReader: person.id === actor.id,
    owner: isSystem(person) ? await nameOfOwner(person) : undefined,
    typed: { values: stands ? fieldsOf(person) : form, errors: isFault ? refusal.errors : [] },
    press: pressIn(),
    sites: choicesOf(agency),
    why: refusal && !isFault ? refusal.message : undefined,
    done: refusal ? undefined : DONE[query.get("done") ?? ""],
  });
  return { content };
}

const nameOfOwner = async ({ partnership, owner }: Person): Promise<string> =>
  (owner && (await directory.person(partnership, owner))?.name) || "Nobody here";

/** What the form can change: what the partnership gives stands beside it. */
const fieldsOf = ({ name, site, roles }: Person): URLSearchParams => {
  const given = GIVEN_BY_AGENCIES.filter((role) => roles.includes(role));
  return new URLSearchParams([["name", name], ["site", site ?? ""], ...given.map((role) => ["roles", role])]);
};

const newcomerShown = (agency: Agency, typed: Typed, why?: string): Shown => ({
  content: newcomerPage({ typed, press: pressIn(), sites: choicesOf(agency), why }),
});

async function changeChecked(
  { actor, now, form }: AskedBy,
  press: MembershipPress,
  to: Wanted,
  errors: Typed["errors"] = [],
): Promise<Shown> {
  const agency = await agencyOf(actor, now);
  const { before, next, standing } = await changeFor(press, press.seen.params.id ?? "", to);
  const view = {
    name: before.person.name,
    heading: "What this changes",
    lines: linesOf(agency, before.person, next),
    ...(standing.length > 0 ? { standing, known: leftBy(standing) } : {}),
    to: `${personAddress(next.id)}/change`,
    back: personAddress(next.id),
    button: "Change the membership",
    now,
  };
  return checked(form, view, errors);
}

async function endChecked({ actor, now, form }: AskedBy, press: MembershipPress, errors: Typed["errors"] = []): Promise<Shown> {
  const agency = await agencyOf(actor, now);
  const { before, next, standing, left, named } = await endFor(press, press.seen.params.id ?? "");
  const lines = linesOf(agency, before.person, { ...next, name: before.person.name, site: before.person.site });
  const view = {
    name: before.person.name,
    heading: "What ending this membership does",
    lines: [...lines, { what: "Membership", before: "Member", after: "Ended, refused from the next request on" }],
    standing,
    known: leftBy(standing),
    ends: named,
    left: left.map(({ kind, reference, on }) => ({ kind, reference, on })),
    to: `${personAddress(next.id)}/end`,
    back: personAddress(next.id),
    button: "End the membership",
    now,
  };
  return checked(form, view, errors);
}

function newcomerChecked({ actor, now, form }: AskedBy, agency: Agency, who: Newcomer): Shown {
  const person = enrolling(actor, who, "nobody_yet", agency.sites);
  const nobody = "Not known here";
  return checked(form, {
    name: who.name,
    heading: "Whom you enrol",
    lines: [
      { what: "Name", before: nobody, after: person.name },
      { what: "Signs in as", before: nobody, after: who.subject },
      { what: "Email address", before: nobody, after: `${who.email}, not used before they have verified it` },
      { what: "Site", before: nobody, after: siteTitle(agency, person.site) },
      { what: "May do", before: nobody, after: rolesInWords(person.roles) },
    ],
    to: "/people/new",
    back: "/people/new",
    button: "Enrol them",
    now,
  });
}

const linesOf = (agency: Agency, before: Person, after: Person) => [
  { what: "Name", before: before.name, after: after.name },
  { what: "Site", before: siteTitle(agency, before.site), after: siteTitle(agency, after.site) },
  { what: "May do", before: rolesInWords(before.roles), after: rolesInWords(after.roles) },
];

const checked = (
  values: URLSearchParams,
  view: Omit<Parameters<typeof membershipCheckPage>[0], "typed" | "press">,
  errors: Typed["errors"] = [],
): Shown => ({ content: membershipCheckPage({ ...view, typed: { values, errors }, press: pressIn() }) });
