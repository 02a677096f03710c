import { Button } from "nhsuk-react-components";
import type { Content } from "./page.tsx";

/** Sign in: one press, then the page that was asked for. `said` is what went wrong the last time. */
export function signInPage(to: string, said?: string): Content {
  const body = (
    <div className="nhsuk-u-reading-width">
      {said && (
        <div className="nhsuk-inset-text" role="alert">
          <p>{said}</p>
        </div>
      )}
      <h1 className="nhsuk-heading-l">Sign in to Rightcall</h1>
      <p>Ask another agency for help, and answer when you are asked. Your own account, never a colleague's or a desk's.</p>
      <Button href={`/sign-in/start?to=${encodeURIComponent(to)}`}>Sign in</Button>
      <p>If you cannot sign in and it cannot wait, ring 999 or the control room.</p>
    </div>
  );
  return { title: "Sign in", body };
}

/** The tab that was opened only to sign in. */
export function signedInPage(): Content {
  const body = (
    <div className="nhsuk-u-reading-width">
      <h1 className="nhsuk-heading-l">You are signed in</h1>
      <p>
        Nothing has been sent from here. Close this tab, and go on in the one that you came from: what you typed is still there.
      </p>
      <p>
        <a href="/">Or go to your start page</a>
      </p>
    </div>
  );
  return { title: "You are signed in", body };
}

/** After signing out: nothing of the person is left in this browser, and its other tabs hear it. What may still be open elsewhere is said. */
export function signedOutPage(isOpenElsewhere = false): Content {
  const body = (
    <div className="nhsuk-u-reading-width" data-signed-out="">
      <h1 className="nhsuk-heading-l">You are signed out{isOpenElsewhere ? " here, and perhaps nowhere else" : ""}</h1>
      {isOpenElsewhere && (
        <p>
          <strong>It could not be ended elsewhere.</strong> Sign in, and press «Sign out everywhere» again in a minute.
        </p>
      )}
      <p>On a shared computer, close this window too.</p>
      <Button href="/sign-in/start?to=/">Sign in</Button>
    </div>
  );
  return { title: "You are signed out", body };
}

/** The start page of somebody whose roles open none of the others. */
export function startPage(name: string): Content {
  const body = (
    <div className="nhsuk-u-reading-width">
      <h1 className="nhsuk-heading-l">Rightcall</h1>
      <p>You are signed in as {name}. Your role neither raises nor answers escalations here.</p>
    </div>
  );
  return { title: "Start", body };
}
