import type { ReactNode } from "react";
import { questionsOf } from "../core/escalation/known.ts";
import type { Pathway, Question } from "../core/partnership/partnership.ts";
import { CHANNELS, HAZARDS, POLICE_ANSWERS, YES_NO } from "./known-words.ts";
import type { Content } from "./page.tsx";
import { type Printed, PrintedLine } from "./print-time.tsx";
import { labelOf, type MoreField, type UrgentField } from "./raise-fields.tsx";
import { Numbers } from "./telephone.tsx";

export interface PaperFormView {
  readonly pathway: Pick<
    Pathway,
    "code" | "title" | "version" | "speech" | "types" | "thresholds" | "priorities" | "questionSet" | "riskFacts"
  >;
  /** The type whose questions have room to be answered; without one the form is for every type. */
  readonly type: string | undefined;
  /** The number that somebody picks up where the reader works. */
  readonly ring: string | undefined;
  readonly printed: Printed;
}

const chosenOf = ({ pathway: { types }, type }: PaperFormView) => types.find(({ code }) => code === type);
const titleOf = (view: PaperFormView): string => {
  const chosen = chosenOf(view);
  return `Paper form to raise an escalation${chosen ? `: ${chosen.title}` : ""}`;
};

/** The form to raise as a page to print, with the way to the same form for each type. */
export const paperFormPage = (view: PaperFormView): Content => ({
  title: `${titleOf(view)}, for print`,
  body: <PaperForm {...view} ways={<Ways pathway={view.pathway} chosen={chosenOf(view)?.code} />} />,
  here: "/raise",
});

/** The form to raise, blank and for paper, for when the service is down: whom to ring first, the same questions, and what to do afterwards. */
export function PaperForm({ ways, ...view }: PaperFormView & { readonly ways?: ReactNode }) {
  const { pathway, ring, printed } = view;
  const { types, thresholds, priorities, speech } = pathway;
  const chosen = chosenOf(view);
  const isOfThreshold = pathway.questionSet.limbs.length > 0;
  const named = (name: UrgentField) => labelOf(name, speech);
  return (
    <article className="app-print app-blank">
      <p className="app-print__mark">OFFICIAL-SENSITIVE when filled in</p>
      <h1 className="nhsuk-heading-l">{titleOf(view)}</h1>
      {ways}
      <PrintedLine printed={printed} />
      <p>
        {pathway.title}, version {pathway.version}.
      </p>
      <Part title="Ring first: nobody is asked by this sheet">
        <p>
          <strong>
            Ring <Numbers controlRoom={ring} />
          </strong>{" "}
          and read out what you have written. One person rings, another writes.
        </p>
        <div className="app-blank__pair">
          <Room name="Number that was rung, and when" />
          {isOfThreshold && (
            <>
              <Named name="policeContact.handler" />
              <Room name="CAD number, and its date" />
              <Named name="policeContact.reason" />
              <Named name="onPaper.answeredAt" />
            </>
          )}
        </div>
        {isOfThreshold && (
          <>
            <Boxes name={labelOf("policeContact.channel")} titles={Object.values(CHANNELS)} />
            <Boxes name={labelOf("policeContact.answer")} titles={Object.values(POLICE_ANSWERS)} />
          </>
        )}
      </Part>
      <Part title="Times and names">
        <div className="app-blank__pair">
          <Room name="Time of event: date, and London time" />
          <Room name="Time entered: date, and London time" />
          <Room name="Written by (name or role)" />
          <Room name="Entered by, and reference RC-" />
        </div>
      </Part>
      <Part title="What must be said">
        {chosen ? null : <Boxes name={labelOf("type")} titles={types.map((one, nth) => `${letter(nth)} ${one.title}`)} />}
        <div className="app-blank__pair">
          <Room name={named("place.borough")} />
          <Named name="callBack" />
        </div>
        <Named name="place.address" />
        <Boxes name={named("threshold")} titles={thresholds.map((one) => one.title)} />
        <Named name="whyNow" size="long" />
        <Room name={named("ask")} />
        <Boxes name="If it is more urgent than this says" titles={priorities.map((one) => `${one.code} ${one.title}`)} />
      </Part>
      <Part title="What helps, if there is time">
        <div className="app-blank__pair">
          <Named name="person.knownAs" />
          <Named name="person.age" />
          <Named name="person.description" />
          <Named name="person.phone" />
          <Named name="deputy.name" />
          <Named name="deputy.phone" />
        </div>
        <Boxes name={labelOf("hazards")} titles={Object.values(HAZARDS)} />
        <Boxes name="Facts of risk" titles={pathway.riskFacts.map((one) => one.title)} />
        <Room name="Their words, exactly; from whom, and when" />
        <Room name="Done already: what, when, by whom" />
      </Part>
      {chosen ? <Questions of={pathway} type={chosen.code} /> : <EveryType of={pathway} />}
      <Part title="When the service is back">
        <ol>
          <li>
            Open “Raise an escalation” and type in what stands here. Under “This was written on paper first” give the time of
            event and who wrote it. The limits begin when you raise it.
          </li>
          {isOfThreshold && (
            <li>Under “What police said before” give the CAD number, if there is one: it finds a case that is there already.</li>
          )}
          <li>
            Write the time entered and the reference at the top of this sheet. Keep the sheet, or destroy it, as your service does
            with records of patients.
          </li>
        </ol>
      </Part>
    </article>
  );
}

/** The way back, and to the same form for one type, whose questions have more room. */
const Ways = ({
  pathway: { code: pathway, types },
  chosen,
}: {
  pathway: PaperFormView["pathway"];
  chosen: string | undefined;
}) => {
  const at = (type?: string) => `/raise/paper?${new URLSearchParams({ pathway, ...(type ? { type } : {}) })}`;
  return (
    <nav className="app-print__ways" aria-label="Forms for paper">
      <a href={`/raise?${new URLSearchParams({ pathway })}`}>Back to the form to raise</a>
      {chosen && <a href={at()}>For every type</a>}
      {types
        .filter(({ code }) => code !== chosen)
        .map(({ code, title }) => (
          <a key={code} href={at(code)}>
            {title}
          </a>
        ))}
    </nav>
  );
};

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="app-print__part">
    <h2 className="nhsuk-heading-s">{title}</h2>
    {children}
  </section>
);

/** Room to write by hand, beneath what is asked. */
const Room = ({ name, size = "short" }: { name: string; size?: "short" | "long" }) => (
  <p className={`app-blank__room app-blank__room--${size}`}>{name}</p>
);

/** The same, called as the form calls it. */
const Named = ({ name, size }: { name: UrgentField | MoreField; size?: "long" }) => (
  <Room name={labelOf(name)} {...(size ? { size } : {})} />
);

/** What is ticked by hand. */
const Boxes = ({ name, titles }: { name: string; titles: readonly string[] }) => (
  <div className="app-blank__choice">
    <p>{name}</p>
    <ul>
      {titles.map((title) => (
        <li key={title}>{title}</li>
      ))}
    </ul>
  </div>
);

type Asking = Pick<PaperFormView["pathway"], "speech" | "types" | "questionSet">;
const asked = ({ types, questionSet: { questions } }: Omit<Asking, "speech">, type: string) =>
  questionsOf({ types, questions }, type);

/** The questions of one type, each with room or with what is ticked. */
const Questions = ({ of, type }: { of: Asking; type: string }) => (
  <Part title={`What ${of.speech.answerers} are likely to ask`}>
    {asked(of, type).map((question) => (
      <OneQuestion key={question.code} question={question} />
    ))}
  </Part>
);

const OneQuestion = ({ question: { title, answer, choices = [] } }: { question: Question }) => {
  if (answer === "yes_no_unknown") return <Boxes name={title} titles={Object.values(YES_NO)} />;
  return choices.length > 0 ? <Boxes name={title} titles={choices.map((one) => one.title)} /> : <Room name={title} />;
};

/** The questions of every type in few words, and room to answer those of one: a ward does not know beforehand which it will need. */
const EveryType = ({ of }: { of: Asking }) => (
  <Part title={`What ${of.speech.answerers} are likely to ask, by what it is about`}>
    <div className="app-blank__types">
      {of.types.map(({ code, title }, nth) => (
        <div key={code} className="app-blank__type">
          <h3 className="nhsuk-heading-xs">
            {letter(nth)} {title}
          </h3>
          <ol>
            {asked(of, code).map((question) => (
              <li key={question.code}>{question.title}</li>
            ))}
          </ol>
        </div>
      ))}
    </div>
    <Room name="Answers, each with the number of its question" size="long" />
  </Part>
);

/** A for the first type, B for the second: as they are read out on the telephone. */
const letter = (nth: number): string => String.fromCharCode("A".charCodeAt(0) + nth);
