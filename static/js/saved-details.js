// Name, address and website of a commenter who wants them kept: in this browser alone, never in a cookie.
const respond = document.getElementById("respond");
const form = respond.querySelector("form");
const { author, email, url, remember } = form.elements;
const fields = [author, email, url];

try {
  // There is no box where the comments have closed meanwhile.
  if (remember) start(localStorage, sessionStorage);
} catch {
  // Storage is off: nothing can be kept.
}

function start(kept, sent) {
  if (sent.commenter) settle(kept, sent);
  // The server would keep them in a cookie, for browsers without script.
  form.addEventListener("formdata", ({ formData }) => formData.delete("remember"));
  form.addEventListener("submit", () => {
    sent.commenter = JSON.stringify([remember.checked, ...fields.map((field) => field.value)]);
  });
  if (!kept.commenter) return;
  new IntersectionObserver(([{ isIntersecting }], observer) => {
    if (!isIntersecting) return;
    observer.disconnect();
    if (!fields.some((field) => field.value)) fill(kept);
  }).observe(form);
}

// What was sent counts once the server has taken it; until then it only ticks the box again.
function settle(kept, sent) {
  const [ticked, ...details] = JSON.parse(sent.commenter);
  remember.checked = ticked;
  if (!("posted" in respond.dataset)) return;
  delete sent.commenter;
  delete kept.commenter;
  if (ticked) kept.commenter = JSON.stringify(details);
}

function fill(kept) {
  const line = document.createElement("p");
  const button = document.createElement("button");
  show(JSON.parse(kept.commenter), true);
  line.className = "hint";
  button.type = "button";
  button.className = "btn link";
  button.textContent = "Clear saved details";
  button.addEventListener("click", () => {
    delete kept.commenter;
    show(["", "", ""], false);
    line.remove();
    author.focus();
  });
  line.append("Not you? ", button);
  remember.closest(".field").append(line);
}

function show(details, ticked) {
  fields.forEach((field, at) => (field.value = details[at]));
  remember.checked = ticked;
}
