import { type Choice, type Fields, PickOne, type Press, PressButton, PressForm, ShortText, type Typed } from "./form.tsx";

/** The field for somebody who is not in a list of names. */
export const elseName = (name: string): string => `${name}Else`;

/** How the two fields for a person are called. */
export const personFields = (name: string, label: string, ask: string): Fields => ({
  [name]: { label, ask },
  [elseName(name)]: { label: `${label}, not in the list`, ask },
});

export const GIVE_FIELDS = {
  title: { label: "What is to be done", ask: "Say what is to be done" },
  ...personFields("owner", "Who does it", "Choose who does it"),
  dueOn: { label: "By which day", ask: "Say by which day" },
} as const satisfies Fields;

/** Somebody from a list, or anybody else of the partners by name. */
export const SomebodyToAsk = ({
  form,
  typed,
  name,
  label,
  people,
}: {
  form: string;
  typed: Typed;
  name: string;
  label: string;
  people: readonly Choice[];
}) => (
  <>
    <PickOne form={form} typed={typed} name={name} label={label} choices={people} first="Choose somebody" />
    <ShortText
      form={form}
      typed={typed}
      name={elseName(name)}
      label="Or somebody who is not in the list (optional)"
      hint="Their whole name, or their code."
    />
  </>
);

/** Gives somebody something to do: what, who, by which day. `item` is the item of a call that it belongs to. */
export const GiveActionForm = ({
  form,
  to,
  press,
  typed,
  people,
  item,
}: {
  form: string;
  to: string;
  press: Press;
  typed: Typed;
  people: readonly Choice[];
  item?: string;
}) => (
  <PressForm to={to} press={press} going="Giving the action">
    {item !== undefined && <input type="hidden" name="item" value={item} />}
    <ShortText form={form} typed={typed} name="title" label="What is to be done?" hint="No names of patients." />
    <SomebodyToAsk form={form} typed={typed} name="owner" label="Who does it?" people={people} />
    <ShortText form={form} typed={typed} name="dueOn" label="By which day?" kind="date" width={20} />
    <PressButton>Give the action</PressButton>
  </PressForm>
);
