import * as z from "zod";
import { Code } from "../partnership/codes.ts";
import { ANSWERERS, type Role } from "../people.ts";
import { after, most, paged, route } from "../route.ts";
import { SentId } from "../sent-id.ts";
import { Doubt, FirstAnswer, NewFirstAnswer } from "./first-answer.ts";

const { schema: _, partnership: __, ...shown } = FirstAnswer.shape;

/** A first answer as both sides see it, with what speaks against relying on it. */
export const FirstAnswerView = z.strictObject({ ...shown, doubts: z.array(Doubt) }).meta({ id: "FirstAnswer" });
export type FirstAnswerView = z.output<typeof FirstAnswerView>;

/** One line of a list: nothing that somebody wrote is opened for it. */
export const FirstAnswerLine = z
  .strictObject({
    ...z.strictObject(FirstAnswer.shape).pick({
      id: true,
      reference: true,
      recorded: true,
      givenAt: true,
      type: true,
      area: true,
      agency: true,
      answer: true,
      understood: true,
      reviewBy: true,
      disputed: true,
    }).shape,
  })
  .meta({ id: "FirstAnswerLine" });
export type FirstAnswerLine = z.output<typeof FirstAnswerLine>;

/** Another first answer of the same force that may be about the same person or place, and what the two share. */
export const FirstAnswerLike = z.strictObject({
  ...FirstAnswerLine.pick({ id: true, reference: true, givenAt: true, agency: true, answer: true }).shape,
  on: z.array(Code),
});
export type FirstAnswerLike = z.output<typeof FirstAnswerLike>;

const SYSTEM: Role = "service";
const BOTH_SIDES: readonly Role[] = ["raiser", "site_lead", ...ANSWERERS, SYSTEM];

/** The rows of first answers. Whether somebody records one for a force is asked at each press. */
export const firstAnswerRoutes = {
  recordFirstAnswer: route({
    method: "POST",
    path: "/api/first-answers",
    room: "cases",
    shows: { of: ["patient"] },
    may: [...ANSWERERS, SYSTEM],
    reach: "first_answer",
    summary:
      "A force’s control room records its first answer to a partner, in one call: attend or not, both limbs, who else was told, what the caller understood.",
    body: NewFirstAnswer,
    reply: z
      .strictObject({
        ...FirstAnswerView.shape,
        alike: z.array(FirstAnswerLike).nullable().meta({
          description:
            "Other first answers of your force that may be about the same, the newest first: whoever rang before may have been told something else. Null when they could not be looked for.",
        }),
      })
      .meta({ id: "FirstAnswerRecorded" }),
    status: 201,
  }),
  listFirstAnswers: route({
    method: "GET",
    path: "/api/first-answers",
    room: "cases",
    shows: { of: ["shared"] },
    may: BOTH_SIDES,
    reach: "first_answer",
    summary: "The first answers that your agency gave, or was given, newest first.",
    query: z.strictObject({ after, most }),
    reply: paged(FirstAnswerLine),
  }),
  readFirstAnswer: route({
    method: "GET",
    path: "/api/first-answers/{id}",
    room: "cases",
    shows: { of: ["patient"] },
    may: BOTH_SIDES,
    reach: "first_answer",
    summary: "One first answer. A raise with its id as `firstAnswer` disputes it.",
    params: z.strictObject({ id: SentId }),
    reply: FirstAnswerView,
  }),
} as const;
