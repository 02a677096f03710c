import {
  CfnManagedLoginBranding,
  type CfnUserPoolClient,
  type IUserPool,
  OAuthScope,
  UserPoolClient,
  UserPoolClientIdentityProvider,
} from "aws-cdk-lib/aws-cognito";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

export interface PagesClientProps {
  readonly userPool: IUserPool;
  readonly site: string;
  readonly signInWith: readonly string[];
}

/** The pages, as sign-in knows them: the code flow with PKCE and no secret, so that there is none to keep, to leak or to change. */
export class PagesClient extends UserPoolClient {
  constructor(scope: Construct, id: string, { userPool, site, signInWith }: PagesClientProps) {
    super(scope, id, {
      userPool,
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID],
        callbackUrls: [`${site}/sign-in/callback`],
      },
      supportedIdentityProviders: [
        UserPoolClientIdentityProvider.COGNITO,
        ...signInWith.map((name) => UserPoolClientIdentityProvider.custom(name)),
      ],
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      // The pages read a token once and keep a session of their own; a program that holds one asks for the next.
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12), // no longer than the longest session of the pages
    });
    // The sign-in page of a client is shown in no style, and so not at all, before it has been given one.
    new CfnManagedLoginBranding(this, "Style", {
      userPoolId: userPool.userPoolId,
      clientId: this.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    // Left out, Cognito would also take a password straight from a program, past the sign-in page.
    (this.node.defaultChild as CfnUserPoolClient).explicitAuthFlows = ["ALLOW_REFRESH_TOKEN_AUTH"];
  }
}
