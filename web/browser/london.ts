const clock = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});

/** A moment on London's clock, wherever this machine believes it stands. */
export const londonClock = (instant: string): string => clock.format(new Date(instant));
