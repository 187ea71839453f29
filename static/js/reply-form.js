// What is typed is kept until it is posted; hints come after a change, never while typing, and hold nothing up.
const RESEND_AFTER = 5000;
const PAUSE = 1000;
const respond = document.getElementById("respond");
const form = respond.querySelector("form");
const text = form.elements.comment;

keepDraft();
giveHints();
countDown();
postOnce();

function keepDraft() {
  const name = `draft-${form.elements.article.value}`;
  let store;
  try {
    store = sessionStorage;
  } catch {
    return;
  }
  if ("posted" in respond.dataset) store.removeItem(name);
  else text.value ||= store.getItem(name) ?? "";
  text.addEventListener("input", () => store.setItem(name, text.value));
  respond.querySelector("[data-discard]")?.addEventListener("click", () => store.removeItem(name));
}

function giveHints() {
  form.addEventListener("change", ({ target }) => {
    const problem = problemOf(target);
    clear(target);
    if (problem) complain(target, problem);
  });
  form.addEventListener("input", ({ target }) => {
    if (target.ariaInvalid && !problemOf(target)) clear(target);
  });
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
  control.closest(".field").classList.add("has-err");
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", `${line.id} ${control.id}-hint`);
}

function clear(control) {
  const line = document.getElementById(`${control.id}-err`);
  if (!line) return;
  line.remove();
  control.closest(".field").classList.remove("has-err");
  control.removeAttribute("aria-invalid");
  control.setAttribute("aria-describedby", `${control.id}-hint`);
}

function countDown() {
  const limit = Number(text.dataset.limit);
  const line = document.createElement("p");
  let timer;
  line.className = "hint";
  line.setAttribute("aria-live", "polite");
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

function postOnce() {
  const button = form.querySelector("[type=submit]");
  const words = button?.textContent;
  let busy = false;
  const show = (posting) => {
    busy = posting;
    button.textContent = posting ? "Posting…" : words;
    button.ariaDisabled = posting ? "true" : null;
  };
  form.addEventListener("submit", (event) => {
    if (busy) return event.preventDefault();
    show(true);
    setTimeout(show, RESEND_AFTER, false);
  });
  // Back from the next page, the browser shows this one as it was left.
  addEventListener("pageshow", (event) => event.persisted && show(false));
}
