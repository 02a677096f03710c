import type { Ask } from "../../core/escalation/ask.ts";
import type { Chance } from "./chance.ts";
import { FAMILY_NAMES, FIRST_NAMES, LOOKS, STREETS } from "./words.ts";

/** Whom a case is about: made up, with an NHS number of the test range, and found again when they are raised again. */
export interface Subject {
  readonly person: NonNullable<Ask["person"]>;
  readonly address: string;
  readonly postcode: string | undefined;
  readonly under18: boolean;
  readonly childAtRisk: boolean;
}

/** Where police are needed when that is where the raiser is, and not at somebody's home. */
export const ON_SITE: Readonly<Record<string, string>> = {
  s136_handover: "Health-based place of safety",
  violence_or_crime_on_site: "Acute ward, first floor",
  conveyance: "Acute ward, first floor",
  walkout_healthcare: "Emergency department, by the ambulance bays",
};

/** Of an age, so many: walkouts and crises are most often of the young and the middle-aged, concerns of the old. Ours. */
const AGES = { "12-17": 6, "18-24": 16, "25-39": 30, "40-59": 28, "60-79": 14, "80-97": 6 };
/** A child who is not the person: at home with them. Ours. */
const CHILD_AT_RISK = 0.03;

/** An NHS number of the range 999, which nobody has, with the check digit that modulus 11 asks for. */
export function testNhsNumber(chance: Chance): string {
  const digits = `999${String(chance.whole(0, 999_999)).padStart(6, "0")}`;
  const sum = [...digits].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? testNhsNumber(chance) : `${digits}${check}`;
}

/** A postcode of the right shape; with a street that does not exist it is nobody's home. */
const postcode = (chance: Chance): string => {
  const letters = [..."ABDEFGHJLNPQRSTUWXYZ"];
  const district = `${chance.one(["E", "N", "NW", "SE", "SW", "W"])}${chance.whole(1, 18)}`;
  return `${district} ${chance.whole(1, 9)}${chance.one(letters)}${chance.one(letters)}`;
};

/** Somebody new. Of a third nobody knows the NHS number, as it is with strangers; of those who are known to two agencies, everybody's. */
export function newSubject(chance: Chance, known = false): Subject {
  const [youngest = 18, oldest = 64] = chance.by(AGES).split("-").map(Number);
  const age = chance.whole(youngest, oldest);
  const person = {
    age,
    sexAsRecorded: chance.by({ Female: 47, Male: 51, "Not recorded": 2 }),
    ...(chance.is(0.9) ? { knownAs: chance.one(FIRST_NAMES) } : {}),
    ...(chance.is(0.7) ? { familyName: chance.one(FAMILY_NAMES) } : {}),
    ...(chance.is(0.6) ? { description: chance.one(LOOKS) } : {}),
    ...(known || chance.is(0.67) ? { nhsNumber: testNhsNumber(chance) } : {}),
    ...(chance.is(0.2) ? { phone: `+447700900${String(chance.whole(0, 999)).padStart(3, "0")}` } : {}),
  };
  return {
    person,
    address: `Flat ${chance.whole(1, 60)}, ${chance.whole(1, 400)} ${chance.one(STREETS)}`,
    postcode: chance.is(0.7) ? postcode(chance) : undefined,
    under18: age < 18,
    childAtRisk: age >= 18 && chance.is(CHILD_AT_RISK),
  };
}
