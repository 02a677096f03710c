import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { firstAnswersOf } from "../first-answers.ts";

/** The first answers that the reader's agency gave, or was given. */
export const handler = endpoint(routes.listFirstAnswers, ({ actor, query }) => firstAnswersOf(actor, query));
