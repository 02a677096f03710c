import { ownAccessKey } from "../local/access-key.ts";

/** The pages are rendered as they are where they are deployed: what React does for its developers costs a third of a page. */
process.env.NODE_ENV = "production";

/** Two workers, the database and their browsers share what cores there are: all are slow together, and nothing is wrong. */
process.env.PATIENCE = "5";

/** Each file has tables of its own in the suite's database (test/one-database.ts): another's streams would slow its own down. */
Object.assign(process.env, {
  AWS_ENDPOINT_URL_DYNAMODB: process.env.DATABASE,
  AWS_REGION: "eu-west-2",
  AWS_ACCESS_KEY_ID: ownAccessKey(),
  AWS_SECRET_ACCESS_KEY: "local",
});
