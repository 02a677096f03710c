import {
  Button,
  CharacterCount,
  Checkboxes,
  Details,
  ErrorSummary,
  Radios,
  Select,
  SummaryList,
  TextInput,
} from "nhsuk-react-components";
import { createContext, type ReactNode, useContext } from "react";
import type { FieldError } from "../core/refusal.ts";
import { Line, Said } from "./recorded.tsx";
import { valueInWords } from "./words.ts";

/** What somebody has typed into a form so far, and what was wrong with it. */
export interface Typed {
  readonly values: URLSearchParams;
  readonly errors: readonly FieldError[];
}
export const NOTHING_TYPED: Typed = { values: new URLSearchParams(), errors: [] };

/** One press: its key makes two presses of one button the same press, `seen` is the version its reader saw. */
export interface Press {
  readonly key: string;
  /** The version, or the instant, of what stood on the page. */
  readonly seen?: number | string | undefined;
  /** The number to ring when the press comes to nothing. */
  readonly ring?: string | undefined;
}

export interface Choice {
  readonly code: string;
  readonly title: string;
  readonly hint?: string;
  readonly more?: ReactNode;
}

/** How each field of a form is called, and how it is asked for when it was left empty. */
export type Fields = Readonly<Record<string, { readonly label: string; readonly ask: string }>>;

/** One field: the form it stands in, what has been typed, its name there and its label. */
export interface Field {
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

/** What stands in a field: what was typed, or else what is offered. */
const standing = ({ typed, name }: Field, offer = ""): string => typed.values.get(name) ?? offer;

/** `offer` stands in the field until somebody types something else. */
export const ShortText = ({
  kind,
  width,
  offer,
  ...field
}: Field & { kind?: "text" | "tel" | "date" | "datetime-local" | "number"; width?: 4 | 10 | 20; offer?: string }) => (
  <TextInput
    {...common(field)}
    label={field.label}
    labelProps={{ size: "s" }}
    type={kind === "number" ? "text" : (kind ?? "text")}
    autoComplete="off"
    defaultValue={standing(field, offer)}
    {...(kind === "number" ? { inputMode: "numeric" as const } : {})}
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
    defaultValue={standing(field)}
  />
);

/** A file of the reader's own; `takes` is what its name may end in. No browser keeps it when the form is shown again. */
export const OneFile = ({ takes, ...field }: Field & { takes: string }) => (
  <TextInput {...common(field)} label={field.label} labelProps={{ size: "s" }} type="file" accept={takes} />
);

/** A time on London's wall clock, with its day. */
export const WallClock = (field: Field & { offer?: string }) => (
  <ShortText {...field} label={`${field.label} (London time)`} kind="datetime-local" width={20} />
);

/** `offer` is chosen until somebody chooses something else. */
export const OneOf = ({ choices, offer, ...field }: Field & { choices: readonly Choice[]; offer?: string }) => (
  <Radios {...common(field)} id={`${idOf(field.form, field.name)}-group`} legend={field.label} legendProps={{ size: "s" }} small>
    {choices.map(({ code, title, hint, more }, nth) => (
      <Radios.Item
        key={code}
        id={nthId(field, nth)}
        value={code}
        defaultChecked={standing(field, offer) === code}
        {...(hint ? { hint } : {})}
        {...(more ? { conditional: more } : {})}
      >
        {title}
      </Radios.Item>
    ))}
  </Radios>
);

/** `alone` is the answer that goes with none of the others, such as «I am not sure». */
export const AnyOf = ({
  choices,
  alone,
  ...field
}: Field & { choices: readonly Choice[]; alone?: (code: string) => boolean }) => (
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
        {...(alone?.(code) ? { exclusive: true } : {})}
      >
        {title}
      </Checkboxes.Item>
    ))}
  </Checkboxes>
);

/** The first choice carries the field's own id, so that a link to the field lands on it. */
const nthId = ({ form, name }: Field, nth: number): string => (nth === 0 ? idOf(form, name) : `${idOf(form, name)}-${nth + 1}`);

/** `first` is what the list says before anything is chosen; `offer` is chosen until somebody chooses something else. */
export const PickOne = ({
  choices,
  first,
  offer,
  ...field
}: Field & { choices: readonly Choice[]; first?: string; offer?: string }) => (
  <Select {...common(field)} label={field.label} labelProps={{ size: "s" }} defaultValue={standing(field, offer)}>
    {first !== undefined && <Select.Option value="">{first}</Select.Option>}
    {choices.map(({ code, title }) => (
      <Select.Option key={code} value={code}>
        {title}
      </Select.Option>
    ))}
  </Select>
);

/** Fields that few need, folded up until something was typed into one of them, or is wrong there. */
export const FieldsFold = ({
  title,
  typed,
  names,
  children,
}: {
  title: string;
  typed: Typed;
  names: readonly string[];
  children: ReactNode;
}) => (
  <Details open={names.some((name) => typed.values.get(name)?.trim() || errorOf(typed, name) !== undefined)}>
    <Details.Summary>{title}</Details.Summary>
    <Details.Text>{children}</Details.Text>
  </Details>
);

/** Whose page this is: the mark of its reader, or nothing while nobody is signed in. The frame says it, once for all forms. */
export const ReadBy = createContext<string | undefined>(undefined);

/**
 * Every form that somebody presses who is signed in. It says whose page it stands on: when it is pressed, somebody else may have signed
 * in at this browser in another tab, or practice may have begun there. `for` is whose it is, where that is not its reader. No browser
 * fills it with what was typed into it before: that was about another person.
 */
export const Form = ({
  to,
  going,
  takesFile = false,
  draft,
  for: whose,
  id,
  children,
}: {
  to: string;
  going?: string;
  id?: string | undefined;
  takesFile?: boolean;
  draft?: string | undefined;
  for?: string | undefined;
  children: ReactNode;
}) => {
  const reader = useContext(ReadBy);
  const mark = whose ?? reader;
  return (
    <form
      id={id}
      method="post"
      action={to}
      noValidate
      autoComplete="off"
      data-going={going}
      data-draft={draft}
      {...(takesFile ? { encType: "multipart/form-data" } : {})}
    >
      {mark && <input type="hidden" name="reader" value={mark} />}
      {children}
    </form>
  );
};

/**
 * A form of ours: plain HTML, its press named by a key. `going` is what the button says on its way; it never says «sent». `draft` is where
 * the browser keeps what is being typed. With an `id`, a button that stands elsewhere on the page presses it too.
 */
export const PressForm = ({
  to,
  press,
  going,
  takesFile = false,
  draft,
  id,
  children,
}: {
  to: string;
  press: Press;
  going: string;
  id?: string;
  takesFile?: boolean;
  draft?: string;
  children: ReactNode;
}) => (
  <Form to={to} going={going} takesFile={takesFile} draft={draft} id={id}>
    <input type="hidden" name="key" value={press.key} />
    {press.seen !== undefined && <input type="hidden" name="seen" value={press.seen} />}
    {press.ring && <input type="hidden" name="ring" value={press.ring} />}
    {children}
  </Form>
);

/**
 * `elsewhere` takes the form, with everything in it, to another address, and says there what it is to come back to; `of` names the form
 * where that is not the one around the button, and `going` what the button says on its way where that is not what the form's own says. A
 * button in a part of the page that is exchanged while somebody reads has an `id`, so that it keeps their focus.
 */
export const PressButton = ({
  children,
  id,
  quiet,
  grave,
  elsewhere,
}: {
  children: ReactNode;
  id?: string;
  quiet?: boolean;
  grave?: boolean;
  elsewhere?: { readonly to: string; readonly keep: string; readonly going: string; readonly of?: string };
}) => (
  <Button
    preventDoubleClick
    {...(id ? { id } : {})}
    secondary={quiet ?? false}
    warning={grave ?? false}
    {...(elsewhere ? { formAction: elsewhere.to, name: "keep", value: elsewhere.keep, "data-going": elsewhere.going } : {})}
    {...(elsewhere?.of ? { form: elsewhere.of } : {})}
  >
    {children}
  </Button>
);

/** A fault in something that is no field on the page: said, but there is nowhere to go. */
const NOWHERE = "";

/** Says to the page's script that what stands in a form was typed, and is kept nowhere: its press came to nothing, or went elsewhere. */
export const Held = ({ form, typed: { values } }: { form: string; typed: Pick<Typed, "values"> }) =>
  [...values].some(([name, value]) => !OF_THE_PRESS.includes(name) && value.trim() !== "") && <span hidden data-held={form} />;

/** What a form carries that nobody typed. */
const OF_THE_PRESS = ["key", "seen", "ring", "reader", "item", "other", "upTo", "keep"];

/** What stood in a form that is not offered any more, each of its fields by its label: with the form it would be lost. */
export const WhatStood = ({ values, fields }: { values: URLSearchParams; fields: Fields }) => {
  const stood = [...values].flatMap(([name, value]) => {
    const field = OF_THE_PRESS.includes(name) || value.trim() === "" ? undefined : fieldFor(name, fields);
    return field === undefined ? [] : [{ label: fields[field]?.label, value }];
  });
  return stood.length === 0 ? null : (
    <SummaryList>
      {stood.map(({ label = "", value }, nth) => (
        <Line key={nth} name={label}>
          <Said>{valueInWords(value)}</Said>
        </Line>
      ))}
    </SummaryList>
  );
};

/** What needs attention, above everything else, each line a link to its field. */
export const Problems = ({ form, typed, says }: { form: string; typed: Typed; says?: string }) =>
  typed.errors.length === 0 ? null : (
    <ErrorSummary>
      <ErrorSummary.Title>There is a problem</ErrorSummary.Title>
      <Held form={form} typed={typed} />
      {says && <p>{says}</p>}
      <ErrorSummary.List>
        {typed.errors.map(({ field, reason }, nth) => (
          <ErrorSummary.ListItem key={nth} {...(field === NOWHERE ? {} : { href: `#${idOf(form, field)}` })}>
            {reason}
          </ErrorSummary.ListItem>
        ))}
      </ErrorSummary.List>
    </ErrorSummary>
  );

/** The field of a form that a fault belongs to: by its own name, as one entry of a list, or as a group, whose first field it is then. */
export function fieldFor(fault: string, fields: Fields): string | undefined {
  const names = [fault, fault.replace(/\.\d+$/, ""), fault.replace(/\.\d+(?=\.|$)/g, "")];
  return names.find((name) => fields[name]) ?? Object.keys(fields).find((name) => name.startsWith(`${names[2]}.`));
}

/** A partner's system writes an offset; on a page people write what London's clock shows. */
const onTheClock = (reason: string): string =>
  reason.startsWith("a date and time with its offset") ? "a date and a time, such as 2026-11-22 14:30" : reason;

/** Errors in the words of a form and in its order: what is missing is asked for, what is wrong is named with its field. One line a field. */
export function inWordsOf(errors: readonly FieldError[], values: URLSearchParams, fields: Fields): FieldError[] {
  const known = errors.map(({ field, reason }) => {
    const name = fieldFor(field, fields);
    const words = name === undefined ? undefined : fields[name];
    if (name === undefined || !words) return { field: NOWHERE, reason: `${field}: ${onTheClock(reason)}` };
    const blank = values.getAll(name).every((value) => value.trim() === "");
    return { field: name, reason: blank ? words.ask : `${words.label}: ${onTheClock(reason)}` };
  });
  const order = Object.keys(fields);
  return known
    .filter(({ field }, nth) => known.findIndex((one) => one.field === field) === nth)
    .toSorted((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
}
