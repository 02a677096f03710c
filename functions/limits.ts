import { invalid } from "../core/refusal.ts";
import type { Event } from "./edge.ts";

/** Nothing of ours asks for more: the longest query is a search with the place where its next page begins. */
const LONGEST_QUERY = 4096;
/** The gateway refuses more than 10,240 bytes of request line and headers together. One machine does the same (local/machine.ts). */
export const MOST_HEADER_BYTES = 10_240;
/** The largest form of ours, that of a raise with every question of every type, has some hundred fields. */
const MOST_FIELDS = 500;

/** Refuses an address that is longer than any of ours. Throws Invalid. */
export function mustBeShort({ rawQueryString }: Event): void {
  if (rawQueryString.length > LONGEST_QUERY) throw invalid({ field: "(query)", reason: `at most ${LONGEST_QUERY} characters` });
}

/** Refuses a body that says that it is no JSON, does not say what it is, or says that it is in other signs than UTF-8, whatever is in it: so it shows at the first try, and not at the first name with an accent. Throws Invalid. */
export function mustBeJson({ headers }: Event, text: string): void {
  const type = headers["content-type"] ?? "";
  if (text.trim() !== "" && !/^application\/(?:[\w.-]+\+)?json *(?:;|$)/i.test(type))
    throw invalid({ field: "Content-Type", reason: "send application/json" });
  const [, charset = "utf-8"] = /; *charset *= *"?([\w.:-]+)/i.exec(type) ?? [];
  if (!/^(?:utf-?8|us-ascii)$/i.test(charset))
    throw invalid({ field: "Content-Type", reason: "send application/json in UTF-8, not in another character set" });
}

const FORM = /^application\/x-www-form-urlencoded *(?:;|$)/i;
const WITH_FILES = /^multipart\/form-data *;/i;

/** Is a form sent with files? Only where a row takes some; what is no form at all is refused everywhere. Throws Invalid. */
export function comesWithFiles({ headers }: Event, takesFiles: boolean): boolean {
  const type = headers["content-type"] ?? "";
  if (takesFiles && WITH_FILES.test(type)) return true;
  if (type !== "" && !FORM.test(type))
    throw invalid({ field: "Content-Type", reason: "this came as no form of ours. Nothing was done" });
  return false;
}

/** Refuses a form with more fields than any of ours has, or than its row takes. Throws Invalid. */
export function mustBeFew(form: URLSearchParams, most = MOST_FIELDS): URLSearchParams {
  if (form.size > most) throw invalid({ field: "(form)", reason: `at most ${most} fields` });
  return form;
}
