/** Why a service did not take a message: this very message will never do, the service is down for all of us, or it may take it later. */
export interface Failure {
  readonly how: "refused" | "down" | "later";
  /** The service's own name for it, which may stand in a log. */
  readonly name: string;
}
