import { REPEATED } from "../core/escalation/notice.ts";

/** What a record must hold to be handed on: a list names the values that will do, as Lambda's event filtering reads them. */
export interface Pattern {
  readonly [field: string]: Pattern | readonly Condition[];
}
export type Condition =
  | string
  | { readonly prefix: string }
  | { readonly exists: boolean }
  | { readonly "anything-but": readonly string[] };

/** One reader of the table's stream: which records it hands on (any pattern will do), so many in a batch, so many batches beside one another in a shard. */
export interface Lane {
  readonly patterns: readonly Pattern[];
  readonly batch: number;
  readonly abreast: number;
}

const NOTICE = { sk: { S: [{ prefix: "NOTICE#" }] } };

/** A message of this kind that is new, or that is marked to go by another channel. What else becomes of messages wakes nobody. */
const leaving = (body: Pattern): Pattern[] => [
  { eventName: ["INSERT"], dynamodb: { Keys: NOTICE, NewImage: { body: { M: body } } } },
  { dynamodb: { Keys: NOTICE, NewImage: { again: { BOOL: [{ exists: true }] }, body: { M: body } } } },
];

/**
 * Two readers of one stream, each at its own place in it. A page that asks somebody for the first time waits only for such pages: never
 * for what tells of one, for somebody asked again, or for a clock. Each record that means anything to dispatch has one lane.
 */
export const LANES: Readonly<Record<"pages" | "rest", Lane>> = {
  pages: {
    patterns: leaving({ kind: { S: ["page"] }, about: { S: [{ "anything-but": REPEATED }] } }),
    batch: 50,
    abreast: 10,
  },
  rest: {
    patterns: [
      ...leaving({ kind: { S: [{ exists: false }, { "anything-but": ["page"] }] } }), // what tells of a rota has no kind
      ...leaving({ kind: { S: ["page"] }, about: { S: REPEATED } }),
      { dynamodb: { Keys: { sk: { S: ["STATE", "ROTA", "MATTER", "ENDED", { prefix: "HARM#" }] } } } },
    ],
    batch: 10,
    abreast: 5,
  },
};
