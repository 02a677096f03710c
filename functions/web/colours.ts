import { COLOURS, type Colours } from "../../web/page.tsx";

/** A browser's own choice, and no person's: it says nothing of anybody, stays when somebody signs out, and is as good for whoever sits down next. */
const COOKIE = "__Host-rightcall-colours";
const YEAR = 31_536_000;

/** The colours in which a browser is shown our pages; as its device says when nobody has chosen, or has chosen what there is not. */
export const coloursIn = (cookies: readonly string[] | undefined): Colours =>
  known(cookies?.find((one) => one.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1));

/** What a browser keeps of a choice. */
export const coloursCookie = (chosen: string | null): string =>
  `${COOKIE}=${known(chosen)}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${YEAR}`;

const known = (chosen: string | null | undefined): Colours => COLOURS.find((one) => one === chosen) ?? "device";
