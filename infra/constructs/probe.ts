import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";
import { OnSchedule } from "./on-schedule.ts";
import { Room } from "./room.ts";

export interface ProbeProps {
  readonly stage: Stage;
  readonly site: string;
  /** Where a system gets its token. */
  readonly tokens: string;
  /** The probe's own client. */
  readonly client: string;
}

/** How often it looks. What is silent twice rings: ten minutes and some. */
export const PROBED_EVERY = Duration.minutes(5);

/**
 * From outside: a function that knows the public address and the credentials of one system, and may do nothing in this account but write its
 * own log. Whatever stands between a partner's system and the inbox of whoever is on duty is tried out by it.
 */
export class Probe extends Construct {
  constructor(scope: Construct, id: string, { stage, site, tokens, client }: ProbeProps) {
    super(scope, id);
    const secret = Secret.fromSecretNameV2(this, "Secret", stage.probeKey);
    const room = new Room(this, "Room", {
      stage,
      entry: "functions/schedule/probe.ts",
      description: "Raises a case of practice from outside, and follows its page",
      timeout: Duration.minutes(2), // a minute for the page, and six answers of ten seconds at most
      memory: 512,
      environment: { SITE: site, TOKENS: tokens, PROBE_CLIENT: client, PROBE_SECRET: secret.secretValue.unsafeUnwrap() },
      atOnce: 1,
      retryAttempts: 0, // one that is tried again would hide that the first did not come through
      maxEventAge: Duration.minutes(1),
    });
    new OnSchedule(this, "Schedule", { room, does: "Tries out from outside whether a case comes through", every: PROBED_EVERY });
  }
}
