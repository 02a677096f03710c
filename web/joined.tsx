import type { Instant } from "../core/time.ts";
import type { Content } from "./page.tsx";
import { Numbers } from "./telephone.tsx";
import { Moment } from "./time.tsx";

export interface Joined {
  readonly reference: string;
  /** When the request came, and when the case that it joined had been raised, and by which agency. */
  readonly at: Instant;
  readonly raisedAt: Instant;
  readonly raisedBy: string;
  readonly now: Instant;
  readonly ring: string | undefined;
  readonly desk: string;
}

/** The page of the older case, which says first of all that this reader's request has joined it. */
export function joinedPage(content: Content, { reference, at, raisedAt, raisedBy, now, ring, desk }: Joined): Content {
  const body = (
    <>
      <div className="app-received" role="status">
        <p>
          <strong>
            Received at <Moment at={at} now={now} seconds />. Your request has joined {reference}.
          </strong>
        </p>
        <p>
          {raisedBy} raised it, <Moment at={raisedAt} now={now} />. Every word of yours is in it, and your agency shares it from
          now on. There is no second case: your reference is {reference}.
        </p>
        <p>
          If it gets worse or nobody answers in time, ring <Numbers controlRoom={ring} desk={desk} /> and say the reference.
        </p>
      </div>
      {content.body}
    </>
  );
  return { ...content, title: `Joined ${content.title}`, body };
}
