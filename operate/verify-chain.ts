import { verifyChains } from "../functions/aws/chains.ts";

/** `npm run verify-chain`: is every line of every story as it was written? Answers 1 when one is not, and says which. */
export async function main(): Promise<number> {
  const { checked, facts, broken } = await verifyChains();
  for (const { reference, id, reason } of broken) console.error(`${reference} (${id}): ${reason}`);
  console.log(`${checked} stories with ${facts} facts checked, ${broken.length} not as written.`);
  return broken.length > 0 ? 1 : 0;
}
