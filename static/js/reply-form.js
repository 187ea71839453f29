// What is typed is kept until it is posted; hints come after a change, never while typing, and hold nothing up.
const RESEND_AFTER = 5000;
const PAUSE = 1000;
const respond = document.getElementById("respond");
const form = respond.querySelector("form");
const text = form.elements.comment;
const button = form.querySelector("[type=submit]");

try {
  keepDraft(sessionStorage, `draft-${form.elements.article.value}`);
} catch {
  // Storage is off: nothing can be kept.
}
form.addEventListener("focusin", stamp, { once: true });
giveHints();
countDown(Number(text.dataset.limit));
// There is none where the comments have closed meanwhile.
if (button) postOnce(button.textContent);

// The page's own stamp is the same for everybody; this one says when the form was opened here.
async function stamp() {
  const answer = await fetch("/comments/stamp").catch(() => null);
  if (answer?.ok) form.elements.stamp.value = (await answer.json()).stamp;
}

function keepDraft(store, name) {
  takeAsNewsOnce(store);
  // What was typed while it was being posted is none of that.
  if ("posted" in respond.dataset && store[name] === store.sent) delete store[name];
  else text.value ||= store[name] ?? "";
  text.addEventListener("input", () => (store[name] = text.value));
  form.addEventListener("submit", () => (store[name] = store.sent = text.value));
  respond.querySelector("[data-discard]")?.addEventListener("click", () => delete store[name]);
}

// A page goes on saying that a comment was posted, however often it is opened. Which one it was is in its address:
// one that waits has a key of its own, while its number is given again when it is deleted.
function takeAsNewsOnce(store) {
  const mark = `posted-${new URLSearchParams(location.search).get("key") ?? location.hash}`;
  if (mark in store) delete respond.dataset.posted;
  else if ("posted" in respond.dataset) store[mark] = "";
}

function giveHints() {
  let pressed = false;
  addEventListener("pointerdown", () => (pressed = true), true);
  for (const type of ["pointerup", "pointercancel"]) addEventListener(type, () => (pressed = false), true);
  form.addEventListener("change", ({ target }) => {
    // Nothing may move while a button is pressed: it would slip away from under the pointer, and not be clicked.
    if (pressed) addEventListener("click", () => hint(target), { once: true });
    else hint(target);
  });
  form.addEventListener("input", ({ target }) => {
    if (!problemOf(target)) clear(target);
  });
}

function hint(control) {
  clear(control);
  const problem = problemOf(control);
  if (problem) complain(control, problem);
}

function problemOf({ value, type, validity, dataset }) {
  if (!value.trim()) return dataset.needed;
  const wrong = validity.typeMismatch || (type === "url" && !/^https?:/i.test(value.trim()));
  return wrong && dataset.wrong;
}

function complain(control, problem) {
  const line = document.createElement("p");
  const prefix = document.createElement("span");
  line.className = "err";
  line.id = `${control.id}-err`;
  prefix.className = "vh";
  prefix.textContent = "Error: ";
  line.append(prefix, problem);
  control.before(line);
  mark(control, true, `${line.id} ${control.id}-hint`);
}

function clear(control) {
  const line = document.getElementById(`${control.id}-err`);
  line?.remove();
  if (line) mark(control, false, `${control.id}-hint`);
}

function mark(control, wrong, notes) {
  control.closest(".field").classList.toggle("has-err", wrong);
  control.ariaInvalid = wrong || null;
  control.setAttribute("aria-describedby", notes);
}

function countDown(limit) {
  const line = document.createElement("p");
  let timer;
  line.className = "hint";
  line.ariaLive = "polite";
  text.after(line);
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => (line.textContent = remaining([...text.value.trim()].length, limit)), PAUSE);
  });
}

function remaining(length, limit) {
  if (length < limit * 0.8) return "";
  const count = Math.abs(limit - length);
  const characters = `${count.toLocaleString("en")} character${count === 1 ? "" : "s"}`;
  return length > limit ? `You have ${characters} too many` : `${characters} left`;
}

function postOnce(words) {
  const show = (posting) => {
    button.textContent = posting ? "Posting…" : words;
    button.ariaDisabled = posting || null;
  };
  form.addEventListener("submit", (event) => {
    if (button.ariaDisabled) return event.preventDefault();
    show(true);
    setTimeout(show, RESEND_AFTER, false);
  });
  // Back from the next page, the browser shows this one as it was left.
  addEventListener("pageshow", () => show(false));
}
