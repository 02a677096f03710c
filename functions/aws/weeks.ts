import { PutItemCommand, type TransactWriteItem, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { nextMonday, Week, WeekJob } from "../../core/audit/week.ts";
import { caseOf, dueWeeks, keys } from "../../core/keys.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Day } from "../../core/rota/wall.ts";
import type { Instant } from "../../core/time.ts";
import { db, every, lostRace, newestFirst, type Page, read, TableName, toItem } from "./db.ts";

/** AP53. When a partnership's week of looking is gone through next. */
export async function weekJobOf(partnership: string): Promise<WeekJob | undefined> {
  const item = await read(keys.weekJob(partnership));
  return item && WeekJob.parse(item.body);
}

/** AP53. The partnerships whose weeks are to be gone through by now. The index only names them. */
export async function weekJobsDueBy(now: Instant): Promise<string[]> {
  const named = await every({
    IndexName: "due",
    KeyConditionExpression: "duePk = :pk AND dueSk <= :now",
    ExpressionAttributeValues: toItem({ ":pk": dueWeeks("", "").duePk, ":now": `${now}#~` }),
  });
  return named.map(({ pk, sk }) => caseOf({ pk: String(pk), sk: String(sk) }).partnership);
}

const jobItem = (job: WeekJob) => ({
  ...keys.weekJob(job.partnership),
  version: job.version,
  body: job,
  ...dueWeeks(job.nextAt, job.partnership),
});

/** A partnership's weeks are gone through from the next Monday on. Nothing changes when they are already. */
export async function beginWeeks(partnership: string, now: Instant): Promise<void> {
  if (await weekJobOf(partnership)) return;
  const Item = toItem(jobItem({ partnership, version: 1, nextAt: nextMonday(now) }));
  await db.send(new PutItemCommand({ TableName, Item }));
}

/** When it is gone through next. Answers with it as it stands then; undefined when somebody else was faster. */
export async function saveWeekJob(job: WeekJob, nextAt: Instant): Promise<WeekJob | undefined> {
  const next = { ...job, version: job.version + 1, nextAt };
  const guard = { ConditionExpression: "version = :seen", ExpressionAttributeValues: toItem({ ":seen": job.version }) };
  const Put = { TableName, Item: toItem(jobItem(next)), ...guard };
  return (await isWritten({ Put }, job.partnership)) ? next : undefined;
}

/** Whether this was written; not, when somebody else was faster. */
const isWritten = (item: TransactWriteItem, partnership: string): Promise<boolean> =>
  db
    .send(new TransactWriteItemsCommand({ TransactItems: [item] }))
    .catch(lostRace({ partnership }))
    .then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refusal) return false;
        throw error;
      },
    );

/** AP53. One week of an agency; undefined when it was not gone through. */
export async function weekOf(partnership: string, agency: string, from: Day): Promise<Week | undefined> {
  const item = await read(keys.week(partnership, agency, from));
  return item && Week.parse(item.body);
}

/** Keeps a week as it was found first; what is kept stays as it is. */
export async function keepWeek(week: Week): Promise<void> {
  const Item = toItem({ ...keys.week(week.partnership, week.agency, week.from), body: week });
  await isWritten({ Put: { TableName, Item, ConditionExpression: "attribute_not_exists(pk)" } }, week.partnership);
}

/** Notes that this officer is written to, before they are. False when they have been already, or somebody else is about to. */
export const claimTelling = ({ partnership, agency, from }: Week, officer: string): Promise<boolean> => {
  const Update = {
    TableName,
    Key: toItem(keys.week(partnership, agency, from)),
    UpdateExpression: "SET body.told = list_append(body.told, :those)",
    ConditionExpression: "attribute_exists(pk) AND NOT contains(body.told, :officer)",
    ExpressionAttributeValues: toItem({ ":those": [officer], ":officer": officer }),
  };
  return isWritten({ Update }, partnership);
};

/** AP53. The weeks of an agency, the newest first, a page at a time. */
export const weeksOf = (partnership: string, agency: string, before: string | undefined, most: number): Promise<Page<Week>> =>
  newestFirst(keys.week(partnership, agency, "").pk, before, most, (body) => Week.parse(body));
