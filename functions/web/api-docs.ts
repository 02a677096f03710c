import { openapi } from "../../core/openapi.ts";
import { docsPage } from "../../web/docs-page.tsx";
import { answer, type Reply } from "../edge.ts";
import type { Answer } from "./door.ts";

/** The API's description as partners' tools read it. It is the same for everyone, and says nothing about anybody. */
export const openapiFile = async (): Promise<Reply> => answer(200, "application/json", JSON.stringify(openapi(), null, 1));

/** The same, as people read it. */
export const apiDocs = async (): Promise<Answer> => ({ content: docsPage(openapi()) });
