import type { Words } from "./escalation/wording.ts";
import type { Person } from "./people.ts";
import { type Elapsed, type Instant, london, plus } from "./time.ts";

/** Who hears that a form to raise has been left unsent, one after the other. */
export type Hears = "writer" | "site_lead";

/** How long after it was last typed into: somebody who was called away is back by then, or is not coming back. */
const AFTER: Readonly<Record<Hears, Elapsed>> = { writer: "PT15M", site_lead: "PT60M" };

/** I7. Who hears next of a draft, and when, by who has heard already; undefined when nobody has to. */
export function hearsNext(at: Instant, told: Hears | undefined): { readonly who: Hears; readonly at: Instant } | undefined {
  if (told === "site_lead") return undefined;
  const who = told === "writer" ? "site_lead" : "writer";
  return { who, at: plus(at, AFTER[who]) };
}

/** What marks such a message on its way out and in its receipts: it is about no case, and nothing follows from what becomes of it. */
export const DRAFT_LEFT = "draft_left";

/** Who is told, of all the people of the writer's agency: nobody whose membership has ended. */
export function hearersOfDraft(who: Hears, writer: Person, ofAgency: readonly Person[]): readonly Person[] {
  const leads = ({ id, site, roles }: Person): boolean =>
    site !== null && site === writer.site && id !== writer.id && roles.includes("site_lead");
  return (who === "writer" ? [writer] : ofAgency.filter(leads)).filter(({ endedAt }) => endedAt === null);
}

/** What its writer reads: that nobody has been asked, and nothing of what they typed. */
const toWriter = (draft: string, at: Instant, site: string): Words => ({
  subject: "Not sent: what you typed into Rightcall",
  lines: [
    `What you typed into the form to raise, by ${london(at)}, has not been sent. Nobody has been asked.`,
    "If help is still needed, open it and raise it, or ring the control room. If it is not, put it away for good.",
  ],
  link: { href: `${site}/raise?draft=${draft}`, title: "Open what you typed" },
  footer: "You get this once, because the form was left for a quarter of an hour. It says nothing of whom it is about.",
});

/** What whoever leads the site reads: whose it is, and not what. */
const toLead = ({ name }: Pick<Person, "name">, at: Instant, site: string): Words => ({
  subject: "Not sent: a request that was begun at your site",
  lines: [
    `${name} began a request at your site and has not sent it. It was last typed into at ${london(at)}. Nobody has been asked.`,
    "Ask them, or whoever has taken over from them, whether help is still needed. Only they can open what was typed.",
  ],
  link: { href: `${site}/raise`, title: "Raise it yourself" },
  footer: "You get this because you lead this site. It says nothing of whom it is about.",
});

/** What somebody is told of a draft that has been left. */
export const draftWords = (who: Hears, draft: string, writer: Pick<Person, "name">, at: Instant, site: string): Words =>
  who === "writer" ? toWriter(draft, at, site) : toLead(writer, at, site);
