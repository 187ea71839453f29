// The buttons above the text and their keys: they set the Markdown signs round what is selected, or take them away.
import { replace } from "./editor-text.js";

const bar = document.querySelector("[role=toolbar]");
const buttons = [...bar.querySelectorAll("button")];
const body = document.getElementById("body");
const keys = { b: "bold", i: "italic", k: "link" };

const marks = {
  heading: () => prefix("## ", /^#{1,6} +/),
  bold: () => wrap("**"),
  italic: () => wrap("*"),
  link,
  quote: () => prefix("> ", /^> ?/),
  list: () => prefix("- ", /^[-*] +/),
  ordered: () => prefix((at) => `${at + 1}. `, /^\d+[.)] +/),
  image: () => document.getElementById("file").click(),
};

bar.addEventListener("click", (event) => marks[event.target.closest("button")?.dataset.mark]?.());

body.addEventListener("keydown", (event) => {
  const name = keys[event.key.toLowerCase()];
  if (!name || event.altKey || event.shiftKey || event.ctrlKey === event.metaKey) return;
  event.preventDefault();
  marks[name]();
});

// One stop for Tab; the arrow keys go from button to button.
buttons.forEach((button, at) => (button.tabIndex = at ? -1 : 0));
bar.addEventListener("keydown", (event) => {
  const steps = { ArrowRight: 1, ArrowLeft: -1 };
  const at = buttons.indexOf(document.activeElement);
  const step = (steps[event.key] ?? 0) * (bar.matches(":dir(rtl)") ? -1 : 1);
  const goal = { Home: 0, End: buttons.length - 1 }[event.key] ?? (at + step + buttons.length) % buttons.length;
  if (goal === at) return;
  event.preventDefault();
  buttons[at].tabIndex = -1;
  buttons[goal].tabIndex = 0;
  buttons[goal].focus();
});

function selected() {
  const { selectionStart: start, selectionEnd: end, value } = body;
  return { start, end, text: value.slice(start, end), value };
}

function wrap(mark) {
  const { start, end, text, value } = selected();
  const size = mark.length;
  const before = value.slice(0, start).match(/\**$/)[0].length;
  const after = value.slice(end).match(/^\**/)[0].length;
  const around = Math.min(before, after);
  // One star is italic, two are bold, three are both.
  if (around === size || around === 3) {
    replace(body, start - size, end + size, text);
    body.setSelectionRange(start - size, end - size);
  } else {
    replace(body, start, end, mark + text + mark);
    body.setSelectionRange(start + size, end + size);
  }
}

function link() {
  const { start, end, text } = selected();
  const isAddress = /^https?:\/\/\S+$/.test(text);
  const [words, address] = isAddress ? ["", text] : [text, "https://"];
  replace(body, start, end, `[${words}](${address})`);
  const from = isAddress || !words ? start + 1 : start + words.length + 3;
  body.setSelectionRange(from, isAddress || !words ? from : from + address.length);
}

function prefix(sign, known) {
  const { value, start, end } = selected();
  const first = value.lastIndexOf("\n", start - 1) + 1;
  const last = value.indexOf("\n", end) < 0 ? value.length : value.indexOf("\n", end);
  const lines = value.slice(first, last).split("\n");
  const marked = lines.every((line) => known.test(line));
  const changed = lines.map((line, at) => {
    const plain = line.replace(known, "");
    return marked ? plain : (typeof sign === "string" ? sign : sign(at)) + plain;
  });
  const text = changed.join("\n");
  replace(body, first, last, text);
  body.setSelectionRange(lines.length > 1 ? first : first + text.length, first + text.length);
}
