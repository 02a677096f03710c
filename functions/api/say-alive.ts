import { routes } from "../../core/routes.ts";
import { anybody } from "../edge.ts";

/** That something answers here, and which version of it: nothing is asked of any other part. */
export const handler = anybody(routes.sayAlive, async () => ({
  alive: true as const,
  version: process.env.AWS_LAMBDA_FUNCTION_VERSION ?? "local",
}));
