import { SeenBy, titleOf } from "../core/escalation/escalation.ts";
import { THEMES } from "../core/escalation/theme.ts";
import { answerersOf } from "../core/escalation/wording.ts";
import { addressOf, type FormView } from "./case-view.ts";
import { AnyOf, type Fields, LongText, OneOf, PickOne, PressButton, PressForm, ShortText, WallClock } from "./form.tsx";
import { SEEN_BY } from "./words.ts";

/** How the fields are called of what anybody who shares the case may do, or the body that it was referred to. */
export const ARRIVAL_FIELDS = {
  callSign: { label: "Call sign", ask: "Give the call sign" },
  claimedAt: { label: "When they arrived", ask: "Say when they arrived" },
} as const satisfies Fields;
export const OUTCOME_FIELDS = {
  code: { label: "What has happened to the person", ask: "Choose what has happened to the person" },
  seenBy: { label: "Who has seen the person", ask: "Say who has seen the person, or that nobody has" },
} as const satisfies Fields;
export const CLOSURE_FIELDS = { why: { label: "Why", ask: "Say why" } } as const satisfies Fields;
export const PRIORITY_FIELDS = {
  priority: { label: "Urgency", ask: "Choose how urgent it is" },
  agreedWith: { label: "Who agrees", ask: "Choose the second person who agrees that it is less urgent" },
  why: { label: "Why", ask: "Say why" },
} as const satisfies Fields;
export const NOTE_FIELDS = {
  text: { label: "Note", ask: "Write the note" },
  own: { label: "Who reads it", ask: "Say who reads it" },
  theme: { label: "Theme", ask: "Choose the theme" },
} as const satisfies Fields;
export const RELATED_FIELDS = {
  other: { label: "The other case", ask: "Say which case" },
  same: { label: "Whether it is the same", ask: "Say whether it is the same" },
  because: { label: "Because", ask: "Say by what you know" },
} as const satisfies Fields;
export const REFERRAL_FIELDS = {
  accepts: { label: "Your answer", ask: "Say whether you accept it" },
  reference: { label: "Your reference", ask: "Give your own reference for it" },
  expectedAt: { label: "When to expect you", ask: "Say when to expect you" },
  why: { label: "Why", ask: "Say why, so that somebody else can be found" },
} as const satisfies Fields;

export const ArriveForm = ({ of, press, typed }: FormView) => (
  <PressForm to={addressOf(of, "arrival")} press={press} going="Recording">
    <ShortText
      form="arrival"
      typed={typed}
      name="callSign"
      label="Call sign or shoulder number"
      hint="Whoever came gives it; whoever asked need not."
      width={10}
    />
    <WallClock form="arrival" typed={typed} name="claimedAt" label="When they arrived, if that was earlier" />
    <PressButton>{answerersOf(of)} are on scene</PressButton>
  </PressForm>
);

export const OutcomeForm = ({ of, press, typed }: FormView) => (
  <PressForm to={addressOf(of, "outcome")} press={press} going="Recording">
    <OneOf form="outcome" typed={typed} name="code" label="What has happened to the person?" choices={of.terms.outcomes} />
    <PickOne
      form="outcome"
      typed={typed}
      name="seenBy"
      label="Who has seen the person?"
      choices={SeenBy.options.map((code) => ({ code, title: SEEN_BY[code] }))}
      first="Choose who"
    />
    <PressButton>Record this</PressButton>
  </PressForm>
);

export const CloseForm = ({ of, press, typed }: FormView) => (
  <PressForm to={addressOf(of, "closure")} press={press} going="Closing">
    <LongText form="closure" typed={typed} name="why" label="Anything to add (optional)" most={1000} rows={2} />
    <PressButton>Close {of.reference}</PressButton>
  </PressForm>
);

/** More urgent, by anybody; less urgent only by two people on duty. */
export function PriorityForm({ of, press, typed, priorities, colleagues }: FormView) {
  const field = { form: "priority", typed };
  const codes = of.terms.priorities.map(({ code }) => code);
  const lowers = priorities.some((code) => codes.indexOf(code) > codes.indexOf(of.priority));
  const title = (code: string) => `${code} ${titleOf(of.terms.priorities, code)}`;
  return (
    <PressForm to={addressOf(of, "priority")} press={press} going="Changing">
      <OneOf
        {...field}
        name="priority"
        label={`It is ${title(of.priority)} now. What should it be?`}
        choices={priorities.map((code) => ({ code, title: title(code) }))}
      />
      {lowers && (
        <PickOne
          {...field}
          name="agreedWith"
          label="Who agrees? Only to make it less urgent"
          choices={colleagues}
          first="Nobody, it gets more urgent"
        />
      )}
      <LongText {...field} name="why" label="Why?" most={1000} rows={2} />
      <PressButton quiet>Change the urgency</PressButton>
    </PressForm>
  );
}

export const NoteForm = ({ of, press, typed }: FormView) => (
  <PressForm to={addressOf(of, "notes")} press={press} going="Keeping">
    <LongText
      form="notes"
      typed={typed}
      name="text"
      label="Note"
      hint="Both sides read it, unless you say otherwise below. It moves no limit: what bears on the risk is news."
      most={2000}
      rows={3}
    />
    <PickOne
      form="notes"
      typed={typed}
      name="theme"
      label="A theme for learning (optional)"
      choices={Object.entries(THEMES).map(([code, title]) => ({ code, title: `${code} ${title}` }))}
      first="No theme"
    />
    <AnyOf
      form="notes"
      typed={typed}
      name="own"
      label={NOTE_FIELDS.own.label}
      choices={[{ code: "yes", title: "My own agency alone. The other side sees that there is a note" }]}
    />
    <PressButton quiet>Add the note</PressButton>
  </PressForm>
);

/** Which of the related cases a form is about: each has a form of its own. */
export const relatedForm = (other: string): string => `related-${other}`;

interface RelatedView extends FormView {
  readonly other: { readonly id: string; readonly reference: string };
  /** May this reader say that the two are one? */
  readonly joins: boolean;
}

/** Are two cases the same? Joined, the newer goes on in the older; kept apart, both keep why. Whoever cannot join them can say that they are two. */
export const RelatedForm = ({ of, press, typed, other, joins }: RelatedView) => {
  const field = { form: relatedForm(other.id), typed };
  const whether = (
    <OneOf
      {...field}
      name="same"
      label={`Is ${other.reference} about the same person or place?`}
      choices={[
        { code: "yes", title: "Yes: join the two", hint: "The newer goes on in the older, with every word of it." },
        { code: "no", title: "No, it is not the same" },
      ]}
    />
  );
  const apart = (
    <>
      <p className="nhsuk-hint">Whoever can see both joins them. If it is the same, say so here as news.</p>
      <input type="hidden" name="same" value="no" />
    </>
  );
  return (
    <PressForm to={addressOf(of, "related")} press={press} going="Recording">
      <input type="hidden" name="other" value={other.id} />
      {joins ? whether : apart}
      <ShortText {...field} name="because" label={joins ? "Because" : `${other.reference} is not the same, because`} />
      <PressButton quiet>{joins ? "Record this" : "Record that it is not the same"}</PressButton>
    </PressForm>
  );
};

/** The body it was referred to accepts, with its reference and when to expect it, or declines, because. */
export function ReferralForm({ of, press, typed }: FormView) {
  const field = { form: "referral-answer", typed };
  const accepted = (
    <>
      <ShortText {...field} name="reference" label="Your own reference" width={20} />
      <WallClock {...field} name="expectedAt" label="When to expect you, if you know" />
    </>
  );
  const declined = <LongText {...field} name="why" label="Why?" most={1000} rows={2} />;
  return (
    <PressForm to={addressOf(of, "referral-answer")} press={press} going="Answering">
      <OneOf
        {...field}
        name="accepts"
        label={`This has been referred to ${titleOf(of.terms.bodies, of.referral?.body ?? "")}. Do you accept it?`}
        choices={[
          { code: "yes", title: "We accept it", more: accepted },
          { code: "no", title: "We decline it", more: declined },
        ]}
      />
      <PressButton>Answer</PressButton>
    </PressForm>
  );
}
