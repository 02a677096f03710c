/** What a page showed, with all that was typed into it, while its reader is not here: out of the page, and not only hidden in it. */
const away = document.createDocumentFragment();

/** Is what the page showed put away? Then nothing new is shown in it either. */
export const isAway = (): boolean => away.hasChildNodes();

/** Takes all that stands after this line of the page out of it. */
export function putAway(line: Element): void {
  while (line.nextSibling) away.append(line.nextSibling);
}

/** Puts it back as it was. */
export const bringBack = (line: Element): void => line.after(away);
