/** People's cases stay in London: every stack names this region, so that no setting of the machine that deploys can move them. */
export const REGION = "eu-west-2";

/** Where one deployment differs from another. What is not here is the same everywhere. */
export interface Stage {
  readonly name: string;
  /** Cases of real people: then nobody may switch the table's key off or book its deletion. */
  readonly realCases: boolean;
  /** The partnerships that are to be ready here: whoever watches from outside is told when one has no agreement in force. */
  readonly partnerships: readonly string[];
  /** The name in the address bar. Null: the address that API Gateway gives, good enough to try things out. */
  readonly host: string | null;
  /** The domain that SES proves is ours, and the address that messages come from. */
  readonly mail: { readonly domain: string; readonly from: string };
  /** GOV.UK Notify: the name under which its key lies in Secrets Manager, a new name for each new key; and the id of its one template. */
  readonly texts: { readonly key: string; readonly template: string };
  /** The name in Secrets Manager of the secret that the probe's client was given. A person puts it there (docs/deploy.md). */
  readonly probeKey: string;
  /** The first part of the sign-in page's address: unique in the region, over everybody's accounts. */
  readonly signInPrefix: string;
  /** Agencies' own providers of sign-in, by the names they were added under (docs/deploy.md). Their secrets are in Cognito, never here. */
  readonly signInWith: readonly string[];
  /** Which values of `acr` count as two factors, once everybody comes through such a provider. Empty: Cognito asks for two by itself. */
  readonly assurance: readonly string[];
  /** The issuer's access tokens say it too, and the API asks them for it. Cognito's say nothing of it without a trigger of its own (docs/deploy.md). */
  readonly assuranceInTokens: boolean;
  /** Partners' systems, each with a client of its own: what the operators' file calls them. Who answers for one is in the table. */
  readonly systems: readonly string[];
  /** Which session key is in use. One more makes a new one, and signs everybody out. */
  readonly sessionKey: number;
  /** How often the key of the webhooks was handed to the functions. One more hands them what is in Secrets Manager by then (docs/runbook.md). */
  readonly webhookKey: number;
  /** How many of each may run at once. Kept free for the send path, so that nothing else in the account can take its room. */
  readonly atOnce: {
    readonly dispatch: number;
    readonly strike: number;
    readonly receipts: number;
    readonly sweep: number;
    readonly calls: number;
    readonly callSystems: number;
  };
  /** Requests a second that the gateway lets through, and how many may come at one moment. */
  readonly requests: { readonly aSecond: number; readonly atOneMoment: number };
  /** How long the functions' logs are kept, in days. They hold ids and codes; what an inquiry needs is in the table. */
  readonly keepLogsDays: 30 | 180;
}

/** A run of the sweeper lasts 30 s and at most 90, and the next starts within the minute: two can overlap, a third never needs to. */
const SWEEPS = 2;
/** A handful of calls begin at one time of the day, and each step takes seconds. */
const CALLS = 3;

/** The stages. The domains (example.org) and the template are placeholders: put your own here before the first deployment. One account for each stage. */
export const stages = {
  /** To try things out, with invented cases. */
  dev: {
    name: "dev",
    realCases: false,
    partnerships: ["london"],
    host: null,
    mail: { domain: "dev.rightcall.example.org", from: "no-reply@dev.rightcall.example.org" },
    texts: { key: "rightcall/dev/notify-key-1", template: "00000000-0000-4000-8000-000000000000" },
    probeKey: "rightcall/dev/probe-key-1",
    signInPrefix: "rightcall-dev-example",
    signInWith: [],
    assurance: [],
    assuranceInTokens: false,
    systems: ["to_try_out"],
    sessionKey: 1,
    webhookKey: 1,
    atOnce: { dispatch: 15, strike: 5, receipts: 5, sweep: SWEEPS, calls: CALLS, callSystems: SWEEPS },
    requests: { aSecond: 50, atOneMoment: 100 },
    keepLogsDays: 30,
  },
  /** One area and a few desks, with real cases. Boards ask once in 5 s: 40 boards are 8 requests a second, and ten times that is let through. */
  pilot: {
    name: "pilot",
    realCases: true,
    partnerships: ["london"],
    host: "pilot.rightcall.example.org",
    mail: { domain: "pilot.rightcall.example.org", from: "no-reply@pilot.rightcall.example.org" },
    texts: { key: "rightcall/pilot/notify-key-1", template: "00000000-0000-4000-8000-000000000000" },
    probeKey: "rightcall/pilot/probe-key-1",
    signInPrefix: "rightcall-pilot-example",
    signInWith: [],
    assurance: [],
    assuranceInTokens: false,
    systems: [],
    sessionKey: 1,
    webhookKey: 1,
    atOnce: { dispatch: 60, strike: 10, receipts: 10, sweep: SWEEPS, calls: CALLS, callSystems: SWEEPS },
    requests: { aSecond: 100, atOneMoment: 200 },
    keepLogsDays: 180,
  },
  /** A whole partnership. 200 boards and 20 raises a second are about 60 requests a second; a limit that holds back a raise would cost more than it saves. */
  live: {
    name: "live",
    realCases: true,
    partnerships: ["london"],
    host: "rightcall.example.org",
    mail: { domain: "rightcall.example.org", from: "no-reply@rightcall.example.org" },
    texts: { key: "rightcall/live/notify-key-1", template: "00000000-0000-4000-8000-000000000000" },
    probeKey: "rightcall/live/probe-key-1",
    signInPrefix: "rightcall-live-example",
    signInWith: [],
    assurance: [],
    assuranceInTokens: false,
    systems: [],
    sessionKey: 1,
    webhookKey: 1,
    atOnce: { dispatch: 80, strike: 20, receipts: 20, sweep: SWEEPS, calls: CALLS, callSystems: SWEEPS },
    requests: { aSecond: 600, atOneMoment: 1200 },
    keepLogsDays: 180,
  },
} as const satisfies Readonly<Record<string, Stage>>;
