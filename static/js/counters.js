// How many characters are left in a field with a limit, once most of them are used.
const PAUSE = 1000;

for (const field of document.querySelectorAll("[data-limit]")) countDown(field, Number(field.dataset.limit));

function countDown(field, limit) {
  const line = document.createElement("p");
  let timer;
  line.className = "hint";
  line.setAttribute("aria-live", "polite");
  field.after(line);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => (line.textContent = remaining([...field.value.trim()].length, limit)), PAUSE);
  });
}

function remaining(length, limit) {
  if (length < limit * 0.8) return "";
  const count = Math.abs(limit - length);
  const characters = `${count.toLocaleString("en")} character${count === 1 ? "" : "s"}`;
  return length > limit ? `You have ${characters} too many` : `${characters} left`;
}
