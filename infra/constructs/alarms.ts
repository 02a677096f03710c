import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Duration, Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { counted } from "./counted.ts";
import type { DeadLetters } from "./dead-letters.ts";
import type { Room } from "./room.ts";

/** The sections of docs/runbook.md that an alarm sends somebody to, word for word. */
export const RUNBOOK = [
  "Messages are not leaving",
  "Email or texts are down",
  "Nobody confirms our messages",
  "The stream is behind",
  "The sweeper is silent",
  "The sweeper cannot mend something",
  "Something lies in a dead-letter queue",
  "The workflow fails",
  "Runs of the workflow are lost",
  "Desks have nobody",
  "The API fails",
  "The audit cannot be written",
  "Somebody is changing the table's key",
  "What people write cannot be opened",
  "Something sealed does not open",
  "People are told late",
  "Limits strike late",
  "Many cases that nobody answered",
  "The clocks differ",
  "The probe does not come through",
] as const;
export type RunbookSection = (typeof RUNBOOK)[number];

export interface Watched {
  readonly operators: ITopic;
  readonly rooms: Readonly<
    Record<
      | "cases"
      | "directory"
      | "learning"
      | "me"
      | "pages"
      | "dispatch"
      | "strike"
      | "sweep"
      | "lookAtRuns"
      | "receipts"
      | "textReceipts",
      Room
    >
  >;
  readonly machine: StateMachine;
  readonly calls: StateMachine;
  readonly api: HttpApi;
  readonly deadLetters: Readonly<Record<string, DeadLetters>>;
}

/** From when on something is too slow, in milliseconds: where the alarms ring, and the lines on the graphs. */
export const SLOW = {
  /** The promise: within the limit and 60 s. */
  lateness: 60_000,
  /** One attempt by the first channel has had its time, and the next has begun. */
  firstDelivery: 120_000,
  /** The widest gap between two looks of the sweeper, rounded up: what is owed for longer, nothing sends. */
  outboxAge: 90_000,
  /** What each limit may be struck too early or too late by our own clock alone. */
  clockSkew: 2_000,
} as const;

/** Six hours, in quarters of an hour: the longest that what happens now and then is remembered. */
const QUARTERS = 24;

interface Bell {
  readonly section: RunbookSection;
  /** What has happened, as the person who is woken reads it. */
  readonly says: string;
  readonly metric: IMetric;
  readonly rings?: "at or above" | "above" | "below";
  readonly limit?: number;
  /** For how many periods in a row; or of the last so many. */
  readonly periods?: number;
  readonly ofTheLast?: number;
  /** Silence is the alarm, or silence is well. */
  readonly silence?: "is the alarm" | "is well";
}

const sum = { period: Duration.minutes(1), statistic: "Sum" } as const;
const RINGS = {
  "at or above": ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  above: ComparisonOperator.GREATER_THAN_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
} as const;
const SILENCE = { "is the alarm": TreatMissingData.BREACHING, "is well": TreatMissingData.NOT_BREACHING } as const;

/** Few, and each worth getting up for. They ring the operators' topic, which uses nothing of ours, and say which section of the runbook to open. */
export class Alarms extends Construct {
  readonly #operators: ITopic;
  readonly #all = new Map<string, Alarm>();

  constructor(scope: Construct, id: string, { operators, rooms, machine, calls, api, deadLetters }: Watched) {
    super(scope, id);
    this.#operators = operators;
    const { cases, pages, dispatch, strike, sweep, receipts, textReceipts } = rooms;

    this.#bell("DispatchFails", {
      section: "Messages are not leaving",
      says: "The function that sends messages has failed. The sweeper sends what it left, within the minute.",
      metric: dispatch.lambda.metricErrors(sum),
    });
    this.#bell("DispatchHeldBack", {
      section: "Messages are not leaving",
      says: "The function that sends messages was not allowed to start: its reserved room is full.",
      metric: dispatch.lambda.metricThrottles(sum),
    });
    this.#newVersions(dispatch, strike);
    // Dispatch and the sweeper send; both filters count into one metric. They catch the error and go on, so Lambda's own count stays at 0.
    dispatch.logged("mail_not_accepted", "MailNotAccepted");
    this.#bell("MailNotAccepted", {
      section: "Messages are not leaving",
      says: "The mail service did not take our messages.",
      metric: sweep.logged("mail_not_accepted", "MailNotAccepted").with({ period: Duration.minutes(5) }),
      limit: 4, // each message is tried twice at a time: one that got through on its second try does not ring, a service that is down does within the first minutes
    });
    dispatch.logged("mail_refused", "MailRefused");
    this.#bell("MailRefused", {
      section: "Messages are not leaving",
      says: "The mail service refuses our messages by name. One is an address; several are the account, its sandbox or its domain.",
      metric: sweep.logged("mail_refused", "MailRefused").with({ period: Duration.minutes(5) }),
      limit: 3, // one person's address fails once for each of their messages; three in five minutes is more than one bad address on a quiet night
    });
    dispatch.logged("text_not_accepted", "TextNotAccepted");
    this.#bell("TextNotAccepted", {
      section: "Messages are not leaving",
      says: "The text service did not take our texts.",
      metric: sweep.logged("text_not_accepted", "TextNotAccepted").with({ period: Duration.minutes(5) }),
      limit: 4, // as with mail
    });
    dispatch.logged("text_refused", "TextRefused");
    this.#bell("TextRefused", {
      section: "Messages are not leaving",
      says: "The text service refuses our texts by their number. One is a number; several are its trial mode.",
      metric: sweep.logged("text_refused", "TextRefused").with({ period: Duration.minutes(5) }),
      limit: 3, // as with mail
    });
    dispatch.logged("channel_full", "ChannelFull");
    this.#bell("ChannelFull", {
      section: "Messages are not leaving",
      says: "A service that carries our messages takes no more in a moment, again and again. First pages go before the rest.",
      metric: sweep.logged("channel_full", "ChannelFull").with({ period: Duration.minutes(5) }),
      limit: 50, // a short storm passes by itself; one first page that waits its turn is told eight times at most that there is no room
    });
    dispatch.logged("channel_down", "ChannelDown");
    this.#bell("ChannelDown", {
      section: "Email or texts are down",
      says: "A service that carries our messages says no to all of us: the account, the key, or the day's allowance. Messages go by the other channel where people have one.",
      metric: sweep.logged("channel_down", "ChannelDown").with({ period: Duration.minutes(5) }),
    });
    // The sweeper, dispatch and both receipts functions may find out; each counts into one metric.
    for (const room of [dispatch, receipts, textReceipts]) room.logged("desk_notice_failed", "DeskNoticeFailed");
    this.#bell("DeskNoticeFailed", {
      section: "Messages are not leaving",
      says: "A message about a desk's rota has reached nobody: that somebody comes on duty, or what the rota's owner must know.",
      metric: sweep.logged("desk_notice_failed", "DeskNoticeFailed").with({ period: Duration.minutes(5) }),
    });
    this.#bell("DraftNotTold", {
      section: "Messages are not leaving",
      says: "Somebody has left a form to raise unsent, and could not be told that nobody has been asked. It is tried again every five minutes.",
      metric: sweep.logged("draft_not_told", "DraftNotTold").with({ period: Duration.minutes(15) }),
      limit: 3, // the same one again and again, or several at once
    });
    for (const room of [dispatch, receipts, textReceipts]) room.logged("learning_notice_failed", "LearningNoticeFailed");
    this.#bell("LearningNoticeFailed", {
      section: "Messages are not leaving",
      says: "A message about a concern, a review, an action or a partner call has reached nobody. It is asked for again under its clock.",
      metric: sweep.logged("learning_notice_failed", "LearningNoticeFailed").with({ period: Duration.hours(1) }),
      limit: 3, // one is an address; several are more
    });
    this.#bell("ReceiptsFail", {
      section: "Messages are not leaving",
      says: "What became of our messages could not be written down. Messages that arrived will be counted as not confirmed.",
      metric: receipts.lambda.metricErrors(sum),
    });
    textReceipts.logged("receipt_not_understood", "ReceiptNotUnderstood");
    this.#bell("ReceiptNotUnderstood", {
      section: "Messages are not leaving",
      says: "A service that carries our messages told us something about one that we do not understand.",
      metric: receipts.logged("receipt_not_understood", "ReceiptNotUnderstood"),
    });
    const callBacks = {
      section: "Nobody confirms our messages",
      says: "The text service calls us back with a token that is not the one that was agreed, or somebody else calls. Texts that arrived count as not confirmed.",
    } as const;
    const refused = textReceipts.logged("call_back_refused", "CallBackRefused");
    this.#bell("CallBackRefused", {
      ...callBacks,
      metric: refused.with({ period: Duration.minutes(5) }),
      limit: 3, // one is a stranger at the door; a service with a wrong token comes with each text
    });
    this.#bell("CallBackRefusedAgain", {
      ...callBacks,
      metric: refused.with({ period: Duration.minutes(15) }),
      periods: 3, // where few texts are sent, three never come within five minutes
      ofTheLast: QUARTERS,
    });
    this.#bell("RepairedUnconfirmed", {
      section: "Nobody confirms our messages",
      says: "Messages were taken by their service, and nobody confirmed them in time. Each went by its person's next channel, or the next tier was asked.",
      metric: counted("RepairedUnconfirmed", { minutes: 15 }),
      limit: 3, // one is a telephone that is off; several are receipts that do not come back
    });
    this.#bell("ManyBounce", {
      section: "Messages are not leaving",
      says: "One message in twenty comes back. SES reviews an account at 5 % and stops it at 10 %.",
      metric: new Metric({
        namespace: "AWS/SES",
        metricName: "Reputation.BounceRate",
        statistic: "Average",
        period: Duration.hours(1),
      }),
      limit: 0.05,
    });

    this.#bell("StreamBehind", {
      section: "The stream is behind",
      says: "What was written more than a minute ago has not become messages yet. The sweeper sends meanwhile.",
      metric: dispatch.lambda.metric("IteratorAge", { period: Duration.minutes(1), statistic: "Maximum" }),
      rings: "above",
      limit: 60_000, // milliseconds
    });

    this.#bell("SweeperSilent", {
      section: "The sweeper is silent",
      says: "Nobody has looked for overdue cases for three minutes. If the workflow or the stream fails now, limits pass unseen.",
      metric: counted("SweepRan"), // functions/schedule/sweep.ts counts it
      rings: "below",
      limit: 1,
      periods: 3,
      silence: "is the alarm",
    });
    this.#bell("SweeperCannotMend", {
      section: "The sweeper cannot mend something",
      says: "Something is overdue, and three rounds of the sweeper in a row have failed at it.",
      metric: counted("SweepFailed"),
      periods: 3,
    });

    for (const [name, queue] of Object.entries(deadLetters))
      this.#bell(`DeadLetters${name}`, {
        section: "Something lies in a dead-letter queue",
        says: `A call that could not be carried out was laid aside (${name}).`,
        metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: "Maximum" }),
      });

    this.#bell("WorkflowFailed", {
      section: "The workflow fails",
      says: "A case's clock has ended in an error. The sweeper keeps the case's time.",
      metric: machine.metricFailed(sum),
    });
    this.#bell("WorkflowHeldBack", {
      section: "The workflow fails",
      says: "Step Functions holds our executions back.",
      metric: machine.metricThrottled(sum),
    });
    this.#bell("StrikeFails", {
      section: "The workflow fails",
      says: "Reading the clocks fails again and again. Single failures are tried again by themselves.",
      metric: strike.lambda.metricErrors({ ...sum, period: Duration.minutes(5) }),
      limit: 5, // the first call and its four retries: one whole round of the workflow has failed
    });
    this.#bell("StrikeHeldBack", {
      section: "The workflow fails",
      says: "The function that reads the clocks was not allowed to start: its reserved room is full. The sweeper strikes meanwhile.",
      metric: strike.lambda.metricThrottles(sum),
    });
    rooms.lookAtRuns.logged("clock_not_started", "ClockNotStarted");
    this.#bell("ClockNotStarted", {
      section: "The workflow fails",
      says: "A case's clock could not be started. The sweeper keeps the case's time.",
      metric: dispatch.logged("clock_not_started", "ClockNotStarted"),
    });
    this.#runs();
    this.#leftToTheSweeper();

    this.#bell("CallsWorkflowFailed", {
      section: "The workflow fails",
      says: "A partner call's run has ended in an error. The sweeper goes on with the call.",
      metric: calls.metricFailed(sum),
    });

    this.#bell("ApiFails", {
      section: "The API fails",
      says: "Somebody was told that something went wrong on our side, and that it has not been done.",
      metric: api.metricServerError(sum),
    });
    for (const room of [cases, rooms.directory, rooms.learning, rooms.me]) room.logged("audit_not_written", "AuditNotWritten");
    this.#bell("AuditNotWritten", {
      section: "The audit cannot be written",
      says: "Who reads what could not be written down. Cases are not shown meanwhile; raising, answering and the boards go on.",
      metric: pages.logged("audit_not_written", "AuditNotWritten"),
    });
    cases.logged("key_not_given", "KeyNotGiven");
    this.#bell("KeyNotGiven", {
      section: "What people write cannot be opened",
      says: "KMS gives no data keys. Nobody can raise, or read what was written; limits run on, people are told, and cases can be acknowledged.",
      metric: pages.logged("key_not_given", "KeyNotGiven"),
    });
    cases.logged("seal_broken", "SealBroken");
    this.#bell("SealBroken", {
      section: "Something sealed does not open",
      says: "A field of a case does not open where it stands: it was altered, or moved there. Its case is named in the log.",
      metric: pages.logged("seal_broken", "SealBroken"),
    });
    this.#outcomes();
    this.#fromOutside();
    for (const [name, room] of Object.entries({ Cases: cases, Pages: pages }))
      this.#bell(`${name}HeldBack`, {
        section: "The API fails",
        says: `The account has no room left to run the room «${name.toLowerCase()}».`,
        metric: room.lambda.metricThrottles(sum),
      });
  }

  /** Every alarm there is. */
  get all(): Alarm[] {
    return [...this.#all.values()];
  }

  /** These alarms. Throws where one is not there. */
  named(...ids: readonly string[]): Alarm[] {
    return ids.map((id) => {
      const alarm = this.#all.get(id);
      if (!alarm) throw new Error(`No alarm is called ${id}.`);
      return alarm;
    });
  }

  /**
   * Dispatch and strike fail by records and by tries, of which a new version has one in ten: what nobody is woken for on other nights takes it back.
   * Dispatch answers which records failed and does not fail itself, so Lambda counts none of them.
   */
  #newVersions(dispatch: Room, strike: Room): void {
    const failed = dispatch.logged("stream_record_failed", "StreamRecordFailed").with({ period: Duration.minutes(5) });
    this.#bell("StreamRecordFailed", {
      section: "The stream is behind",
      says: "What was written does not become messages, again and again. The sweeper sends meanwhile.",
      metric: failed,
      limit: 10, // one record is tried eleven times by itself; then it is laid aside, and that rings
    });
    this.#takesBack("StreamRecordFailedOnce", {
      section: "The stream is behind",
      says: "A record of the stream failed. It is tried again; a version of dispatch that is new goes back.",
      metric: failed,
    });
    this.#takesBack("StrikeFailedOnce", {
      section: "The workflow fails",
      says: "Reading the clocks failed once. It is tried again; a version of strike that is new goes back.",
      metric: strike.lambda.metricErrors({ ...sum, period: Duration.minutes(5) }),
    });
  }

  /** What the look at the runs finds is mended by then: each rings because it is 0 while all parts work. */
  #runs(): void {
    const section = "Runs of the workflow are lost";
    this.#bell("RepairedRun", {
      section,
      says: "An open case had no run of the workflow. It has one again.",
      metric: counted("RepairedRun", { minutes: 15 }),
    });
    this.#bell("StoppedRun", {
      section,
      says: "A run of the workflow went on for a day after its case had closed. It was stopped.",
      metric: counted("StoppedRun", { minutes: 15 }),
    });
    this.#bell("RunsNotLookedAt", {
      section,
      says: "For an hour nobody could look whether each open case has its run. Until somebody does, a lost one is found only when its limit is due.",
      metric: counted("RunsLookedAt", { minutes: 15 }),
      rings: "below",
      periods: 4,
      silence: "is the alarm",
    });
  }

  /**
   * The sweeper mends within the minute what the workflow or the stream leaves, so nothing else rings when one of them is dead for good. Each counts
   * only what waited longer than the other half takes: three at once are no race; and where few cases are raised, neither is one hour after hour.
   */
  #leftToTheSweeper(): void {
    const many = { limit: 3 };
    const againAndAgain = { periods: 3, ofTheLast: QUARTERS };
    const limits = {
      section: "The workflow fails",
      says: "Limits fell due that the workflow did not strike. The sweeper struck each, and nothing stands behind the sweeper now.",
      metric: counted("RepairedLimit", { minutes: 15 }),
    } as const;
    this.#bell("RepairedLimit", { ...limits, ...many });
    this.#bell("RepairedLimitAgain", { ...limits, ...againAndAgain });
    const messages = {
      section: "The stream is behind",
      says: "Messages waited that nobody was sending. The sweeper sent each, and nothing stands behind the sweeper now.",
      metric: counted("RepairedWaiting", { minutes: 15 }),
    } as const;
    this.#bell("RepairedWaiting", { ...messages, ...many });
    this.#bell("RepairedWaitingAgain", { ...messages, ...againAndAgain });
  }

  /** Silence is the alarm: a probe that cannot run says nothing. */
  #fromOutside(): void {
    this.#bell("ProbeSilent", {
      section: "The probe does not come through",
      says: "Twice in a row a case that was raised from outside, as a partner's system raises one, has not come through.",
      metric: counted("ProbeCameThrough", { minutes: 5 }),
      rings: "below",
      periods: 2,
      silence: "is the alarm",
    });
  }

  /** What people notice, whichever part is to blame: these ring though every part says that it is well. */
  #outcomes(): void {
    this.#bell("FirstDeliverySlow", {
      section: "People are told late",
      says: "Of the cases of the last quarter of an hour one in ten, or the only one, waited more than two minutes for its first confirmed page.",
      metric: counted("FirstDelivery", { statistic: "p90", minutes: 15 }),
      rings: "above",
      limit: SLOW.firstDelivery,
    });
    this.#bell("OutboxOld", {
      section: "Messages are not leaving",
      says: "A message has been owed for longer than the sweeper ever leaves one, for three minutes in a row.",
      metric: counted("OutboxAge", { statistic: "Maximum" }),
      rings: "above",
      limit: SLOW.outboxAge,
      periods: 3,
    });
    for (const [id, who] of [
      ["LatenessByWorkflow", "the workflow"],
      ["LatenessBySweeper", "the sweeper"],
    ] as const)
      this.#bell(id, {
        section: "Limits strike late",
        says: `A limit was struck more than a minute after its time, by ${who}.`,
        metric: counted(id, { statistic: "Maximum" }),
        rings: "above",
        limit: SLOW.lateness,
      });
    this.#bell("ManyNobodyAnswered", {
      section: "Many cases that nobody answered",
      says: "Three cases in a quarter of an hour found nobody on the whole of their ladder.",
      metric: counted("NobodyAnswered", { minutes: 15 }),
      limit: 3, // one is its own desk's, and is told to everybody whom it concerns; three are more than one desk
    });
    this.#bell("NobodyReachable", {
      section: "Desks have nobody",
      says: "A tier of a case had nobody on duty, or nobody whom a message reached. The next one was asked at once, and the owner of its rota was told.",
      metric: counted("NobodyReachable", { minutes: 5 }),
    });
    this.#bell("ClockSkew", {
      section: "The clocks differ",
      says: "Our clock and DynamoDB's differ by more than two seconds. Limits are struck by ours.",
      metric: counted("ClockSkew", { statistic: "Maximum" }),
      rings: "above",
      limit: SLOW.clockSkew,
      periods: 2,
    });
  }

  #bell(id: string, bell: Bell): void {
    const alarm = this.#alarm(id, bell);
    const action = new SnsAction(this.#operators);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }

  /** Wakes nobody: whoever deploys sees that it was taken back. */
  #takesBack(id: string, bell: Bell): void {
    Validations.of(this.#alarm(id, bell)).acknowledge({
      id: "NIST.800.53.R5-CloudWatchAlarmAction",
      reason:
        "It takes a new version back while one comes in, and the deployment fails before whoever deploys. At any other time one failure mends itself, and nobody need be woken for it; several ring by an alarm of their own.",
    });
  }

  #alarm(
    id: string,
    { section, says, metric, rings = "at or above", limit = 1, periods = 1, ofTheLast = periods, silence = "is well" }: Bell,
  ): Alarm {
    const alarm = new Alarm(this, id, {
      metric,
      comparisonOperator: RINGS[rings],
      threshold: limit,
      evaluationPeriods: ofTheLast,
      datapointsToAlarm: periods,
      treatMissingData: SILENCE[silence],
      alarmDescription: `${says} See docs/runbook.md, section «${section}».`,
    });
    this.#all.set(id, alarm);
    return alarm;
  }
}
