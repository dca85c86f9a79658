// The bar over selected text: styles and links.

import { Extension } from "@tiptap/core";
import type { Editor } from "@tiptap/core";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

import { typedHref } from "./links.ts";
import type { Labels } from "./options.ts";
import { Popup } from "./popup.ts";

interface Style {
  mark: string;
  label: string;
  /** What stands on the button. */
  sign: string;
  keys: string;
}

const MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

function styles(labels: Labels): Style[] {
  return [
    { mark: "bold", label: labels.bold, sign: "B", keys: "B" },
    { mark: "italic", label: labels.italic, sign: "I", keys: "I" },
    { mark: "underline", label: labels.underline, sign: "U", keys: "U" },
    { mark: "strike", label: labels.strike, sign: "S", keys: "⇧S" },
    { mark: "code", label: labels.code, sign: "<>", keys: "E" },
  ];
}

/** The sign of a link. */
function chain(): SVGSVGElement {
  const make = <K extends keyof SVGElementTagNameMap>(name: K, attributes: Record<string, string>) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const svg = make("svg", { viewBox: "0 0 24 24", width: "16", height: "16", fill: "none", stroke: "currentColor" });
  svg.setAttribute("stroke-width", "2");
  svg.setAttribute("stroke-linecap", "round");
  svg.setAttribute("aria-hidden", "true");
  for (const d of ["M10 14a4 4 0 0 0 5.7 0l4-4a4 4 0 0 0-5.7-5.7l-1 1", "M14 10a4 4 0 0 0-5.7 0l-4 4a4 4 0 0 0 5.7 5.7l1-1"]) {
    svg.append(make("path", { d }));
  }
  return svg;
}

class Toolbar {
  private readonly popup: Popup;
  private readonly bar = document.createElement("div");
  private readonly buttons = new Map<string, HTMLButtonElement>();
  private readonly form: LinkForm;
  private pressed = false;
  private dismissed = false;

  private readonly onDown = () => {
    this.pressed = true;
  };
  private readonly onUp = () => {
    this.pressed = false;
    this.update();
  };
  private readonly follow = () => this.update();

  constructor(
    private readonly editor: Editor,
    private readonly view: EditorView,
    parent: HTMLElement,
    labels: Labels,
  ) {
    this.popup = new Popup(parent, "rich-text-toolbar");
    this.bar.className = "rich-text-toolbar-buttons";
    this.bar.setAttribute("role", "toolbar");
    this.bar.setAttribute("aria-label", labels.toolbar);
    for (const style of styles(labels)) {
      this.button(style.mark, style.label, style.sign, style.keys, () => this.editor.chain().focus().toggleMark(style.mark).run());
    }
    this.button("link", labels.link, "", "K", () => this.editLink());
    this.buttons.get("link")?.append(chain());
    this.form = new LinkForm(labels, (href) => this.applyLink(href), () => this.leaveLink());
    this.popup.element.append(this.bar, this.form.element);
    this.popup.element.addEventListener("keydown", (event) => this.key(event));
    this.popup.element.addEventListener("focusout", (event) => {
      const to = event.relatedTarget;
      if (!(to instanceof Node) || !(this.popup.element.contains(to) || this.view.dom.contains(to))) this.hide();
    });
    view.dom.addEventListener("pointerdown", this.onDown);
    document.addEventListener("pointerup", this.onUp);
    document.addEventListener("pointercancel", this.onUp);
    window.addEventListener("scroll", this.follow, true);
    window.addEventListener("resize", this.follow);
  }

  destroy(): void {
    this.view.dom.removeEventListener("pointerdown", this.onDown);
    document.removeEventListener("pointerup", this.onUp);
    document.removeEventListener("pointercancel", this.onUp);
    window.removeEventListener("scroll", this.follow, true);
    window.removeEventListener("resize", this.follow);
    this.popup.remove();
  }

  /** A change of the selection or the document: what was closed may open again. */
  changed(): void {
    this.dismissed = false;
    this.update();
  }

  update(): void {
    const { view, editor } = this;
    if (view.isDestroyed) return;
    const { selection } = view.state;
    const text = selection instanceof TextSelection && !selection.empty && !selection.$from.parent.type.spec.code;
    const near = view.hasFocus() || this.popup.element.contains(document.activeElement);
    if (!text || !near || !view.editable || this.pressed || this.dismissed) {
      this.hide();
      return;
    }
    for (const [mark, button] of this.buttons) button.setAttribute("aria-pressed", String(editor.isActive(mark)));
    const start = view.coordsAtPos(selection.from);
    const end = view.coordsAtPos(selection.to);
    const left = start.top === end.top ? start.left : Math.min(start.left, end.left);
    this.popup.show({ left, right: end.right, top: start.top, bottom: end.bottom }, "above");
  }

  hide(): void {
    this.form.close();
    this.bar.hidden = false;
    this.popup.hide();
  }

  /** Moves the focus into the bar. */
  enter(): boolean {
    if (!this.popup.isShown) return false;
    this.bar.querySelector<HTMLButtonElement>("button[tabindex='0']")?.focus();
    return true;
  }

  editLink(): boolean {
    const { editor, view } = this;
    if (view.state.selection.empty && editor.isActive("link")) editor.commands.extendMarkRange("link");
    if (view.state.selection.empty || view.state.selection.$from.parent.type.spec.code) return false;
    this.dismissed = false;
    this.update();
    if (!this.popup.isShown) return false;
    this.bar.hidden = true;
    this.form.open(String(editor.getAttributes("link").href ?? ""));
    this.update();
    return true;
  }

  /** Closes the bar; false when it was not open. */
  dismiss(): boolean {
    if (!this.popup.isShown) return false;
    this.dismissed = true;
    this.hide();
    return true;
  }

  private applyLink(href: string | null): void {
    const chain = this.editor.chain().focus().extendMarkRange("link");
    if (href === null) chain.unsetLink().run();
    else chain.setLink({ href }).run();
    this.leaveLink();
  }

  private leaveLink(): void {
    this.form.close();
    this.bar.hidden = false;
    this.view.focus();
    this.update();
  }

  private button(name: string, label: string, sign: string, keys: string, run: () => void): void {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `rich-text-button rich-text-button-${name}`;
    button.textContent = sign;
    button.tabIndex = this.buttons.size === 0 ? 0 : -1;
    button.title = `${label} (${MAC ? "⌘" : "Ctrl+"}${MAC ? keys : keys.replace("⇧", "Shift+")})`;
    button.setAttribute("aria-label", label);
    button.setAttribute("aria-pressed", "false");
    // The selection stays where it is.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", run);
    this.bar.append(button);
    this.buttons.set(name, button);
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (this.form.isOpen) {
        this.leaveLink();
      } else {
        this.dismiss();
        this.view.focus();
      }
      return;
    }
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0 || this.form.isOpen) return;
    event.preventDefault();
    const all = [...this.buttons.values()];
    const at = all.findIndex((button) => button === document.activeElement);
    const next = all[(at + step + all.length) % all.length];
    for (const button of all) button.tabIndex = button === next ? 0 : -1;
    next?.focus();
  }
}

/** The field for the address of a link. It is no form element: the editor may stand inside one. */
class LinkForm {
  readonly element = document.createElement("div");
  private readonly input = document.createElement("input");
  private readonly remove: HTMLButtonElement;

  constructor(
    labels: Labels,
    private readonly apply: (href: string | null) => void,
    private readonly leave: () => void,
  ) {
    this.element.className = "rich-text-link";
    this.element.hidden = true;
    this.input.type = "text";
    this.input.inputMode = "url";
    this.input.placeholder = "https://";
    this.input.setAttribute("aria-label", labels.linkAddress);
    this.input.addEventListener("input", () => this.input.removeAttribute("aria-invalid"));
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.remove = this.button(labels.removeLink, () => this.apply(null));
    this.element.append(this.input, this.button(labels.applyLink, () => this.submit()), this.remove);
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  open(href: string): void {
    this.element.hidden = false;
    this.input.value = href;
    this.input.removeAttribute("aria-invalid");
    this.remove.hidden = href === "";
    this.input.focus();
    this.input.select();
  }

  close(): void {
    this.element.hidden = true;
  }

  private submit(): void {
    const typed = this.input.value.trim();
    const href = typedHref(typed);
    if (href !== null) this.apply(href);
    else if (typed === "") this.leave();
    else this.input.setAttribute("aria-invalid", "true");
  }

  private button(label: string, run: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "rich-text-button";
    button.textContent = label;
    button.addEventListener("click", run);
    return button;
  }
}

export function selectionToolbar(parent: HTMLElement, labels: Labels): Extension {
  let toolbar: Toolbar | null = null;
  return Extension.create({
    name: "selectionToolbar",
    addKeyboardShortcuts() {
      return {
        "Mod-k": () => toolbar?.editLink() ?? false,
        "Alt-F10": () => toolbar?.enter() ?? false,
      };
    },
    addProseMirrorPlugins() {
      return [
        new Plugin({
          props: {
            handleDOMEvents: {
              keydown: (_view, event) => {
                // Closes the bar and nothing around the editor.
                if (event.key === "Escape" && toolbar?.dismiss()) event.stopPropagation();
                return false;
              },
            },
          },
          view: (view) => {
            toolbar = new Toolbar(this.editor, view, parent, labels);
            return {
              update: (current, before) => {
                const same = before.selection.eq(current.state.selection) && before.doc.eq(current.state.doc);
                // Only the focus has changed: it may be on its way into the bar.
                if (same) setTimeout(() => toolbar?.update());
                else toolbar?.changed();
              },
              destroy: () => {
                toolbar?.destroy();
                toolbar = null;
              },
            };
          },
        }),
      ];
    },
  });
}
