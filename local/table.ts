import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
} from "@aws-sdk/client-dynamodb";

/** The part of a synthesised table that one machine can keep. */
export interface TableTemplate {
  readonly KeySchema: CreateTableCommandInput["KeySchema"];
  readonly AttributeDefinitions: CreateTableCommandInput["AttributeDefinitions"];
  readonly GlobalSecondaryIndexes?: {
    IndexName: string;
    KeySchema: CreateTableCommandInput["KeySchema"];
    Projection: { ProjectionType: "KEYS_ONLY" | "ALL" };
  }[];
  readonly StreamSpecification?: { StreamViewType: "NEW_AND_OLD_IMAGES" };
}

/** Both tables: what is true, and who has looked. */
export interface Templates {
  readonly cases: TableTemplate;
  readonly audit: TableTemplate;
}

/** The tables as `infra` synthesises them: one machine and AWS keep the same keys, indexes and stream. */
export async function synthesised(): Promise<Templates> {
  const [{ App }, { Template }, { DataStack }, { stages }] = await Promise.all([
    import("aws-cdk-lib/core"),
    import("aws-cdk-lib/assertions"),
    import("../infra/stacks/data-stack.ts"),
    import("../infra/stages.ts"),
  ]);
  const stack = new DataStack(new App(), "Data", { stage: stages.dev });
  const tables = Object.entries(Template.fromStack(stack).findResources("AWS::DynamoDB::GlobalTable"));
  const of = (construct: string) => tables.find(([id]) => id.startsWith(construct))?.[1].Properties as TableTemplate;
  return { cases: of("Cases"), audit: of("Audit") };
}

/** What the audit's table is called beside the one of the cases. */
export const auditBeside = (table: string): string => `${table}-audit`;

/** Makes the tables that are not there yet, and answers with the address of the first one's stream. */
export async function ensureTables(table: string, templates?: Templates): Promise<string> {
  const db = new DynamoDBClient({});
  const streamOf = async (TableName: string) =>
    (await db.send(new DescribeTableCommand({ TableName }))).Table?.LatestStreamArn ?? "";
  const ensure = async (TableName: string, which: keyof Templates): Promise<string> => {
    try {
      return await streamOf(TableName);
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      await db.send(new CreateTableCommand(tableOf(TableName, (templates ?? (await synthesised()))[which])));
      return await streamOf(TableName);
    }
  };
  try {
    const [stream = ""] = await Promise.all([ensure(table, "cases"), ensure(auditBeside(table), "audit")]);
    return stream;
  } finally {
    db.destroy();
  }
}

const tableOf = (
  TableName: string,
  { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, StreamSpecification }: TableTemplate,
): CreateTableCommandInput => ({
  TableName,
  KeySchema,
  AttributeDefinitions,
  BillingMode: "PAY_PER_REQUEST",
  GlobalSecondaryIndexes: GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema,
    Projection,
  })),
  ...(StreamSpecification
    ? { StreamSpecification: { StreamEnabled: true, StreamViewType: StreamSpecification.StreamViewType } }
    : {}),
});
