// What is not saved is said in the bar, and asked about before the page is left. Ctrl S saves.
const RESEND_AFTER = 10_000;
const form = document.getElementById("editor");
const state = document.getElementById("saved");
const save = document.getElementById("save");
const { rev } = form.elements;
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
let sent = false;

const ask = (event) => event.preventDefault();

function change() {
  state.textContent = "Unsaved changes";
  addEventListener("beforeunload", ask);
}

if ("unsaved" in form.dataset) change();
form.addEventListener("input", (event) => event.target.form === form && change());

form.addEventListener("submit", (event) => {
  // The preview goes into its frame and saves nothing.
  if (event.submitter?.formTarget) return;
  // A second press would be refused as a change by somebody else.
  if (sent) return event.preventDefault();
  sent = true;
  state.textContent = "Saving…";
  removeEventListener("beforeunload", ask);
  setTimeout(giveUp, RESEND_AFTER);
});
// Back from the next page, the browser shows this one as it was left.
addEventListener("pageshow", giveUp);

// Or it shows what was typed here beside the revision of what has been saved since, over which it would go unseen.
addEventListener("pageshow", () => {
  if (!history.state?.rev || ![...form.elements].some(isChanged)) return remember();
  rev.value = history.state.rev;
  change();
});
addEventListener("hashchange", remember);

function remember() {
  history.replaceState({ rev: rev.value }, "");
}

function isChanged(field) {
  if (field.type === "hidden") return false;
  return field.checked !== field.defaultChecked || field.value !== (field.defaultValue ?? field.value);
}

// Nobody tells a script that its form was stopped on the way.
function giveUp() {
  if (!sent) return;
  sent = false;
  change();
}

const key = document.createElement("kbd");
key.textContent = isMac ? "⌘ S" : "Ctrl S";
key.ariaHidden = "true";
save.append(key);
save.setAttribute("aria-keyshortcuts", isMac ? "Meta+S" : "Control+S");
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || event.altKey || event.shiftKey || !(isMac ? event.metaKey : event.ctrlKey)) return;
  event.preventDefault();
  form.requestSubmit(save);
});
