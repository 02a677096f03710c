import { ownAccessKey } from "../../local/access-key.ts";
import { liveMonth, type MonthToLive } from "./month.ts";

/** A month on a process of its own, with tables of its own: what is to be lived comes as the first message, and what came of it goes back. */
process.once("message", (month: MonthToLive) => {
  Object.assign(process.env, { LOG: "silent", AWS_ACCESS_KEY_ID: ownAccessKey() });
  void liveMonth(month).then(
    (lived) => process.send?.(lived, () => process.exit()),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
