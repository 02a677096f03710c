/** How long a limit has to run, or has been over: the same words as the server's. A test holds the two together. */
export function leftInWords(left: number): string {
  if (Math.abs(left) < 1000) return "due now";
  return left > 0 ? `${inWords(left)} left` : `${inWords(-left)} overdue`;
}

function inWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  const minutes = Math.floor(seconds / 60);
  const word = (n: number, unit: string) => (n === 0 ? "" : `${n} ${unit}${n === 1 ? "" : "s"}`);
  return [word(Math.floor(minutes / 60), "hour"), word(minutes % 60, "minute")].filter(Boolean).join(" ");
}
