import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Effect, type IRole, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";

/** The indexes of the audit by name: each orders whole entries, so that a search is one question. */
const INDEXES = { person: "byPk", about: "aboutPk" } as const;

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** Who has read and changed what: a table of its own, kept as the first is and under the same key, to which entries are only ever added. */
export class AuditTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, key: IKey) {
    super(scope, id);
    this.table = new TableV2(this, "Table", {
      partitionKey: text("pk"),
      sortKey: text("sk"),
      globalSecondaryIndexes: Object.entries(INDEXES).map(([indexName, pk]) => ({
        indexName,
        partitionKey: text(pk),
        sortKey: text("sk"),
        projectionType: ProjectionType.ALL,
      })),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

/**
 * What a role may do with the audit: add, or add and look through. Changing and taking away are denied outright, whatever else it is given.
 * A Put over an entry is not, as IAM cannot ask «is it new?»: there the condition in functions/aws/audit.ts stands guard.
 */
export class AuditAccess {
  readonly #role: IRole;
  readonly #table: TableV2;

  constructor(role: IRole, table: TableV2) {
    this.#role = role;
    this.#table = table;
    role.addToPrincipalPolicy(
      new PolicyStatement({
        sid: "NobodyChangesTheAudit",
        effect: Effect.DENY,
        actions: [
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
          "dynamodb:BatchWriteItem",
          "dynamodb:Scan",
          "dynamodb:PartiQL*",
          "dynamodb:UpdateTable",
          "dynamodb:DeleteTable",
          "dynamodb:UpdateTimeToLive",
        ],
        resources: [table.tableArn, ...this.#indexes()],
      }),
    );
  }

  /** Adds an entry. */
  adds(): this {
    this.#role.addToPrincipalPolicy(
      new PolicyStatement({ sid: "AddToTheAudit", actions: ["dynamodb:PutItem"], resources: [this.#table.tableArn] }),
    );
    return this;
  }

  /** Looks through it, by day, by person, and by what it is about. */
  searches(): this {
    const resources = [this.#table.tableArn, ...this.#indexes()];
    this.#role.addToPrincipalPolicy(new PolicyStatement({ sid: "SearchTheAudit", actions: ["dynamodb:Query"], resources }));
    return this;
  }

  #indexes(): string[] {
    return Object.keys(INDEXES).map((index) => `${this.#table.tableArn}/index/${index}`);
  }
}
