// Esc leaves a reply or a correction; what has been written is not thrown away without asking.
const link = document.querySelector("[data-leave]");
const fields = [...link.closest("form").querySelectorAll("textarea, input:not([type=hidden])")];

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const written = fields.some((field) => field.value !== field.defaultValue);
  if (!written || confirm("Leave without saving what you wrote?")) link.click();
});
