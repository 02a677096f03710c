import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Debian's own, the one without windows first, which is lighter. */
const BROWSERS = [process.env.CHROMIUM ?? "", "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

/** Where this machine has a browser, if it has one. */
export const browserAt = BROWSERS.find((path) => existsSync(path));

/** Without the errands that a browser runs for its maker. */
const ARGS = ["sandbox", "first-run"]
  .map((one) => `--no-${one}`)
  .concat(["gpu", "quic", "background-networking", "component-update", "sync"].map((one) => `--disable-${one}`));

/** Begins a browser; on a machine without one it says how to come by it. */
export async function startBrowser(): Promise<Browser> {
  if (!browserAt) throw new Error("No browser. On Debian: apt-get install -y chromium-headless-shell fonts-liberation");
  return chromium.launch({ executablePath: browserAt, args: ARGS });
}
