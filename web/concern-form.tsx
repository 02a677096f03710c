import { THEMES } from "../core/escalation/theme.ts";
import { type Choice, type Fields, LongText, OneOf, PickOne, type Press, PressButton, PressForm } from "./form.tsx";
import { Back, type Tried, typedIn, Wrong } from "./learning-parts.tsx";
import { SOURCES } from "./learning-words.ts";
import type { Content } from "./page.tsx";
import { choicesOf } from "./words.ts";

export interface NewConcernView {
  /** The case that it is about, if it is about one. */
  readonly about: { readonly id: string; readonly reference: string } | null;
  readonly agencies: readonly Choice[];
  /** Whose answer is likely wanted: the other side of the case. */
  readonly likely: string | undefined;
  readonly press: Press;
  readonly tried: Tried<"concern"> | undefined;
}

const FIELDS = {
  source: { label: "What it is", ask: "Choose what it is" },
  happened: { label: "What happened", ask: "Say what happened" },
  wouldNeed: { label: "What it would need", ask: "Say what it would need" },
  agency: { label: "Whose answer you want", ask: "Choose whose answer you want" },
  theme: { label: "Theme", ask: "Choose the theme that fits best" },
} as const satisfies Fields;

/** A concern, or good practice, in five questions. */
export function concernForm({ about, agencies, likely, press, tried }: NewConcernView): Content {
  const field = { form: "concern", typed: typedIn(tried, "concern", FIELDS) };
  const title = about ? `Raise a concern about ${about.reference}` : "Raise a concern";
  const body = (
    <div className="nhsuk-u-reading-width">
      {about ? <Back href={`/escalations/${about.id}`}>Back to the case</Back> : <Back href="/concerns">Concerns</Back>}
      <Wrong tried={tried} form="concern" fields={FIELDS} offered />
      <h1 className="nhsuk-heading-l">{title}</h1>
      <p>
        For what the partners should talk about and is no emergency. Somebody has it as soon as you press, and answers you within
        the time that the partners agreed.
      </p>
      <p>
        <strong>No names of patients:</strong> say which case it is by its reference.
      </p>
      <PressForm to="/concerns" press={press} going="Raising">
        {about && <input type="hidden" name="case" value={about.id} />}
        <OneOf
          {...field}
          name="source"
          label="What is it?"
          choices={choicesOf(SOURCES)}
          {...(about ? { offer: "escalation" } : {})}
        />
        <LongText {...field} name="happened" label="What happened?" most={2000} rows={5} />
        <LongText {...field} name="wouldNeed" label="What would it need? (optional)" most={1000} rows={2} />
        <PickOne
          {...field}
          name="agency"
          label="Whose answer do you want?"
          choices={agencies}
          first="Choose an agency"
          {...(likely ? { offer: likely } : {})}
        />
        <PickOne
          {...field}
          name="theme"
          label="Which theme fits best?"
          hint="Leave it for good practice."
          choices={choicesOf(THEMES)}
          first="Choose a theme"
        />
        <PressButton>Raise the concern</PressButton>
      </PressForm>
    </div>
  );
  return { title, body, here: "/learning", wrong: tried !== undefined };
}
