// Keys for the queue of comments, and selecting many. All that is done here is a press of a button that is there.
const RESEND_AFTER = 10_000;
const queue = document.getElementById("queue");
const cards = [...queue.querySelectorAll(".qitem")];
const boxes = cards.map((card) => card.querySelector("[name=id]"));
const wholePage = queue.querySelector("[data-page]");
const everything = queue.querySelector("[name=all]");
const list = document.getElementById("keys");
const undo = document.getElementById("undo");
const actions = { a: "approved", s: "spam", d: "trash", u: "pending" };
let current = -1;
let lastTicked = 0;
let sent = false;

function go(index) {
  if (!cards[index]) return;
  cards[current]?.removeAttribute("aria-current");
  current = index;
  cards[current].setAttribute("aria-current", "true");
}

function focusCard(index) {
  if (!cards[index]) return;
  cards[index].focus({ preventScroll: true });
  cards[index].scrollIntoView({ block: "center" });
}

function tell() {
  const count = boxes.filter((box) => box.checked).length;
  const words = queue.querySelector("[data-selected]");
  words.dataset.none ??= words.textContent;
  words.textContent = count ? `${count} selected` : words.dataset.none;
  wholePage.checked = count === boxes.length;
  wholePage.indeterminate = count > 0 && count < boxes.length;
  if (everything && count < boxes.length) everything.checked = false;
}

function tick(from, to, checked) {
  for (const box of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) box.checked = checked;
  tell();
}

function act(key) {
  const card = cards[current];
  if (actions[key]) card?.querySelector(`[name=${actions[key]}]`)?.click();
  else if (actions[key.toLowerCase()]) {
    if (boxes.some((box) => box.checked)) queue.querySelector(`.bulk [value=${actions[key.toLowerCase()]}]`)?.click();
  } else if (key === "j" || key === "k") focusCard(Math.min(Math.max(current + (key === "j" ? 1 : -1), 0), cards.length - 1));
  else if (key === "x") boxes[current]?.click();
  else if (key === "X") (everything ?? wholePage)?.click();
  else if (key === "o") card?.querySelector(".on-article").click();
  else if (key === "r" || key === "e") card?.querySelector(`[data-key=${key}]`)?.click();
  else if (key === "z" && undo) undo.click();
  else if (key === "/") document.getElementById("q").focus();
  else if (key === "?") list.showPopover();
  else return false;
  return true;
}

const areOff = () => localStorage.getItem("shortcuts") === "off";
const isTyping = (element) => element.matches("textarea, select, input:not([type=checkbox])");
const isUndo = (event) => (event.ctrlKey || event.metaKey) && !event.altKey && event.key === "z";

document.addEventListener("keydown", (event) => {
  if (isTyping(event.target) || list.matches(":popover-open")) return;
  if (areOff() || ((event.ctrlKey || event.metaKey || event.altKey) && !isUndo(event))) return;
  if (event.repeat && event.key !== "j" && event.key !== "k") return;
  if (act(event.key)) event.preventDefault();
});

queue.addEventListener("focusin", (event) => go(cards.indexOf(event.target.closest(".qitem"))));

queue.addEventListener("click", (event) => {
  const index = boxes.indexOf(event.target);
  if (index < 0) return;
  tick(event.shiftKey ? lastTicked : index, index, event.target.checked);
  lastTicked = index;
});

wholePage?.addEventListener("change", () => tick(0, boxes.length, wholePage.checked));
everything?.addEventListener("change", () => tick(0, boxes.length, everything.checked));

// A second press before the answer is there would decide about a comment that is decided about.
queue.addEventListener("submit", (event) => {
  if (sent) return event.preventDefault();
  sent = true;
  // Nobody tells a script that its form was stopped on the way.
  setTimeout(giveUp, RESEND_AFTER);
});
addEventListener("pageshow", giveUp);

function giveUp() {
  sent = false;
}

const toggle = list.querySelector("[data-shortcuts]");
const label = () => (toggle.textContent = `Keyboard shortcuts: ${areOff() ? "Off" : "On"}`);
toggle.hidden = false;
toggle.addEventListener("click", () => {
  localStorage.setItem("shortcuts", areOff() ? "on" : "off");
  label();
});
label();
if (cards.length) {
  tell();
  go(0);
}
if (location.hash) focusCard(cards.findIndex((card) => `#${card.id}` === location.hash));
