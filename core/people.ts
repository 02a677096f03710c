import * as z from "zod";
import { AgencyCode, Code } from "./partnership/partnership.ts";

/** What a membership lets its holder do at all; what they may do to one case follows from whose it is and who is on duty. */
export const Role = z.enum(["raiser", "duty_officer", "control_room", "rota_manager", "chair", "service"]);
export type Role = z.output<typeof Role>;

/** Someone with a membership: for whom they act, in which roles, and where a message reaches them. */
export const Person = z.strictObject({
  partnership: Code,
  id: Code,
  name: z.string().min(1),
  agency: AgencyCode,
  site: Code.nullable(),
  email: z.email().nullable(),
  roles: z.array(Role),
});
export type Person = z.output<typeof Person>;

/** Can a message reach them at all? Nobody knows where to send one to somebody who is unknown. */
export const isReachable = (person: Person | undefined): boolean => person !== undefined && person.email !== null;
