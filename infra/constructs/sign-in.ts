import {
  AccountRecovery,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
  type UserPoolDomain,
} from "aws-cdk-lib/aws-cognito";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";

/**
 * Who somebody is. Cognito is the broker: agencies sign their own people in (NHS CIS2, Entra ID) and are added when they join
 * (docs/deploy.md), as their secrets have no place in a template. What somebody may do is not here: it is in the table.
 */
export class SignIn extends Construct {
  readonly pool: UserPool;
  readonly domain: UserPoolDomain;

  constructor(scope: Construct, id: string, { signInPrefix }: Stage) {
    super(scope, id);
    this.pool = new UserPool(this, "Pool", {
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      signInCaseSensitive: false,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(1),
      },
      accountRecovery: AccountRecovery.NONE, // an address is no factor: whoever has lost a password asks their administrator
      featurePlan: FeaturePlan.PLUS,
      // It watches and reports. It shuts nobody out: a duty officer on a strange computer at 3 a.m. has given a second factor already.
      standardThreatProtectionMode: StandardThreatProtectionMode.AUDIT_ONLY,
      customAttributes: { acr: new StringAttribute({ mutable: true }) }, // how an agency's own provider saw them, as it says at each sign-in
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.domain = this.pool.addDomain("Domain", {
      cognitoDomain: { domainPrefix: signInPrefix },
      // It alone heeds `prompt=login`: the pages ask at each sign-in that the person shows anew who they are.
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
  }

  /** Who signs the tokens. The rooms check them by it, and the gateway before them. */
  get issuer(): string {
    return this.pool.userPoolProviderUrl;
  }
}
