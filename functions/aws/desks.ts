import { type TransactWriteItem, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { unsent } from "../../core/escalation/sending.ts";
import { due, keys } from "../../core/keys.ts";
import { Desk, type DeskMove, newDesk } from "../../core/rota/desk.ts";
import { DeskNotice } from "../../core/rota/desk-notice.ts";
import type { Instant } from "../../core/time.ts";
import { db, every, lostRace, read, TableName, toItem } from "./db.ts";
import { changed, unchanged } from "./notices.ts";

/** AP22. What is going on at a desk beside its rota. One that nobody has looked at yet is a new one. */
export async function deskState(partnership: string, team: string, now: Instant): Promise<Desk> {
  const item = await read(keys.desk(partnership, team));
  return item ? Desk.parse(item.body) : newDesk(team, now);
}

/** A desk as it becomes, guarded by the version that was read, with whom that tells what, and what becomes of messages that were on their way. */
export function deskItems(
  partnership: string,
  { next, dueAt, telling }: DeskMove,
  now: Instant,
  settled: readonly DeskNotice[] = [],
): TransactWriteItem[] {
  const { team, version } = next;
  const guard =
    version === 1
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : { ConditionExpression: "version = :seen", ExpressionAttributeValues: toItem({ ":seen": version - 1 }) };
  const put = (item: object, where: object) => ({ Put: { TableName, Item: toItem(item), ...where } });
  const made = telling.map(
    ({ to, news }, nth): DeskNotice => unsent({ id: keys.noticeId(version, nth), partnership, team, to, news, at: now }),
  );
  return [
    put({ ...keys.desk(partnership, team), version, body: next, ...due(team, dueAt) }, guard),
    ...made.map((notice) =>
      put(
        { ...keys.deskNotice(partnership, team, notice.id), body: notice, ...due(notice.id, now) },
        { ConditionExpression: "attribute_not_exists(pk)" },
      ),
    ),
    ...settled.map((notice) => put({ ...keys.deskNotice(partnership, team, notice.id), ...changed(notice) }, unchanged(notice))),
  ];
}

/** Writes down what has happened at a desk, and whom it tells. Throws Conflict when somebody else was faster. */
export async function saveDesk(
  partnership: string,
  move: DeskMove,
  now: Instant,
  settled?: readonly DeskNotice[],
): Promise<void> {
  const TransactItems = deskItems(partnership, move, now, settled);
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ team: move.next.team }));
}

/** AP25. The messages about a desk's rota that were made by one version of it or later, in order. */
export async function deskNotices(partnership: string, team: string, from = 0): Promise<DeskNotice[]> {
  const found = await every({
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
    ExpressionAttributeValues: toItem({
      ":pk": keys.desk(partnership, team).pk,
      ":first": keys.deskNotice(partnership, team, keys.noticeId(from, 0)).sk,
      ":last": "NOTICE#~",
    }),
    ConsistentRead: true,
  });
  return found.map(({ body }) => DeskNotice.parse(body));
}
