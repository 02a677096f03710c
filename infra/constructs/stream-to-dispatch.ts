import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping, FilterCriteria, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { LANES } from "../lanes.ts";
import { DeadLetters } from "./dead-letters.ts";
import type { Room } from "./room.ts";

export interface StreamToDispatchProps {
  readonly table: TableV2;
  readonly dispatch: Room;
}

/**
 * Facts become effects: each notice that is new or goes another way, and each change of a case, calls dispatch, along its lane. A record
 * that keeps failing is cut out of its batch, tried ten times more and laid aside, so that it cannot hold the others up; the sweeper sends
 * what it stood for. Two readers are as many as one shard of a table's stream allows without being slowed down.
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

    for (const [name, { patterns, batch, abreast }] of Object.entries(LANES)) {
      new EventSourceMapping(this, name === "pages" ? "Pages" : "Rest", {
        target: dispatch.answers,
        eventSourceArn: stream,
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: batch,
        // One mail call that hangs would hold up every case of its shard; the records of one item still come in order.
        parallelizationFactor: abreast,
        bisectBatchOnError: true,
        retryAttempts: 10,
        maxRecordAge: Duration.hours(6),
        reportBatchItemFailures: true,
        // The queue learns where the record is, not what is in it: no words of people lie there, and the table has them.
        onFailure: new SqsDlq(this.laidAside),
        filters: patterns.map((pattern) => FilterCriteria.filter(pattern)),
      });
    }
  }
}
