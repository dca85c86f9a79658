// Gives every block an identifier of its own, and keeps a paragraph at the end to write in.

import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";

import { newBlockId } from "./blocks.ts";
import { BLOCK_NODES } from "./schema.ts";

/** The first paragraph of these is their own text, not a block. */
const OWNERS = ["listItem", "taskItem", "blockquote"];

export const Identity = Extension.create({
  name: "identity",
  addProseMirrorPlugins() {
    return [
      new Plugin({
        appendTransaction: (transactions, _before, state) => {
          if (!transactions.some((transaction) => transaction.docChanged)) return null;
          const change = state.tr;
          for (const position of unidentified(state.doc)) {
            change.setNodeAttribute(position, "blockId", newBlockId());
          }
          const paragraph = state.schema.nodes.paragraph;
          if (paragraph && state.doc.lastChild?.type !== paragraph) {
            change.insert(state.doc.content.size, paragraph.create());
          }
          return change.docChanged ? change : null;
        },
      }),
    ];
  },
});

/** Positions of the blocks without an identifier or with that of an earlier one. */
function unidentified(document: Node): number[] {
  const seen = new Set<string>();
  const found: number[] = [];
  document.descendants((node, position, parent, index) => {
    if (node.isTextblock || BLOCK_NODES.includes(node.type.name)) {
      const owned = index === 0 && parent !== null && OWNERS.includes(parent.type.name) && node.isTextblock;
      const id: unknown = node.attrs.blockId;
      if (!owned && (typeof id !== "string" || seen.has(id))) found.push(position);
      else if (typeof id === "string") seen.add(id);
    }
    return !node.isTextblock;
  });
  return found;
}
