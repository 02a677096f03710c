/** The pages are rendered as they are where they are deployed: what React does for its developers costs a third of a page. */
process.env.NODE_ENV = "production";

/** Two workers, their databases and their browsers share what cores there are: all are slow together, and nothing is wrong. */
process.env.PATIENCE = "5";

/** Each worker speaks to the database that was started for it. */
const nth = Number(process.env.JEST_WORKER_ID ?? 1) - 1;
process.env.AWS_ENDPOINT_URL_DYNAMODB = process.env.DATABASES?.split(" ")[nth] ?? "";
