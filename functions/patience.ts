/**
 * How long this process waits for an answer of its table, in ms. Deployed, what a caller names; a machine that runs a suite of tests beside
 * its database is slow and not wrong, and says by PATIENCE how many times as long it waits.
 */
export const patiently = (ms: number): number => ms * Number(process.env.PATIENCE ?? 1);
