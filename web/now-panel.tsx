import { Tag, WarningCallout } from "nhsuk-react-components";
import { isRunning, type Limit } from "../core/escalation/clock.ts";
import { type Escalation, rung, titleOf } from "../core/escalation/escalation.ts";
import { isAboutChild } from "../core/escalation/known.ts";
import { owed } from "../core/escalation/move.ts";
import { isAsking } from "../core/escalation/rules.ts";
import { isAsker } from "../core/escalation/standing.ts";
import { answerersOf, stillOwedWords } from "../core/escalation/wording.ts";
import { between, milliseconds } from "../core/time.ts";
import type { CaseView } from "./case-view.ts";
import { answerThatStands, furtherWords, isComingMeanwhile, isInherited, isLate, stageShown } from "./marks.ts";
import { Progress } from "./progress.tsx";
import { Said } from "./recorded.tsx";
import { NumbersOf } from "./telephone.tsx";
import { clockWords, DueClock, Moment } from "./time.tsx";
import { priorityColour, REOPENED } from "./words.ts";

/** As long as this the raiser is told first of all when it was received. */
const JUST_NOW = "PT15M";

/** Where it stands at this moment: urgency, what must not be missed, and every limit that runs. */
export function Now(view: CaseView) {
  const { of, now, reader, agencyOf } = view;
  const { terms, priority, raised, reference, closed } = of;
  const stage = stageShown(of);
  const nth = terms.priorities.findIndex(({ code }) => code === priority);
  const clocks = of.clocks
    .filter((clock) => isRunning(clock) && clock.limit !== "shift_end")
    .toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  const received = raised.by.agency === reader.agency && !closed && between(raised.at, now) < milliseconds(JUST_NOW);
  const waits = isAsker(of, reader) ? waitsFor(of) : undefined;
  const further = furtherWords(of);
  return (
    <div id="app-now" data-part="">
      <p className="nhsuk-u-margin-bottom-2">
        <span className="app-reference">{reference}</span>, {terms.area.title}
      </p>
      <p className="app-tags">
        <Tag modifier={priorityColour(nth)}>{`${priority} ${titleOf(terms.priorities, priority)}`}</Tag>
        <Tag modifier={stage.colour}>{stage.title}</Tag>
        {isInherited(of) && <Tag modifier="orange">{isLate(of) ? "Inherited, already late" : "Inherited"}</Tag>}
        {isAboutChild(of) && <Tag modifier="orange">A child may be at risk</Tag>}
      </p>
      {answerThatStands(of) && (
        <p className="nhsuk-u-margin-bottom-2">
          <strong>{answerThatStands(of)}</strong>
        </p>
      )}
      <NobodyAnswered of={of} />
      <Anew of={of} />
      <Left of={of} now={now} />
      <Wanted of={of} now={now} />
      {(received || waits) && (
        <div className="app-received">
          {received && (
            <p>
              <strong>
                Received at <Moment at={raised.at} now={now} seconds />. Your reference is {reference}.
              </strong>
            </p>
          )}
          <p>
            If it gets worse, ring 999.{" "}
            {waits && !of.nobodyAnsweredAt && (
              <>
                If nobody {waits} in time, ring <NumbersOf of={of} /> and say the reference.{" "}
              </>
            )}
            <a href={`/escalations/${of.id}/print`}>Print a summary</a>
          </p>
        </div>
      )}
      <Progress {...view} />
      {further && (
        <p className="app-further">
          <strong>{further}</strong>
        </p>
      )}
      {clocks.map(({ limit, tier, of: whose, startedAt, dueAt }) => (
        <div key={`${limit}-${tier}-${whose}`}>
          <DueClock limit={limit} dueAt={dueAt} from={startedAt} now={now} missed={missedBefore(of, limit, whose)} />
          {whose && <p className="app-whose">{agencyOf(whose)}</p>}
        </div>
      ))}
      <Child of={of} reader={reader} />
    </div>
  );
}

/** What whoever asked waits for, as long as somebody owes it to them: the number to ring stays with them until then. */
function waitsFor(of: Escalation): "answers" | "comes" | undefined {
  const debt = owed(of);
  if (debt === "arrive") return "comes";
  return debt === "decide" || debt === "accept_referral" || isAsking(of) ? "answers" : undefined;
}

const NobodyAnswered = ({ of }: { of: Escalation }) =>
  of.nobodyAnsweredAt && (
    <WarningCallout>
      <WarningCallout.Heading>{stillOwedWords(of)}</WarningCallout.Heading>
      <p>
        <strong>
          Ring <NumbersOf of={of} /> now.
        </strong>{" "}
        We go on asking everyone on the ladder who is on duty.
      </p>
    </WarningCallout>
  );

/** The answer is to be given anew: what was decided is no longer relied on as it is. */
function Anew({ of }: { of: Escalation }) {
  const { reopened, decision, closed } = of;
  if (!reopened || closed) return null;
  const { title, says } = REOPENED[reopened.why];
  return (
    <div className="app-alert">
      <p>
        <strong>{title}.</strong> {decision ? says : "The case is open again, and is to be decided."}
        {isComingMeanwhile(of) && " Somebody is still on their way meanwhile."}
        {of.stoodDownAt && reopened.why !== "unit_stood_down" && " The unit was stood down: nobody is coming at this moment."}
      </p>
    </div>
  );
}

const Left = ({ of: { custody }, now }: Pick<CaseView, "of" | "now">) =>
  custody?.left && (
    <div className="app-alert">
      <p>
        <strong>
          Officers left at <Moment at={custody.left.leftAt} now={now} /> without an agreed handover.
        </strong>{" "}
        No named clinician had accepted the person. Told: {custody.left.told}
      </p>
    </div>
  );

/** What an answerer still lacks: both sides see what it is, who gets it, and by when. */
const Wanted = ({ of, now }: Pick<CaseView, "of" | "now">) =>
  of.wanted.length > 0 &&
  !of.closed && (
    <div className="app-alert">
      {of.wanted.map(({ at, missing, whoGets, byWhen }) => (
        <div key={at}>
          <p>
            <strong>{answerersOf(of)} need something to answer.</strong> {whoGets} gets it by {clockWords(byWhen, now)}. Add it as
            news.
          </p>
          <Said>{missing}</Said>
        </div>
      ))}
    </div>
  );

/** What follows when a child may be at risk: who may decline, and what the side that asked thinks of beside the answer. */
function Child({ of, reader }: Pick<CaseView, "of" | "reader">) {
  if (of.closed || !isAboutChild(of)) return null;
  const { childTier } = of.terms;
  return (
    <p>
      A child may be at risk.
      {childTier !== null && ` Only the ${rung(of, childTier)?.title ?? "next tier"} or above can decline this.`}
      {isAsker(of, reader) && " Have you made a safeguarding referral?"}
    </p>
  );
}

/** When this was last owed and not done: the next tier was asked then, and the limit runs anew. */
const missedBefore = ({ clocks }: Escalation, limit: Limit, whose: string) =>
  clocks
    .flatMap((clock) =>
      clock.limit === limit && clock.of === whose && clock.missedAt !== null && limit !== "repeat" ? [clock.missedAt] : [],
    )
    .at(-1);
