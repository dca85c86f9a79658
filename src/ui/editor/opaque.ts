// How a block that the editor cannot change is shown: tables and pictures as they are, others by their text.

import type { Block } from "./blocks.ts";
import { safeSource } from "./links.ts";
import type { Labels } from "./options.ts";

/** The element of a block, from its JSON text. */
export function opaqueView(json: string, labels: Labels): HTMLElement {
  const block = JSON.parse(json) as Block;
  const box = document.createElement("div");
  box.className = "rich-text-opaque";
  box.contentEditable = "false";
  box.title = labels.unknownBlock;
  box.append(inner(block));
  return box;
}

function inner(block: Block): HTMLElement {
  if (block.type === "table") return table(block);
  const text = (key: string) => (typeof block.props?.[key] === "string" ? (block.props[key] as string) : "");
  const source = safeSource(text("url"), block.type === "image");
  if (block.type === "image" && source !== null) {
    const figure = document.createElement("figure");
    const image = document.createElement("img");
    image.src = source;
    image.alt = text("caption") || text("name");
    image.loading = "lazy";
    figure.append(image);
    if (text("caption") !== "") figure.append(element("figcaption", text("caption")));
    return figure;
  }
  return element("p", text("caption") || text("name") || words(block.content) || block.type);
}

function table(block: Block): HTMLElement {
  const content = block.content as { rows?: { cells?: unknown[] }[]; headerRows?: number } | undefined;
  const out = document.createElement("table");
  (content?.rows ?? []).forEach((row, index) => {
    const line = out.insertRow();
    for (const cell of row.cells ?? []) {
      line.append(element(index < (content?.headerRows ?? 0) ? "th" : "td", words(cell)));
    }
  });
  return out;
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

/** All text inside a piece of content. */
export function words(content: unknown): string {
  if (typeof content === "string") return content;
  if (Array.isArray(content)) return content.map(words).join("");
  if (typeof content !== "object" || content === null) return "";
  const piece = content as { text?: unknown; content?: unknown };
  return typeof piece.text === "string" ? piece.text : words(piece.content);
}
