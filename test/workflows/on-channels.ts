import type { EscalationView } from "../../core/escalation/view.ts";
import type { Tally } from "../../core/measures/tally.ts";
import { plus } from "../../core/time.ts";
import { carriedOn } from "../core/escalation/channel-cases.ts";
import type { Town } from "../town.ts";

/** What is asked on a channel, at its plainest. */
export const asked = (pathway: string, type: string, threshold: string, more: object = {}) => ({
  ...{ pathway, type, threshold: [threshold], place: { borough: "Lambeth", address: "By the fountain" } },
  ...{ ask: "Which way is best for him?", whyNow: "He talks to people who are not there, and is calm" },
  ...{ callBack: "07700 900456", ...more },
});

/** What a move made of a case. Throws what it was refused with. */
export async function done(reply: ReturnType<Town["as"]>): Promise<EscalationView> {
  const { status, body } = await reply;
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** Answers on a channel, with all that the answer carries. */
export const answeringIn =
  (town: () => Town) =>
  async (person: string, { id }: Pick<EscalationView, "id">, code: string, more: object = {}): Promise<EscalationView> => {
    const carried = carriedOn(code, town().machine.clock?.now() ?? "");
    return done(town().decide(person, await town().read(person, id), code, { ...carried, ...more }));
  };

/** The row of the figures that a case has left, once it has ended. */
export async function tallyOf({ id, raised }: Pick<EscalationView, "id" | "raised">): Promise<Tally | undefined> {
  const { talliesRaised } = await import("../../functions/aws/tallies.ts");
  return (await talliesRaised("london", raised.at, plus(raised.at, "PT1S"))).find((tally) => tally.id === id);
}
