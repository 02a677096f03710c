import type { Escalation } from "../core/escalation/escalation.ts";
import { unheard } from "../core/escalation/hearing.ts";
import { dialled } from "../core/escalation/wording.ts";
import { asksPolice } from "../core/partnership/partnership.ts";
import { addressOf, type FormView, LIMBS } from "./case-view.ts";
import { type Fields, LongText, OneOf, PickOne, PressButton, PressForm, ShortText, WallClock } from "./form.tsx";
import { READINGS } from "./known-words.ts";
import { choicesOf, DEFERRED } from "./words.ts";

/** How the fields are called of what whoever answers may do, beside deciding. */
export const MORE_WANTED_FIELDS = {
  "limbs.limb_a.reading": { label: "First limb", ask: "Say which limb cannot be read yet" },
  "limbs.limb_a.facts": { label: "First limb, facts", ask: "Say what is known for the first limb so far" },
  "limbs.limb_b.reading": { label: "Second limb", ask: "Say which limb cannot be read yet" },
  "limbs.limb_b.facts": { label: "Second limb, facts", ask: "Say what is known for the second limb so far" },
  missing: { label: "What is missing", ask: "Say what is missing" },
  whoGets: { label: "Who gets it", ask: "Say who gets it" },
  byWhen: { label: "By when", ask: "Say by when" },
} as const satisfies Fields;
export const DEFERRAL_FIELDS = {
  reason: { label: "Reason", ask: "Choose the reason" },
  why: { label: "Why", ask: "Say why, so that the raising side can read it" },
  until: { label: "Until when", ask: "Say until when" },
} as const satisfies Fields;
export const STAND_DOWN_FIELDS = {
  why: { label: "Why", ask: "Say why the unit is needed elsewhere" },
} as const satisfies Fields;
export const HANDOVER_FIELDS = {
  to: { label: "Who takes it over", ask: "Choose who is asked to take it over" },
  words: { label: "What they need to know", ask: "Say what they need to know" },
} as const satisfies Fields;
export const CALL_FIELDS = {
  number: { label: "Which number", ask: "Choose which number was rung" },
  answered: { label: "Whether somebody answered", ask: "Say whether somebody answered" },
  words: { label: "What was said", ask: "Say what was said" },
} as const satisfies Fields;

/** «There is not enough information»: which limb, what is missing, who gets it, by when. It is no answer, and stops no limit. */
export const MoreWantedForm = ({ of, press, typed, later, limbOf }: FormView) => {
  const field = { form: "more-wanted", typed };
  return (
    <PressForm to={addressOf(of, "more-wanted")} press={press} going="Asking">
      <p>This is no answer: every limit runs on, and both sides see what is missing.</p>
      {(asksPolice(of.terms.speech) ? LIMBS : []).map((limb) => (
        <div key={limb}>
          <PickOne
            {...field}
            name={`limbs.${limb}.reading`}
            label={limbOf(limb)}
            choices={choicesOf(READINGS)}
            first="Not read now"
          />
          <LongText {...field} name={`limbs.${limb}.facts`} label="What is known for it so far" most={1000} rows={2} />
        </div>
      ))}
      <LongText {...field} name="missing" label="What exactly is missing?" most={1000} rows={2} />
      <ShortText {...field} name="whoGets" label="Who gets it?" />
      <WallClock {...field} name="byWhen" label="By when?" offer={later} />
      <PressButton>Ask for what is missing</PressButton>
    </PressForm>
  );
};

/** What is owed is put off, at most so many times; one more is not applied, and the next tier is asked. */
export function DeferForm({ of, press, typed, later }: FormView) {
  const field = { form: "deferral", typed };
  const left = of.terms.mostDeferrals - of.deferrals.length;
  return (
    <PressForm to={addressOf(of, "deferral")} press={press} going="Putting it off">
      <p>
        {left > 0
          ? `It can be put off ${left === 1 ? "once more" : `${left} times`}. The raising side reads why, and until when.`
          : "It has been put off as often as agreed. One more is not applied: it is written down, and the next tier is asked."}
      </p>
      <OneOf {...field} name="reason" label="Why can it not be done now?" choices={choicesOf(DEFERRED)} />
      <LongText {...field} name="why" label="In your own words" most={1000} rows={2} />
      <WallClock {...field} name="until" label="Until when?" hint="At most four times as long as its limit." offer={later} />
      <PressButton quiet>Put it off</PressButton>
    </PressForm>
  );
}

/** The unit that was coming is needed elsewhere: said before it turns round. */
export const StandDownForm = ({ of, press, typed }: FormView) => (
  <PressForm to={addressOf(of, "stand-down")} press={press} going="Standing down">
    <p>Press this before the unit turns round. The limit to arrive runs on, it is to be decided anew, and everybody hears it.</p>
    <LongText form="stand-down" typed={typed} name="why" label="Why is the unit needed elsewhere?" most={1000} rows={2} />
    <PressButton grave>Stand the unit down</PressButton>
  </PressForm>
);

/** Somebody else on duty is asked to take it over: it stays here until they accept. */
export const HandoverForm = ({ of, press, typed, colleagues }: FormView) => (
  <PressForm to={addressOf(of, "handover")} press={press} going="Asking">
    <PickOne
      form="handover"
      typed={typed}
      name="to"
      label="Who is asked to take it over?"
      choices={colleagues}
      first="Choose who"
    />
    <LongText
      form="handover"
      typed={typed}
      name="words"
      label="What do they need to know?"
      hint="You have it until they acknowledge."
      most={1000}
      rows={3}
    />
    <PressButton>Offer it</PressButton>
  </PressForm>
);

/** A number to ring an agency on, beside the raiser's: its own caller's, or else its desk's. */
function deskNumber({ news, terms }: Escalation, agency: string): string | undefined {
  const caller = news.find(({ kind, by }) => kind === "linked" && by.agency === agency)?.callBack;
  return caller ?? Object.values(terms.teams).find((team) => team.agency === agency)?.controlRoom;
}

/** Somebody rang about the answer: each number counts, answered or not. */
export function CallForm({ of, press, typed, agencyOf }: FormView) {
  const field = { form: "calls", typed };
  const { callBack, deputy } = of.ask;
  const numbers = [
    { code: "call_back", title: `Call-back number, ${dialled(callBack)}` },
    ...(deputy ? [{ code: "deputy", title: `${deputy.name}, deputy, ${dialled(deputy.phone)}` }] : []),
    ...unheard(of).map((agency) => {
      const number = deskNumber(of, agency);
      return { code: `desk ${agency}`, title: `${agencyOf(agency)}${number ? `, ${dialled(number)}` : ""}` };
    }),
  ];
  return (
    <PressForm to={addressOf(of, "calls")} press={press} going="Recording">
      <OneOf {...field} name="number" label="Which number did you ring?" choices={numbers} />
      <OneOf
        {...field}
        name="answered"
        label="Did somebody answer?"
        choices={[
          { code: "yes", title: "Yes, and they know the answer now" },
          { code: "no", title: "No" },
        ]}
      />
      <LongText {...field} name="words" label="What was said (optional)" most={1000} rows={2} />
      <PressButton>Record the call</PressButton>
    </PressForm>
  );
}
