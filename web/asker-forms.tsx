import { asksWhoSaw } from "../core/escalation/close.ts";
import { decided, isUpheld, SeenBy, titleOf } from "../core/escalation/escalation.ts";
import { addressOf, caseInWords, type FormView } from "./case-view.ts";
import { type Fields, LongText, OneOf, PickOne, PressButton, PressForm, ShortText, WallClock } from "./form.tsx";
import { choicesOf, DISAGREE_REASONS, REOPENED, SEEN_BY, WITHDRAWN_AS } from "./words.ts";

/** How the fields are called of what the side that asked may do. */
export const RESPONSE_FIELDS = {
  code: { label: "What you did", ask: "Choose what you did with the answer" },
  why: { label: "Why", ask: "It is something else than was answered: say why, or who was asked" },
} as const satisfies Fields;
export const DISAGREEMENT_FIELDS = {
  reason: { label: "Reason", ask: "Choose the reason" },
  why: { label: "Why", ask: "Say how you read it, and on which facts" },
} as const satisfies Fields;
export const PLAN_FIELDS = {
  words: { label: "Interim plan", ask: "Say how you keep the person safe meanwhile" },
  reviewAt: { label: "Look again at", ask: "Say when you look at the plan again" },
} as const satisfies Fields;
export const WITHDRAWAL_FIELDS = {
  as: { label: "Why it is withdrawn", ask: "Choose why it is withdrawn" },
  seenBy: { label: "Who has seen the person", ask: "Say who has seen the person, or that nobody has" },
  "cad.number": { label: "CAD number", ask: "Give the number of the 999 call that took its place" },
  "cad.date": { label: "CAD date", ask: "Give the date of the 999 call that took its place" },
  why: { label: "What is known", ask: "Say what is known, and from whom" },
} as const satisfies Fields;

/** «We have read the answer», for the whole agency. */
export const ReadAnswerForm = ({ of, press }: FormView) => (
  <section className="app-move" aria-labelledby="read-answer">
    <h2 className="nhsuk-heading-m" id="read-answer">
      {of.stoodDownAt
        ? "Nobody is coming at this moment"
        : of.reopened
          ? REOPENED[of.reopened.why].title
          : isUpheld(of)
            ? "It was looked at again, and the answer is the same"
            : of.earlier.length > 0
              ? "The answer has changed"
              : "There is an answer"}
    </h2>
    <p>
      {of.reopened && "It is to be decided anew. Before that: "}
      <strong>{of.decision && titleOf(of.terms.decisions, of.decision.code)}.</strong> Its reasons are on this page. Nobody has
      said for your agency that it has been read.
    </p>
    <PressForm to={addressOf(of, "answer-read")} press={press} going="Recording">
      <PressButton>We have read the answer</PressButton>
    </PressForm>
  </section>
);

/** What the side that asked did with the answer: what follows it stands first, and anything else needs a reason. */
export function RespondForm({ of, press, typed }: FormView) {
  const followedBy = decided(of)?.followedBy ?? [];
  const { responses } = of.terms;
  const choices = [
    ...responses.filter(({ code }) => followedBy.includes(code)),
    ...responses.filter(({ code }) => !followedBy.includes(code)),
  ];
  return (
    <PressForm to={addressOf(of, "response")} press={press} going="Recording">
      <p>{decided(of)?.told}</p>
      <OneOf form="response" typed={typed} name="code" label="What did you do?" choices={choices} />
      <LongText
        form="response"
        typed={typed}
        name="why"
        label={
          followedBy.length > 0
            ? "Why, if it is something else than was answered"
            : responses.some(({ elsewhere }) => elsewhere)
              ? "Who was asked, if somebody else was; or anything to add"
              : "Anything to add (optional)"
        }
        most={1000}
        rows={2}
      />
      <PressButton>{of.response ? "Change it" : "Record what we did"}</PressButton>
    </PressForm>
  );
}

/** The side that asked reads it differently: once for each tier, and the next tier on both sides is asked. */
export const DisagreeForm = ({ of, press, typed, now }: FormView) => (
  <PressForm to={addressOf(of, "disagreement")} press={press} going="Recording">
    <p>
      <strong>{caseInWords(of, now)}.</strong> The next tier on both sides is asked. You can say it once at each tier. A new 999
      call can be made at any time: nothing here holds it back.
    </p>
    <OneOf
      form="disagreement"
      typed={typed}
      name="reason"
      label="Why do you read it differently?"
      choices={choicesOf(DISAGREE_REASONS)}
    />
    <LongText
      form="disagreement"
      typed={typed}
      name="why"
      label="How do you read it, and on which facts?"
      hint="Your words are shown as you write them."
      most={2000}
      rows={3}
    />
    <PressButton>We disagree about {of.reference}</PressButton>
  </PressForm>
);

/** How the raising side keeps the person safe meanwhile. */
export const PlanForm = ({ of, press, typed, later }: FormView) => (
  <PressForm to={addressOf(of, "interim-plan")} press={press} going="Recording">
    <LongText
      form="interim-plan"
      typed={typed}
      name="words"
      label="How do you keep the person safe meanwhile?"
      hint="Who watches or looks for them, what would make it worse, and whom you ring then."
      most={2000}
      rows={3}
    />
    <WallClock
      form="interim-plan"
      typed={typed}
      name="reviewAt"
      label="When do you look at it again?"
      hint="Within the next 7 days. You are reminded."
      offer={later}
    />
    <PressButton>{of.plan ? "Change the interim plan" : "Record the interim plan"}</PressButton>
  </PressForm>
);

/** The ways in which a request is taken back now; older cases know others. */
const ENDS = ["withdrawn_found_safe", "withdrawn_other", "superseded_by_999"] as const;

/** The raising agency takes its request back. */
export function WithdrawForm({ of, press, typed, wall }: FormView) {
  const field = { form: "withdrawal", typed };
  const call = (
    <>
      <ShortText {...field} name="cad.number" label="CAD number of the 999 call" width={10} />
      <ShortText {...field} name="cad.date" label="Date of the CAD number" kind="date" width={20} offer={wall.slice(0, 10)} />
    </>
  );
  const seen = (
    <PickOne
      {...field}
      name="seenBy"
      label={asksWhoSaw(of, "withdrawn_found_safe") ? "Who has seen them?" : "Who has seen them, if you know?"}
      choices={SeenBy.options.map((code) => ({ code, title: SEEN_BY[code] }))}
      first="Choose who"
    />
  );
  const choices = ENDS.map((code) => ({
    code,
    title: WITHDRAWN_AS[code],
    ...(code === "superseded_by_999" ? { more: call } : {}),
    ...(code === "withdrawn_found_safe" ? { more: seen } : {}),
  }));
  return (
    <PressForm to={addressOf(of, "withdrawal")} press={press} going="Withdrawing">
      <OneOf {...field} name="as" label="Why is it withdrawn?" choices={choices} />
      <LongText {...field} name="why" label="What is known, and from whom?" most={1000} rows={3} />
      <PressButton grave>Withdraw {of.reference}</PressButton>
    </PressForm>
  );
}
