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

/** The table as `infra` synthesises it: one machine and AWS keep the same keys, indexes and stream. */
export async function synthesised(): Promise<TableTemplate> {
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
export async function ensureTable(TableName: string, template?: TableTemplate): Promise<string> {
  const db = new DynamoDBClient({});
  const streamOf = async () => (await db.send(new DescribeTableCommand({ TableName }))).Table?.LatestStreamArn ?? "";
  try {
    return await streamOf();
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, StreamSpecification } = template ?? (await synthesised());
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
    return await streamOf();
  } finally {
    db.destroy();
  }
}
