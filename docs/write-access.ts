import { writeFileSync } from "node:fs";
import { type Access, REACH, type Reach } from "../core/access.ts";
import { RULES, WHO } from "../core/escalation/rules.ts";
import { Role } from "../core/people.ts";
import { type RouteName, routes } from "../core/routes.ts";
import { rows } from "../functions/rooms/pages.ts";

interface Line {
  readonly name: string;
  readonly access: Access;
  readonly says: string;
}

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [row(...head), row(...head.map(() => "---")), ...lines.map((cells) => row(...cells))].join("\n");
const spaced = (code: string): string => code.replaceAll("_", " ");

/** Which moves the table of rules knows by the name of their route, and who makes them there. */
const ruled = (name: string): string | undefined => (name in RULES ? WHO[RULES[name as keyof typeof RULES].who] : undefined);

const cells = ({ may }: Access): string[] => Role.options.map((role) => (may.includes(role) ? "yes" : ""));
const matrix = (lines: readonly Line[]): string =>
  table(
    ["", ...Role.options.map(spaced), "of what", "fresh sign-in"],
    lines.map(({ name, access, says }) => [name, ...cells(access), says, access.fresh ? "yes" : ""]),
  );

const ofApi = (Object.keys(routes) as RouteName[]).map((name): Line => {
  const { method, path, may, reach, fresh } = routes[name] as Access & { method: string; path: string };
  const access = { may, reach, ...(fresh ? { fresh } : {}) };
  return { name: `\`${method} ${path}\``, access, says: ruled(name) ?? REACH[reach] };
});
const ofPages = rows.map((one): Line => {
  const access: Access = one.open ? { may: Role.options, reach: "public" } : one;
  return { name: `\`${one.method} ${one.path}\``, access, says: REACH[access.reach] };
});

/** Who may do and see what, from the rows that the doors refuse by. */
export const accessPage = (): string => `# Who may do and see what

*\`npm run access\` writes this page from the rows of the pages (\`functions/rooms/pages.ts\`) and of the API (\`core/routes.ts\`), the ones by which
the doors refuse. Change the rows, not the page: a test holds the two together, and another asks for every row as every demo person.*

Three questions are asked of each request, in this order. Each is answered from the table at that moment: a membership, a role or a shift that
was taken away a moment ago is gone. A board that asks again whether it is still so shows for one second more what was true before.

1. **Is this a member, in a role that the row names?** Otherwise 403, and the refusal is in the audit.
2. **Is it within reach?** What is somebody else's looks exactly like what does not exist: 404, and in the audit.
3. **May they do this to it now?** The rules of the moves say it of a case (\`docs/lifecycle.md\`): answering needs somebody on duty for a desk that
   was asked.

A row with *fresh sign-in* asks besides for somebody who showed within ten minutes who they are (\`auth_time\`): the export of
a case, of the audit and of a person's data, deletions, the whole record of a case that is over, and each change of
the ways by which one is reached.
A practice (\`/practice\`) is a partnership of its own: who practises has the roles of the side that they play, there and nowhere else.

## Pages

${matrix(ofPages)}

## The API

A partner's system is a *service*: it raises, reads what its own agency asked, and tells news. What a person has to say, a person says.

${matrix(ofApi)}

## How far a row reaches

${table(
  ["in the rows", "is"],
  (Object.keys(REACH) as Reach[]).map((reach) => [`\`${reach}\``, REACH[reach]]),
)}
`;

/** `npm run access`. */
if (import.meta.main) writeFileSync(new URL("access.md", import.meta.url), accessPage());
