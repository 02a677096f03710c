import { writeFileSync } from "node:fs";
import type * as z from "zod";
import type { Limit } from "../core/escalation/clock.ts";
import { type Ending, type ReopenedBy, Stage } from "../core/escalation/escalation.ts";
import { type MoveName, RULES, WHO } from "../core/escalation/rules.ts";

/** What each stage means for the people in it. */
const MEANS: Record<Stage, string> = {
  raised: "It has been asked for, and nobody has it. Whoever is on duty at the tier that is being asked has been told.",
  nobody_answered:
    "The ladder has come to its end: nobody acknowledged, or whoever did left the answer or the arrival owing. The raiser is told whom to ring, and everyone on the ladder who is on duty is asked again, round after round.",
  acknowledged: "A named person has it. Nothing has been decided, or it has to be decided anew.",
  decided:
    "There is an answer, with its reason. Somebody is on their way, another body has been asked, or police look at it again at a set time.",
  in_action: "Somebody is on scene, or the other body has accepted it.",
  resolved: "It is known what has happened to the person, and nobody is waited for any more. It can be closed.",
  closed: "Nothing is owed. The whole story stays, and news opens it again.",
};

/** What time does: what is owed, from when, what a miss does, and whether the next tier hears of it. */
const TIME: Record<Limit, { owed: string; from: string; missed: string; climbs: boolean }> = {
  acknowledge: {
    owed: "somebody on duty says that they have seen it",
    from: "a tier being alerted",
    missed: "The next tier is alerted.",
    climbs: true,
  },
  decide: {
    owed: "an answer, with its reason",
    from: "the raise; again from the last miss, and whenever it has to be decided anew",
    missed: "The next tier is alerted, and it runs again.",
    climbs: true,
  },
  arrive: {
    owed: "somebody on scene",
    from: "the decision to come, or until the time that was given",
    missed: "The next tier is alerted, and it runs again.",
    climbs: true,
  },
  accept_referral: {
    owed: "the other body accepts, or declines",
    from: "the decision that refers it; missed at once when nobody is on duty there",
    missed:
      "A decision is owed again. Whoever has it, the first tier, those who asked and the raiser’s own desk are told, and the next tier is alerted.",
    climbs: true,
  },
  read_answer: {
    owed: "each agency that must know reads the answer as it now is",
    from: "an answer being changed, or a unit being stood down",
    missed: "Whoever has it is told to ring; the raiser’s own desk and deputy are told.",
    climbs: false,
  },
  read_information: {
    owed: "whoever has it opens what is new",
    from: "the news, or another request being joined",
    missed: "The next tier is alerted.",
    climbs: true,
  },
  review: {
    owed: "another look at an answer",
    from: "that answer, until the time it named",
    missed: "A decision is owed again. The raiser’s own desk is told, and the next tier is alerted.",
    climbs: true,
  },
  close: {
    owed: "the outcome, and the closing",
    from: "nothing else being owed",
    missed: "Whoever has it and the raiser are reminded, and it runs again.",
    climbs: false,
  },
  repeat: {
    owed: "nothing: it is the time until everyone is asked again",
    from: "the ladder’s end",
    missed: "Everyone on the ladder who is on duty is asked once more, and the next round starts.",
    climbs: false,
  },
  shift_end: {
    owed: "nothing: it is the end of the shift of whoever has it",
    from: "their taking it",
    missed:
      "Somebody who is still on duty there keeps it. From anybody else it goes to those who are on duty at that tier now, with a fresh time to acknowledge and every other limit as it was; the raiser hears.",
    climbs: false,
  },
  custody_handover: {
    owed: "a named clinician accepts the detained person",
    from: "the arrival at the place of safety; the raise, where police ask and nobody has said when they arrived",
    missed: "Whoever has it, the tier that is being asked, the raiser and the raiser’s own desk are told.",
    climbs: false,
  },
  detention_ends: {
    owed: "nothing: it is the end of the detention, 24 elapsed hours and any extension that was authorised before they were over",
    from: "when the detention began: the arrival at the first place of safety, or the decision to keep the person where they were; the arrival here unless something else is said",
    missed: "The raiser’s own desk is told, and the next tier is alerted.",
    climbs: true,
  },
  respond: {
    owed: "whoever asked says what they did with the answer",
    from: "an answer that leaves the decision to them",
    missed: "The raiser and their own desk are reminded, and it runs again.",
    climbs: false,
  },
  look_back: {
    owed: "how the person is, at a time after the answer that was agreed on",
    from: "that answer, and the time being reminded of when it has come",
    missed: "Whoever is on duty at the first tier and the raiser’s own desk are reminded, and it runs again.",
    climbs: false,
  },
  plan_review: {
    owed: "the raising side looks at its interim plan again",
    from: "the plan, until the time it named",
    missed: "The raiser and their own desk are reminded.",
    climbs: false,
  },
};

/** How a case ends. */
const ENDS: Record<z.output<typeof Ending>, string> = {
  closed: "Nothing was owed any more.",
  withdrawn_found_safe: "The agency that raised it takes it back: the person is safe.",
  withdrawn_other: "The agency that raised it takes it back, for another reason.",
  superseded_by_999: "A 999 call took its place; its number is kept.",
  merged_duplicate: "It was about the same person as an older case, and goes on there with every word of it.",
  disagreement_unresolved:
    "The two sides read it differently up to the top tier. Both positions stand in their own words, and go to the next partner call.",
};

/** What makes an answer be given anew. */
const REOPENS: Record<z.output<typeof ReopenedBy>, string> = {
  new_information:
    "News, unless whoever brings it says that it does not bear on the risk, or a greater urgency, once there is an answer and nobody is on their way; after the close, any news at all.",
  linked_request: "Another caller’s own request about the same person or place joins a case that has an answer, or has closed.",
  disagreement: "An agency that asked reads the answer differently: the next tier decides.",
  unit_stood_down: "The unit that was coming is needed elsewhere. The arrive limit runs on.",
  referral_declined: "The other body declines.",
  departure: "Officers leave and nobody has agreed to take the person on.",
};

type Step = readonly [Stage, Stage];
const OPEN = Stage.options.filter((stage) => stage !== "closed");
const ANSWERED: readonly Stage[] = ["decided", "in_action", "resolved"];
const each = (from: readonly Stage[], to: Stage): Step[] => from.map((stage) => [stage, to]);

/**
 * The steps that the picture shows: of all that the table allows, those that a move takes while whoever has the case is on duty. A move
 * without one leaves the case where it stands.
 */
const STEPS: Record<MoveName, readonly Step[]> = {
  acknowledge: [...each(["raised", "nobody_answered"], "acknowledged"), ["nobody_answered", "decided"]],
  decide: each(["raised", "nobody_answered", "acknowledged", "in_action", "resolved"], "decided"),
  askForMore: [],
  defer: [],
  changePriority: [],
  standDown: [["decided", "acknowledged"]],
  offerHandover: [],
  arrive: each(["nobody_answered", "decided"], "in_action"),
  answerReferral: [
    ["decided", "in_action"],
    ["decided", "acknowledged"],
  ],
  addNews: each([...ANSWERED, "closed"], "acknowledged"),
  readNews: [],
  readAnswer: [],
  logCall: [],
  respond: [],
  disagree: each(ANSWERED, "acknowledged"),
  recordPlan: [],
  recordCustody: [],
  leaveWithoutHandover: [],
  sayRelated: [...each(OPEN, "closed"), ...each([...ANSWERED, "closed"], "acknowledged")],
  recordOutcome: each(["decided", "in_action"], "resolved"),
  close: [["resolved", "closed"]],
  withdraw: each(OPEN, "closed"),
  addNote: [],
};
/** What no person does: a limit that was missed at the top, and a shift that ended. */
const BY_TIME: readonly Step[] = [...each(["raised", "acknowledged", "decided"], "nobody_answered"), ["acknowledged", "raised"]];

const spaced = (name: string): string => name.replace(/[A-Z]/g, (sign) => ` ${sign.toLowerCase()}`).replaceAll("_", " ");
const moves = Object.keys(RULES) as MoveName[];

const leads = (steps: readonly Step[], from: Stage, to: Stage): boolean =>
  steps.some(([one, other]) => one === from && other === to);

/** The moves that close a case from wherever it stands: they are said once, below the picture. */
const fromAnywhere = moves.filter((move) => OPEN.every((from) => leads(STEPS[move], from, "closed")));

/** One line for each pair of stages, with every move that leads from the one to the other. */
const edges = (): string[] =>
  Stage.options.flatMap((from) =>
    Stage.options.flatMap((to) => {
      const drawn = moves.filter((move) => leads(STEPS[move], from, to) && !(to === "closed" && fromAnywhere.includes(move)));
      const labels = [...drawn.map(spaced), ...(leads(BY_TIME, from, to) ? ["time"] : [])];
      return labels.length > 0 ? [`    ${from} --> ${to} : ${labels.join(", ")}`] : [];
    }),
  );

const whenever = (stages: readonly Stage[]): string => {
  if (stages.length === Stage.options.length) return "any stage, also closed";
  return OPEN.every((stage) => stages.includes(stage)) ? "any open stage" : stages.map(spaced).join(", ");
};
const leadsTo = (move: MoveName): string => {
  const { from, to }: { from: readonly Stage[]; to: readonly Stage[] } = RULES[move];
  if (STEPS[move].length === 0 && from.every((stage) => to.includes(stage))) return "stays where it is";
  if (to.length === Stage.options.length) return "any stage";
  return OPEN.every((stage) => to.includes(stage)) ? "any open stage" : to.map(spaced).join(", ");
};

const row = (...cells: string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...head), row(...head.map(() => "---")), ...rows.map((cells) => row(...cells))].join("\n");
const coded = (entries: object): string[][] => Object.entries(entries).map(([code, words]) => [`\`${code}\``, String(words)]);

/** The page that a product owner reads, from the table that the code refuses by. */
export const lifecycle = (): string => `# The life of a case

*\`npm run lifecycle\` writes this page from \`RULES\` in \`core/escalation/rules.ts\`, the table by which the code refuses. Change the table,
not the page: a test holds the two together.*

## Three questions

A case answers three questions. Each is answered in its own time, by other people, and none stands for another.

| the question | the answer | when it changes |
| --- | --- | --- |
| Who has it? | One named person, until their shift ends | somebody on duty acknowledges it, decides it, or accepts it from whoever offers it; a shift ends |
| What was decided? | An answer with its reason, its tier, and what was on the screen. Earlier answers stay beside it | somebody on duty decides, or decides anew |
| What has happened to the person? | An outcome, and who has seen them | either side records it: before an answer, after it, after the close |

To acknowledge decides nothing. To decide brings nobody to a door: the arrival is recorded by itself. And no case closes before the third
question has an answer.

## What each stage means

One word for a list, derived from the case and never kept (\`stageOf\` in \`core/escalation/escalation.ts\`).

${table(
  ["stage", "what it means"],
  Stage.options.map((stage) => [spaced(stage), MEANS[stage]]),
)}

## The picture

\`\`\`mermaid
stateDiagram-v2
    [*] --> raised : raise
${edges().join("\n")}
\`\`\`

From wherever an open case stands, to closed: ${fromAnywhere.map(spaced).join(", ")}.

*Say related* joins two cases: the newer one closes, and the older one, if it had an answer, is answered anew. *Time* is what no person
does: a limit missed at the top of the ladder, and the end of a shift.

The picture shows how most cases go. A move that is not in it leaves a case where it stands. Where whoever had a case is no longer on duty, it
goes to *raised* and not to *acknowledged*. A tier that nobody stands on is passed at once, so whatever asks the next tier may end at
*nobody answered*; once somebody takes such a case, it stands again where it stood before.

## The moves

The code refuses whatever is not in this table: another person, another stage. "Where it may lead" is where the case may stand afterwards.

${table(
  ["move", "in its own words", "who", "from", "where it may lead"],
  moves.map((move) => [`\`${move}\``, RULES[move].says, WHO[RULES[move].who], whenever(RULES[move].from), leadsTo(move)]),
)}

## What time does

Each limit is a clock of the case. Before most of them whoever owes it is reminded once. What a miss does happens by itself. However many
limits are missed at one moment, one tier is alerted; a tier that nobody can be reached on is passed at once; above the top the case is
one that nobody answered.

${table(
  ["limit", "what is owed", "counted from", "what a miss does", "next tier"],
  Object.entries(TIME).map(([limit, { owed, from, missed, climbs }]) => [
    `\`${limit}\``,
    owed,
    from,
    missed,
    climbs ? "asked" : "-",
  ]),
)}

## How it ends

${table(["ending", "what it means"], coded(ENDS))}

A case can be closed when it has an answer that stands and nobody is waited for; when it is recorded what has happened to the person, and
who has seen them; when a declined or disputed case has the raising side's interim plan; when, for a detained person, a named clinician
has accepted them or officers have left, and it is said whether next of kin were told and who must hear the result; and when the raising
side has read the answer as it is, or was told it by telephone, or its numbers were rung in vain, two calls at least. When an
answer was changed, so has every other agency that was told it. Such a case stands at *resolved*.

## What opens the answer again

${table(["why", "what happened"], coded(REOPENS))}

What was decided stays in sight, as made before this. Whoever has it keeps it while they are on duty. News is opened before anybody decides
anew. A disagreement at the top of the ladder opens nothing: it stands unresolved, and goes to the next partner call.
`;

/** `npm run lifecycle`. */
if (import.meta.main) writeFileSync(new URL("lifecycle.md", import.meta.url), lifecycle());
