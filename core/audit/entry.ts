import * as z from "zod";
import { AgencyCode, Code } from "../partnership/codes.ts";
import { Role } from "../people.ts";
import { PersonPurpose } from "../privacy/purpose.ts";
import { Gone } from "../privacy/record.ts";
import { Instant } from "../time.ts";
import { GlassPurpose } from "./break-glass.ts";

/** What somebody did. A closed set: what is looked for in the audit is one of these. */
export const What = z.enum([
  "read",
  "searched",
  "printed",
  "exported",
  "changed",
  "refused",
  "signed_in",
  "signed_out",
  "membership_changed",
  "broke_glass",
  "held",
  "hold_lifted",
  "basis_said",
  "deletion_proposed",
  "deletion_taken_back",
  "deletion_confirmed",
  "deletion_dropped",
  "deleted",
]);
export type What = z.output<typeof What>;

/** Which fields they saw, by what these are about and never by what stood in them. */
export const Group = z.enum(["patient", "shared", "learning", "figures", "rota", "people", "audit"]);
export type Group = z.output<typeof Group>;

/** For what somebody looks. */
export const Purpose = z.enum([
  "case_work",
  "learning",
  "figures",
  "running_desks",
  "looking_after_people",
  "oversight",
  ...GlassPurpose.options,
  ...PersonPurpose.options,
]);
export type Purpose = z.output<typeof Purpose>;

/** What each group of fields is looked at for. */
const FOR: Record<Group, Purpose> = {
  patient: "case_work",
  shared: "case_work",
  learning: "learning",
  figures: "figures",
  rota: "running_desks",
  people: "looking_after_people",
  audit: "oversight",
};
/** What these fields are looked at for, where nobody has said otherwise; null where none are shown. */
export const purposeOf = ([first]: readonly Group[]): Purpose | null => (first ? FOR[first] : null);

/** What it was about: by its id or its code. */
export const About = z.strictObject({
  kind: z.enum(["case", "team", "person", "matter", "first_answer", "first_answers"]),
  id: z.string().min(1).max(100),
});
export type About = z.output<typeof About>;

/** What a membership was, and is: null where there was none, or is none any more. The reason is the administrator's, and about no patient. */
export const Membership = z.strictObject({
  before: z.array(Role).nullable(),
  after: z.array(Role).nullable(),
  why: z.string().max(300).nullable(),
});
export type Membership = z.output<typeof Membership>;

/** One line of the audit: who did what, about what, when, and through which door. No text, name or number of a patient has a field here. */
export const Entry = z.strictObject({
  at: Instant,
  who: z.strictObject({ partnership: Code, person: Code, agency: AgencyCode, roles: z.array(Role) }),
  what: What,
  about: About.nullable(),
  /** The row that they came through, with the names of what stood in its address: `GET /escalations/{id}`. */
  route: z.string().max(120),
  of: z.array(Group),
  /** The name of the refusal, when it was one. */
  refusal: z.string().max(40).nullable(),
  /** For what: what the row is for, or what its reader said. An entry from before it was asked has none. */
  purpose: Purpose.nullable().default(null),
  membership: Membership.nullable(),
  /** The reader bears the surname of the person. Which one that is has no field here. */
  sameSurname: z.boolean().optional(),
  /** Of a deletion: who decided it, when and by which rule, as its record has it. A restored table does not know it any more. */
  gone: Gone.optional(),
  /** The network that they came from, never the whole address. */
  from: z.string().max(60).nullable(),
  request: z.string().max(100),
});
export type Entry = z.output<typeof Entry>;

/** What a page or a route shows of people, and in what way, when that is not plain reading. */
export interface Shows {
  readonly of: readonly Group[];
  readonly what?: "searched" | "printed" | "exported";
}

/** These are shown to nobody whose looking cannot be written down: what is known of patients, and who has looked. */
export const mustBeKept = ({ of }: Shows): boolean => of.includes("patient") || of.includes("audit");

/** Which refusals say that somebody tried what they may not: the others are slips of the pen. */
export const TELLING: readonly string[] = ["NotAllowed", "NotOnDuty", "NotFound", "TooMany", "WouldIsolate"];

const KINDS: readonly (readonly [RegExp, About["kind"], string])[] = [
  [/\/(?:escalations|reviews|references|break-glass)(?:\/|$)|^\/raise$/, "case", "id"],
  [/\/\{team\}/, "team", "team"],
  [/\/people\/\{id\}/, "person", "id"],
  [/\/(?:concerns|actions|calls)(?:\/\{id\}|$)/, "matter", "id"],
  [/\/first-answers(?:\/\{id\}|$)/, "first_answer", "id"],
];
const CASE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CODE = /^[a-z0-9_-]{1,100}$/;

/**
 * What a request is about, by the address of its row; or by the id of what it made or found, where the address names none. An address
 * can hold anything that somebody types, so that only what has the shape of an id is taken over.
 */
export function aboutIn(path: string, params: Readonly<Record<string, string | undefined>>, made?: string): About | null {
  const [, kind, name = ""] = KINDS.find(([pattern]) => pattern.test(path)) ?? [];
  const id = params[name] ?? made;
  if (!kind || id === undefined || !(kind === "case" ? CASE : CODE).test(id)) return null;
  return { kind, id };
}

/** The network of an address: the first three of its four numbers, or the first three of its eight groups. Whose desk it was it does not say. */
export function networkOf(address: string | undefined): string | null {
  if (!address) return null;
  const four = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(address);
  if (four) return `${four[1]}.0/24`;
  const [head = "", tail = ""] = address.toLowerCase().split("::");
  const groups = (part: string) => part.split(":").filter((group) => group !== "");
  const left = groups(head);
  const zeros = Array<string>(Math.max(0, 8 - left.length - groups(tail).length)).fill("0");
  const all = address.includes("::") ? [...left, ...zeros, ...groups(tail)] : left;
  return all.length === 8 && all.every((group) => /^[0-9a-f]{1,4}$/.test(group)) ? `${all.slice(0, 3).join(":")}::/48` : null;
}
