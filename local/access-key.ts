import { randomUUID } from "node:crypto";

/**
 * An access key that nobody else has. A database in memory keeps tables of its own for each, which know nothing of another's, nor are slowed
 * down by the records of another's stream.
 */
export const ownAccessKey = (): string => `local${randomUUID().replaceAll("-", "")}`;
