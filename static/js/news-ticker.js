// <news-ticker>: pause, previous and next for a strip of headlines, and one calm lap through them.
const DWELL = 6000;
// A smooth scroll takes no longer.
const SCROLL = 1000;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const memory = storage();

class NewsTicker extends HTMLElement {
  #list = this.querySelector("ul");
  #items = this.#list.children;
  #toggle = this.querySelector("[data-act=toggle]");
  #pointed = false;
  #state;
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
    if (memory.ticker === "paused") this.#turn("paused");
    else this.#turn(calm ? "resting" : "playing");
  }

  // Nothing moves for who has paused it, under a pointer, a keyboard's focus, or in a tab that nobody sees.
  get isHeld() {
    return this.#state === "paused" || this.#pointed || document.hidden || this.querySelector(":focus-visible");
  }

  // Lets `edit` add and remove items, while what the strip begins with stays where it is.
  change(edit) {
    this.#wentAt = -SCROLL;
    const before = [...this.#items];
    const shown = before.slice(this.#at());
    const place = this.#way(shown[0]);
    // Some browsers would follow what they have snapped to, now or later, and some would not.
    this.#list.style.scrollSnapType = "none";
    edit(this.#list);
    const still = shown.find((item) => item.isConnected);
    this.#list.scrollBy({ left: this.#way(still) - place, behavior: "instant" });
    this.#list.style.scrollSnapType = "";
    // News is worth a lap.
    if (!before.includes(this.#items[0]) && this.#state === "resting" && !calm) this.#turn("playing");
  }

  #press(act) {
    if (act === "toggle") {
      memory.ticker = this.#state === "playing" ? "paused" : "playing";
      this.#turn(memory.ticker);
    } else if (act) {
      this.#turn("paused");
      this.#go(act === "next" ? this.#next() : this.#previous());
    }
  }

  #point(pointed) {
    this.#pointed = pointed;
    this.#wait();
  }

  #turn(state) {
    const { dataset } = this.#toggle;
    this.#state = dataset.state = state;
    this.#toggle.ariaLabel = state === "playing" ? dataset.pause : dataset.play;
    this.#wait();
  }

  #wait() {
    clearTimeout(this.#timer);
    if (this.#state === "playing" && !this.isHeld) this.#timer = setTimeout(() => this.#advance(), DWELL);
  }

  #advance() {
    this.#go(this.#next());
    // One lap, then rest.
    if (this.#goal) this.#wait();
    else this.#turn("resting");
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
    const ways = [...this.#items].map((item) => Math.abs(this.#way(item)));
    return ways.indexOf(Math.min(...ways));
  }

  #go(number) {
    this.#goal = number;
    this.#wentAt = performance.now();
    this.#list.scrollBy({ left: this.#way(this.#items[number]), behavior: calm ? "instant" : "smooth" });
  }

  // How far the strip is from beginning with `item`; where there is none, it stays.
  #way(item = this.#list) {
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
