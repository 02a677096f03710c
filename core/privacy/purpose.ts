import * as z from "zod";

/** For what a privacy officer looks for a person's cases: what the person, or a court, has asked for. */
export const PersonPurpose = z.enum(["subject_access", "rectification", "erasure", "court_order"]);
export type PersonPurpose = z.output<typeof PersonPurpose>;
