import type { Condition, Pattern } from "../infra/lanes.ts";

/** Whether a record passes a filter, as Lambda's event filtering decides it: every field that the pattern names must do. */
export const passes = (record: unknown, pattern: Pattern): boolean =>
  Object.entries(pattern).every(([field, wanted]) => {
    const value = (record as Record<string, unknown> | undefined)?.[field];
    return isList(wanted) ? wanted.some((condition) => holds(condition, value)) : passes(value, wanted);
  });

const isList = (wanted: Pattern | readonly Condition[]): wanted is readonly Condition[] => Array.isArray(wanted);

function holds(condition: Condition, value: unknown): boolean {
  if (typeof condition === "string") return value === condition;
  if ("exists" in condition) return (value !== undefined) === condition.exists;
  if (typeof value !== "string") return false;
  return "prefix" in condition ? value.startsWith(condition.prefix) : !condition["anything-but"].includes(value);
}
