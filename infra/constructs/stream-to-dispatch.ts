import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { DeadLetters } from "./dead-letters.ts";
import type { Room } from "./room.ts";

export interface StreamToDispatchProps {
  readonly table: TableV2;
  readonly dispatch: Room;
}

/**
 * Facts become effects: each notice that is new or goes another way, and each change of a case, calls dispatch. A record that keeps failing is cut out of its batch,
 * tried ten times more and laid aside, so that it cannot hold the others up; the sweeper sends what it stood for.
 */
export class StreamToDispatch extends Construct {
  readonly laidAside: DeadLetters;

  constructor(scope: Construct, id: string, { table, dispatch }: StreamToDispatchProps) {
    super(scope, id);
    const stream = table.tableStreamArn ?? "";
    this.laidAside = new DeadLetters(this, "LaidAside");
    dispatch.role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        resources: [stream],
      }),
    );
    // Lambda asks for the list of streams before it reads one. A list of names is all this gives.
    dispatch.role.addToPrincipalPolicy(new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: ["*"] }));

    new EventSourceMapping(this, "Mapping", {
      target: dispatch.lambda,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 10,
      // One mail call that hangs would hold up every case of its shard; the records of one item still come in order.
      parallelizationFactor: 5,
      bisectBatchOnError: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(6),
      reportBatchItemFailures: true,
      // The queue learns where the record is, not what is in it: no words of people lie there, and the table has them.
      onFailure: new SqsDlq(this.laidAside),
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual("INSERT"),
          dynamodb: { Keys: { sk: { S: FilterRule.beginsWith("NOTICE#") } } },
        }),
        // A message that goes by another channel is marked so; what else becomes of messages wakes nobody.
        FilterCriteria.filter({
          dynamodb: { Keys: { sk: { S: FilterRule.beginsWith("NOTICE#") } }, NewImage: { again: { BOOL: FilterRule.exists() } } },
        }),
        FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.or("STATE", "ROTA") } } } }),
      ],
    });
  }
}
