import { chanceOf } from "../../bench/quarter/chance.ts";
import type { Channel, Person } from "../../core/people.ts";

/*
 * How people can be reached, by their id alone, so that somebody is the same in every seed. All shares are ours.
 */

/** Somebody whose addresses nobody has verified; whoever has a telephone beside email, and wants no text for what is no page. */
const OUT_OF_REACH = 0.004;
const HAS_PHONE = 0.6;
const QUIET = 0.3;

const VERIFIED = "2023-01-02T09:00:00.000Z";
const known = new Map<string, Person>();

/** Somebody by their id, with the ways along which a message may reach them. */
export function personOf(id: string): Person {
  const found = known.get(id) ?? made(id);
  known.set(id, found);
  return found;
}

function made(id: string): Person {
  const chance = chanceOf(`person ${id}`);
  const number = String(chance.whole(0, 999)).padStart(3, "0");
  const email: Channel = { kind: "email", to: `${id}@example.org`, verifiedAt: VERIFIED };
  const sms: Channel = { kind: "sms", to: `+447700900${number}`, verifiedAt: VERIFIED };
  const both = chance.is(HAS_PHONE) ? (chance.is(0.5) ? [sms, email] : [email, sms]) : [email];
  return {
    ...{
      partnership: "simulated",
      id,
      name: id,
      agency: "01",
      site: null,
      quiet: chance.is(QUIET),
      roles: [],
      owner: null,
      endedAt: null,
    },
    channels: chance.is(OUT_OF_REACH) ? [] : both,
  };
}
