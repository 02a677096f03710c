import type { AgendaItem, Call } from "../core/learning/call.ts";
import { GIVE_FIELDS, GiveActionForm } from "./action-forms.tsx";
import { type Choice, type Fields, LongText, OneOf, type Press, PressButton, PressForm, ShortText, type Typed } from "./form.tsx";
import { Fold, type Tried, typedIn } from "./learning-parts.tsx";
import { ITEM_OUTCOMES } from "./learning-words.ts";
import { choicesOf } from "./words.ts";

/** The forms of a call, each by the last word of its address. */
export type CallForm = "attendance" | "items" | "decision" | "actions" | "minutes" | "cancellation";

type Item = Call["agenda"][number];

/** What was said of one agency: whether somebody was there, and as whom. */
export const presentName = (agency: string): string => `attendance.${agency}`;
export const asName = (agency: string): string => `as.${agency}`;

const PRESENT = [
  { code: "yes", title: "Present" },
  { code: "no", title: "Not present" },
];

/** How the fields of each form are called. Attendance has two for each agency of the call. */
export const callFields = (agencies: readonly Choice[]): Record<CallForm, Fields> => {
  const attendance = Object.fromEntries(
    agencies.flatMap(({ code, title }) => [
      [presentName(code), { label: title, ask: `Say whether ${title} was present` }],
      [asName(code), { label: `${title}, as whom`, ask: `Say as whom ${title} was there` }],
    ]),
  );
  return {
    attendance,
    items: {
      title: { label: "What it is about", ask: "Say what it is about" },
      because: { label: "Why it is on the agenda", ask: "Say why it is on the agenda" },
    },
    decision: {
      outcome: { label: "What becomes of it", ask: "Choose what becomes of it" },
      words: { label: "What was decided", ask: "Say what was decided" },
    },
    actions: GIVE_FIELDS,
    // What the minutes lack is asked for at the fields of attendance.
    minutes: attendance,
    cancellation: { why: { label: "Why it is not held", ask: "Say why it is not held" } },
  };
};

/** What a form of one item is called on the page, on which each has its own; under no item it has its name alone. */
export const formOf = (form: CallForm, nth: number | undefined): string => (nth === undefined ? form : `${form}-${nth + 1}`);

/** The form that a press came from, as it is called on the page. What minutes lack is mended at attendance. */
export function triedForm(tried: Tried<CallForm>, agenda: readonly AgendaItem[]): string {
  if (tried.form === "minutes") return "attendance";
  const nth = agenda.findIndex(({ id }) => id === tried.values.get("item"));
  return formOf(tried.form, nth < 0 ? undefined : nth);
}

interface Minuting {
  readonly of: Call;
  readonly people: readonly Choice[];
  readonly agencies: readonly Choice[];
  readonly keyOf: () => string;
  readonly tried: Tried<CallForm> | undefined;
}

/** Who was there for each agency: one press for all of them. Whoever answers for an agency is offered. */
export function AttendanceForm({ of, agencies, likely, keyOf, tried }: Minuting & { likely: (agency: string) => string }) {
  const fields = callFields(agencies);
  const at = tried?.form === "minutes" ? "minutes" : "attendance";
  const { values, errors } = typedIn(tried, at, fields[at]);
  const typed: Typed = { values: at === "minutes" ? new URLSearchParams() : values, errors };
  return (
    <PressForm to={`/calls/${of.id}/attendance`} press={{ key: keyOf() }} going="Keeping who was there">
      {agencies.map(({ code, title }) => {
        const said = of.attendance.find(({ agency }) => agency === code);
        const present = said ? (said.present ? "yes" : "no") : "";
        return (
          <div key={code} className="app-attendance">
            <OneOf form="attendance" typed={typed} name={presentName(code)} label={title} choices={PRESENT} offer={present} />
            <ShortText
              form="attendance"
              typed={typed}
              name={asName(code)}
              label={`As whom, for ${title}?`}
              offer={said ? (said.as ?? "") : likely(code)}
            />
          </div>
        );
      })}
      <PressButton>Keep who was there</PressButton>
    </PressForm>
  );
}

/** What the call makes of one item, and who does what about it. */
export function ItemForms({ item, nth, of, people, agencies, keyOf, tried }: Minuting & { item: Item; nth: number }) {
  const own = tried?.values.get("item") === item.id ? tried : undefined;
  const fields = callFields(agencies);
  const { decided } = item;
  const decision = { form: formOf("decision", nth), typed: typedIn(own, "decision", fields.decision) };
  const standing: Typed =
    own?.form === "decision" || !decided
      ? decision.typed
      : { values: new URLSearchParams({ outcome: decided.outcome, words: decided.words }), errors: [] };
  const press = (): Press => ({ key: keyOf() });
  return (
    <>
      <PressForm to={`/calls/${of.id}/decision`} press={press()} going="Keeping it">
        <input type="hidden" name="item" value={item.id} />
        <OneOf {...decision} typed={standing} name="outcome" label="What becomes of it?" choices={choicesOf(ITEM_OUTCOMES)} />
        <LongText
          {...decision}
          typed={standing}
          name="words"
          label="What was decided?"
          hint="No names of patients."
          most={1000}
          rows={2}
        />
        <PressButton quiet>{decided ? "Keep the change" : "Keep this"}</PressButton>
      </PressForm>
      <Fold title="Give an action about this" form="actions" tried={own}>
        <GiveActionForm
          form={formOf("actions", nth)}
          to={`/calls/${of.id}/actions`}
          press={press()}
          typed={typedIn(own, "actions", fields.actions)}
          people={people}
          item={item.id}
        />
      </Fold>
    </>
  );
}

/** What belongs to no item: an action, one more item, and the end of the minutes. */
export function OtherForms({ held, ...minuting }: Minuting & { held: boolean }) {
  const { of, people, agencies, keyOf, tried } = minuting;
  const own = tried?.values.get("item") ? undefined : tried;
  const fields = callFields(agencies);
  const field = (form: CallForm) => ({ form, typed: typedIn(own, form, fields[form]) });
  const to = (form: CallForm) => ({ to: `/calls/${of.id}/${form}`, press: { key: keyOf() } });
  return (
    <>
      {held && (
        <Fold title="Give an action that is about no item" form="actions" tried={own}>
          <GiveActionForm {...field("actions")} {...to("actions")} people={people} />
        </Fold>
      )}
      <Fold title="Add an item" form="items" tried={own}>
        <PressForm {...to("items")} going="Adding it">
          <ShortText {...field("items")} name="title" label="What is it about?" hint="No names of patients." />
          <LongText {...field("items")} name="because" label="Why is it on the agenda?" most={300} rows={2} />
          <PressButton>Add the item</PressButton>
        </PressForm>
      </Fold>
      <Fold title="This call is not held" form="cancellation" tried={own}>
        <PressForm {...to("cancellation")} going="Calling it off">
          <p>Whoever was invited is told. What stands on its agenda stands on the next.</p>
          <LongText
            {...field("cancellation")}
            name="why"
            label="Why is it not held?"
            hint="No names of patients."
            most={500}
            rows={2}
          />
          <PressButton grave>Call it off</PressButton>
        </PressForm>
      </Fold>
      {held && (
        <PressForm {...to("minutes")} going="Circulating the minutes">
          <p>
            The minutes go to everybody who was invited, and stand from then on as they are. What nobody has closed is carried
            over.
          </p>
          <PressButton>Circulate the minutes</PressButton>
        </PressForm>
      )}
    </>
  );
}
