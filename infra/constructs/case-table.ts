import { AttributeType, Billing, ProjectionType, StreamViewType, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { AnyPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";
import { keepOn } from "./keep-on.ts";

/** The indexes of the table by name, with the attributes that core/keys.ts writes. Each holds keys only: what is decided is read from the table itself. */
export const INDEXES = { open: ["openPk", "openSk"], raised: ["raisedPk", "raisedSk"], due: ["duePk", "dueSk"] } as const;
export type IndexName = keyof typeof INDEXES;

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The truth: the one table of cases, learning and directory, and the key that it is kept under. Nothing here goes when its stack goes. */
export class CaseTable extends Construct {
  readonly table: TableV2;
  readonly key: Key;

  constructor(scope: Construct, id: string, { realCases }: Stage) {
    super(scope, id);
    this.key = new Key(this, "Key", {
      description: "Rightcall: cases, directory and learning at rest",
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.#openThroughTheTable();
    if (realCases) keepOn(this.key);

    this.table = new TableV2(this, "Table", {
      partitionKey: text("pk"),
      sortKey: text("sk"),
      globalSecondaryIndexes: Object.entries(INDEXES).map(([indexName, [pk, sk]]) => ({
        indexName,
        partitionKey: text(pk),
        sortKey: text(sk),
        projectionType: ProjectionType.KEYS_ONLY,
      })),
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: "expires", // clears away old requests; decides nothing
      encryption: TableEncryptionV2.customerManagedKey(this.key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Whoever may use the table may have DynamoDB use the key for it, and nobody else is named here: the rooms' roles need no word about keys. */
  #openThroughTheTable(): void {
    const { account, region } = Stack.of(this);
    const throughDynamoDb = { "kms:CallerAccount": account, "kms:ViaService": `dynamodb.${region}.amazonaws.com` };
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: "ThroughTheTableOnly",
        principals: [new AnyPrincipal()],
        actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        resources: ["*"],
        conditions: { StringEquals: throughDynamoDb },
      }),
    );
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: "DynamoDbMayGoOnByItself",
        principals: [new AnyPrincipal()],
        actions: ["kms:CreateGrant"],
        resources: ["*"],
        conditions: { StringEquals: throughDynamoDb, Bool: { "kms:GrantIsForAWSResource": true } },
      }),
    );
  }
}
