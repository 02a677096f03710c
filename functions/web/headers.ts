import { HEADERS } from "../edge.ts";

/** What every page carries. One module makes them, so that no page can forget one. */
export const pageHeaders = (nonce: string): Record<string, string> => ({
  ...HEADERS,
  // The browser names our own pages to us only: without that it sends `Origin: null` with our own forms.
  "referrer-policy": "same-origin",
  "content-security-policy": [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "x-frame-options": "DENY",
  "content-type": "text/html; charset=utf-8",
});
