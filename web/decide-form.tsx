import type { ReactNode } from "react";
import { notTheirs } from "../core/escalation/decide.ts";
import { type Escalation, limitsOf } from "../core/escalation/escalation.ts";
import { unreadBy } from "../core/escalation/known.ts";
import { isOfAskers } from "../core/escalation/must-carry.ts";
import type { Carried, DecisionOption } from "../core/partnership/partnership.ts";
import { addressOf, type FormView, LIMBS } from "./case-view.ts";
import { type Fields, FieldsFold, LongText, OneOf, PickOne, PressButton, PressForm, ShortText, WallClock } from "./form.tsx";
import { GRADES, POWERS, READINGS, RISK_GRADES } from "./known-words.ts";
import { choicesOf, counted } from "./words.ts";

/** How each field of a decision is called, in the order of the form. */
export const DECISION_FIELDS = {
  code: { label: "Decision", ask: "Choose a decision" },
  "limbs.limb_a.reading": { label: "First limb", ask: "Read the first limb of the threshold" },
  "limbs.limb_a.facts": { label: "First limb, facts", ask: "Give the facts about the person now for the first limb" },
  "limbs.limb_b.reading": { label: "Second limb", ask: "Read the second limb of the threshold" },
  "limbs.limb_b.facts": { label: "Second limb, facts", ask: "Give the facts about the person now for the second limb" },
  advice: { label: "Advice", ask: "Write the advice" },
  changeIf: { label: "What would change this", ask: "Say what would change this answer" },
  grade: { label: "Grade of response", ask: "Choose the grade of response" },
  "cad.number": { label: "CAD number", ask: "Give the CAD number, or leave its date empty too" },
  "cad.date": { label: "CAD date", ask: "Give the date of the CAD number" },
  partner: { label: "Partner", ask: "Say with whom police go" },
  meetingPoint: { label: "Meeting point", ask: "Say where they meet" },
  "riskGrade.grade": { label: "Grade of risk", ask: "Choose the grade of risk" },
  "riskGrade.scale": { label: "Whose scale", ask: "Say whose scale the grade of risk is on" },
  reference: { label: "Reference", ask: "Give the reference" },
  namedOwner: { label: "Who has the enquiry", ask: "Name who has the enquiry" },
  referTo: { label: "Which service", ask: "Choose which service is asked" },
  "entry.who": { label: "Who enters", ask: "Say who enters" },
  "entry.power": { label: "Power of entry", ask: "Choose the power they enter under" },
  "entry.by": { label: "When they enter", ask: "Say by when they enter" },
  custodyHolder: { label: "Who has legal custody now", ask: "Name who has legal custody now" },
  category: { label: "Category", ask: "Choose the category" },
  safeWith: { label: "Safe with", ask: "Say with whom they are safe" },
  placeOfSafety: { label: "Place of safety", ask: "Say which place of safety has a bed" },
  "followUp.what": { label: "What follows", ask: "Say what follows for the person" },
  "followUp.who": { label: "Who sees to it", ask: "Say who sees to it" },
  "followUp.by": { label: "By when it follows", ask: "Say by when" },
  arriveBy: { label: "They arrive by", ask: "Say when they will arrive" },
  reviewAt: { label: "Look again at", ask: "Say when this will be looked at again" },
  why: { label: "Why", ask: "Say why, on what is known now" },
  information: { label: "Information", ask: "Say what is known" },
  threat: { label: "Threat and risk", ask: "Say what the threat is" },
  power: { label: "Powers and policy", ask: "Choose the power relied on" },
  options: { label: "Options", ask: "Say which options were weighed" },
  remark: { label: "Remark for learning", ask: "Write the remark" },
} as const satisfies Fields;
type DecisionField = keyof typeof DECISION_FIELDS;

/** Fields that go with every decision; each other belongs to the decision it goes with. */
const SHARED: readonly string[] = ["code", "why", "information", "threat", "power", "options", "remark"];

/** The name of a field under its own decision: without scripts the fields of every decision are on the page at once. */
export const fieldUnder = (field: string, code: string): string => (SHARED.includes(field) ? field : `${field}.${code}`);

/** What is called what under one decision. */
export const fieldsUnder = (code: string): Fields =>
  Object.fromEntries(Object.entries(DECISION_FIELDS).map(([field, words]) => [fieldUnder(field, code), words]));

/** The grade that usually goes with a decision; another may be chosen. */
const USUAL_GRADE: Readonly<Record<string, string>> = { attend_immediate: "I", attend_prompt: "S" };

type OptionView = FormView & { readonly option: DecisionOption };

/** A field of one decision. */
const own = ({ option, typed }: OptionView, field: DecisionField, label: string, hint?: string) => ({
  form: "decision",
  typed,
  name: fieldUnder(field, option.code),
  label,
  ...(hint ? { hint } : {}),
});

/** What each thing that a decision must carry is asked with. */
const CARRIED: Record<Carried, (view: OptionView) => ReactNode> = {
  limbs: (view) =>
    LIMBS.map((limb) => (
      <div key={limb}>
        <OneOf {...own(view, `limbs.${limb}.reading`, view.limbOf(limb))} choices={choicesOf(READINGS)} />
        <LongText
          {...own(view, `limbs.${limb}.facts`, "On which facts about the person now?", "Not who should have prevented it.")}
          most={1000}
          rows={2}
        />
      </div>
    )),
  changeIf: (view) => (
    <LongText
      {...own(view, "changeIf", "What would change this answer?", "The raising side reads this at once.")}
      most={1000}
      rows={2}
    />
  ),
  reviewAt: (view) => <WallClock {...own(view, "reviewAt", "Look again at")} offer={view.later} />,
  cad: (view) => (
    <>
      <ShortText
        {...own(view, "cad.number", "CAD number", "Leave it empty when there is none yet: it is recorded as «not yet».")}
        width={10}
      />
      <ShortText {...own(view, "cad.date", "Date of the CAD number")} kind="date" width={20} offer={view.wall.slice(0, 10)} />
    </>
  ),
  grade: (view) => (
    <PickOne
      {...own(view, "grade", "Grade of response")}
      choices={choicesOf(GRADES).filter(({ code }) => code !== "R" || view.option.leadsTo !== "arrive")}
      first="Choose a grade"
      offer={USUAL_GRADE[view.option.code] ?? ""}
    />
  ),
  partner: (view) => <ShortText {...own(view, "partner", "With whom?")} />,
  meetingPoint: (view) => <ShortText {...own(view, "meetingPoint", "Where do they meet?")} />,
  entry: (view) => <Entry {...view} />,
  riskGrade: (view) => (
    <>
      <PickOne {...own(view, "riskGrade.grade", "Grade of risk")} choices={choicesOf(RISK_GRADES)} first="Choose a grade" />
      <ShortText
        {...own(view, "riskGrade.scale", "Whose scale is it?", "The same word means different things to different forces.")}
        offer={view.agencyOf(view.reader.agency)}
      />
    </>
  ),
  reference: (view) => <ShortText {...own(view, "reference", "Reference of the report")} width={20} />,
  namedOwner: (view) => <ShortText {...own(view, "namedOwner", "Who has the enquiry, by name?")} />,
  advice: (view) => <LongText {...own(view, "advice", "What is the advice?")} most={1000} rows={3} />,
  referTo: (view) => {
    const bodies = view.of.terms.bodies.filter((body) => body.teams.length > 0 && !isOfAskers(view.of, body));
    const enters = bodies.filter(({ entry }) => entry).map(({ title }) => title);
    return (
      <>
        <PickOne {...own(view, "referTo", "Which service is asked?")} choices={bodies} first="Choose a service" />
        {enters.length > 0 && <Entry {...view} only={`Only for ${enters.join(", ")}.`} />}
      </>
    );
  },
  custodyHolder: (view) => <ShortText {...own(view, "custodyHolder", "Who has legal custody now, by name?")} />,
  category: (view) => (
    <PickOne {...own(view, "category", "Category")} choices={view.of.terms.categories} first="Choose a category" />
  ),
  safeWith: (view) => <ShortText {...own(view, "safeWith", "With whom are they safe?")} />,
  placeOfSafety: (view) => <ShortText {...own(view, "placeOfSafety", "Which place of safety has a bed?")} />,
  followUp: (view) => (
    <>
      <ShortText {...own(view, "followUp.what", "What follows for the person?")} />
      <ShortText {...own(view, "followUp.who", "Who sees to it?", "A team or a role.")} />
      <WallClock {...own(view, "followUp.by", "By when?")} offer={view.later} />
    </>
  ),
};

const Entry = ({ only, ...view }: OptionView & { only?: string }) => (
  <>
    <ShortText {...own(view, "entry.who", "Who enters?", only)} />
    <PickOne {...own(view, "entry.power", "Under what power?")} choices={choicesOf(POWERS)} first="Choose a power" />
    <WallClock {...own(view, "entry.by", "By when?")} />
  </>
);

/** When they arrive: asked for an appointment, and welcome at any other time. */
const Arrival = (view: OptionView) => {
  const appointed = limitsOf(view.of).byAppointment;
  const field = own(view, "arriveBy", appointed ? "They arrive by" : "They arrive by, if you know");
  return appointed ? <WallClock {...field} offer={view.later} /> : <WallClock {...field} />;
};

/** What goes with one decision, beneath it. */
const Carries = (view: OptionView) => (
  <>
    {view.option.carries.map((name) => {
      const Asked = CARRIED[name];
      return <Asked key={name} {...view} />;
    })}
    {view.option.leadsTo === "arrive" && <Arrival {...view} />}
  </>
);

/** The form of the decision, for what stands elsewhere on the page and belongs to it. */
export const DECIDE_FORM = "decision-form";

/** The press that opens what is new in the middle of a decision, and comes back to it with everything that was filled in. */
export const openingWithin = (of: Pick<Escalation, "id">) => ({
  to: addressOf(of, "news-read"),
  keep: "decision",
  going: "Opening",
  of: DECIDE_FORM,
});

/** What the button of the decision says: it decides, decides anew, or changes what stands. */
export const decideWords = ({ decision, reopened }: Pick<Escalation, "decision" | "reopened">): string =>
  reopened ? "Decide anew" : decision ? "Change the decision" : "Decide";

/**
 * The decision: sending somebody needs a choice and a reason, and each other answer what it has to carry. Those that would be refused at
 * this reader's tier are not offered, and why stands above the others.
 */
export function DecideForm(view: FormView) {
  const { of, press, typed, reader, tier } = view;
  const field = { form: "decision", typed };
  const unread = unreadBy(of, reader.id);
  const offered = of.terms.decisions.filter(({ custody }) => !custody || of.custody);
  const withheld = (option: DecisionOption) => (tier === undefined ? undefined : notTheirs(of, option, tier));
  const why = new Set(offered.flatMap((option) => withheld(option) ?? []));
  // What was filled in under one of them before is not lost: it stays, under why it is not taken.
  const taken = offered.filter((option) => !withheld(option) || option.code === typed.values.get("code"));
  const choices = taken.map((option) => {
    const carries = option.carries.length > 0 || option.leadsTo === "arrive";
    return { code: option.code, title: option.title, ...(carries ? { more: <Carries {...view} option={option} /> } : {}) };
  });
  return (
    <PressForm to={addressOf(of, "decision")} press={press} going="Deciding" id={DECIDE_FORM}>
      {[...why].map((words) => (
        <p key={words}>
          <strong>{words}</strong>
        </p>
      ))}
      <OneOf {...field} name="code" label="Decision" choices={choices} />
      <LongText
        {...field}
        name="why"
        label="Why"
        hint="On what is known now about the risk to the person."
        most={2000}
        rows={3}
      />
      <FieldsFold
        title={of.terms.police === "answer" ? "Your reasons under the headings of the NDM" : "Your reasons in more detail"}
        typed={typed}
        names={["information", "threat", "power", "options"]}
      >
        <LongText {...field} name="information" label="Information: what is known (optional)" most={1000} rows={2} />
        <LongText {...field} name="threat" label="Threat and risk (optional)" most={1000} rows={2} />
        {of.terms.police === "answer" && (
          <PickOne
            {...field}
            name="power"
            label="Powers and policy (optional)"
            choices={choicesOf(POWERS)}
            first="None recorded"
          />
        )}
        <LongText {...field} name="options" label="Options that were weighed (optional)" most={1000} rows={2} />
      </FieldsFold>
      <FieldsFold title="A remark for learning" typed={typed} names={["remark"]}>
        <LongText
          {...field}
          name="remark"
          label="How did it come to this? (optional)"
          hint="Kept for learning under theme T18. It is no part of the reasons."
          most={500}
          rows={2}
        />
      </FieldsFold>
      {unread.length > 0 ? (
        <>
          <p>
            <strong>{counted(unread.length, "piece")} of news came that you have not opened.</strong> Open it, then decide. What
            you have filled in stays.
          </p>
          <PressButton elsewhere={openingWithin(of)}>Open what is new</PressButton>
        </>
      ) : (
        <PressButton>{decideWords(of)}</PressButton>
      )}
    </PressForm>
  );
}
