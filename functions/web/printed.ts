import type { Printed } from "../../web/print-time.tsx";
import * as directory from "../aws/directory.ts";
import type { AskedBy } from "./door.ts";

/** When something is printed, by whom and for which agency: paper says so on its face. */
export async function printedBy({ actor, now }: Pick<AskedBy, "actor" | "now">): Promise<Printed> {
  const { agencies } = await directory.inForce(actor.partnership, now);
  const agency = agencies.find(({ code }) => code === actor.agency)?.title ?? actor.agency;
  return { at: now, by: `${actor.name}, ${agency}` };
}
