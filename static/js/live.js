// While a page stays open, what is new comes into its ticker, and is offered above its list of the latest.
const MINUTE = 60_000;
const IDLE = 30 * MINUTE;
const NEW = 2 * MINUTE;
// Turns that are left out after an error.
const LEFT_OUT = 4;
const strip = document.querySelector("news-ticker");
const list = document.querySelector("[data-known]");
let active = performance.now();
let waiting = 0;

for (const type of ["pointerdown", "pointermove", "keydown"]) {
  addEventListener(type, () => (active = performance.now()), { passive: true });
}
const offer = list && offerer(list);
setInterval(() => {
  if (document.hidden || strip?.isHeld || performance.now() - active > IDLE || waiting-- > 0) return;
  look().then(
    () => (waiting = 0),
    () => (waiting = LEFT_OUT),
  );
}, MINUTE);

async function look() {
  // The browser asks with the ETag of the answer that it has.
  const answer = await fetch("/ticker.json", { cache: "no-cache", signal: AbortSignal.timeout(MINUTE) });
  if (!answer.ok) throw answer;
  const { items, latest } = await answer.json();
  strip?.change((row) => renew(row, items));
  offer?.(latest);
}

function renew(row, items) {
  const there = new Map([...row.children].map((entry) => [Number(entry.dataset.id), entry]));
  for (const item of items.reverse()) {
    const entry = there.get(item.id) ?? entryAtTheFront(row, item.id);
    const [time, link] = [entry.querySelector("time"), entry.querySelector("a")];
    there.delete(item.id);
    time.dateTime = item.time;
    time.textContent = item.shown;
    link.href = item.url;
    link.textContent = item.text;
  }
  for (const gone of there.values()) gone.remove();
}

function entryAtTheFront(row, id) {
  const entry = document.createElement("li");
  const mark = document.createElement("span");
  const link = document.createElement("a");
  entry.dataset.id = id;
  mark.className = "new";
  mark.textContent = "New";
  link.dir = "auto";
  entry.append(document.createElement("time"), mark, link);
  row.prepend(entry);
  setTimeout(() => strip.change(() => mark.remove()), NEW);
  return entry;
}

// Nothing is put under the eyes of who reads the list: a button shows it anew.
function offerer({ dataset, firstElementChild: heading }) {
  const known = new Set(dataset.known.split(" ").map(Number));
  const status = document.createElement("div");
  const button = document.createElement("button");
  status.role = "status";
  heading.after(status);
  button.addEventListener("click", () => {
    location.replace("#latest");
    location.reload();
  });
  return (latest) => {
    const first = latest.findIndex((id) => known.has(id));
    const count = first < 0 ? latest.length : first;
    // It is said once, however many more there are later.
    if (status.firstChild) status.ariaLive = "off";
    button.textContent = `Show ${count} new ${count === 1 ? "story" : "stories"}`;
    if (count) status.append(button);
    else button.remove();
  };
}
