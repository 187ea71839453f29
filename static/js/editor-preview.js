// While the preview is open it follows the text. Without this file its button does so.
const PAUSE = 800;
const section = document.getElementById("preview");
const form = document.getElementById("editor");
const button = section.querySelector("[formtarget]");
const state = section.querySelector("[role=status]");
let shown = section.querySelector("iframe");
let previewing = false;
let count = 0;
let timer;

const isOpen = () => location.hash === "#preview";

addEventListener("hashchange", () => isOpen() && refresh());
form.addEventListener("input", () => {
  clearTimeout(timer);
  if (isOpen()) timer = setTimeout(refresh, PAUSE);
});
form.addEventListener("submit", (event) => {
  previewing = event.submitter === button;
  // After a save it is open as before.
  if (isOpen() && !previewing) form.action = form.action.replace(/#.*/, "#preview");
});
// A picture that is not saved yet would be sent again with every change.
form.addEventListener("formdata", ({ formData }) => previewing && formData.delete("lead_file"));
if (isOpen()) refresh();

// Each goes into a frame of its own, which takes the place of the former one when it is there: nothing flickers, and
// the browser's way back does not lead through old previews.
function refresh() {
  for (const late of section.querySelectorAll(".waiting")) late.remove();
  const next = shown.cloneNode();
  next.className = "waiting";
  next.name = button.formTarget = `preview-${++count}`;
  shown.after(next);
  next.addEventListener("load", () => settle(next));
  form.requestSubmit(button);
}

function settle(next) {
  const address = addressIn(next);
  if (address === "about:blank") return;
  state.textContent = address ? "" : "The preview could not be made. Save first, then open it again";
  if (address) swap(next);
}

// None where the browser shows a page of its own: there was no answer, or one that goes into no frame.
function addressIn(frame) {
  try {
    return frame.contentWindow.location.href;
  } catch {
    return "";
  }
}

function swap(next) {
  const ratio = place(shown);
  next.className = "";
  const page = next.contentDocument?.documentElement;
  if (page) page.scrollTop = ratio * (page.scrollHeight - page.clientHeight);
  shown.remove();
  shown = next;
}

function place(frame) {
  const page = frame.contentDocument?.documentElement;
  const room = page ? page.scrollHeight - page.clientHeight : 0;
  return room > 0 ? page.scrollTop / room : 0;
}
