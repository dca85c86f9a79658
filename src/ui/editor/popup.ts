// A box that floats over the page near a place in the text.

export interface Rect {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Pixels kept free between a box and its place, and at the edge of the window. */
const GAP = 6;

/** A hidden box inside `parent`, shown above everything else by `show`. */
export class Popup {
  readonly element: HTMLDivElement;
  private shown = false;

  constructor(parent: HTMLElement, className: string) {
    this.element = document.createElement("div");
    this.element.className = className;
    this.element.hidden = true;
    // In the top layer nothing clips it; browsers without one fall back to fixed positioning.
    if (typeof this.element.showPopover === "function") this.element.popover = "manual";
    parent.append(this.element);
  }

  get isShown(): boolean {
    return this.shown;
  }

  /** Shows the box below or above `place`, on the other side when there is no room. */
  show(place: Rect, side: "above" | "below"): void {
    if (!this.shown) {
      this.shown = true;
      this.element.hidden = false;
      if (this.element.popover === "manual") this.element.showPopover();
    }
    const { width, height } = this.element.getBoundingClientRect();
    const below = place.bottom + GAP;
    const above = place.top - GAP - height;
    const fitsBelow = below + height <= window.innerHeight - GAP;
    const isBelow = side === "below" ? fitsBelow || above < GAP : above < GAP && fitsBelow;
    const left = Math.max(GAP, Math.min(place.left, window.innerWidth - width - GAP));
    this.element.style.left = `${left}px`;
    this.element.style.top = `${Math.max(GAP, isBelow ? below : above)}px`;
  }

  hide(): void {
    if (!this.shown) return;
    this.shown = false;
    if (this.element.popover === "manual") this.element.hidePopover();
    this.element.hidden = true;
  }

  remove(): void {
    this.hide();
    this.element.remove();
  }
}
