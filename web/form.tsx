import { Button, CharacterCount, Checkboxes, ErrorSummary, Radios, Select, TextInput } from "nhsuk-react-components";
import type { ReactNode } from "react";
import type { FieldError } from "../core/refusal.ts";

/** What somebody has typed into a form so far, and what was wrong with it. */
export interface Typed {
  readonly values: URLSearchParams;
  readonly errors: readonly FieldError[];
}
export const NOTHING_TYPED: Typed = { values: new URLSearchParams(), errors: [] };

/** One press: its key makes two presses of one button the same press, `seen` is the version its reader saw. */
export interface Press {
  readonly key: string;
  readonly seen?: number;
  /** The number to ring when the press comes to nothing. */
  readonly ring?: string | undefined;
}

export interface Choice {
  readonly code: string;
  readonly title: string;
  readonly hint?: string;
  readonly more?: ReactNode;
}

interface Field {
  readonly form: string;
  readonly typed: Typed;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}

/** The id of a field, which the error summary links to. */
export const idOf = (form: string, name: string): string => `${form}-${name.replaceAll(".", "-")}`;

/** What is wrong with one field, if anything; a fault in one entry of a list is the list's. */
const errorOf = ({ errors }: Typed, name: string): string | undefined =>
  errors.find(({ field }) => field === name || field.startsWith(`${name}.`))?.reason;

function common({ form, typed, name, hint }: Field) {
  const error = errorOf(typed, name);
  return { id: idOf(form, name), name, ...(hint ? { hint } : {}), ...(error ? { error } : {}) };
}

/** `offer` stands in the field until somebody types something else. */
export const ShortText = ({
  kind,
  width,
  offer,
  ...field
}: Field & { kind?: "text" | "tel" | "datetime-local"; width?: 10 | 20; offer?: string }) => (
  <TextInput
    {...common(field)}
    label={field.label}
    labelProps={{ size: "s" }}
    type={kind ?? "text"}
    autoComplete={kind === "tel" ? "tel" : "off"}
    defaultValue={field.typed.values.get(field.name) ?? offer ?? ""}
    {...(width ? { width } : {})}
  />
);

export const LongText = ({ most, rows, ...field }: Field & { most: number; rows: number }) => (
  <CharacterCount
    {...common(field)}
    label={field.label}
    labelProps={{ size: "s" }}
    maxLength={most}
    threshold={75}
    rows={rows}
    defaultValue={field.typed.values.get(field.name) ?? ""}
  />
);

export const OneOf = ({ choices, ...field }: Field & { choices: readonly Choice[] }) => (
  <Radios {...common(field)} id={`${idOf(field.form, field.name)}-group`} legend={field.label} legendProps={{ size: "s" }} small>
    {choices.map(({ code, title, hint, more }, nth) => (
      <Radios.Item
        key={code}
        id={nthId(field, nth)}
        value={code}
        defaultChecked={field.typed.values.get(field.name) === code}
        {...(hint ? { hint } : {})}
        {...(more ? { conditional: more } : {})}
      >
        {title}
      </Radios.Item>
    ))}
  </Radios>
);

/** `alone` is the answer that goes with none of the others, such as «I am not sure». */
export const AnyOf = ({ choices, alone, ...field }: Field & { choices: readonly Choice[]; alone: (code: string) => boolean }) => (
  <Checkboxes
    {...common(field)}
    id={`${idOf(field.form, field.name)}-group`}
    legend={field.label}
    legendProps={{ size: "s" }}
    small
  >
    {choices.map(({ code, title }, nth) => (
      <Checkboxes.Item
        key={code}
        id={nthId(field, nth)}
        value={code}
        defaultChecked={field.typed.values.getAll(field.name).includes(code)}
        {...(alone(code) ? { exclusive: true } : {})}
      >
        {title}
      </Checkboxes.Item>
    ))}
  </Checkboxes>
);

/** The first choice carries the field's own id, so that a link to the field lands on it. */
const nthId = ({ form, name }: Field, nth: number): string => (nth === 0 ? idOf(form, name) : `${idOf(form, name)}-${nth + 1}`);

export const PickOne = ({ choices, first, ...field }: Field & { choices: readonly Choice[]; first?: string }) => (
  <Select
    {...common(field)}
    label={field.label}
    labelProps={{ size: "s" }}
    defaultValue={field.typed.values.get(field.name) ?? ""}
  >
    {first !== undefined && <Select.Option value="">{first}</Select.Option>}
    {choices.map(({ code, title }) => (
      <Select.Option key={code} value={code}>
        {title}
      </Select.Option>
    ))}
  </Select>
);

/** A form of ours: plain HTML, its press named by a key. `going` is what the button says on its way; it never says «sent». */
export const PressForm = ({ to, press, going, children }: { to: string; press: Press; going: string; children: ReactNode }) => (
  <form method="post" action={to} noValidate data-going={going}>
    <input type="hidden" name="key" value={press.key} />
    {press.seen !== undefined && <input type="hidden" name="seen" value={press.seen} />}
    {press.ring && <input type="hidden" name="ring" value={press.ring} />}
    {children}
  </form>
);

export const PressButton = ({ children, quiet, grave }: { children: ReactNode; quiet?: boolean; grave?: boolean }) => (
  <Button preventDoubleClick secondary={quiet ?? false} warning={grave ?? false}>
    {children}
  </Button>
);

/** A fault in something that is no field on the page: said, but there is nowhere to go. */
const NOWHERE = "";

/** What needs attention, above everything else, each line a link to its field. */
export const Problems = ({ form, typed: { errors } }: { form: string; typed: Typed }) =>
  errors.length === 0 ? null : (
    <ErrorSummary>
      <ErrorSummary.Title>There is a problem</ErrorSummary.Title>
      <ErrorSummary.List>
        {errors.map(({ field, reason }) => (
          <ErrorSummary.ListItem key={field} {...(field === NOWHERE ? {} : { href: `#${idOf(form, field)}` })}>
            {reason}
          </ErrorSummary.ListItem>
        ))}
      </ErrorSummary.List>
    </ErrorSummary>
  );

/** Errors in the words of a form and in its order: what is missing is asked for, what is wrong is named with its field. One line a field. */
export function inWordsOf(
  errors: readonly FieldError[],
  values: URLSearchParams,
  fields: Readonly<Record<string, { readonly label: string; readonly ask: string }>>,
): FieldError[] {
  const known = errors.map(({ field, reason }) => {
    const name = field.replace(/\.\d+$/, "");
    const words = fields[name];
    const blank = values.getAll(name).every((value) => value.trim() === "");
    if (!words) return { field: NOWHERE, reason: `${name}: ${reason}` };
    return { field: name, reason: blank ? words.ask : `${words.label}: ${reason}` };
  });
  const order = Object.keys(fields);
  return known
    .filter(({ field }, nth) => known.findIndex((one) => one.field === field) === nth)
    .toSorted((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
}
