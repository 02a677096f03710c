/** Says something to those who listen to the page, without moving their focus. */
export function announce(words: string, urgent = false): void {
  const region = document.getElementById(urgent ? "app-urgent" : "app-polite");
  if (region) region.textContent = words;
}
