import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
} from "@aws-sdk/client-dynamodb";

/** The part of a synthesised table that one machine can keep. */
interface TableTemplate {
  readonly KeySchema: CreateTableCommandInput["KeySchema"];
  readonly AttributeDefinitions: CreateTableCommandInput["AttributeDefinitions"];
  readonly GlobalSecondaryIndexes?: {
    IndexName: string;
    KeySchema: CreateTableCommandInput["KeySchema"];
    Projection: { ProjectionType: "KEYS_ONLY" | "ALL" };
  }[];
  readonly StreamSpecification?: { StreamViewType: "NEW_AND_OLD_IMAGES" };
}

/** The table as `infra` synthesises it: one machine and AWS keep the same keys, indexes and stream. */
async function synthesised(): Promise<TableTemplate> {
  const [{ App }, { Template }, { DataStack }, { stages }] = await Promise.all([
    import("aws-cdk-lib/core"),
    import("aws-cdk-lib/assertions"),
    import("../infra/stacks/data-stack.ts"),
    import("../infra/stages.ts"),
  ]);
  const stack = new DataStack(new App(), "Data", { stage: stages.dev });
  const [table] = Object.values(Template.fromStack(stack).findResources("AWS::DynamoDB::GlobalTable"));
  return table?.Properties as TableTemplate;
}

/** Makes the table when it is not there yet, and answers with the address of its stream. */
export async function ensureTable(TableName: string): Promise<string> {
  const db = new DynamoDBClient({});
  try {
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, StreamSpecification } = await synthesised();
    await db.send(
      new CreateTableCommand({
        TableName,
        KeySchema,
        AttributeDefinitions,
        BillingMode: "PAY_PER_REQUEST",
        GlobalSecondaryIndexes: GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
          IndexName,
          KeySchema,
          Projection,
        })),
        StreamSpecification: { StreamEnabled: true, StreamViewType: StreamSpecification?.StreamViewType ?? "NEW_AND_OLD_IMAGES" },
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  const { Table } = await db.send(new DescribeTableCommand({ TableName }));
  db.destroy();
  return Table?.LatestStreamArn ?? "";
}
