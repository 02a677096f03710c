import { Details } from "nhsuk-react-components";
import type { ReactNode } from "react";
import { type Escalation, limitsOf, SeenBy } from "../core/escalation/escalation.ts";
import {
  inWordsOf,
  LongText,
  NOTHING_TYPED,
  OneOf,
  PickOne,
  type Press,
  PressButton,
  PressForm,
  ShortText,
  type Typed,
} from "./form.tsx";
import type { MoveName } from "./moves.ts";
import { SEEN_BY, WITHDRAWN_AS } from "./words.ts";

/** What each form of a case needs: the case, the press it would make, and what was typed into it before. */
export interface FormView {
  readonly of: Escalation;
  readonly press: Press;
  readonly typed: Typed;
  /** A time that a decision may offer, on London's wall clock. */
  readonly later: string;
}

/** How each field of each move is called, and how it is asked for when it was left empty. */
const FIELDS: Record<MoveName, Readonly<Record<string, { readonly label: string; readonly ask: string }>>> = {
  acknowledgement: {},
  decision: {
    code: { label: "Decision", ask: "Choose a decision" },
    why: { label: "Why", ask: "Say why, on what is known now" },
    arriveBy: { label: "They arrive by", ask: "Say when they will arrive" },
    reviewAt: { label: "Look again at", ask: "Say when this will be looked at again" },
  },
  arrival: {
    callSign: { label: "Call sign", ask: "Give the call sign" },
    claimedAt: { label: "When they arrived", ask: "Say when they arrived" },
  },
  outcome: {
    code: { label: "What has happened to the person", ask: "Choose what has happened to the person" },
    seenBy: { label: "Who has seen the person", ask: "Say who has seen the person, or that nobody has" },
  },
  closure: { why: { label: "Why", ask: "Say why" } },
  withdrawal: {
    as: { label: "Why it is withdrawn", ask: "Choose why it is withdrawn" },
    why: { label: "What is known", ask: "Say what is known, and from whom" },
  },
  notes: { text: { label: "Note", ask: "Write the note" } },
};

/** A time belongs to the decision it goes with, so each has a field of its own: without scripts all of them are on the page. */
export const timeField = (name: "arriveBy" | "reviewAt", code: string): string => `${name}.${code}`;

/** What was typed into one move's form, its faults in the words of that form. */
export function typedInto(move: MoveName, { values, errors }: Typed): Typed {
  const fields = FIELDS[move];
  const code = values.get("code") ?? "";
  const own = (name: string) => (name === "arriveBy" || name === "reviewAt" ? timeField(name, code) : name);
  const placed = errors.map(({ field, reason }) => ({ field: own(field), reason }));
  return {
    values,
    errors: inWordsOf(placed, values, Object.fromEntries(Object.entries(fields).map(([name, words]) => [own(name), words]))),
  };
}

const address = (of: Escalation, move: MoveName): string => `/escalations/${of.id}/${move}`;

/** «I have seen this»: one press, nothing to type. */
export const AcknowledgeForm = ({ of, press }: Pick<FormView, "of" | "press">) => (
  <PressForm to={address(of, "acknowledgement")} press={press} going="Acknowledging">
    <PressButton>Acknowledge: I have it now</PressButton>
  </PressForm>
);

export function DecideForm({ of, press, typed, later }: FormView) {
  const field = { form: "decision", typed };
  const appointed = limitsOf(of).byAppointment;
  const time = (name: "arriveBy" | "reviewAt", code: string, label: string) => (
    <ShortText {...field} name={timeField(name, code)} label={label} kind="datetime-local" width={20} offer={later} />
  );
  const choices = of.terms.decisions.map(({ code, title, leadsTo }) => {
    if (leadsTo === "review") return { code, title, more: time("reviewAt", code, "Look again at (London time)") };
    if (leadsTo === "arrive" && appointed) return { code, title, more: time("arriveBy", code, "They arrive by (London time)") };
    return { code, title };
  });
  return (
    <PressForm to={address(of, "decision")} press={press} going="Deciding">
      <OneOf {...field} name="code" label="Decision" choices={choices} />
      <LongText
        {...field}
        name="why"
        label="Why"
        hint="On what is known now about the risk to the person."
        most={2000}
        rows={3}
      />
      <PressButton>{of.decision ? "Change the decision" : "Decide"}</PressButton>
    </PressForm>
  );
}

const ArriveForm = ({ of, press, typed }: FormView) => (
  <PressForm to={address(of, "arrival")} press={press} going="Recording">
    <ShortText form="arrival" typed={typed} name="callSign" label="Call sign, if you know it" width={10} />
    <PressButton>Somebody is on scene</PressButton>
  </PressForm>
);

const OutcomeForm = ({ of, press, typed }: FormView) => (
  <PressForm to={address(of, "outcome")} press={press} going="Recording">
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

const CloseForm = ({ of, press, typed }: FormView) => (
  <PressForm to={address(of, "closure")} press={press} going="Closing">
    <LongText form="closure" typed={typed} name="why" label="Anything to add (optional)" most={1000} rows={2} />
    <PressButton>Close {of.reference}</PressButton>
  </PressForm>
);

const WithdrawForm = ({ of, press, typed }: FormView) => (
  <PressForm to={address(of, "withdrawal")} press={press} going="Withdrawing">
    <OneOf
      form="withdrawal"
      typed={typed}
      name="as"
      label="Why is it withdrawn?"
      choices={Object.entries(WITHDRAWN_AS).map(([code, title]) => ({ code, title }))}
    />
    <LongText form="withdrawal" typed={typed} name="why" label="What is known, and from whom?" most={1000} rows={3} />
    <PressButton grave>Withdraw {of.reference}</PressButton>
  </PressForm>
);

const NoteForm = ({ of, press, typed }: FormView) => (
  <PressForm to={address(of, "notes")} press={press} going="Keeping">
    <LongText
      form="notes"
      typed={typed}
      name="text"
      label="Note"
      hint="Both sides read it. It moves no limit."
      most={2000}
      rows={3}
    />
    <PressButton quiet>Add the note</PressButton>
  </PressForm>
);

/** The moves behind a fold, in the order in which a case needs them. */
const FOLDED: readonly { readonly move: MoveName; readonly title: string; readonly form: (view: FormView) => ReactNode }[] = [
  { move: "arrival", title: "Somebody is on scene", form: ArriveForm },
  { move: "outcome", title: "Record what has happened to the person", form: OutcomeForm },
  { move: "closure", title: "Close", form: CloseForm },
  { move: "withdrawal", title: "Withdraw", form: WithdrawForm },
  { move: "decision", title: "Change the decision", form: DecideForm },
  { move: "notes", title: "Add a note", form: NoteForm },
];

/** Every other move this person may make now, each folded up until it is wanted or needs attention. */
export const FoldedForms = ({
  of,
  moves,
  pressOf,
  tried,
  later,
}: {
  of: Escalation;
  moves: readonly MoveName[];
  pressOf: (move: MoveName) => Press;
  later: string;
  tried: { readonly move: MoveName; readonly typed: Typed } | undefined;
}) => (
  <>
    {FOLDED.filter(({ move }) => moves.includes(move)).map(({ move, title, form: Form }) => (
      <Details key={move} open={tried?.move === move}>
        <Details.Summary>{title}</Details.Summary>
        <Details.Text>
          <Form of={of} press={pressOf(move)} typed={tried?.move === move ? tried.typed : NOTHING_TYPED} later={later} />
        </Details.Text>
      </Details>
    ))}
  </>
);
