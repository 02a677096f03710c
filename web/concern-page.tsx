import { SummaryList } from "nhsuk-react-components";
import { THEMES } from "../core/escalation/theme.ts";
import type { Action } from "../core/learning/action.ts";
import type { Concern } from "../core/learning/concern.ts";
import type { Instant } from "../core/time.ts";
import { GIVE_FIELDS, GiveActionForm } from "./action-forms.tsx";
import { type Choice, type Fields, LongText, PickOne, PressButton, PressForm } from "./form.tsx";
import { Back, DueDay, Fold, LearningStory, Limit, Part, StatusTag, type Tried, typedIn, Wrong } from "./learning-parts.tsx";
import { ACTION_STATUSES, concernStatus, SETTLED, SOURCES } from "./learning-words.ts";
import type { Content } from "./page.tsx";
import { Line, LineIf, Said, Several } from "./recorded.tsx";
import { Moment } from "./time.tsx";

/** The forms of a concern, each by the last word of its address. */
export type ConcernForm = "answer" | "acceptance" | "objection" | "passing-on" | "actions";

export interface ConcernView {
  readonly of: Concern;
  readonly forms: readonly ConcernForm[];
  /** Open actions that were given about it, with the link where the reader may open it. */
  readonly actions: readonly { readonly of: Action & { readonly daysLate: number }; readonly href: string | undefined }[];
  /** The page of its case, where the reader may open it. */
  readonly caseHref: string | undefined;
  readonly agencies: readonly Choice[];
  readonly people: readonly Choice[];
  readonly nameOf: (person: string) => string;
  readonly agencyOf: (code: string) => string;
  readonly keyOf: () => string;
  readonly tried: Tried<ConcernForm> | undefined;
  readonly now: Instant;
}

const FIELDS: Record<ConcernForm, Fields> = {
  answer: { words: { label: "Your answer", ask: "Write your answer" } },
  acceptance: {},
  objection: { why: { label: "Why the answer does not do", ask: "Say why the answer does not do" } },
  "passing-on": {
    to: { label: "Which agency", ask: "Choose which agency it is for" },
    why: { label: "Why it is theirs", ask: "Say why it is theirs" },
  },
  actions: GIVE_FIELDS,
};

/** What is owed next, by whom. */
const OWED = { answer: "Answer by", acceptance: "Accept or object by" } as const;

/** One concern: what is owed by when, who has it, what was said, and what the reader may do. */
export function concernPage(view: ConcernView): Content {
  const { of, forms, tried, now, agencyOf } = view;
  const { reference, theme, owed } = of;
  const offered = tried !== undefined && forms.includes(tried.form);
  const body = (
    <div className="nhsuk-u-reading-width">
      <Back href="/concerns">Concerns</Back>
      <Wrong tried={tried} form={tried?.form ?? ""} fields={FIELDS[tried?.form ?? "acceptance"]} offered={offered} />
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">
        <span className="nhsuk-caption-l">Concern {reference}</span>
        {THEMES[theme]}
      </h1>
      <p className="app-tags">
        <StatusTag {...concernStatus(of)} />
      </p>
      {owed && <Limit by={OWED[owed.what]} dueAt={owed.dueAt} now={now} />}
      {owed?.what === "acceptance" && (
        <p>
          Whoever raised it says whether the answer does. If nobody of {agencyOf(of.raised.by.agency)} says anything by then, it
          counts as settled.
        </p>
      )}
      <Facts {...view} />
      {forms.length > 0 && (
        <Part id="do" title="What you can do">
          <Forms {...view} />
        </Part>
      )}
      <LearningStory kind="concern" story={of.story} now={now} />
    </div>
  );
  return { title: `Concern ${reference}`, body, here: "/learning", wrong: tried !== undefined };
}

function Facts({ of, actions, caseHref, nameOf, agencyOf, now }: ConcernView) {
  const { raised, owner, agency, settled, answer, objections, happened, wouldNeed, source } = of;
  return (
    <SummaryList>
      <Line name="Who has it">
        {settled ? SETTLED[settled.how] : nameOf(owner)}
        {settled?.words && <Said>{settled.words}</Said>}
      </Line>
      <Line name="Whose answer is wanted">{agencyOf(agency)}</Line>
      <Line name="What happened">
        <Said>{happened}</Said>
      </Line>
      <Line name="What it would need">{wouldNeed && <Said>{wouldNeed}</Said>}</Line>
      <Line name="The answer" none="none yet">
        {answer && (
          <>
            {answer.by.name}, {agencyOf(answer.by.agency)}, <Moment at={answer.at} now={now} />
            <Said>{answer.words}</Said>
          </>
        )}
      </Line>
      {objections.map(({ by, at, why }) => (
        <Line key={at} name="The answer did not do">
          {by.name}, {agencyOf(by.agency)}, <Moment at={at} now={now} />
          <Said>{why}</Said>
        </Line>
      ))}
      <LineIf name="Open actions">
        {actions.length > 0 && (
          <Several>
            {actions.map(({ of: action, href }) => (
              <li key={action.id}>
                {href ? <a href={href}>{action.title}</a> : action.title}: {nameOf(action.owner)},{" "}
                {ACTION_STATUSES[action.status].title.toLowerCase()}.{" "}
                <DueDay dueOn={action.dueOn} daysLate={action.daysLate} now={now} />
              </li>
            ))}
          </Several>
        )}
      </LineIf>
      <Line name="Raised">
        <Moment at={raised.at} now={now} /> by {raised.by.name}, {agencyOf(raised.by.agency)}
      </Line>
      <Line name="Source">{SOURCES[source]}</Line>
      <LineIf name="Case">{of.case && (caseHref ? <a href={caseHref}>{of.case.reference}</a> : of.case.reference)}</LineIf>
    </SummaryList>
  );
}

/** What the reader may press, what is waited for first. */
function Forms(view: ConcernView) {
  const { of, forms, agencies, people, keyOf, tried } = view;
  const to = (form: ConcernForm) => `/concerns/${of.id}/${form}`;
  const field = (form: ConcernForm) => ({ form, typed: typedIn(tried, form, FIELDS[form]) });
  const press = () => ({ key: keyOf() });
  const toAnswer = () => ({ ...press(), seen: of.answer?.at });
  const answering = (
    <PressForm to={to("answer")} press={press()} going="Answering">
      <LongText {...field("answer")} name="words" label="Your answer" hint="No names of patients." most={2000} rows={5} />
      <PressButton>Answer</PressButton>
    </PressForm>
  );
  return (
    <>
      {forms.includes("acceptance") && (
        <PressForm to={to("acceptance")} press={toAnswer()} going="Accepting">
          <PressButton>The answer does: it is settled</PressButton>
        </PressForm>
      )}
      {forms.includes("objection") && (
        <Fold title="The answer does not do" form="objection" tried={tried}>
          <PressForm to={to("objection")} press={toAnswer()} going="Objecting">
            <p>The chair has it then, and it goes to the next call.</p>
            <LongText {...field("objection")} name="why" label="Why does it not do?" most={1000} rows={3} />
            <PressButton>It does not do</PressButton>
          </PressForm>
        </Fold>
      )}
      {forms.includes("answer") && of.owed?.what === "answer" && answering}
      {forms.includes("answer") && of.owed?.what === "acceptance" && (
        <Fold title="Answer anew" form="answer" tried={tried}>
          {answering}
        </Fold>
      )}
      {forms.includes("passing-on") && (
        <Fold title="It is another agency’s to answer" form="passing-on" tried={tried}>
          <PressForm to={to("passing-on")} press={press()} going="Passing it on">
            <p>Their lead has it then, with the time that is left and no more.</p>
            <PickOne {...field("passing-on")} name="to" label="Which agency?" choices={agencies} first="Choose an agency" />
            <LongText {...field("passing-on")} name="why" label="Why is it theirs?" most={500} rows={2} />
            <PressButton>Pass it on</PressButton>
          </PressForm>
        </Fold>
      )}
      {forms.includes("actions") && (
        <Fold title="Give somebody something to do about it" form="actions" tried={tried}>
          <GiveActionForm {...field("actions")} to={to("actions")} press={press()} people={people} />
        </Fold>
      )}
    </>
  );
}
