import { Tag } from "nhsuk-react-components";
import type { Channel, Person } from "../core/people.ts";
import type { FieldError, Refusal } from "../core/refusal.ts";
import { london } from "../core/time.ts";
import { SaveCard } from "./downtime-card.tsx";
import {
  AnyOf,
  type Fields,
  Form,
  inWordsOf,
  NOTHING_TYPED,
  PressButton,
  PressForm,
  Problems,
  ShortText,
  type Typed,
} from "./form.tsx";
import type { Content } from "./page.tsx";
import { CHANNELS } from "./words.ts";

/** The forms of the page, by the last part of their address. */
export type MyForm = "add" | "verify" | "order" | "remove" | "preferences";

export interface MeView {
  readonly me: Person;
  readonly reachable: boolean;
  readonly keyOf: () => string;
  /** A press that came to nothing: from which form, with what in it, and why. */
  readonly tried: { readonly form: MyForm; readonly values: URLSearchParams; readonly refusal: Refusal } | undefined;
}

const ASKED: Readonly<Record<MyForm, Fields>> = {
  add: { to: { label: "Address or mobile number", ask: "Give an email address or a mobile number" } },
  verify: { code: { label: "Code", ask: "Give the six digits that were sent" } },
  order: {},
  remove: {},
  preferences: {},
};

/** An administrator enrolled it before anybody wrote down when. */
const since = (verifiedAt: string): string =>
  verifiedAt < "2000" ? "verified when you were enrolled" : `verified ${london(verifiedAt)}`;

/** How the reader is reached: their channels in the order in which they are tried, and what they want of texts. */
export function mePage({ me, reachable, keyOf, tried }: MeView): Content {
  const typedIn = (form: MyForm): Typed =>
    tried?.form === form ? { values: tried.values, errors: faults(tried.refusal, form, tried.values) } : NOTHING_TYPED;
  const waiting = me.channels.filter(({ verifiedAt }) => verifiedAt === null);
  const press = () => ({ key: keyOf() });
  const body = (
    <div className="nhsuk-u-reading-width">
      {tried && <Problems form={tried.form} typed={typedIn(tried.form)} says="Nothing has been changed." />}
      <h1 className="nhsuk-heading-l">How I am reached</h1>
      <p>
        A message that asks you to answer goes along these in their order: by the next at once when one loses it. None of them
        answers for you. You answer here, signed in. Each of them is told when they are changed.
      </p>
      {!reachable && <p className="app-mark">No message can reach you: your desk is passed when you are alone on it.</p>}
      <ol>
        {me.channels.map((channel, nth) => (
          <li key={channel.to}>
            <Way channel={channel} />
            {nth > 0 && (
              <PressForm to="/me/order" press={press()} going="Changing…">
                {moved(me.channels, nth).map((to) => (
                  <input key={to} type="hidden" name="order" value={to} />
                ))}
                <PressButton quiet>Try {channel.to} before the one above</PressButton>
              </PressForm>
            )}
            <PressForm to="/me/remove" press={press()} going="Changing…">
              <input type="hidden" name="to" value={channel.to} />
              <PressButton quiet>Take {channel.to} away</PressButton>
            </PressForm>
          </li>
        ))}
      </ol>
      {waiting.map(({ to, kind }) => {
        const mine = tried?.form === "verify" && tried.values.get("to") === to;
        return (
          <PressForm key={to} to="/me/verify" press={press()} going="Looking…">
            <h2 className="nhsuk-heading-m">Verify {to}</h2>
            <p>
              A code was sent there by {CHANNELS[kind]}. It is good for ten minutes. Add the same again below for another code.
            </p>
            <input type="hidden" name="to" value={to} />
            <ShortText
              form={mine ? "verify" : `verify-${to}`}
              typed={mine ? typedIn("verify") : NOTHING_TYPED}
              name="code"
              label="Code"
              kind="number"
              width={10}
            />
            <PressButton>This is the code</PressButton>
          </PressForm>
        );
      })}
      <PressForm to="/me/add" press={press()} going="Sending a code…">
        <h2 className="nhsuk-heading-m">Another way</h2>
        <ShortText
          form="add"
          typed={typedIn("add")}
          name="to"
          label="Address or mobile number"
          hint="A code is sent there, and nothing else before you have said it here."
        />
        <PressButton>Send a code</PressButton>
      </PressForm>
      <PressForm to="/me/preferences" press={press()} going="Changing…">
        <h2 className="nhsuk-heading-m">Quiet</h2>
        <AnyOf
          form="preferences"
          typed={{ values: new URLSearchParams(me.quiet ? { quiet: "yes" } : {}), errors: [] }}
          name="quiet"
          label="Text messages"
          choices={[{ code: "yes", title: "Only when I am asked to answer. Everything else by email" }]}
        />
        <PressButton quiet>Keep this</PressButton>
      </PressForm>
      <h2 className="nhsuk-heading-m">When Rightcall is down</h2>
      <p>
        Whom to ring, and the form for paper, as one file: it opens without a network, and says when it was made. Save it at the
        beginning of each month, print it, and throw the old one away.
      </p>
      <p>
        <SaveCard />
      </p>
      <Form to="/sign-out" going="Signing out…">
        <h2 className="nhsuk-heading-m">Signed in elsewhere</h2>
        <p>If a computer or a telephone is signed in as you and you are not there: this ends it everywhere, here too.</p>
        <input type="hidden" name="everywhere" value="yes" />
        <PressButton quiet>Sign out everywhere</PressButton>
      </Form>
    </div>
  );
  return { title: "How I am reached", body, here: "/me", ...(tried ? { wrong: true } : {}) };
}

const Way = ({ channel: { kind, to, verifiedAt } }: { channel: Channel }) => (
  <p>
    {to} by {CHANNELS[kind]}{" "}
    {verifiedAt ? <small>{since(verifiedAt)}</small> : <Tag modifier="yellow">not verified, not used</Tag>}
  </p>
);

/** The channels with this one a place further up. */
function moved(channels: readonly Channel[], nth: number): string[] {
  const order = channels.map(({ to }) => to);
  return [...order.slice(0, nth - 1), order[nth] ?? "", order[nth - 1] ?? "", ...order.slice(nth + 1)];
}

/** What was wrong, at its field; a refusal that is about none stands alone. */
function faults(refusal: Refusal, form: MyForm, values: URLSearchParams): FieldError[] {
  if (refusal.name !== "Invalid") return [{ field: "", reason: refusal.message }];
  return inWordsOf(refusal.errors, values, ASKED[form]);
}
