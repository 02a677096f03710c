import type { Content } from "./page.tsx";
import { Numbers } from "./telephone.tsx";

/** A page that cannot be given, in plain words and without detail; the request's id is for whoever is asked about it. */
export function problemPage(title: string, detail: string, request: string): Content {
  const body = (
    <div className="nhsuk-u-reading-width">
      <h1 className="nhsuk-heading-l">{title}</h1>
      <p>{detail}</p>
      <p>
        Ring <Numbers controlRoom={undefined} /> if it cannot wait.
      </p>
      <p>
        <a href="/">Go to your start page</a>
      </p>
      <p className="nhsuk-body-s">Request {request}</p>
    </div>
  );
  return { title, body };
}
