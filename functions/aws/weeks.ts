import { PutItemCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { nextMonday, Week, WeekJob } from "../../core/audit/week.ts";
import { due, keys } from "../../core/keys.ts";
import type { Day } from "../../core/rota/wall.ts";
import type { Instant } from "../../core/time.ts";
import { db, lostRace, newestFirst, type Page, read, TableName, toItem } from "./db.ts";

/** AP53. When a partnership's week of looking is gone through next. */
export async function weekJobOf(partnership: string): Promise<WeekJob | undefined> {
  const item = await read(keys.weekJob(partnership));
  return item && WeekJob.parse(item.body);
}

const jobItem = (job: WeekJob) => ({
  ...keys.weekJob(job.partnership),
  version: job.version,
  body: job,
  ...due(job.partnership, job.nextAt),
});

/** A partnership's weeks are gone through from the next Monday on. Nothing changes when they are already. */
export async function beginWeeks(partnership: string, now: Instant): Promise<void> {
  if (await weekJobOf(partnership)) return;
  const Item = toItem(jobItem({ partnership, version: 1, nextAt: nextMonday(now) }));
  await db.send(new PutItemCommand({ TableName, Item }));
}

/** The next one, once this is done. Throws Conflict when somebody else was faster. */
export async function saveWeekJob(job: WeekJob, nextAt: Instant): Promise<void> {
  const Item = toItem(jobItem({ ...job, version: job.version + 1, nextAt }));
  const guard = { ConditionExpression: "version = :seen", ExpressionAttributeValues: toItem({ ":seen": job.version }) };
  const TransactItems = [{ Put: { TableName, Item, ...guard } }];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ partnership: job.partnership }));
}

/** AP53. One week of an agency; undefined when it was not gone through. */
export async function weekOf(partnership: string, agency: string, from: Day): Promise<Week | undefined> {
  const item = await read(keys.week(partnership, agency, from));
  return item && Week.parse(item.body);
}

/** Keeps a week, in the place of what was kept of it before. */
export async function keepWeek(week: Week): Promise<void> {
  const Item = toItem({ ...keys.week(week.partnership, week.agency, week.from), body: week });
  await db.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item } }] }));
}

/** AP53. The weeks of an agency, the newest first, a page at a time. */
export const weeksOf = (partnership: string, agency: string, before: string | undefined, most: number): Promise<Page<Week>> =>
  newestFirst(keys.week(partnership, agency, "").pk, before, most, (body) => Week.parse(body));
