import type { Player, Side } from "../core/partnership/practice.ts";
import type { Instant } from "../core/time.ts";
import { type Choice, Form, OneOf, PickOne, PressButton, Problems, type Typed } from "./form.tsx";
import type { Content } from "./page.tsx";
import { Moment } from "./time.tsx";

/** What somebody can choose to play. */
export const SIDES: readonly {
  readonly code: string;
  readonly title: string;
  readonly hint: string;
  readonly sides: readonly Side[];
}[] = [
  {
    code: "both",
    title: "Both sides, by myself",
    hint: "You raise, change sides with one press, and answer your own request.",
    sides: ["asks", "answers"],
  },
  { code: "asks", title: "The side that asks", hint: "Somebody else who practises now answers.", sides: ["asks"] },
  {
    code: "answers",
    title: "The side that answers",
    hint: "You are on duty at every police desk of the area, from the first tier to the last.",
    sides: ["answers"],
  },
];
export const SIDE_IN_WORDS: Record<Side, string> = { asks: "the side that asks", answers: "the side that answers" };

export interface PracticeView {
  /** As whom the reader plays in this browser; `own` are all the sides that they play. */
  readonly player: Player | undefined;
  readonly own: readonly Player[];
  readonly areas: readonly Choice[];
  readonly offered: string | undefined;
  readonly others: readonly { readonly name: string; readonly side: Side; readonly area: string; readonly until: Instant }[];
  readonly typed: Typed;
  /** Practice has just ended, whether its player said so or its time was up. */
  readonly over: boolean;
  readonly now: Instant;
}

/** Where practice begins, and what it is. Nothing that is done in it is real, and the page says so before and after. */
export function practicePage(view: PracticeView): Content {
  const { player, typed, over } = view;
  const body = (
    <div className="nhsuk-u-reading-width">
      <Problems form="practice" typed={typed} />
      <h1 className="nhsuk-heading-l">{player ? "You are practising" : "Practise"}</h1>
      {over && !player && (
        <p className="app-received">
          <strong>Your practice is over. What you do from here on is real.</strong>
        </p>
      )}
      <p>
        Practice is the same service, apart from everything real: the same pages, limits and ladder. Nobody is asked who is not
        practising, and nothing of it is counted or learned from. Every page and message of it says EXERCISE.
      </p>
      <ul className="nhsuk-list nhsuk-list--bullet">
        <li>Use made-up names and numbers only.</li>
        <li>The telephone numbers on its pages are real: ring nobody about an exercise.</li>
        <li>Messages come to your own email and telephone, marked EXERCISE, and to no one else’s.</li>
        <li>Real messages reach you all the same. One that does not say EXERCISE is real.</li>
        <li>It ends when you say so, or after two hours; your cases in it end with it.</li>
        <li>While you practise in this browser, no page of it asks anybody for real, and no board of it shows what is real.</li>
        <li>On duty now? Keep your board open in another browser.</li>
      </ul>
      {player ? <Playing player={player} now={view.now} /> : <Begin {...view} />}
      <h2 className="nhsuk-heading-m">Who else practises now</h2>
      {view.others.length === 0 ? (
        <p>Nobody.</p>
      ) : (
        <ul className="nhsuk-list nhsuk-list--bullet">
          {view.others.map(({ name, side, area, until }) => (
            <li key={`${name} ${side}`}>
              {name}, {SIDE_IN_WORDS[side]} in {area}, until <Moment at={until} now={view.now} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
  return { title: player ? "You are practising" : "Practise", body, here: "/practice", wrong: typed.errors.length > 0 };
}

/** What is not there in practice. Whom a real message has sent here must not be held up by it. */
export const notInPracticePage = (title: string, to: string): Content => ({
  title,
  body: (
    <div className="nhsuk-u-reading-width">
      <h1 className="nhsuk-heading-l">{title}</h1>
      <p>
        You are practising in this browser. If a message has sent you here that does not say EXERCISE, <strong>it is real</strong>
        .
      </p>
      <Form to="/practice/end" going="Wait">
        <input type="hidden" name="to" value={to} />
        <PressButton>End my practice, and open it</PressButton>
      </Form>
    </div>
  ),
});

const Playing = ({ player: { side, area, until }, now }: { player: Player; now: Instant }) => (
  <p>
    You play <strong>{SIDE_IN_WORDS[side]}</strong> in {area.title}, until <Moment at={until} now={now} />. <a href="/">Go on</a>
  </p>
);

const Begin = ({ own, areas, offered, typed }: PracticeView) => (
  <>
    {own.length > 0 && (
      <>
        <h2 className="nhsuk-heading-m">Go on</h2>
        <p>You play {own.map(({ side }) => SIDE_IN_WORDS[side]).join(" and ")} already.</p>
        {own.map(({ side }) => (
          <Form key={side} to="/practice/side">
            <input type="hidden" name="side" value={side} />
            <PressButton quiet>Go on as {SIDE_IN_WORDS[side]}</PressButton>
          </Form>
        ))}
      </>
    )}
    <h2 className="nhsuk-heading-m">Begin</h2>
    <Form to="/practice" going="Wait">
      <PickOne
        form="practice"
        typed={typed}
        name="area"
        label="For which area?"
        first="Choose an area"
        choices={areas}
        offer={offered ?? ""}
      />
      <OneOf form="practice" typed={typed} name="sides" label="Which side do you play?" choices={SIDES} offer="both" />
      <PressButton>Begin practice</PressButton>
    </Form>
  </>
);
