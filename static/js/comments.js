// A reply is written below the comment that it answers; a thread opens for the comment in the address.
const respond = document.getElementById("respond");

openTarget();
addEventListener("hashchange", openTarget);
// Where the server has put the form below a comment, its links do all.
if (respond && !respond.closest(".comment")) replyInPlace();

function openTarget() {
  const target = document.querySelector("details:not([open]) :target");
  for (let at = target; at; at = at.parentElement) if (at.matches("details")) at.open = true;
  target?.scrollIntoView();
}

function replyInPlace() {
  const home = document.createComment("");
  const heading = respond.querySelector("h2");
  const words = heading.textContent;
  const { comment, parent } = respond.querySelector("form").elements;
  const quote = document.createElement("blockquote");
  const cancel = document.createElement("button");
  let link;
  // Some browsers put in again after a reload what a script had put in.
  parent.value = "";
  quote.className = "quote";
  quote.dir = "auto";
  cancel.className = "btn quiet";
  cancel.type = "button";
  cancel.textContent = "Cancel reply";
  respond.before(home);

  document.getElementById("comments").addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-reply]");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link = pressed;
    const main = link.closest("article");
    main.after(respond);
    heading.textContent = link.ariaLabel;
    quote.textContent = main.querySelector(".comment-body").textContent.replace(/^(.{119}).{2,}/s, "$1…");
    heading.after(quote);
    respond.querySelector("[type=submit]").after(cancel);
    parent.value = link.dataset.reply;
    comment.focus();
  });

  cancel.addEventListener("click", () => {
    home.after(respond);
    heading.textContent = words;
    quote.remove();
    cancel.remove();
    parent.value = "";
    link.focus();
  });
}
