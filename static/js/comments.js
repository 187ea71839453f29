// A reply is written below the comment that it answers; a thread opens for the comment in the address.
const respond = document.getElementById("respond");

openTarget();
addEventListener("hashchange", openTarget);
// Where the server has put the form below a comment, its links do all.
if (respond && !respond.closest(".comment")) replyInPlace();

function openTarget() {
  const target = document.querySelector(":target");
  const closed = target ? document.querySelectorAll("details:not([open])") : [];
  for (const details of closed) if (details.contains(target)) details.open = true;
  if (closed.length) target.scrollIntoView();
}

function replyInPlace() {
  const home = document.createComment("");
  const heading = respond.querySelector("h2");
  const words = heading.textContent;
  const { comment, parent } = respond.querySelector("form").elements;
  const quote = make("blockquote", "quote");
  const cancel = make("button", "btn quiet", "Cancel reply");
  let link;
  quote.dir = "auto";
  cancel.type = "button";
  respond.before(home);

  document.getElementById("comments").addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-reply]");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link = pressed;
    const main = link.closest(".comment-main");
    main.after(respond);
    heading.textContent = link.getAttribute("aria-label");
    quote.textContent = excerpt(main.querySelector(".comment-body").textContent.trim());
    heading.after(quote);
    respond.querySelector(".actions .btn").after(cancel);
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

function excerpt(text) {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

function make(name, classes, text = "") {
  const element = document.createElement(name);
  element.className = classes;
  element.textContent = text;
  return element;
}
