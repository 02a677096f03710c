import { startDatabase } from "../../local/database.ts";
import { liveMonth, type MonthToLive } from "./month.ts";

/** A month on a process of its own: what is to be lived comes as the first message, and what came of it goes back. */
process.once("message", (month: MonthToLive) => {
  process.env.LOG = "silent";
  void startDatabase()
    .then(({ endpoint }) => liveMonth({ ...month, database: endpoint }))
    .then(
      (lived) => process.send?.(lived, () => process.exit()),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
});
