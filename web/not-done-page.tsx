import { Button, SummaryList } from "nhsuk-react-components";
import { Form } from "./form.tsx";
import type { Content } from "./page.tsx";
import { Line } from "./recorded.tsx";
import { Numbers } from "./telephone.tsx";
import { inPlainWords, valueInWords } from "./words.ts";

/** A press that came to nothing: what was typed is kept on the page, to be pressed again or read out on the telephone. */
export interface NotDoneView {
  readonly heading: string;
  readonly why: string;
  readonly ring: string | undefined;
  /** Where the form goes when it is pressed again, and what it carries. */
  readonly to: string;
  readonly values: URLSearchParams;
  /** Fields among them that the form had filled in by itself. */
  readonly offered: readonly string[];
  readonly signInFirst: boolean;
  /** What the button says that presses again, as whose it is pressed then, and what else that says; left out, it is its reader's own. */
  readonly again?: { readonly title: string; readonly mark: string; readonly name?: string; readonly value?: string };
  readonly request: string;
  /** What the agreement calls a code that was chosen in a field, where it is known. */
  readonly titleOf?: (name: string, code: string) => string | undefined;
}

/** Fields of ours, which nobody typed. */
const OURS = ["reader", "practice", "key", "seen", "ring", "pathway", "draft", "draftSeen", "do", "change", "what", "id"];
const LABELS: Readonly<Record<string, string>> = {
  type: "What it is about",
  "place.borough": "Where",
  "place.address": "Where exactly",
  threshold: "Threshold",
  whyNow: "Why now",
  ask: "What you ask for",
  callBack: "Call-back number",
  priority: "Urgency asked for",
  code: "Answer",
  why: "Why",
  text: "Note",
  person: "Who",
  with: "Who comes",
  from: "From",
  to: "To",
  people: "Who takes turns",
  shifts: "Shifts",
  file: "The file",
};

/** A press that came to nothing, with everything that stood in its form. */
export function notDonePage(view: NotDoneView): Content {
  const { heading, why, ring, to, values, offered, signInFirst, again, request, titleOf = () => undefined } = view;
  const typed = [...values].filter(([name, value]) => ![...OURS, ...offered].includes(name) && value.trim() !== "");
  const body = (
    <div className="nhsuk-u-reading-width">
      <h1 className="nhsuk-heading-l">{heading}</h1>
      <p>{why}</p>
      <p>
        <strong>
          Ring <Numbers controlRoom={ring} />
        </strong>{" "}
        if it cannot wait. What you wrote is still here.
      </p>
      {to === "/raise" && (
        <p>
          What you write on paper meanwhile can be entered later, with its own time. <a href="/raise/paper">The form for paper</a>
        </p>
      )}
      {signInFirst && (
        <p>
          <Button href="/sign-in/start?to=/signed-in" target="_blank" rel="noopener">
            1. Sign in (opens a new tab)
          </Button>
        </p>
      )}
      <Form to={to} going="Sending. Wait for the answer" for={again?.mark ?? values.get("reader") ?? undefined}>
        {[...values].map(
          ([name, value], nth) => name !== "reader" && <input key={nth} type="hidden" name={name} value={value} />,
        )}
        {again?.name && <input type="hidden" name={again.name} value={again.value} />}
        <Button preventDoubleClick>{signInFirst ? "2. Come back here and press this" : (again?.title ?? "Try again")}</Button>
      </Form>
      {typed.length > 0 && (
        <>
          <h2 className="nhsuk-heading-m">What you wrote</h2>
          <SummaryList>
            {typed.map(([name, value], nth) => (
              <Line key={nth} name={LABELS[name] ?? inPlainWords(name)}>
                {titleOf(name, value) ?? valueInWords(value)}
              </Line>
            ))}
          </SummaryList>
        </>
      )}
      <p className="nhsuk-body-s">Request {request}</p>
    </div>
  );
  return { title: heading, body, wrong: true };
}
