import { routes } from "../../core/routes.ts";
import { room } from "../edge.ts";
import { handler as noteTextReceipt } from "../receipts/note-text-receipt.ts";

/** The room that the text service calls back: it notes what became of a text, and reads nothing to anybody. */
export const handler = room(routes, { noteTextReceipt });
