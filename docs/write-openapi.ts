import { writeFileSync } from "node:fs";
import { openapi } from "../core/openapi.ts";

/** `npm run openapi`: writes the copy of the API's description that stands beside the documents. A test holds it to the code. */
writeFileSync(new URL("openapi.json", import.meta.url), `${JSON.stringify(openapi(), null, 2)}\n`);
