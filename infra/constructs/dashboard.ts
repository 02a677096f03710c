import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard as Board,
  GraphWidget,
  type IMetric,
  type IWidget,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";
import { type RunbookSection, SLOW, type Watched } from "./alarms.ts";
import { counted } from "./counted.ts";

export interface DashboardProps extends Omit<Watched, "operators"> {
  readonly stage: Stage;
  readonly alarms: readonly Alarm[];
}

/** A third of the board's width; a row is three graphs beneath its question. */
const WIDE = 24;
const THIRD = 8;

/** One question, and the sections of the runbook that answer a bad answer. */
const question = (asks: string, ...sections: RunbookSection[]): IWidget[] => [
  new TextWidget({
    width: WIDE,
    height: 2,
    markdown: `## ${asks}\ndocs/runbook.md: ${sections.map((section) => `«${section}»`).join(", ")}`,
  }),
];

const graph = (title: string, metrics: readonly IMetric[], limit?: number): GraphWidget =>
  new GraphWidget({
    title,
    width: THIRD,
    left: [...metrics],
    leftYAxis: { min: 0 },
    ...(limit === undefined ? {} : { leftAnnotations: [{ value: limit, label: "rings" }] }),
  });

/** One look, from people to parts: are they heard, does time run, does everything work? Whoever is woken opens it first. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { stage, alarms, rooms, machine, calls, api, deadLetters }: DashboardProps) {
    super(scope, id);
    const max = (name: Parameters<typeof counted>[0]) => counted(name, { statistic: "Maximum" });
    const { cases, directory, learning, me, pages, dispatch, strike, sweep } = rooms;
    const watched = [cases, directory, learning, me, pages, dispatch, strike, sweep];
    const errors = watched.map(({ lambda }) => lambda.metricErrors());
    const queues = Object.values(deadLetters).map((queue) => queue.metricApproximateNumberOfMessagesVisible());
    new Board(this, "Board", {
      dashboardName: `rightcall-${stage.name}`,
      widgets: [
        [new AlarmStatusWidget({ title: "What rings", width: WIDE, height: 5, alarms: [...alarms] })],
        question(
          "Are people heard?",
          "People are told late",
          "Desks have nobody",
          "Many cases that nobody answered",
          "Messages are not leaving",
          "Nobody confirms our messages",
        ),
        [
          graph(
            "From a raise to its first confirmed page (ms)",
            ["p50", "p90", "Maximum"].map((statistic) => counted("FirstDelivery", { statistic, minutes: 5 })),
            SLOW.firstDelivery,
          ),
          graph("Cases raised, tiers that nobody could be reached at, and cases answered by nobody", [
            counted("Raised", { minutes: 5 }),
            counted("NobodyReachable", { minutes: 5 }),
            counted("NobodyAnswered", { minutes: 5 }),
          ]),
          graph(
            "The longest that a message has been owed (ms), and forms that were left unsent",
            [max("OutboxAge"), counted("DraftsLeft", { minutes: 5 })],
            SLOW.outboxAge,
          ),
        ],
        question(
          "Does time run?",
          "Limits strike late",
          "The workflow fails",
          "Runs of the workflow are lost",
          "The sweeper is silent",
          "The clocks differ",
        ),
        [
          graph(
            "How late limits were struck (ms)",
            [max("LatenessByWorkflow"), max("LatenessBySweeper"), max("OldestClock")],
            SLOW.lateness,
          ),
          graph("What the sweeper repaired, and could not", [
            ...(["ClocksOverdue", "RepairedLimit", "RepairedWaiting", "RepairedUnconfirmed", "SweepFailed"] as const).map(
              (name) => counted(name),
            ),
            ...(["RepairedRun", "StoppedRun"] as const).map((name) => counted(name, { minutes: 15 })),
          ]),
          graph("Looks of the sweeper and at the runs, and how far our clock is from DynamoDB’s (ms)", [
            counted("SweepRan"),
            counted("RunsLookedAt", { minutes: 15 }),
            max("ClockSkew"),
          ]),
        ],
        question(
          "Do the parts work?",
          "The probe does not come through",
          "The API fails",
          "The stream is behind",
          "Something lies in a dead-letter queue",
        ),
        [
          graph("The probe: how long a case takes, from outside (ms)", [max("ProbeTook")]),
          graph("Answers of the API that are our fault, and errors by room", [api.metricServerError(), ...errors]),
          graph("The stream’s age (ms), failed runs, what was laid aside", [
            dispatch.lambda.metric("IteratorAge", { statistic: "Maximum" }),
            machine.metricFailed(),
            calls.metricFailed(),
            ...queues,
          ]),
        ],
      ],
    });
  }
}
