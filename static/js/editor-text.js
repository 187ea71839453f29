// Changes to a text as if they had been typed, so that the browser's own undo takes them back.
export function replace(field, start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  if (!text && start === end) return;
  if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

// A paragraph of its own where the caret stands.
export function insertParagraph(field, text) {
  const { value, selectionStart: start, selectionEnd: end } = field;
  const before = value.slice(0, start).trimEnd();
  const after = value.slice(end).trimStart();
  replace(field, before.length, value.length - after.length, `${before && "\n\n"}${text}\n\n`);
}
