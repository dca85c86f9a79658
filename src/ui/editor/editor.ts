// The rich text editor: mounted by `icosa_ui::rich_text` where a person may write.

import { Editor, Extension } from "@tiptap/core";
import { Placeholder } from "@tiptap/extension-placeholder";
import type { Schema } from "@tiptap/pm/model";
import { EditorState, TextSelection } from "@tiptap/pm/state";

import { fromTree, parseBlocks, toTree } from "./blocks.ts";
import type { TreeNode } from "./blocks.ts";
import { Identity } from "./identity.ts";
import { safeHref } from "./links.ts";
import type { Handle, Options } from "./options.ts";
import { schemaExtensions } from "./schema.ts";
import { slashMenu } from "./slash.ts";
import { selectionToolbar } from "./toolbar.ts";

/** Tab in a list never leaves the editor, even where an item cannot be moved further. */
const ListTab = Extension.create({
  name: "listTab",
  priority: 10,
  addKeyboardShortcuts() {
    const inList = () => this.editor.isActive("listItem") || this.editor.isActive("taskItem");
    return { Tab: inList, "Shift-Tab": inList };
  },
});

/** Shows an editor in `element`. */
export function mount(element: HTMLElement, options: Options): Handle {
  const editor = new Editor({
    element,
    editable: options.editable,
    injectCSS: false,
    extensions: [
      ...schemaExtensions(options.labels),
      Placeholder.configure({ placeholder: ({ editor: current }) => (current.isEmpty ? options.placeholder : "") }),
      Identity,
      ListTab,
      slashMenu(element, options.labels),
      selectionToolbar(element, options.labels),
    ],
    editorProps: {
      attributes: {
        class: "rich-text",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": options.label,
      },
      handleDOMEvents: { click: (_view, event) => openLink(event) },
    },
  });
  show(editor, options.document);
  let last: string | null = null;
  editor.on("update", () => {
    const document = JSON.stringify(fromTree(editor.getJSON() as TreeNode));
    if (document === last) return;
    last = document;
    options.onChange(document);
  });
  return {
    destroy: () => editor.destroy(),
    focus: () => editor.commands.focus("end"),
    setDocument: (document) => {
      last = null;
      show(editor, document);
    },
  };
}

/**
 * Replaces the document without telling anyone; the caret stays where it can. The history begins anew: undoing a change
 * to the document before would bring that one back.
 */
function show(editor: Editor, json: string): void {
  const { schema, plugins, selection } = editor.state;
  const doc = schema.nodeFromJSON(toTree(parseBlocks(json), fits(schema)));
  const place = (position: number) => doc.resolve(Math.min(position, doc.content.size));
  const kept = TextSelection.between(place(selection.anchor), place(selection.head));
  editor.view.updateState(EditorState.create({ doc, plugins, selection: kept }));
}

/** Whether the schema allows a node: what it does not is kept as an opaque block instead. */
function fits(schema: Schema): (node: TreeNode) => boolean {
  return (tree) => {
    try {
      schema.nodeFromJSON(tree).check();
      return true;
    } catch {
      return false;
    }
  };
}

/** A link opens with the command key held; a plain click puts the caret into it. */
function openLink(event: MouseEvent): boolean {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  const href = safeHref(link?.getAttribute("href"));
  if (href === null) return false;
  event.preventDefault();
  if (event.metaKey || event.ctrlKey) window.open(href, "_blank", "noopener,noreferrer");
  return true;
}

declare global {
  var icosaEditor: { mount: typeof mount } | undefined;
}

globalThis.icosaEditor = { mount };
