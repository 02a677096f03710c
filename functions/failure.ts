/**
 * Why a service did not take a message: this very message will never do; the service is down for all of us; it has taken as many as it
 * takes in a moment; or it may take it later.
 */
export interface Failure {
  readonly how: "refused" | "down" | "busy" | "later";
  /** The service's own name for it, which may stand in a log. */
  readonly name: string;
}
