// A button beside each password that shows what has been typed.
for (const field of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  const row = document.createElement("span");
  button.type = "button";
  button.className = "btn quiet";
  button.textContent = "Show";
  button.setAttribute("aria-label", "Show password");
  button.setAttribute("aria-pressed", "false");
  row.className = "password";
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
  field.replaceWith(row);
  row.append(field, button);
}
