// Name, address and website of a commenter who wants them kept: in this browser alone, never in a cookie.
const FIELDS = ["author", "email", "url"];
const respond = document.getElementById("respond");
const form = respond.querySelector("form");
const { elements } = form;
const { remember } = elements;

if (remember) start();

function start() {
  try {
    settle();
  } catch {
    return; // Storage is off: nothing can be kept.
  }
  // The server would keep them in a cookie, for browsers without script.
  form.addEventListener("formdata", ({ formData }) => formData.delete("remember"));
  form.addEventListener("submit", () => {
    const details = FIELDS.map((name) => elements[name].value);
    sessionStorage.setItem("commenter", JSON.stringify({ kept: remember.checked, details }));
  });
  if (!localStorage.getItem("commenter")) return;
  new IntersectionObserver(([{ isIntersecting }], observer) => {
    if (!isIntersecting) return;
    observer.disconnect();
    fill();
  }).observe(form);
}

// What was sent counts once the server has taken it; until then it only ticks the box again.
function settle() {
  const sent = JSON.parse(sessionStorage.getItem("commenter"));
  if (!sent) return;
  remember.checked = sent.kept;
  if (!("posted" in respond.dataset)) return;
  sessionStorage.removeItem("commenter");
  remember.checked = false;
  if (sent.kept) localStorage.setItem("commenter", JSON.stringify(sent.details));
  else localStorage.removeItem("commenter");
}

function fill() {
  if (FIELDS.some((name) => elements[name].value)) return;
  const details = JSON.parse(localStorage.getItem("commenter"));
  FIELDS.forEach((name, at) => (elements[name].value = details[at]));
  remember.checked = true;
  const line = document.createElement("p");
  const button = document.createElement("button");
  line.className = "hint";
  line.textContent = "Not you? ";
  button.type = "button";
  button.className = "btn link";
  button.textContent = "Clear saved details";
  button.addEventListener("click", () => {
    localStorage.removeItem("commenter");
    FIELDS.forEach((name) => (elements[name].value = ""));
    remember.checked = false;
    line.remove();
    elements.author.focus();
  });
  line.append(button);
  remember.closest(".field").append(line);
}
