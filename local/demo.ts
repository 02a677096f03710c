import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { EscalationView } from "../core/escalation/view.ts";
import { london, plus } from "../core/time.ts";
import { buildWeb } from "../web/build.ts";
import { Sentence } from "../web/story.tsx";
import { startDatabase } from "./database.ts";
import { demo } from "./demo-people.ts";
import { newSecrets, startMachine } from "./machine.ts";
import { A_RAISE, as } from "./main-job.ts";
import { Trouble } from "./trouble.ts";

/** `npm run demo`: one night in laboratory time, told as a story. The clock is moved; the table, the stream, the workflow and the mail are real. */
const began = performance.now();
const NIGHT = new Date("2026-01-16T02:00:00.000Z");

async function night(): Promise<void> {
  const [database] = await Promise.all([startDatabase(), buildWeb()]);
  const machine = await startMachine({
    database: database.endpoint,
    table: "demo",
    port: 0,
    secrets: await newSecrets(),
    clockFrom: NIGHT,
  });
  const { clock, rest, mailbox } = machine;
  const cases = await import("../functions/aws/cases.ts");
  const forward = (elapsed: string) => clock?.to(Date.parse(plus(clock.now(), elapsed)), rest.reached);
  const press = async (person: string, path: string, body: object): Promise<EscalationView> => {
    const reply = await as(machine, person, "POST", path, body);
    if (reply.status >= 400) throw new Error(`${person} ${path}: ${JSON.stringify(reply.body)}`);
    await rest.reached();
    return reply.body;
  };
  const seenBy = async (person: string, { id }: EscalationView) => ({
    seen: (await as(machine, person, "GET", `escalations/${id}`)).body.version,
  });
  const nameOf = (id: string) => demo.people.find((one) => one.id === id)?.name ?? id;
  const agreed = await (await import("../functions/aws/directory.ts")).inForce("london", clock?.now() ?? "");
  const agencyOf = (code: string) => agreed.agencies.find((agency) => agency.code === code)?.title ?? code;

  const tell = async ({ id, reference }: EscalationView, title: string) => {
    const of = await cases.get({ partnership: "london", id });
    const { items: facts } = await cases.story(of);
    const lines = facts.map((fact) => ({
      at: fact.at,
      words: renderToStaticMarkup(createElement(Sentence, { fact, context: { of, now: fact.at, nameOf, agencyOf } }))
        .replace(/<[^>]+>/g, " ")
        .replace(/&#x27;/g, "'")
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, "&")
        .replace(/\s+/g, " ")
        .trim(),
    }));
    const letters = mailbox.letters.filter(({ subject }) => subject.startsWith(reference));
    const mails = letters.map(({ at, to, subject }) => ({
      at,
      words: `   mail to ${to}: ${subject.replace(`${reference} `, "")}`,
    }));
    console.log(`\n${title}\n${reference}, ${of.priority}, ${of.terms.area.title}\n`);
    for (const { at, words } of [...lines, ...mails].sort((a, b) => (a.at < b.at ? -1 : 1)))
      console.log(`  ${at.slice(11, 19)}  ${words}`);
  };

  console.log(
    `One night from ${london(NIGHT.toISOString())}, in laboratory time. Nobody in it is real. It is not an emergency line: 999 first.`,
  );
  const first = await press("amara_bell", "escalations", A_RAISE);
  await forward("PT5M");
  await forward("PT2M");
  const seen = await press("omar_reed", `escalations/${first.id}/acknowledgement`, {
    ...(await seenBy("omar_reed", first)),
  });
  await forward("PT3M");
  await press("omar_reed", `escalations/${first.id}/decision`, {
    seen: seen.version,
    code: "attend_immediate",
    why: "He said today that he would end his life, and he is out of sight by the river",
    cad: { number: "4127", date: "2026-01-16" },
    grade: "I",
  });
  await forward("PT9M");
  await press("omar_reed", `escalations/${first.id}/arrival`, { callSign: "LX21" });
  await forward("PT6M");
  await press("omar_reed", `escalations/${first.id}/outcome`, { code: "safe", seenBy: "police" });
  const known = await press("amara_bell", `escalations/${first.id}/answer-read`, await seenBy("amara_bell", first));
  await press("omar_reed", `escalations/${first.id}/closure`, {
    seen: known.version,
    why: "Back in the department with the nurse in charge",
  });
  await tell(first, "THE FIRST CASE. The first tier is silent; the second acknowledges, decides, arrives, closes.");

  const second = await press("jonas_field", "escalations", {
    ...A_RAISE,
    type: "violence_or_crime_on_site",
    ask: "Officers to the department, where a relative is threatening staff",
    place: { borough: "Hackney", address: "The emergency department, main entrance" },
    threshold: ["crime_in_progress_or_reported"],
    whyNow: "He is still here, shouting, and has picked up a chair",
  });
  await forward("PT26M");
  await tell(second, "THE SECOND CASE. Nobody answers: the ladder is climbed to its top, and goes on asking.");

  const worry = {
    ...A_RAISE,
    type: "concern_for_welfare",
    place: { borough: "Lambeth", address: "12 Example Street, Flat 3", postcode: "SE1 7EH" },
    threshold: ["none_unsure"],
  };
  const third = await press("priya_dale", "escalations", {
    ...worry,
    ask: "Officers to look in on a woman whom nobody has seen since Saturday",
    whyNow: "She missed two visits, and she never does",
    alsoTell: ["ambulance"],
  });
  await forward("PT12M");
  await press("idris_vale", `escalations/${third.id}/decision`, {
    ...(await seenBy("idris_vale", third)),
    code: "decline_threshold_not_met",
    why: "Nothing says that she is at risk at this moment",
    limbs: {
      limb_a: { reading: "not_met", facts: "No crime has been reported" },
      limb_b: { reading: "not_met", facts: "No words, plan or means are known; a missed visit alone" },
    },
    changeIf: "Anybody has heard or seen something that says she may be hurt",
    reviewAt: plus(clock?.now() ?? "", "PT4H"),
  });
  await forward("PT20M");
  await press("kit_lane", `escalations/${third.id}/news`, {
    words: "Her mother rang 101: no answer since Saturday, and she would never leave the dog",
    from: "family_or_friend",
    furtherConcern: true,
  });
  await forward("PT10M");
  await press("jonas_field", "escalations", {
    ...worry,
    threshold: ["risk_to_life_now"],
    ask: "Somebody to open the door",
    whyNow: "Her sister says that she has tried to end her life twice before; the dog is barking inside",
    link: { to: third.id, because: "The same flat, and the same first name" },
  });
  await forward("PT1M");
  await press("idris_vale", `escalations/${third.id}/news-read`, { upTo: 2 });
  await press("idris_vale", `escalations/${third.id}/decision`, {
    ...(await seenBy("idris_vale", third)),
    code: "attend_entry_only",
    why: "Two earlier attempts, no word for days, a dog inside: she may be lying hurt behind the door",
    cad: "not_yet",
    entry: { who: "The response team", power: "pace_17_1_e", by: plus(clock?.now() ?? "", "PT15M") },
  });
  for (const person of ["priya_dale", "jonas_field", "ravi_stone"])
    await press(person, `escalations/${third.id}/answer-read`, await seenBy(person, third));
  await tell(
    third,
    "THE THIRD CASE. A decline, two further callers, and a changed answer that everyone who was told has to read.",
  );

  const { items } = await cases.seriousFailures("london", undefined, 10);
  console.log(
    `\nKept for the partners' next call: ${items.length} serious failure (${items.map(({ reference }) => reference).join(", ")}).`,
  );
  const waiting = await (await import("../functions/aws/for-the-call.ts")).forTheCall("london", undefined, 10);
  console.log(
    `On its list: ${waiting.items.map(({ reference, why }) => `${reference} (${why.replaceAll("_", " ")})`).join(", ")}.`,
  );
  const { broken, checked, facts } = await (await import("../functions/aws/chains.ts")).verifyChains();
  console.log(
    `${checked} stories, ${facts} facts, ${mailbox.letters.length} messages; ${broken.length} facts not as they were written.`,
  );
  await machine.close();
  await database.close();
  console.log(`Told in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
}

night().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Trouble ? error.message : error);
    process.exit(1);
  },
);
