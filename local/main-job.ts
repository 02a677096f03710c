import type { EscalationView } from "../core/escalation/view.ts";
import { london } from "../core/time.ts";
import type { Machine } from "./machine.ts";

/** Calls the API of one machine as one of the demo people, over real HTTP. */
export async function as(machine: Machine, person: string, method: "GET" | "POST", path: string, body?: object, key?: string) {
  const authorization = `Bearer ${await machine.signIn.tokenFor(person)}`;
  const headers = { authorization, "content-type": "application/json", ...(key ? { "idempotency-key": key } : {}) };
  const reply = await fetch(`${machine.site}/api/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { status: reply.status, body: (await reply.json()) as EscalationView & Record<string, unknown> };
}

/** What a nurse says on a busy night, for demonstrations. */
export const A_RAISE = {
  pathway: "police_attendance",
  type: "walkout_healthcare",
  ask: "Officers to look for a man who left the department in a gown",
  place: { borough: "Lambeth", address: "Last seen on the riverside, walking towards the bridge" },
  threshold: ["risk_to_life_now"],
  whyNow: "He said an hour ago that he would not live through the night, and he is out of sight",
  callBack: "020 7946 0123",
} as const;

/** What the Met's control room had answered another nurse of hers, for demonstrations: a «no» after which its caller still waits. */
export const A_FIRST_ANSWER = {
  pathway: "police_attendance",
  type: "concern_for_welfare",
  place: { borough: "Lambeth", address: "12 Example Street, Flat 3" },
  agency: "RJ1",
  caller: "The nurse in charge of the emergency department",
  callBack: "020 7946 0123",
  channel: "rang_101",
  answer: "will_not_attend",
  limbs: {
    limb_a: { reading: "not_met", facts: "No crime has been reported" },
    limb_b: { reading: "not_enough_information", facts: "She missed two visits; nobody knows whether she has been heard since" },
  },
  understood: "yes",
  readBack: false,
  handler: "4471AS",
} as const;

/** Two first answers of the control room: one that the nurse may dispute, and one that sent somebody. */
export async function recordFirstAnswers(machine: Machine): Promise<void> {
  const { limbs: _, ...sent } = { ...A_FIRST_ANSWER, type: "violence_or_crime_on_site", place: A_RAISE.place };
  const coming = { ...sent, answer: "will_attend", understood: "yes", readBack: true };
  const { status, body } = await as(machine, "omar_reed", "POST", "first-answers", A_FIRST_ANSWER);
  await as(machine, "omar_reed", "POST", "first-answers", coming);
  if (status !== 201) return console.log(`    No first answer was kept: ${status} ${JSON.stringify(body)}`);
  console.log(
    `    The control room recorded a first «no» as ${body.reference}. Sign in as Amara Bell and dispute it: ${machine.site}/first-answers/${body.id}\n`,
  );
}

/** What an officer asks other services, for demonstrations: each with who may answer it. */
const OF_AN_OFFICER = [
  {
    answers: "Zara Oak, a clinician of the section 136 advice line",
    ...{ pathway: "s136_advice", type: "before_detention", threshold: ["unwell"] },
    ...{ place: { borough: "Lambeth", address: "By the fountain in the square" }, ask: "Can he go home with his sister?" },
    whyNow: "He talks to people who are not there, and is calm; his sister is with us",
  },
  {
    answers: "Ravi Stone, at the ambulance service’s clinical hub",
    ...{ pathway: "ambulance_referral", type: "injury_or_fall", threshold: ["needs_clinician_soon"] },
    ...{ place: { borough: "Southwark", address: "14 Example Street" }, ask: "An ambulance for a woman who has fallen" },
    whyNow: "She has been on the floor since this morning, and cannot get up; a neighbour is with her",
  },
  {
    answers: "Lena Moss, the nurse in charge at St Thomas’",
    ...{ pathway: "handover_in_hospital", type: "s136_handover", threshold: ["no_clinician"] },
    ...{ place: { borough: "St Thomas’ Hospital, Emergency Department", address: "The relatives’ room" } },
    ...{ ask: "A named clinician to take him on", whyNow: "We have been here for twenty minutes, and nobody has come" },
  },
] as const;

/** An officer asks other services, each on a pathway of its own. */
export async function askOtherServices(machine: Machine): Promise<void> {
  const replies = await Promise.all(
    OF_AN_OFFICER.map(async ({ answers, ...request }) => {
      const call = { ...request, callBack: "07700 900456" };
      const { status, body } = await as(machine, "rory_penn", "POST", "escalations", call);
      if (status !== 201) return `    ${request.pathway} was not kept: ${status} ${JSON.stringify(body)}`;
      return `    ${body.pathway.title}: ${body.reference}. Sign in as ${answers}: ${machine.site}/escalations/${body.id}`;
    }),
  );
  console.log(`  Rory Penn, an officer, has asked other services:\n${replies.join("\n")}\n`);
}

/** The main job, once, in real time: somebody raises, and the person on duty has the message. */
export async function showMainJob(machine: Machine): Promise<void> {
  const at = performance.now();
  const since = () => `${String(Math.round(performance.now() - at)).padStart(5)} ms`;
  console.log("  The main job, just now:");
  console.log(`    ${since()}  Amara Bell, in an emergency department in Lambeth, raises: she believes police are needed`);
  const { status, body } = await as(machine, "amara_bell", "POST", "escalations", A_RAISE);
  if (status !== 201) return console.log(`    It was not kept: ${status} ${JSON.stringify(body)}`);
  console.log(`    ${since()}  kept as ${body.reference}, ${body.priority}, with the first page already written`);
  const letter = await arrival(machine, body.reference);
  console.log(
    letter ? `    ${since()}  ${letter.to} has the mail: «${letter.subject}»` : "    No mail arrived: look at the laboratory.",
  );
  console.log(
    `    Nobody has answered yet. Sign in as Inspector Idris Vale and acknowledge it: ${machine.site}/escalations/${body.id}`,
  );
  console.log(
    `    Or wait: at ${body.clocks.flatMap(({ limit, dueAt }) => (limit === "acknowledge" ? [london(dueAt)] : []))[0]} the next tier is told by itself.\n`,
  );
}

async function arrival({ mailbox }: Machine, reference: string) {
  for (let looks = 0; looks < 200; looks += 1) {
    const letter = mailbox.letters.find(({ subject }) => subject.startsWith(reference));
    if (letter) return letter;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return undefined;
}
