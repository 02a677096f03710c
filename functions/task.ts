import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type * as z from "zod";
import { inTurn } from "../core/escalation/sending.ts";
import type { Key } from "../core/keys.ts";
import type { Instant } from "../core/time.ts";
import { log, nameOf } from "./log.ts";

/** The task edge: what a workflow or a schedule calls. The clock is read here, once for a call. */
export const task =
  <I extends z.ZodType, O>(input: I, run: (input: z.output<I>, now: Instant) => Promise<O>) =>
  async (event: unknown): Promise<O> =>
    run(input.parse(event), new Date().toISOString());

/** The clock again, for work that lasts: the sweeper looks twice in one run. */
export const instant = (): Instant => new Date().toISOString();

/** One item that was written: its key, and what it was and is. */
export interface Change {
  readonly key: Key;
  readonly before: Record<string, unknown> | undefined;
  readonly after: Record<string, unknown> | undefined;
}

/** Whom a record is to reach, if it is a message; what it belongs to, if not. */
const whose = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.NewImage?.body?.M?.to?.S ?? dynamodb?.Keys?.pk?.S ?? "";

/** The stream edge: each record runs on its own, all at once, begun in turn. Those that failed come again, and perhaps others with them. */
export function eachChange(run: (change: Change, now: Instant) => Promise<void>) {
  const one = async ({ dynamodb }: DynamoDBRecord): Promise<void> => {
    const image = (of: object | undefined) => of && unmarshall(of as Parameters<typeof unmarshall>[0]);
    const key = image(dynamodb?.Keys) as unknown as Key;
    try {
      await run({ key, before: image(dynamodb?.OldImage), after: image(dynamodb?.NewImage) }, new Date().toISOString());
    } catch (error) {
      log("stream_record_failed", { at: dynamodb?.SequenceNumber ?? "", error: nameOf(error) });
      throw error;
    }
  };
  return async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> =>
    processPartialResponse({ Records: inTurn(event.Records, whose) }, one, new BatchProcessor(EventType.DynamoDBStreams), {
      throwOnFullBatchFailure: false,
    }) as Promise<DynamoDBBatchResponse>;
}
