// The number of words, and the tags, while the text is written. What counts is what the server finds on saving.
const PAUSE = 300;
const WORDS_A_MINUTE = 230;
const body = document.getElementById("body");
const line = document.getElementById("words");
const list = document.getElementById("tags");
let timer;

body.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
});

function show() {
  const count = body.value.match(/[\p{L}\p{N}_][\p{L}\p{N}_'’\u200c-]*/gu)?.length ?? 0;
  const minutes = Math.max(1, Math.round(count / WORDS_A_MINUTE));
  line.textContent = `${count.toLocaleString("en")} word${count === 1 ? "" : "s"} · ${minutes} min`;
  list.replaceChildren(...[...tagsIn(body.value)].map(item));
}

function tagsIn(text) {
  const plain = text.replace(/```[^]*?```|`[^`]*`|\S+:\/\/\S+/g, " ");
  const tags = new Map();
  for (const [, word] of plain.matchAll(/(?<![\p{L}\p{N}_&/#?=.:])#([\p{L}\p{M}\p{N}_\u200c\u200d]{1,50})/gu)) {
    const name = word.toLowerCase();
    if (/\p{L}/u.test(word) && !tags.has(name)) tags.set(name, word);
  }
  return tags.values();
}

function item(tag) {
  const element = document.createElement("li");
  element.dir = "auto";
  element.textContent = `#${tag}`;
  return element;
}
