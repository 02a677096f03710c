import { LambdaSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { CfnOutput, Stack, type StackProps, Validations } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { Alarms } from "../constructs/alarms.ts";
import { AslWorkflow } from "../constructs/asl-workflow.ts";
import { ByTenths } from "../constructs/by-tenths.ts";
import { Dashboard } from "../constructs/dashboard.ts";
import { Gateway } from "../constructs/gateway.ts";
import { KeyWatch } from "../constructs/key-watch.ts";
import { OnSchedule } from "../constructs/on-schedule.ts";
import { Operators } from "../constructs/operators.ts";
import { PagesClient } from "../constructs/pages-client.ts";
import { Probe } from "../constructs/probe.ts";
import { Rooms } from "../constructs/rooms.ts";
import { RunsWatch } from "../constructs/runs-watch.ts";
import { StillKey } from "../constructs/still-key.ts";
import { StreamToDispatch } from "../constructs/stream-to-dispatch.ts";
import { TextService } from "../constructs/text-service.ts";
import { REGION, type Stage } from "../stages.ts";
import type { DataStack } from "./data-stack.ts";
import type { MailStack } from "./mail-stack.ts";
import type { SignInStack } from "./sign-in-stack.ts";

export interface ServiceStackProps extends StackProps {
  readonly stage: Stage;
  readonly data: DataStack;
  readonly people: SignInStack;
  readonly post: MailStack;
}

/** Everything that can be thrown away and made again: the functions, what calls them, and what rings when they fail. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { stage, data, people, post, ...props }: ServiceStackProps) {
    super(scope, id, { ...props, env: { ...props.env, region: REGION } });
    const { table, key } = data.cases;
    Validations.of(this).acknowledge({
      id: "NIST.800.53.R5-IAMNoInlinePolicy",
      reason:
        "Each role has one policy, made with it and gone with it. A managed policy is there to be attached to several roles, and none of these may be.",
    });
    new StillKey(this, "StillKey");
    const { signIn } = people;
    const { mail } = post;

    // The front door, and who it knows
    const gateway = new Gateway(this, "Gateway", stage);
    const { userPoolClientId: client } = new PagesClient(this, "PagesClient", {
      userPool: signIn.pool,
      site: gateway.site,
      signInWith: stage.signInWith,
    });

    // Functions
    const textService = new TextService(this, "TextService", stage);
    const rooms = new Rooms(this, "Rooms", {
      stage,
      table,
      audit: data.audit.table,
      fields: data.fields,
      mail,
      textService,
      site: gateway.site,
      issuer: signIn.issuer,
      client,
    });
    gateway.open({ rooms, issuer: signIn.issuer, audience: [client, ...people.systems.ids, people.systems.probe] });

    // Facts become effects
    const stream = new StreamToDispatch(this, "Stream", { table, dispatch: rooms.dispatch });

    // Time becomes facts, twice over
    const { machine } = new AslWorkflow(this, "Workflow", {
      stage,
      workflow: "escalation",
      tasks: { strike: rooms.strike.answers },
    });
    const { machine: calls } = new AslWorkflow(this, "CallsWorkflow", {
      stage,
      workflow: "partnerCall",
      tasks: { lookAtCall: rooms.lookAtCall.lambda },
    });
    for (const [name, one] of Object.entries({ WORKFLOW: machine, CALLS_WORKFLOW: calls })) {
      one.grantStartExecution(rooms.dispatch.role);
      rooms.dispatch.lambda.addEnvironment(name, one.stateMachineArn);
    }
    new RunsWatch(this, "RunsWatch", { room: rooms.lookAtRuns, machine });
    new OnSchedule(this, "Sweeper", {
      room: rooms.sweep,
      does: "Looks for whatever is overdue and mends it",
      missed: rooms.missedSweeps,
    });

    // Partners' systems hear of it, apart from everything that people wait for
    new OnSchedule(this, "CallSystems", { room: rooms.callSystems, does: "Tells partners' systems what has changed" });

    // What two people have confirmed is deleted
    new OnSchedule(this, "Deletions", {
      room: rooms.deleteContents,
      does: "Deletes what two people have confirmed",
      missed: rooms.missedDeletions,
    });

    // Each Monday the week before is gone through
    new OnSchedule(this, "Weeks", { room: rooms.reportWeeks, does: "Goes through the weeks of looking that are due" });

    // From outside: does a case come through?
    new Probe(this, "Probe", {
      stage,
      site: gateway.site,
      tokens: `${signIn.domain.baseUrl()}/oauth2/token`,
      client: people.systems.probe,
    });

    // What became of the messages
    mail.receipts.addSubscription(new LambdaSubscription(rooms.receipts.lambda, { deadLetterQueue: rooms.lostReceipts }));

    // What rings
    const { topic: operators } = new Operators(this, "Operators");
    const keyWatch = new KeyWatch(this, "KeyWatch", { keys: [key, data.fields.key], operators });
    const deadLetters = {
      Stream: stream.laidAside,
      Sweeper: rooms.missedSweeps,
      Deletions: rooms.missedDeletions,
      Receipts: rooms.lostReceipts,
      KeyWatch: keyWatch.unheard,
    };
    const watched = { rooms, machine, calls, api: gateway.api, deadLetters };
    const alarms = new Alarms(this, "Alarms", { operators, ...watched });
    new Dashboard(this, "Dashboard", { stage, alarms: alarms.all, ...watched });

    // How a new version comes in, and goes back
    const heard = { backIf: alarms.named("ApiFails") };
    new ByTenths(this, "ByTenths", {
      rooms: {
        Cases: { room: rooms.cases, ...heard },
        Directory: { room: rooms.directory, ...heard },
        Learning: { room: rooms.learning, ...heard },
        Me: { room: rooms.me, ...heard },
        Pages: { room: rooms.pages, ...heard },
        Dispatch: { room: rooms.dispatch, backIf: alarms.named("DispatchFails", "StreamRecordFailedOnce", "StreamBehind") },
        Strike: { room: rooms.strike, backIf: alarms.named("StrikeFails", "StrikeFailedOnce") },
      },
    });

    // What people need to know afterwards
    new CfnOutput(this, "Site", { value: gateway.site });
    new CfnOutput(this, "ClientId", { value: client });
    new CfnOutput(this, "WorkflowArn", { value: machine.stateMachineArn });
    new CfnOutput(this, "OperatorsTopic", { value: operators.topicArn });
    if (gateway.pointsTo) new CfnOutput(this, "HostPointsTo", { value: gateway.pointsTo });
  }
}
