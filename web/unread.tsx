import { Numbers } from "./telephone.tsx";
import { counted } from "./words.ts";

/** A list is not whole: a case that nobody can read is not on it, and somebody may wait for an answer to it. Whoever looks is told so, and whom to ring. */
export const Unread = ({ count, where, controlRoom }: { count: number; where: string; controlRoom: string | undefined }) =>
  count === 0 ? null : (
    <div className="app-unread">
      <p>
        <strong>
          {counted(count, "more case")} {where} cannot be shown.
        </strong>{" "}
        {count === 1 ? "It" : "Each"} may be waiting for an answer. Ring <Numbers controlRoom={controlRoom} /> and ask what has
        been raised that is not on this list. Those who run Rightcall have been told.
      </p>
    </div>
  );
