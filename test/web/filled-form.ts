/** The form of a page as a browser without scripts would send it: what stands in its fields, with what somebody fills in. */
export function filled(
  markup: string,
  action: string,
  values: Readonly<Record<string, string | readonly string[]>>,
  has = "",
): URLSearchParams {
  const found = [...markup.matchAll(/<form ([^>]*)>(.*?)<\/form>/gs)].find(
    ([, tag = "", inside = ""]) => tag.includes(`action="${action}"`) && inside.includes(has),
  );
  if (found === undefined) throw new Error(`no form goes to ${action}`);
  const [, id] = / id="([^"]*)"/.exec(` ${found[1]}`) ?? [];
  const form = `${elsewhere(markup, id)}${found[2]?.replaceAll(/<input[^>]* form="[^"]*"[^>]*>/g, "")}`;
  const fields = new URLSearchParams();
  const names = new Set<string>();
  for (const [tag, kind = "", rest = ""] of form.matchAll(/<(input|textarea|select)([^>]*)>/g)) {
    const attribute = (name: string) => unescaped(rest.match(new RegExp(` ${name}="([^"]*)"`))?.[1]);
    const name = attribute("name") ?? "";
    names.add(name);
    if (name in values) continue;
    const after = form.slice(form.indexOf(tag) + tag.length);
    if (kind === "textarea") fields.append(name, unescaped(after.slice(0, after.indexOf("</textarea>"))) ?? "");
    else if (kind === "select") fields.append(name, chosen(after.slice(0, after.indexOf("</select>"))));
    else if (!/type="(radio|checkbox)"/.test(rest)) fields.append(name, attribute("value") ?? "");
    else if (/ checked=""/.test(rest)) fields.append(name, attribute("value") ?? "on");
  }
  for (const [name, given] of Object.entries(values)) {
    if (!names.has(name)) throw new Error(`the form to ${action} has no field ${name}`);
    for (const one of [given].flat()) fields.append(name, one);
  }
  return fields;
}

/** The hidden fields that stand elsewhere on the page and name the form that they belong to. */
const elsewhere = (markup: string, id: string | undefined): string =>
  id === undefined
    ? ""
    : [...markup.matchAll(/<input[^>]* form="([^"]*)"[^>]*>/g)].flatMap(([tag, of]) => (of === id ? [tag] : [])).join("");

const chosen = (options: string): string => {
  const all = [...options.matchAll(/<option value="([^"]*)"([^>]*)>/g)];
  return unescaped((all.find(([, , rest = ""]) => rest.includes("selected")) ?? all[0])?.[1]) ?? "";
};

const unescaped = (text: string | undefined): string | undefined =>
  text
    ?.replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
