import { KEY_FAULTS } from "./keys.ts";
import { MAIL_FAULTS } from "./mailbox.ts";
import { TEXT_FAULTS } from "./texts.ts";

/** The laboratory for eyes: the inbox, the texts, the clock, the faults, the executions. One page, one script, only on one machine. */
export const labPage = (movable: boolean): string => `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Laboratory - Rightcall on one machine</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body{font-family:Arial,sans-serif;margin:0;color:#212b32;background:#f0f4f5}
header{background:#005eb8;color:#fff;padding:.75rem 1rem}header a{color:#fff}
main{display:grid;gap:1rem;padding:1rem;grid-template-columns:repeat(auto-fit,minmax(22rem,1fr))}
section{background:#fff;border:1px solid #d8dde0;padding:1rem;overflow:auto}
h1{font-size:1.25rem;margin:0}h2{margin-top:0;font-size:1.1rem}
article{border-top:1px solid #d8dde0;padding:.5rem 0}article p{margin:.25rem 0}small{color:#4c6272}
button,select{font:inherit;padding:.4rem .7rem;margin:.15rem}pre{white-space:pre-wrap;margin:.25rem 0;font:inherit}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .5rem;border-top:1px solid #d8dde0}
</style></head>
<body><header><h1>Laboratory</h1><a href="/">To the product</a></header><main>
<section><h2>Clock</h2><p id="now"></p>${
  movable
    ? `<p>${["PT1M", "PT5M", "PT15M", "PT1H", "PT24H"].map((step) => `<button data-advance="${step}">+ ${step.slice(2)}</button>`).join("")}</p>`
    : "<p>This clock is real. <code>npm run lab</code> has one that can be moved.</p>"
}</section>
<section><h2>Faults</h2>
<p>Mail <select data-fault="mail">${MAIL_FAULTS.map((how) => `<option>${how}</option>`).join("")}</select>
Texts <select data-fault="sms">${TEXT_FAULTS.map((how) => `<option>${how}</option>`).join("")}</select></p>
<p>Workflow <select data-fault="workflow"><option>on</option><option>off</option></select>
Sweeper <select data-fault="sweeper"><option>on</option><option>off</option></select>
Stream <select data-fault="stream"><option>on</option><option>off</option><option>duplicate</option><option>reorder</option></select>
Keys <select data-fault="keys">${KEY_FAULTS.map((how) => `<option>${how}</option>`).join("")}</select></p></section>
<section><h2>Executions</h2><table><thead><tr><th>Run</th><th>Status</th><th>State</th><th>Wakes at</th></tr></thead><tbody id="executions"></tbody></table></section>
<section><h2>Texts</h2><div id="texts"></div></section>
<section style="grid-column:1/-1"><h2>Inbox <button id="forget">Forget all</button></h2><div id="mail"></div></section>
</main><script>
const get = (path) => fetch("/lab/" + path).then((reply) => reply.json());
const send = (method, path, body) => fetch("/lab/" + path, { method, body: JSON.stringify(body) });
const text = (tag, words) => Object.assign(document.createElement(tag), { textContent: words });
async function show() {
  const [clock, faults, mail, texts, runs] = await Promise.all(["clock", "faults", "mail", "texts", "executions"].map(get));
  document.getElementById("now").textContent = clock.now;
  for (const [name, value] of Object.entries(faults)) {
    const field = document.querySelector('[data-fault="' + name + '"]');
    if (field && document.activeElement !== field) field.value = value;
  }
  document.getElementById("mail").replaceChildren(...mail.slice(-100).reverse().map((letter) => {
    const article = document.createElement("article");
    article.append(text("strong", letter.subject), document.createElement("br"), text("small", letter.at + "  to " + letter.to), text("pre", letter.text));
    if (letter.calendar) article.append(text("small", "with an invitation"), text("pre", letter.calendar));
    return article;
  }));
  document.getElementById("texts").replaceChildren(...texts.slice(-100).reverse().map((sms) => {
    const article = document.createElement("article");
    article.append(text("small", sms.at + "  to " + sms.to), text("pre", sms.text));
    return article;
  }));
  document.getElementById("executions").replaceChildren(...runs.slice(-50).reverse().map((run) => {
    const row = document.createElement("tr");
    row.append(text("td", run.name.slice(0, 8) + run.name.slice(36)), text("td", run.status), text("td", run.state), text("td", run.wakeAt ?? ""));
    return row;
  }));
}
document.addEventListener("click", async ({ target }) => {
  if (target.dataset.advance) await send("POST", "clock", { advance: target.dataset.advance });
  if (target.id === "forget") await Promise.all([send("DELETE", "mail"), send("DELETE", "texts")]);
  await show();
});
document.addEventListener("change", async ({ target }) => {
  if (target.dataset.fault) await send("POST", "faults", { [target.dataset.fault]: target.value });
});
show(); setInterval(show, 2000);
</script></body></html>`;
