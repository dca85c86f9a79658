// What a document may hold: the nodes and marks of the editor.

import { Extension, Mark, Node, markInputRule, markPasteRule, mergeAttributes } from "@tiptap/core";
import type { Extensions } from "@tiptap/core";
import { TaskItem } from "@tiptap/extension-task-item";
import { TaskList } from "@tiptap/extension-task-list";
import StarterKit from "@tiptap/starter-kit";

import { isBlock } from "./blocks.ts";
import { safeHref } from "./links.ts";
import { opaqueView } from "./opaque.ts";
import type { Labels } from "./options.ts";

/** Nodes that stand for a block of the document. */
export const BLOCK_NODES = [
  "paragraph",
  "heading",
  "listItem",
  "taskItem",
  "blockquote",
  "codeBlock",
  "horizontalRule",
];

const COLORS = ["gray", "brown", "red", "orange", "yellow", "green", "blue", "purple", "pink"];

/** Attributes that the style sheet knows, from the properties of a block or the styles of a text. */
function looks(facts: unknown): Record<string, string> {
  const given = (typeof facts === "object" && facts !== null ? facts : {}) as Record<string, unknown>;
  const out: Record<string, string> = {};
  const color = (value: unknown) => (typeof value === "string" && COLORS.includes(value) ? value : null);
  const text = color(given.textColor);
  const background = color(given.backgroundColor);
  if (text !== null) out["data-text-color"] = text;
  if (background !== null) out["data-background-color"] = background;
  if (["center", "right", "justify"].includes(String(given.textAlignment))) {
    out["data-align"] = String(given.textAlignment);
  }
  return out;
}

/** Identifier and properties of every block. A block that is split keeps its properties and not its identifier. */
const BlockFacts = Extension.create({
  name: "blockFacts",
  addGlobalAttributes() {
    return [
      {
        types: BLOCK_NODES,
        attributes: {
          blockId: { default: null, rendered: false, keepOnSplit: false, parseHTML: () => null },
          props: {
            default: null,
            parseHTML: () => null,
            renderHTML: (attributes: Record<string, unknown>) => looks(attributes.props),
          },
        },
      },
    ];
  },
});

/** Blocks nested under the block before them. */
const Nested = Node.create({
  name: "nested",
  group: "block",
  content: "block+",
  parseHTML: () => [{ tag: "div.rich-text-nested" }],
  renderHTML: () => ["div", { class: "rich-text-nested" }, 0],
});

function jsonAttribute(name: string, valid: (value: unknown) => boolean) {
  return {
    default: "{}",
    parseHTML: (element: HTMLElement) => {
      const json = element.getAttribute(`data-${name}`) ?? "";
      try {
        return valid(JSON.parse(json)) ? json : null;
      } catch {
        return null;
      }
    },
    renderHTML: (attributes: Record<string, unknown>) => ({ [`data-${name}`]: String(attributes[name]) }),
  };
}

/** A block of a type that the editor has no node for: shown, moved and deleted, not changed. */
const OpaqueBlock = (labels: Labels) =>
  Node.create({
    name: "opaqueBlock",
    group: "block",
    atom: true,
    draggable: true,
    addAttributes: () => ({ block: jsonAttribute("block", isBlock) }),
    parseHTML: () => [
      { tag: "div[data-block]", getAttrs: (element) => (validJson(element.getAttribute("data-block")) ? null : false) },
    ],
    renderHTML: ({ HTMLAttributes }) => ["div", HTMLAttributes],
    addNodeView: () => ({ node }) => ({ dom: opaqueView(String(node.attrs.block), labels) }),
  });

/** A piece of text of an unknown type, such as a mention. */
const OpaqueInline = Node.create({
  name: "opaqueInline",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ element: jsonAttribute("element", isBlock) }),
  parseHTML: () => [
    { tag: "span[data-element]", getAttrs: (element) => (validJson(element.getAttribute("data-element")) ? null : false) },
  ],
  renderHTML: ({ node, HTMLAttributes }) => [
    "span",
    mergeAttributes(HTMLAttributes, { class: "rich-text-chip" }),
    labelOf(String(node.attrs.element)),
  ],
});

function validJson(json: string | null): boolean {
  try {
    return isBlock(JSON.parse(json ?? ""));
  } catch {
    return false;
  }
}

function labelOf(json: string): string {
  const element = JSON.parse(json) as { props?: Record<string, unknown> } & Record<string, unknown>;
  for (const key of ["label", "name", "title", "text"]) {
    const label = element.props?.[key] ?? element[key];
    if (typeof label === "string") return label;
  }
  return "";
}

/** Inline code. Unlike the stock mark it goes together with the others. */
const Code = Mark.create({
  name: "code",
  code: true,
  exitable: true,
  parseHTML: () => [{ tag: "code" }],
  renderHTML: ({ HTMLAttributes }) => ["code", HTMLAttributes, 0],
  addKeyboardShortcuts() {
    return { "Mod-e": () => this.editor.commands.toggleMark(this.name) };
  },
  addInputRules() {
    return [markInputRule({ find: /(?:^|[^`])(`([^`]+)`)$/, type: this.type })];
  },
  addPasteRules() {
    return [markPasteRule({ find: /(?:^|[^`])(`([^`]+)`)(?!`)/g, type: this.type })];
  },
});

/** Colours and styles of other programs, kept as they are. */
const OtherStyles = Mark.create({
  name: "otherStyles",
  priority: 50,
  addAttributes: () => ({
    styles: {
      default: {},
      parseHTML: () => ({}),
      renderHTML: (attributes: Record<string, unknown>) => looks(attributes.styles),
    },
  }),
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
});

export function schemaExtensions(labels: Labels): Extensions {
  return [
    StarterKit.configure({
      code: false,
      trailingNode: false,
      heading: { levels: [1, 2, 3, 4, 5, 6] },
      codeBlock: { enableTabIndentation: true, tabSize: 2, defaultLanguage: "" },
      dropcursor: { class: "rich-text-drop", color: false },
      link: {
        openOnClick: false,
        autolink: true,
        linkOnPaste: true,
        markdownLinks: true,
        defaultProtocol: "https",
        protocols: [],
        isAllowedUri: (uri) => safeHref(uri) !== null,
        shouldAutoLink: (uri) => /^(https?:\/\/|mailto:|www\.)|@/i.test(uri),
        HTMLAttributes: { target: "_blank", rel: "noopener noreferrer nofollow", class: null },
      },
    }),
    TaskList,
    TaskItem.configure({ nested: true, a11y: { checkboxLabel: (node) => node.textContent } }),
    Code,
    OtherStyles,
    Nested,
    OpaqueBlock(labels),
    OpaqueInline,
    BlockFacts,
  ];
}
