import { asking, pause, type Tally } from "./asking.ts";
import type { Browser } from "./people.ts";

/** As a page of ours does: it asks again five seconds after it was answered, and waits no longer than this. */
const BEAT_MS = 5000;
const PATIENCE_MS = 4500;
const REVISION = /data-revision="([^"]*)"/;
const CASE = /\/escalations\/([0-9a-f-]{36})/g;

/** Which cases have been on a board, and when first. */
export type Boards = Map<string, number>;

/** A board on somebody's screen: asked every five seconds whether it is still so, and read when it is not, until `over`. */
export async function watch(
  browser: Browser,
  page: string,
  { tally, boards, over }: { readonly tally: Tally; readonly boards: Boards; readonly over: () => boolean },
): Promise<void> {
  let revision: string | undefined;
  await pause(Math.random() * BEAT_MS);
  while (!over()) {
    await asking(tally.boards, async () => {
      const reply = await browser.go(page, revision === undefined ? {} : { "if-none-match": `"${revision}"` }, PATIENCE_MS);
      const html = await reply.text();
      if (reply.status === 304) {
        tally.unchanged += 1;
        return;
      }
      if (reply.status !== 200) throw new Error(`${page}: ${reply.status}`);
      revision = REVISION.exec(html)?.[1];
      const now = Date.now();
      for (const [, id = ""] of html.matchAll(CASE)) if (!boards.has(id)) boards.set(id, now);
    });
    await pause(BEAT_MS);
  }
}
