import type { Glass, GlassPurpose } from "../core/audit/break-glass.ts";
import type { Escalation } from "../core/escalation/escalation.ts";
import type { Instant } from "../core/time.ts";
import { inWordsOf, OneOf, type Press, PressButton, PressForm, Problems, ShortText, type Typed } from "./form.tsx";
import type { Content } from "./page.tsx";
import { NumbersOf } from "./telephone.tsx";
import { Moment } from "./time.tsx";

export const GLASS_PURPOSES: Record<GlassPurpose, string> = {
  risk_to_life: "Somebody may come to serious harm before those who have it can be reached",
  same_person_here: "The same person is with us now",
  asked_by_those_who_have_it: "Those who have it have asked me for help",
};

const FIELDS = {
  reference: { label: "Its reference", ask: "Give its reference" },
  purpose: { label: "Why you must see it", ask: "Say why you must see it" },
};

/** Where somebody opens a case that their agency has no part in. It comes after the telephone, and before harm. */
export function breakGlassPage({ press, typed }: { readonly press: Press; readonly typed: Typed }): Content {
  const field = { form: "glass", typed: { ...typed, errors: inWordsOf(typed.errors, typed.values, FIELDS) } };
  const body = (
    <div className="nhsuk-u-reading-width">
      <Problems {...field} says="Nothing has been opened." />
      <h1 className="nhsuk-heading-l">Open a case of others</h1>
      <p>
        For an emergency. You see the whole case for an hour and can change nothing in it. Three within a day at most. That you
        did it, and why, is written down. The privacy officers of your agency and of theirs see it.
      </p>
      <p>To get something done about it, ring those who have it, or raise.</p>
      <PressForm to="/break-glass" press={press} going="Opening…">
        <ShortText {...field} name="reference" label={FIELDS.reference.label} hint="Such as RC-4TQ-9HK" width={20} />
        <OneOf
          {...field}
          name="purpose"
          label={FIELDS.purpose.label}
          choices={Object.entries(GLASS_PURPOSES).map(([code, title]) => ({ code, title }))}
        />
        <PressButton grave>Open it, and write that down</PressButton>
      </PressForm>
    </div>
  );
  return { title: "Open a case of others", body, wrong: field.typed.errors.length > 0 };
}

/** The whole case as it would be printed, which says first of all that it is open for a while, and whom to ring. */
export function throughGlassPage(
  content: Content,
  { of, glass, now }: { readonly of: Escalation; readonly glass: Glass; readonly now: Instant },
): Content {
  const body = (
    <>
      <div className="nhsuk-inset-text" role="status">
        <p>
          <strong>
            This is a case of others. It is open to you until <Moment at={glass.until} now={now} />, to be read.
          </strong>
        </p>
        <p>
          That you opened it is written down: {GLASS_PURPOSES[glass.purpose].toLowerCase()}. To get something done, ring{" "}
          <NumbersOf of={of} /> and say {of.reference}.
        </p>
      </div>
      {content.body}
    </>
  );
  return { ...content, body };
}
