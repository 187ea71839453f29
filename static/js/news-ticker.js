// <news-ticker>: pause, previous and next for a strip of headlines, and one calm lap through them.
// Without this file the strip is a complete row of links that can be swiped.
const DWELL = 6000;
// So long a smooth scroll takes at most; until then the strip is not yet where it is going.
const SCROLL = 1000;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

class NewsTicker extends HTMLElement {
  #list = this.querySelector(".ticker-list");
  #items = [...this.#list.children];
  #toggle = this.querySelector("[data-act=toggle]");
  #playing = false;
  #pointed = false;
  #timer = 0;
  #goal = 0;
  #wentAt = -SCROLL;

  connectedCallback() {
    this.addEventListener("click", (event) => this.#press(event.target.closest("[data-act]")?.dataset.act));
    this.addEventListener("pointerenter", (event) => this.#point(event.pointerType === "mouse"));
    this.addEventListener("pointerleave", () => this.#point(false));
    for (const name of ["focusin", "focusout"]) this.addEventListener(name, () => setTimeout(() => this.#wait()));
    document.addEventListener("visibilitychange", () => this.#wait());
    this.#play(!calm.matches && recall() !== "paused");
  }

  #press(act) {
    if (act === "toggle") {
      this.#play(!this.#playing);
      remember(this.#playing ? "playing" : "paused");
    } else if (act) {
      this.#play(false);
      this.#go(this.#at() + (act === "next" ? 1 : -1));
    }
  }

  #point(pointed) {
    this.#pointed = pointed;
    this.#wait();
  }

  #play(playing) {
    this.#playing = playing;
    this.#toggle.dataset.state = playing ? "playing" : "paused";
    this.#toggle.setAttribute("aria-label", this.#toggle.dataset[playing ? "pause" : "play"]);
    this.#wait();
  }

  // Nothing moves under a pointer, a keyboard's focus, or in a tab that nobody sees.
  #wait() {
    clearTimeout(this.#timer);
    const held = this.#pointed || document.hidden || this.querySelector(":focus-visible");
    if (this.#playing && !held) this.#timer = setTimeout(() => this.#advance(), DWELL);
  }

  #advance() {
    const next = this.#isAtEnd() ? 0 : this.#at() + 1;
    this.#go(next);
    // One lap, then rest.
    if (next % this.#items.length) this.#wait();
    else this.#play(false);
  }

  #go(number) {
    const count = this.#items.length;
    // Before the first comes the last, and so from the end: it may be in sight already.
    this.#goal = number < 0 || (number > this.#at() && this.#isAtEnd()) ? (number < 0 ? count - 1 : 0) : number % count;
    this.#wentAt = performance.now();
    const left = edge(this.#items[this.#goal]) - edge(this.#list);
    this.#list.scrollBy({ left, behavior: calm.matches ? "instant" : "smooth" });
  }

  // The item that the strip begins with, wherever it was swiped to.
  #at() {
    if (performance.now() - this.#wentAt < SCROLL) return this.#goal;
    const distances = this.#items.map((item) => Math.abs(edge(item) - edge(this.#list)));
    return distances.indexOf(Math.min(...distances));
  }

  #isAtEnd() {
    return Math.abs(this.#list.scrollLeft) + this.#list.clientWidth >= this.#list.scrollWidth - 1;
  }
}

// Where an element begins: at its right where text runs from right to left.
function edge(element) {
  const box = element.getBoundingClientRect();
  return element.matches(":dir(rtl)") ? box.right : box.left;
}

function recall() {
  try {
    return localStorage.getItem("ticker");
  } catch {
    return null;
  }
}

function remember(state) {
  try {
    localStorage.setItem("ticker", state);
  } catch {
    // Storage is off: the next page starts anew.
  }
}

customElements.define("news-ticker", NewsTicker);
