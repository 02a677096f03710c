import { pointsTo } from "./synthesis.ts";

/** What somebody tries to do with one item: the action, the item's partition, and the transaction it is part of, if any. */
export interface Attempt {
  readonly action: string;
  readonly on?: string;
  readonly partition?: string;
  readonly inTransaction?: boolean;
  readonly from?: string;
  /** What a key is asked to open: the words that its encryption context names. */
  readonly context?: readonly string[];
}
export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
const like = (pattern: string, value: string) =>
  new RegExp(
    `^${pattern
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  ).test(value);

const valuesOf = ({ partition, inTransaction, from, context }: Attempt): Record<string, string[]> => ({
  "dynamodb:LeadingKeys": partition === undefined ? [] : [partition],
  "dynamodb:EnclosingOperation": inTransaction ? ["TransactWriteItems"] : [],
  "ses:FromAddress": from === undefined ? [] : [from],
  "kms:EncryptionContextKeys": [...(context ?? [])],
});

function holds(operator: string, key: string, wanted: string[], attempt: Attempt): boolean {
  const values = valuesOf(attempt)[key];
  if (!values) throw new Error(`These tests know no ${key}`);
  const meets = (value: string) =>
    wanted.some((pattern) => (operator.endsWith("StringLike") ? like(pattern, value) : pattern === value));
  switch (operator) {
    case "ForAnyValue:StringEquals":
    case "ForAnyValue:StringLike":
      return values.some(meets);
    case "ForAnyValue:StringNotLike":
      return values.some((value) => !wanted.some((pattern) => like(pattern, value)));
    case "ForAllValues:StringEquals":
    case "ForAllValues:StringLike":
      return values.every(meets);
    case "StringEquals":
      return values.length > 0 && values.every(meets);
    case "Null":
      return wanted.includes(String(values.length === 0));
    default:
      throw new Error(`These tests know no ${operator}`);
  }
}

const applies = ({ Action, Resource, Condition = {} }: Statement, attempt: Attempt): boolean =>
  list(Action).some((pattern) => like(pattern, attempt.action)) &&
  (attempt.on === undefined || list(Resource).some((one) => one === "*" || pointsTo(one).includes(attempt.on ?? ""))) &&
  Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, key, list(wanted), attempt)),
  );

/** IAM's own rule, as far as our roles use it: somebody may if a statement allows it and none denies it. */
export const may = (statements: readonly Statement[], attempt: Attempt): boolean =>
  statements.some((one) => one.Effect === "Allow" && applies(one, attempt)) &&
  !statements.some((one) => one.Effect === "Deny" && applies(one, attempt));
