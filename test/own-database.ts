/** The pages are rendered as they are where they are deployed: what React does for its developers costs a third of a page. */
process.env.NODE_ENV = "production";

/** Two workers, their databases and their browsers share what cores there are: all are slow together, and nothing is wrong. */
process.env.PATIENCE = "5";

/** Each file speaks to the database that its worker is given for it (test/one-database.ts). */
const given = await fetch(`${process.env.DATABASES}/${process.env.JEST_WORKER_ID ?? 1}`);
if (!given.ok) throw new Error(await given.text());
process.env.AWS_ENDPOINT_URL_DYNAMODB = await given.text();

export {};
