import * as z from "zod";
import { type Escalation, titleOf } from "../escalation/escalation.ts";
import { typeOf } from "../escalation/known.ts";

/** What a case’s own agreement calls what it is about, and where. An agenda tells of cases of many pathways, which use one code for different things. */
export const Called = z.strictObject({ type: z.string(), area: z.string() });
export type Called = z.output<typeof Called>;

/** How a case is called by the agreement under which it was raised. */
export const calledIn = (of: Pick<Escalation, "ask" | "news" | "terms">): Called => ({
  type: titleOf(of.terms.types, typeOf(of)),
  area: of.terms.area.title,
});

/** A case in one line of an agenda. What was kept before it told what it is called stands by its codes. */
export function agendaTitle(of: Coded): string {
  const { type, area } = of.called ?? { type: spelt(of.type), area: spelt(of.area) };
  return `${of.reference}: ${type}, ${area}, ${of.priority}`;
}
interface Coded {
  readonly reference: string;
  readonly type: string;
  readonly area: string;
  readonly priority: string;
  readonly called: Called | null;
}

const spelt = (code: string): string => code.replaceAll("_", " ");
