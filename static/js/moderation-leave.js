// Esc leaves a reply or a correction; what has been written is not thrown away without asking.
const link = document.querySelector("[data-leave]");
const fields = [...link.closest("form").querySelectorAll("textarea, input:not([type=hidden])")];
// What comes back with an error stands there as if the page had always had it.
const cameBack = document.getElementById("error-summary") !== null;

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const written = cameBack || fields.some((field) => field.value !== field.defaultValue);
  if (!written || confirm("Leave without saving what you wrote?")) link.click();
});
