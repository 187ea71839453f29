// <news-ticker>: pause, previous and next for a strip of headlines, and one calm lap through them.
const DWELL = 6000;
// A smooth scroll takes no longer.
const SCROLL = 1000;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const memory = storage();

class NewsTicker extends HTMLElement {
  #list = this.querySelector("ul");
  #items = [...this.#list.children];
  #toggle = this.querySelector("[data-act=toggle]");
  #pointed = false;
  #playing;
  #timer;
  #goal;
  #wentAt = -SCROLL;

  connectedCallback() {
    this.addEventListener("click", (event) => this.#press(event.target.closest("[data-act]")?.dataset.act));
    this.addEventListener("pointerenter", (event) => this.#point(event.pointerType === "mouse"));
    this.addEventListener("pointerleave", () => this.#point(false));
    this.addEventListener("focusin", () => this.#wait());
    // While the focus leaves, it is nowhere yet.
    this.addEventListener("focusout", () => setTimeout(() => this.#wait()));
    document.addEventListener("visibilitychange", () => this.#wait());
    this.#play(!calm && memory.ticker !== "paused");
  }

  #press(act) {
    if (act === "toggle") {
      this.#play(!this.#playing);
      memory.ticker = this.#toggle.dataset.state;
    } else if (act) {
      this.#play(false);
      this.#go(act === "next" ? this.#next() : this.#previous());
    }
  }

  #point(pointed) {
    this.#pointed = pointed;
    this.#wait();
  }

  #play(playing) {
    const { dataset } = this.#toggle;
    this.#playing = playing;
    dataset.state = playing ? "playing" : "paused";
    this.#toggle.ariaLabel = playing ? dataset.pause : dataset.play;
    this.#wait();
  }

  // Nothing moves under a pointer, a keyboard's focus, or in a tab that nobody sees.
  #wait() {
    clearTimeout(this.#timer);
    const held = this.#pointed || document.hidden || this.querySelector(":focus-visible");
    if (this.#playing && !held) this.#timer = setTimeout(() => this.#advance(), DWELL);
  }

  #advance() {
    this.#go(this.#next());
    // One lap, then rest.
    if (this.#goal) this.#wait();
    else this.#play(false);
  }

  #next() {
    const { scrollLeft, clientWidth, scrollWidth } = this.#list;
    const isAtEnd = Math.abs(scrollLeft) + clientWidth >= scrollWidth - 1;
    return isAtEnd ? 0 : (this.#at() + 1) % this.#items.length;
  }

  #previous() {
    return (this.#at() || this.#items.length) - 1;
  }

  // The item that the strip begins with, wherever it was swiped to.
  #at() {
    if (performance.now() - this.#wentAt < SCROLL) return this.#goal;
    const ways = this.#items.map((item) => Math.abs(this.#way(item)));
    return ways.indexOf(Math.min(...ways));
  }

  #go(number) {
    this.#goal = number;
    this.#wentAt = performance.now();
    this.#list.scrollBy({ left: this.#way(this.#items[number]), behavior: calm ? "instant" : "smooth" });
  }

  #way(item) {
    const side = this.matches(":dir(rtl)") ? "right" : "left";
    return item.getBoundingClientRect()[side] - this.#list.getBoundingClientRect()[side];
  }
}

function storage() {
  try {
    return localStorage;
  } catch {
    return {}; // It is off: each page starts anew.
  }
}

customElements.define("news-ticker", NewsTicker);
