// Pictures that are chosen, dropped or pasted: described in the panel, uploaded, and set into the text.
import { insertParagraph } from "./editor-text.js";

const LARGEST = 10_000_000;
const KINDS = ["image/jpeg", "image/png", "image/webp"];
const body = document.getElementById("body");
const upload = document.getElementById("upload");
const { file, alt, caption, credit } = upload.elements;
const state = document.getElementById("upload-state");
const lead = document.getElementById("lead_file");
const waiting = [];

for (const name of ["drop", "paste"]) body.addEventListener(name, take);
file.addEventListener("change", describe);
lead.addEventListener("change", showLead);
upload.addEventListener("submit", (event) => {
  event.preventDefault();
  if (state.dataset.busy) return;
  clearErrors();
  const problem = problemOf(file.files[0]);
  if (problem) return complain(file, problem);
  if (!alt.value.trim()) return complain(alt, "Describe the image for people who cannot see it");
  send();
});

function take(event) {
  // A copied cell or paragraph has a picture of itself with it: its words are what is meant.
  if (event.clipboardData?.getData("text/plain")) return;
  const files = [...(event.dataTransfer ?? event.clipboardData).files].filter((one) => one.type.startsWith("image/"));
  if (!files.length) return;
  event.preventDefault();
  waiting.push(...files.filter((one) => !problemOf(one)));
  if (!file.files.length || problemOf(file.files[0])) next();
  const problem = files.map(problemOf).find(Boolean);
  if (problem) complain(file, problem);
}

function next() {
  const list = new DataTransfer();
  if (waiting.length) list.items.add(waiting.shift());
  file.files = list.files;
  if (file.files.length) describe();
}

function describe() {
  clearErrors();
  const [chosen] = file.files;
  if (!chosen) return;
  const problem = problemOf(chosen);
  if (problem) return complain(file, problem);
  state.textContent = `${chosen.name} needs a description`;
  alt.focus();
}

function problemOf(chosen) {
  if (!chosen) return "Choose a file";
  if (!KINDS.includes(chosen.type)) return "Use a JPEG, PNG or WebP file";
  const size = (chosen.size / 1_000_000).toFixed(1).replace(".0", "");
  return chosen.size > LARGEST && `This file is ${size} MB. Choose one under 10 MB`;
}

function send() {
  const request = new XMLHttpRequest();
  state.dataset.busy = "yes";
  request.open("POST", upload.action);
  request.responseType = "json";
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    state.textContent = `Uploading ${Math.floor((100 * loaded) / total)} %`;
  });
  request.addEventListener("loadend", () => {
    delete state.dataset.busy;
    settle(request.status, request.response);
  });
  request.send(new FormData(upload));
}

function settle(status, answer) {
  if (status === 201) {
    insertParagraph(body, answer.markdown);
    for (const field of [alt, caption, credit]) field.value = "";
    state.textContent = "The picture is in the text";
    next();
  } else if (status === 422) {
    state.textContent = "";
    for (const [name, problem] of Object.entries(answer.errors).reverse()) complain(upload.elements[name], problem);
  } else if (status === 400 || status === 401) {
    state.textContent = "You were signed out meanwhile. Save first, then upload the picture again";
  } else {
    state.textContent = "The picture could not be uploaded. Try again in a minute";
  }
}

function complain(field, problem) {
  const line = document.createElement("p");
  const prefix = document.createElement("span");
  prefix.className = "vh";
  prefix.textContent = "Error: ";
  line.className = "err";
  line.id = `${field.id}-err`;
  line.append(prefix, problem);
  field.before(line);
  field.closest(".field").classList.add("has-err");
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-errormessage", line.id);
  field.focus();
}

function clearErrors() {
  for (const field of [file, alt, caption, credit]) {
    document.getElementById(`${field.id}-err`)?.remove();
    field.closest(".field").classList.remove("has-err");
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-errormessage");
  }
}

function showLead() {
  const [chosen] = lead.files;
  if (!chosen) return;
  let image = document.getElementById("lead-shown");
  if (!image) {
    image = document.createElement("img");
    image.id = "lead-shown";
    lead.closest(".media").prepend(image);
  }
  image.src = URL.createObjectURL(chosen);
  image.alt = "";
}
