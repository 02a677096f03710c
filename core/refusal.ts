/** Every way in which the product says no, and the HTTP status that goes with it. A closed set: a new no without a status does not compile. */
export const REFUSALS = {
  Invalid: 400,
  NotSignedIn: 401,
  SignInAgain: 401,
  NotAllowed: 403,
  NotOnDuty: 403,
  NotFound: 404,
  AlreadyAcknowledged: 409,
  AlreadyDisagreed: 409,
  AlreadyDisputed: 409,
  ChangedMeanwhile: 409,
  Closed: 409,
  Conflict: 409,
  HigherTierDecides: 409,
  LastAdministrator: 409,
  LastChannel: 409,
  NotRead: 409,
  NotYet: 409,
  WouldIsolate: 409,
  TooLarge: 413,
  TooMany: 429,
  NeedsConfirming: 409,
  Deleted: 410,
  KeyReused: 422,
  KeyUnavailable: 503,
  NotReady: 503,
  NotRecorded: 503,
} as const;
export type RefusalName = keyof typeof REFUSALS;

/** One wrong field and what is wrong with it; `field` is a path such as `place.address`. */
export interface FieldError {
  readonly field: string;
  readonly reason: string;
}

/** The same, for the API's own description. */
export const FieldErrorShape = {
  type: "object",
  required: ["field", "reason"],
  properties: { field: { type: "string" }, reason: { type: "string" } },
};

/** A no with a name. The name is its stable code: in `/problems/<name>`, and as an error of the workflow. */
export class Refusal extends Error {
  override readonly name: RefusalName;
  readonly errors: readonly FieldError[];
  readonly facts: Readonly<Record<string, unknown>>;
  constructor(name: RefusalName, detail: string, more: { errors?: FieldError[]; facts?: Record<string, unknown> } = {}) {
    super(detail);
    this.name = name;
    this.errors = more.errors ?? [];
    this.facts = more.facts ?? {};
  }
}

/** A field that cannot stand as it is. */
export function invalid(...errors: FieldError[]): Refusal {
  const [first] = errors;
  const detail = errors.length === 1 && first ? `${first.field}: ${first.reason}` : `${errors.length} fields need attention.`;
  return new Refusal("Invalid", detail, { errors });
}
