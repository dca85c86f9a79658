// The menu that opens when a person types `/`: what the block becomes.

import { Extension } from "@tiptap/core";
import type { Editor, Range } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import type { EditorState } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

import type { Labels } from "./options.ts";
import { Popup } from "./popup.ts";

/** The word after a slash at the end of a text; null when there is no slash to take as a command. */
export function slashQuery(before: string): string | null {
  const found = /(?:^|\s)\/((?:[\p{L}\p{N}][\p{L}\p{N} ]{0,20})?)$/u.exec(before);
  return found?.[1] ?? null;
}

interface Item {
  label: string;
  /** What a person would type in markdown instead. */
  hint: string;
  run(editor: Editor): void;
}

function items(labels: Labels): Item[] {
  const plain = (editor: Editor) => editor.chain().focus().clearNodes();
  const heading = (level: 1 | 2 | 3) => (editor: Editor) => plain(editor).setHeading({ level }).run();
  const list = (name: string, toggle: (editor: Editor) => void) => (editor: Editor) => {
    if (!editor.isActive(name)) toggle(editor);
  };
  return [
    { label: labels.paragraph, hint: "", run: (editor) => plain(editor).setParagraph().run() },
    { label: labels.heading1, hint: "#", run: heading(1) },
    { label: labels.heading2, hint: "##", run: heading(2) },
    { label: labels.heading3, hint: "###", run: heading(3) },
    { label: labels.bulletList, hint: "-", run: list("bulletList", (editor) => editor.chain().focus().toggleBulletList().run()) },
    { label: labels.numberedList, hint: "1.", run: list("orderedList", (editor) => editor.chain().focus().toggleOrderedList().run()) },
    { label: labels.checkList, hint: "[]", run: list("taskList", (editor) => editor.chain().focus().toggleTaskList().run()) },
    { label: labels.quote, hint: ">", run: (editor) => plain(editor).setBlockquote().run() },
    { label: labels.codeBlock, hint: "```", run: (editor) => plain(editor).setCodeBlock().run() },
    { label: labels.divider, hint: "---", run: (editor) => plain(editor).setHorizontalRule().run() },
  ];
}

let count = 0;

class Menu {
  private readonly popup: Popup;
  private readonly id = `rich-text-menu-${(count += 1)}`;
  private readonly all: Item[];
  private found: Item[] = [];
  private active = 0;
  private range: Range | null = null;
  /** Where the slash stands whose menu the person has closed. */
  private dismissed: number | null = null;
  /** Following the text under the menu when something scrolls. */
  private readonly follow = () => {
    if (this.popup.isShown && this.range) this.popup.show(this.view.coordsAtPos(this.range.from), "below");
  };

  constructor(
    private readonly editor: Editor,
    private readonly view: EditorView,
    parent: HTMLElement,
    private readonly labels: Labels,
  ) {
    this.all = items(labels);
    this.popup = new Popup(parent, "rich-text-menu");
    this.popup.element.id = this.id;
    this.popup.element.setAttribute("role", "listbox");
    this.popup.element.setAttribute("aria-label", labels.menu);
    window.addEventListener("scroll", this.follow, true);
    window.addEventListener("resize", this.follow);
  }

  update(view: EditorView, before: EditorState): void {
    const { selection } = view.state;
    const { $from } = selection;
    const inText = selection.empty && $from.parent.isTextblock && !$from.parent.type.spec.code && view.editable;
    // An opaque piece or a line break counts as one character.
    const text = inText ? $from.parent.textBetween(0, $from.parentOffset, undefined, "\ufffc") : "";
    const query = inText ? slashQuery(text) : null;
    if (query === null) {
      this.dismissed = null;
      this.close();
      return;
    }
    const start = selection.from - query.length - 1;
    // It opens by typing, not by moving the caret over an old slash.
    const typed = !view.state.doc.eq(before.doc);
    if (!view.hasFocus() || this.dismissed === start || !(typed || this.popup.isShown)) return;
    const wanted = query.trim().toLocaleLowerCase();
    this.found = this.all.filter((item) => item.label.toLocaleLowerCase().includes(wanted));
    if (this.found.length === 0 && query.includes(" ")) {
      // It was no command after all.
      this.dismissed = start;
      this.close();
      return;
    }
    this.range = { from: start, to: selection.from };
    this.active = Math.min(this.active, Math.max(0, this.found.length - 1));
    this.render();
    this.popup.show(view.coordsAtPos(start), "below");
    this.markActive();
  }

  /** Handles a key while the menu is open; true when it was for the menu. */
  key(event: KeyboardEvent): boolean {
    if (!this.popup.isShown || event.isComposing) return false;
    if (event.key === "Escape") {
      this.dismissed = this.range?.from ?? null;
      this.close();
      // It closes the menu and nothing around the editor.
      event.stopPropagation();
      return true;
    }
    if (this.found.length === 0) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.active = (this.active + step + this.found.length) % this.found.length;
      this.render();
      this.markActive();
      return true;
    }
    if (event.key === "Enter" || event.key === "Tab") {
      this.choose(this.found[this.active]);
      return true;
    }
    return false;
  }

  close(): void {
    this.popup.hide();
    this.active = 0;
    for (const name of ["aria-controls", "aria-activedescendant", "aria-haspopup"]) this.view.dom.removeAttribute(name);
  }

  destroy(): void {
    window.removeEventListener("scroll", this.follow, true);
    window.removeEventListener("resize", this.follow);
    this.popup.remove();
  }

  private choose(item: Item | undefined): void {
    const { range } = this;
    if (!item || !range) return;
    this.close();
    this.editor.chain().focus().deleteRange(range).run();
    item.run(this.editor);
  }

  private render(): void {
    const options = this.found.map((item, index) => this.option(item, index));
    if (options.length === 0) {
      const none = document.createElement("div");
      none.className = "rich-text-menu-none";
      none.setAttribute("role", "status");
      none.textContent = this.labels.noMatch;
      options.push(none);
    }
    this.popup.element.replaceChildren(...options);
  }

  /** Scrolls to the active option and tells screen readers of it. */
  private markActive(): void {
    this.popup.element.children[this.active]?.scrollIntoView({ block: "nearest" });
    const { dom } = this.view;
    dom.setAttribute("aria-haspopup", "listbox");
    dom.setAttribute("aria-controls", this.id);
    dom.setAttribute("aria-activedescendant", `${this.id}-${this.active}`);
  }

  private option(item: Item, index: number): HTMLDivElement {
    const option = document.createElement("div");
    option.id = `${this.id}-${index}`;
    option.className = "rich-text-menu-item";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(index === this.active));
    const label = document.createElement("span");
    label.textContent = item.label;
    const hint = document.createElement("kbd");
    hint.textContent = item.hint;
    hint.setAttribute("aria-hidden", "true");
    option.append(label, hint);
    // The editor keeps the focus.
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => this.choose(item));
    return option;
  }
}

export function slashMenu(parent: HTMLElement, labels: Labels): Extension {
  return Extension.create({
    name: "slashMenu",
    // Before the keys of lists and paragraphs.
    priority: 1100,
    addProseMirrorPlugins() {
      let menu: Menu | null = null;
      return [
        new Plugin({
          props: {
            handleKeyDown: (_view, event) => menu?.key(event) ?? false,
            handleDOMEvents: {
              blur: () => {
                menu?.close();
                return false;
              },
            },
          },
          view: (view) => {
            menu = new Menu(this.editor, view, parent, labels);
            return {
              update: (current, before) => menu?.update(current, before),
              destroy: () => {
                menu?.destroy();
                menu = null;
              },
            };
          },
        }),
      ];
    },
  });
}
