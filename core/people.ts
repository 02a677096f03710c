import * as z from "zod";
import { AgencyCode, Code } from "./partnership/partnership.ts";
import { Phone } from "./phone.ts";
import { Instant } from "./time.ts";

/** What a membership lets its holder do at all; what they may do to one case follows from whose it is and who is on duty. */
export const Role = z.enum([
  "raiser",
  "site_lead",
  "duty_officer",
  "control_room",
  "rota_manager",
  "agency_admin",
  "privacy_officer",
  "chair",
  "board_member",
  "service",
]);
export type Role = z.output<typeof Role>;

/** How a message can travel. None of them acknowledges anything: they only tell. */
export const ChannelKind = z.enum(["email", "sms"]);
export type ChannelKind = z.output<typeof ChannelKind>;

/** A number that takes text messages, kept as +447…: a desk's landline does not. */
export const Mobile = Phone.pipe(z.string().regex(/^\+447\d{9}$/, "a UK mobile number, such as 07700 900123"));

const verifiedAt = Instant.nullable();
/** One way to reach a person. Nothing is sent along it before somebody has seen that it is theirs. */
export const Channel = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("email"), to: z.email().max(200), verifiedAt }),
  z.strictObject({ kind: z.literal("sms"), to: Mobile, verifiedAt }),
]);
export type Channel = z.output<typeof Channel>;

/** Two addresses and two numbers: a message that found none of them would not find a fifth in time. */
const MOST_CHANNELS = 4;

/** Someone with a membership: for whom they act, in which roles, and where a message reaches them, the first way first. */
export const Person = z.strictObject({
  partnership: Code,
  id: Code,
  name: z.string().min(1),
  agency: AgencyCode,
  site: Code.nullable(),
  channels: z
    .array(Channel)
    .max(MOST_CHANNELS)
    .refine((channels) => new Set(channels.map(({ to }) => to)).size === channels.length, "names one address or number twice"),
  /** No text message for what is no page. A page comes by every way there is. */
  quiet: z.boolean().default(false),
  roles: z.array(Role),
  /** Who answers for it, of a partner’s system. */
  owner: Code.nullable().default(null),
  /** Since when they are no member any more. What they did stays under their name. */
  endedAt: Instant.nullable().default(null),
});
export type Person = z.output<typeof Person>;

/** When an address was verified that was kept before anybody wrote that down: an administrator had enrolled it. */
const BEFORE_CHANNELS: Instant = "1970-01-01T00:00:00.000Z";

/** A person who was kept, or is written in a file, with one `email` and no list. */
function listed(written: unknown): unknown {
  if (typeof written !== "object" || written === null || !("email" in written) || "channels" in written) return written;
  const { email, ...person } = written;
  return { ...person, channels: email === null ? [] : [{ kind: "email", to: email, verifiedAt: BEFORE_CHANNELS }] };
}

/** A person of any shape there has been, brought to the shape of today. Every reader goes through here. */
export const AnyPerson = z.preprocess(listed, Person);

/** The ways along which a message may be sent to this person, in their order. Whoever has none cannot be reached. */
export const verified = ({ channels }: Pick<Person, "channels">): Channel[] =>
  channels.filter((channel) => channel.verifiedAt !== null);

/** Whoever may answer at a desk that cases climb to. That they are on duty there is asked at each answer. */
export const ANSWERERS: readonly Role[] = ["duty_officer", "control_room"];

/** May they answer at such a desk? Whoever is unknown may not, nor may whoever has lost the role since they were put on its rota. */
export const mayAnswer = (person: Pick<Person, "roles"> | undefined): boolean =>
  person?.roles.some((role) => ANSWERERS.includes(role)) ?? false;

/** A partner’s machine: it raises for its agency, reads what its agency asked, and tells news. No person, and never sent a message. */
export const isSystem = ({ roles }: Pick<Person, "roles">): boolean => roles.includes("service");

/** What is wrong with somebody as a system, or as a person; undefined when nothing. */
export function mixedUp({ roles, channels, owner }: Pick<Person, "roles" | "channels" | "owner">): string | undefined {
  if (!roles.includes("service")) return undefined;
  if (roles.length > 1) return "a system holds no other role";
  if (channels.length > 0) return "a system is sent no messages: it has no channels";
  return owner === null ? "a system has an owner: the person who answers for it" : undefined;
}

/** Can a message reach them at all? Nobody knows where to send one to somebody who is unknown. */
export const isReachable = (person: Person | undefined): boolean => person !== undefined && verified(person).length > 0;
