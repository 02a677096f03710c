import { SummaryList } from "nhsuk-react-components";
import { THEMES } from "../core/escalation/theme.ts";
import type { Feedback } from "../core/learning/feedback.ts";
import type { Instant } from "../core/time.ts";
import { type Choice, type Fields, LongText, PickOne, PressButton, PressForm } from "./form.tsx";
import { Back, Fold, LearningStory, Limit, Part, StatusTag, type Tried, typedIn, Wrong } from "./learning-parts.tsx";
import { feedbackStatus, GIVEN_AS } from "./learning-words.ts";
import type { Content } from "./page.tsx";
import { Line, LineIf, Said } from "./recorded.tsx";
import { Moment } from "./time.tsx";
import { choicesOf } from "./words.ts";

/** The forms of feedback, each by the last word of its address. */
export type FeedbackForm = "concern" | "answer";

export interface FeedbackView {
  readonly of: Feedback;
  /** The page of the concern that was made of it, where the reader may open it. */
  readonly concernHref: string | undefined;
  readonly agencies: readonly Choice[];
  /** In which language it was given. */
  readonly language: string;
  readonly nameOf: (person: string) => string;
  readonly agencyOf: (code: string) => string;
  readonly keyOf: () => string;
  readonly tried: Tried<FeedbackForm> | undefined;
  readonly now: Instant;
}

const FIELDS: Record<FeedbackForm, Fields> = {
  concern: {
    happened: { label: "What the partners should talk about", ask: "Say what the partners should talk about" },
    wouldNeed: { label: "What it would need", ask: "Say what it would need" },
    agency: { label: "Whose answer you want", ask: "Choose whose answer you want" },
    theme: { label: "Theme", ask: "Choose the theme that fits best" },
  },
  answer: {
    words: { label: "Your answer", ask: "Write your answer" },
    theme: { label: "Theme", ask: "Choose the theme that fits best" },
  },
};

/** What one person said, what is owed to them by when, who has it, and what the reader may do. */
export function feedbackPage(view: FeedbackView): Content {
  const { of, tried, now } = view;
  const { reference, owed } = of;
  const body = (
    <div className="nhsuk-u-reading-width">
      <Back href="/feedback">Feedback</Back>
      <Wrong tried={tried} form={tried?.form ?? ""} fields={FIELDS[tried?.form ?? "answer"]} offered={tried !== undefined} />
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">Feedback {reference}</h1>
      <p className="app-tags">
        <StatusTag {...feedbackStatus(of)} />
      </p>
      {owed && <Limit by="Answer by" dueAt={owed.dueAt} now={now} />}
      <Facts {...view} />
      <Part id="do" title="What you can do">
        <Forms {...view} />
      </Part>
      <LearningStory kind="feedback" story={of.story} now={now} />
    </div>
  );
  return { title: `Feedback ${reference}`, body, here: "/learning", wrong: tried !== undefined };
}

const Facts = ({ of, concernHref, language, nameOf, agencyOf, now }: FeedbackView) => (
  <SummaryList>
    <Line name="Who has it">{nameOf(of.owner)}</Line>
    <Line name="What they say happened">
      <Said>{of.happened}</Said>
    </Line>
    <Line name="What would have been better">{of.better && <Said>{of.better}</Said>}</Line>
    <Line name="About" none="they do not know, or did not say">
      {of.agency && agencyOf(of.agency)}
    </Line>
    <Line name="Given">
      <Moment at={of.given.at} now={now} />, {GIVEN_AS[of.given.as]}, in {language}
    </Line>
    <LineIf name="Theme">{of.theme && THEMES[of.theme]}</LineIf>
    <LineIf name="Concern">
      {of.concern && (concernHref ? <a href={concernHref}>{of.concern.reference}</a> : of.concern.reference)}
    </LineIf>
    <Line name="The answer that they read" none="none yet">
      {of.answer && (
        <>
          {of.answer.by.name}, {agencyOf(of.answer.by.agency)}, <Moment at={of.answer.at} now={now} />
          <Said>{of.answer.words}</Said>
        </>
      )}
    </Line>
  </SummaryList>
);

/** What the reader may press: the partners talk about it, and whoever gave it is answered. */
function Forms({ of, agencies, keyOf, tried }: FeedbackView) {
  const to = (form: FeedbackForm) => `/feedback/${of.id}/${form}`;
  const field = (form: FeedbackForm) => ({ form, typed: typedIn(tried, form, FIELDS[form]) });
  const theme = (form: FeedbackForm) => (
    <PickOne
      {...field(form)}
      name="theme"
      label="Which theme fits best?"
      choices={choicesOf(THEMES)}
      first="Choose a theme"
      {...(of.theme ? { offer: of.theme } : {})}
    />
  );
  const answering = (
    <PressForm to={to("answer")} press={{ key: keyOf() }} going="Answering">
      <LongText
        {...field("answer")}
        name="words"
        label="Your answer"
        hint="Whoever gave it reads this without signing in, and so may whoever has the address: no names, nothing of a case."
        most={2000}
        rows={5}
      />
      {theme("answer")}
      <PressButton>Answer</PressButton>
    </PressForm>
  );
  return (
    <>
      {!of.concern && (
        <Fold title="The partners should talk about it" form="concern" tried={tried}>
          <PressForm to={to("concern")} press={{ key: keyOf() }} going="Raising">
            <p>It becomes a concern. Only what you write here goes on: say it in your own words, without names.</p>
            <LongText {...field("concern")} name="happened" label="What should they talk about?" most={2000} rows={5} />
            <LongText {...field("concern")} name="wouldNeed" label="What would it need? (optional)" most={1000} rows={2} />
            <PickOne
              {...field("concern")}
              name="agency"
              label="Whose answer do you want?"
              choices={agencies}
              first="Choose an agency"
              {...(of.agency ? { offer: of.agency } : {})}
            />
            {theme("concern")}
            <PressButton>Raise the concern</PressButton>
          </PressForm>
        </Fold>
      )}
      {of.answer ? (
        <Fold title="Answer anew" form="answer" tried={tried}>
          {answering}
        </Fold>
      ) : (
        answering
      )}
    </>
  );
}
