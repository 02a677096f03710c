import { Button, Checkboxes, Details } from "nhsuk-react-components";
import type { ReactNode } from "react";
import { asksPolice, OF_POLICE, type Question, type Speech } from "../core/partnership/partnership.ts";
import { type Field, type Fields, idOf, ShortText, type Typed } from "./form.tsx";
import { DONE } from "./known-words.ts";
import { answerName } from "./question.tsx";
import { choicesOf } from "./words.ts";

/** How three of the fields are called where police are asked, and where anybody else is. */
const WHEN_POLICE = {
  where: { label: "Where police are needed", ask: "Choose where police are needed" },
  threshold: { label: "Threshold", ask: "Say which part of the threshold you believe is met, or that you are not sure" },
  ask: { label: "What you ask the police to do", ask: "Say what you ask the police to do" },
};
const WHEN_ANOTHER: typeof WHEN_POLICE = {
  where: { label: "Where", ask: "Choose where it is" },
  threshold: { label: "What applies", ask: "Choose what applies, or that you are not sure" },
  ask: { label: "What you ask", ask: "Say what you ask" },
};

/** What must be said, in the order of the form: how each field is called, and how it is asked for when it was left empty. */
function urgentIn(speech: Speech) {
  const { where, threshold, ask } = asksPolice(speech) ? WHEN_POLICE : WHEN_ANOTHER;
  return {
    type: { label: "What it is about", ask: "Choose what it is about" },
    "place.borough": where,
    "place.address": { label: "Where exactly", ask: "Say where exactly" },
    threshold,
    whyNow: { label: "Why now", ask: "Say why now" },
    ask,
    callBack: { label: "Call-back number", ask: "Give a call-back number" },
    priority: { label: "More urgent", ask: "Choose how urgent it is" },
  } satisfies Fields;
}
export type UrgentField = keyof ReturnType<typeof urgentIn>;

/** So many facts of risk have room on the page; more can be added once it is raised. */
export const FACT_ROWS = ["First", "Second", "Third"] as const;

const factFields = (nth: number, which: string): Fields => ({
  [factName(nth, "code")]: { label: `${which} fact of risk`, ask: `Choose what the ${which.toLowerCase()} fact of risk is` },
  [factName(nth, "words")]: { label: `${which} fact of risk, their words`, ask: "Write their words, exactly" },
  [factName(nth, "status")]: {
    label: `${which} fact of risk, how it is known`,
    ask: `Choose how the ${which.toLowerCase()} fact of risk is known`,
  },
  [factName(nth, "source")]: {
    label: `${which} fact of risk, from whom`,
    ask: `Say from whom the ${which.toLowerCase()} fact of risk comes`,
  },
  [factName(nth, "obtainedAt")]: {
    label: `${which} fact of risk, when it was obtained`,
    ask: `Say when the ${which.toLowerCase()} fact of risk was obtained`,
  },
});

/** Under which name a part of one fact of risk is sent. */
export const factName = (nth: number, part: "code" | "words" | "status" | "source" | "obtainedAt"): string =>
  `riskFacts.${nth}.${part}`;

/** Under which name it is sent what is known of something that has been done. */
export const doneName = (code: string): string => `done.${code}`;

/** What helps, and holds up nothing. */
const MORE = {
  "person.knownAs": { label: "Known as", ask: "Say what they are known as" },
  "person.age": { label: "Age", ask: "Give their age" },
  "person.description": { label: "Description", ask: "Describe them" },
  "person.phone": { label: "Their telephone", ask: "Give their telephone number" },
  "person.nhsNumber": { label: "NHS number", ask: "Give the NHS number, or leave it out" },
  under18: { label: "Under 18", ask: "Say whether they are under 18" },
  childAtRisk: { label: "Child at risk", ask: "Say whether a child may be at risk" },
  "capacity.assessed": { label: "Capacity", ask: "Choose what was found about capacity, or leave its time empty too" },
  "capacity.at": { label: "When capacity was assessed", ask: "Say when capacity was assessed" },
  legalStatus: { label: "Legal status", ask: "Choose the legal status" },
  "place.postcode": { label: "Postcode", ask: "Give the postcode" },
  "place.what3words": { label: "what3words", ask: "Give the three words" },
  "place.confidence": { label: "How sure the place is", ask: "Say how sure the place is" },
  "policeContact.channel": { label: "How police were asked", ask: "Choose how police were asked" },
  "policeContact.at": { label: "When police were asked", ask: "Say when police were asked" },
  "policeContact.cad.number": { label: "CAD number", ask: "Give the CAD number" },
  "policeContact.cad.date": { label: "CAD date", ask: "Give the date on which police gave the CAD number" },
  "policeContact.handler": { label: "Who answered", ask: "Say who answered" },
  "policeContact.answer": { label: "What police said", ask: "Choose what police said" },
  "policeContact.reason": { label: "Their reason", ask: "Say what their reason was" },
  "policeContact.understood": { label: "What was understood", ask: "Say what you understood" },
  alreadyDone: { label: "Done already", ask: "Choose what has been done" },
  hazards: { label: "Danger for staff", ask: "Choose the danger for staff" },
  "deputy.name": { label: "Deputy", ask: "Name your deputy, or leave the number empty too" },
  "deputy.phone": { label: "Deputy’s number", ask: "Give your deputy’s number, or leave the name empty too" },
  shiftEndsAt: { label: "When your shift ends", ask: "Say when your shift ends" },
  "onPaper.at": { label: "When it was written", ask: "Say when it was written on paper" },
  "onPaper.by": { label: "Who wrote it", ask: "Say who wrote it" },
  "onPaper.answeredAt": { label: "When police answered", ask: "Say when police answered" },
  alsoTell: { label: "Who else must hear the answer", ask: "Choose who else must hear the answer" },
} as const satisfies Fields;
export type MoreField = keyof typeof MORE;

/** What a field is called in few words: in an error, and on the form for paper. */
export const labelOf = (name: UrgentField | MoreField, speech: Speech = OF_POLICE): string =>
  ({ ...urgentIn(speech), ...MORE })[name].label;

const doneFields: Fields = Object.fromEntries(
  Object.entries(DONE).map(([code, title]) => [doneName(code), { label: title, ask: title }]),
);

/** Every field of the form in its order; the questions have their own words. */
export const raiseFields = (questions: readonly Question[], speech: Speech): Fields => ({
  ...urgentIn(speech),
  ...Object.fromEntries(questions.map(({ code, title }) => [answerName(code), { label: title, ask: title }])),
  ...Object.assign({}, ...FACT_ROWS.map((which, nth) => factFields(nth, which))),
  ...MORE,
  ...doneFields,
});

/** A part of the form that is folded up until something in it was typed, is wrong, is to be changed, or was asked for. */
export const Fold = ({
  id,
  title,
  typed,
  names,
  open = false,
  children,
}: {
  id?: string;
  title: string;
  typed: Typed;
  names: readonly string[];
  open?: boolean;
  children: ReactNode;
}) => {
  const given = names.some((name) => typed.values.getAll(name).some((value) => value.trim() !== ""));
  const wrong = typed.errors.some(({ field }) => names.includes(field));
  const wanted = names.includes(typed.values.get("change") ?? "");
  return (
    <Details open={open || given || wrong || wanted} {...(id ? { id } : {})}>
      <Details.Summary>{title}</Details.Summary>
      <Details.Text>{children}</Details.Text>
    </Details>
  );
};

/** What has been done already: a tick each, and room beneath it for when, by whom and what came of it. */
export const DoneField = (form: Pick<Field, "form" | "typed">) => {
  const id = idOf(form.form, "alreadyDone");
  const ticked = form.typed.values.getAll("alreadyDone");
  return (
    <Checkboxes
      id={`${id}-group`}
      name="alreadyDone"
      legend="What has been done already?"
      legendProps={{ size: "s" }}
      hint="Tick what has been done."
      small
    >
      {choicesOf(DONE).map(({ code, title }, nth) => (
        <Checkboxes.Item
          key={code}
          id={nth === 0 ? id : `${id}-${nth + 1}`}
          value={code}
          defaultChecked={ticked.includes(code)}
          conditional={
            <ShortText
              {...form}
              name={doneName(code)}
              label={`${title}: ${DETAILS[code] ?? "when, by whom, what came of it?"}`}
            />
          }
        >
          {title}
        </Checkboxes.Item>
      ))}
    </Checkboxes>
  );
};

/** Where something else matters than when and by whom. */
const DETAILS: Readonly<Record<string, string>> = {
  home_visited: "who went, when, which rooms were searched, who was seen?",
  searched_site: "which parts, when, by whom?",
  ambulance_requested: "reference, category, and the wait that was quoted?",
  not_possible: "why?",
};

/** A press that only looks: the page comes again with everything in it, at the part that was asked for, or another one with all of it. */
export const LookButton = ({ look, at, children }: { look: string; at?: string; children: ReactNode }) => (
  <Button secondary preventDoubleClick {...(at ? { formAction: `/raise#${at}` } : {})} name="do" value={look}>
    {children}
  </Button>
);
