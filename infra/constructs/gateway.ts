import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  type CfnStage,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
  SecurityPolicy,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Certificate, CertificateValidation } from "aws-cdk-lib/aws-certificatemanager";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Room as RoomName, Route } from "../../core/route.ts";
import { type RouteName, routes } from "../../core/routes.ts";
import type { Stage } from "../stages.ts";
import type { Room } from "./room.ts";

/**
 * What may wait, and so is let through less often than the rest: searching by a reference that somebody may be guessing, the whole of a case, and
 * what sends a code or changes an address, and whether all parts are there. All clients share each limit, so nothing stands here that somebody in danger could need.
 */
const MAY_WAIT = [
  "findEscalation",
  "exportEscalation",
  "importRota",
  "addChannel",
  "verifyChannel",
  "setWebhook",
  "changeWebhookSecret",
  "removeWebhook",
  "sayReady",
] as const satisfies readonly RouteName[];
const HELD = MAY_WAIT.map((name) => `${routes[name].method} ${routes[name].path}`);
/** Of each of them: as many a second as a whole partnership asks at its busiest, and some. In CloudFormation's own words, as CDK hands these on as they are. */
const WAITING = { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20, DetailedMetricsEnabled: true };

/** What an access log line says: enough to see that something is slow or failing, and where. No address, no subject, no path with its ids. */
const LINE = {
  at: "$context.requestTimeEpoch",
  request: "$context.requestId",
  route: "$context.routeKey",
  status: "$context.status",
  milliseconds: "$context.responseLatency",
  function: "$context.integrationStatus",
  authorizer: "$context.authorizer.error",
};

export interface Doors {
  readonly rooms: Readonly<Record<RoomName, Room>>;
  readonly issuer: string;
  /** The clients whose tokens are let through: the pages’, and each system’s own. */
  readonly audience: readonly string[];
}

/** The front door. It exists before the rooms, as they are told its address; `open` then puts each route of core/routes.ts before its room. */
export class Gateway extends Construct {
  readonly api: HttpApi;
  readonly #stage: CfnStage;
  /** The address that people and links see. */
  readonly site: string;
  /** What the name must point to, where a stage has a name of its own. */
  readonly pointsTo: string | undefined;

  constructor(scope: Construct, id: string, { name, host, requests, keepLogsDays }: Stage) {
    super(scope, id);
    const domainName = host === null ? undefined : this.#named(host);
    this.api = new HttpApi(this, "Api", {
      apiName: `rightcall-${name}`,
      description: "The API and the pages",
      createDefaultStage: false,
      disableExecuteApiEndpoint: domainName !== undefined, // one address, so that a cookie and a link mean one thing
    });
    const destination = new LogGroup(this, "AccessLogs", { retention: keepLogsDays });
    const stage = new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: requests.aSecond, burstLimit: requests.atOneMoment },
      detailedMetricsEnabled: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(destination),
        format: AccessLogFormat.custom(JSON.stringify(LINE)),
      },
      ...(domainName ? { domainMapping: { domainName } } : {}),
    });
    this.#stage = stage.node.defaultChild as CfnStage;
    this.#stage.routeSettings = Object.fromEntries(HELD.map((key) => [key, WAITING]));
    this.site = host === null ? this.api.apiEndpoint : `https://${host}`;
    this.pointsTo = domainName?.regionalDomainName;
  }

  /** Every row of the table of routes goes through the authorizer, but for what a service calls us back with and what anybody may ask. What is no row is the pages', which sign people in by themselves. */
  open({ rooms, issuer, audience }: Doors): void {
    const authorizer = new HttpJwtAuthorizer("SignedIn", issuer, { jwtAudience: [...audience] });
    // One permission for all of a room's routes: one for each would fill a function's policy, whose limit is 20 KB. The default route has no path that such a one would fit.
    const integration = Object.fromEntries(
      Object.entries(rooms).map(([name, { answers }]) => [
        name,
        new HttpLambdaIntegration(name, answers, { scopePermissionToRoute: name === "pages" }),
      ]),
    ) as Record<RoomName, HttpLambdaIntegration>;
    for (const { method, path, room, calledBack, open } of Object.values(routes) as Route[]) {
      const [route] = this.api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: integration[room],
        ...(calledBack || open ? {} : { authorizer }),
      });
      if (route && HELD.includes(`${method} ${path}`)) this.#stage.node.addDependency(route); // a stage knows only routes that there are
      if (route && calledBack)
        Validations.of(route).acknowledge({
          id: "AwsSolutions-APIG4",
          reason:
            "The text service has no sign-in of ours: the function compares the token that was agreed with it, before anything is read.",
        });
      if (route && open)
        Validations.of(route).acknowledge({
          id: "AwsSolutions-APIG4",
          reason:
            "Whoever watches from outside asks it, and has no sign-in while signing in is down. It reads nothing of the request, answers nothing of anybody, and asks the parts behind it once in five seconds at most.",
        });
    }
    const pages = new HttpRoute(this, "Pages", {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: integration.pages,
    });
    Validations.of(pages).acknowledge({
      id: "AwsSolutions-APIG4",
      reason:
        "A browser has no bearer token: the pages sign people in (code flow), keep the session in an encrypted cookie, and check both at each request. The published API document is meant for everyone.",
    });
  }

  #named(host: string): DomainName {
    // Without a hosted zone of ours the deployment waits until somebody has put the record that it shows into the domain (docs/deploy.md).
    const certificate = new Certificate(this, "Certificate", { domainName: host, validation: CertificateValidation.fromDns() });
    return new DomainName(this, "Name", { domainName: host, certificate, securityPolicy: SecurityPolicy.TLS_1_2 });
  }
}
