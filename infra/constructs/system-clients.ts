import { type CfnUserPoolClient, type IUserPool, OAuthScope, ResourceServerScope, UserPoolClient } from "aws-cdk-lib/aws-cognito";
import { CfnOutput, Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";

export interface SystemClientsProps {
  readonly userPool: IUserPool;
  readonly systems: readonly string[];
}

/**
 * Partners' systems, as sign-in knows them: each comes with an id and a secret of its own, and gets a token for an hour that says nothing but
 * that it is a system. Cognito makes the secret and keeps it; whoever onboards the partner hands it over, and no template or function holds it.
 */
export class SystemClients extends Construct {
  /** The clients' ids: each is the subject of its tokens. */
  readonly ids: readonly string[];
  /** The probe's: it comes as a partner's system does. */
  readonly probe: string;

  constructor(scope: Construct, id: string, { userPool, systems }: SystemClientsProps) {
    super(scope, id);
    const ours = new ResourceServerScope({
      scopeName: "system",
      scopeDescription: "Raise for its agency, and read what its agency asked",
    });
    const server = userPool.addResourceServer("Api", { identifier: "rightcall", scopes: [ours] });
    const clientOf = (name: string): string => {
      const client = new UserPoolClient(this, name, {
        userPool,
        generateSecret: true,
        oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.resourceServer(server, ours)] },
        preventUserExistenceErrors: true,
        enableTokenRevocation: true,
        accessTokenValidity: Duration.hours(1),
      });
      // Left out, Cognito would also take a person’s password from it.
      (client.node.defaultChild as CfnUserPoolClient).explicitAuthFlows = [];
      new CfnOutput(this, `${name}Client`, { value: client.userPoolClientId });
      return client.userPoolClientId;
    };
    this.ids = systems.map(clientOf);
    this.probe = clientOf("probe");
  }
}
