// The block document of rich text fields, to the editor's own tree and back.
//
// A block document is flat where the editor nests: list items stand beside each other and form lists by being
// neighbours, and any block may have children. What the editor has no node for is carried through unchanged in
// opaque nodes.

import { safeHref } from "./links.ts";

export type Props = Record<string, unknown>;

/** A block as it is stored. */
export interface Block {
  id?: string;
  type: string;
  props?: Props;
  content?: unknown;
  children?: Block[];
}

/** A node of the editor's tree in its JSON form. */
export interface TreeNode {
  type: string;
  attrs?: Record<string, unknown>;
  content?: TreeNode[];
  marks?: TreeMark[];
  text?: string;
}

export interface TreeMark {
  type: string;
  attrs?: Record<string, unknown>;
}

interface StyledText {
  type: "text";
  text: string;
  styles: Record<string, unknown>;
}

interface Link {
  type: "link";
  href: string;
  content: StyledText[];
}

/** Lists of the editor by the type of their items in the document. */
const LISTS: Record<string, { list: string; item: string }> = {
  bulletListItem: { list: "bulletList", item: "listItem" },
  numberedListItem: { list: "orderedList", item: "listItem" },
  checkListItem: { list: "taskList", item: "taskItem" },
};

/** Styles that are marks of the same name; the order is that of the editor's schema. */
const FLAGS = ["bold", "italic", "strike", "underline", "code"] as const;

const TEXT_PROPS: Props = { textColor: "default", backgroundColor: "default", textAlignment: "left" };

/** The properties of a block that was made in the editor. */
const NEW_PROPS: Record<string, Props> = {
  codeBlock: {},
  divider: {},
  quote: { textColor: "default", backgroundColor: "default" },
};

/** Reads the JSON text of a document; anything else is an empty one. */
export function parseBlocks(json: string): Block[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value.filter(isBlock) : [];
  } catch {
    return [];
  }
}

export function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && typeof (value as Block).type === "string";
}

// ---------------------------------------------------------------------------------------------- to the editor

/** The editor's tree of a document. It ends with a paragraph, so that there is always a place to go on writing. */
export function toTree(blocks: Block[], fits: (node: TreeNode) => boolean = () => true): TreeNode {
  const content = nodes(blocks, fits);
  if (content.at(-1)?.type !== "paragraph") content.push({ type: "paragraph" });
  return { type: "doc", content };
}

function nodes(blocks: Block[], fits: (node: TreeNode) => boolean): TreeNode[] {
  const out: TreeNode[] = [];
  for (const block of blocks.filter(isBlock)) {
    const converted = convert(block, fits);
    const list = LISTS[block.type];
    const last = out.at(-1);
    const first = converted[0];
    const begins = block.type === "numberedListItem" && typeof block.props?.start === "number";
    if (list && first?.type === list.list && last?.type === list.list && !begins) {
      last.content?.push(...(first.content ?? []));
    } else {
      out.push(...converted);
    }
  }
  return out;
}

function convert(block: Block, fits: (node: TreeNode) => boolean): TreeNode[] {
  const children = Array.isArray(block.children) ? block.children : [];
  const converted = known(block, fits);
  if (converted === null || !fits(converted)) return [opaque(block)];
  const nests = block.type in LISTS || block.type === "quote";
  if (nests || children.length === 0) return [converted];
  return [converted, { type: "nested", content: nodes(children, fits) }];
}

function opaque(block: Block): TreeNode {
  return { type: "opaqueBlock", attrs: { block: JSON.stringify(block) } };
}

/** The node of a block whose type the editor knows; null when it does not. */
function known(block: Block, fits: (node: TreeNode) => boolean): TreeNode | null {
  const { level, checked, start, language, ...rest } = block.props ?? {};
  const facts = (own: Props) => ({ blockId: block.id ?? null, props: { ...rest, ...own } });
  const content = inline(block.content);
  if (content === null) return null;
  const children = () => nodes(block.children ?? [], fits);
  const paragraph = (): TreeNode => withContent({ type: "paragraph" }, content);
  switch (block.type) {
    case "paragraph":
      return withContent({ type: "paragraph", attrs: facts({}) }, content);
    case "heading": {
      const size = level ?? 1;
      if (typeof size !== "number" || size < 1 || size > 6) return null;
      return withContent({ type: "heading", attrs: { ...facts({}), level: size } }, content);
    }
    case "bulletListItem":
      return { type: "bulletList", content: [item("listItem", facts({}), paragraph(), children())] };
    case "numberedListItem": {
      const first = typeof start === "number" ? start : 1;
      const node = item("listItem", facts({}), paragraph(), children());
      return { type: "orderedList", attrs: { start: first }, content: [node] };
    }
    case "checkListItem": {
      const attrs = { ...facts({}), checked: checked === true };
      return { type: "taskList", content: [item("taskItem", attrs, paragraph(), children())] };
    }
    case "quote":
      return { type: "blockquote", attrs: facts({}), content: [paragraph(), ...children()] };
    case "codeBlock": {
      const text = content.map((node) => (node.type === "hardBreak" ? "\n" : (node.text ?? ""))).join("");
      const attrs = { ...facts({}), language: typeof language === "string" ? language : "" };
      return withContent({ type: "codeBlock", attrs }, text === "" ? [] : [{ type: "text", text }]);
    }
    case "divider":
      return { type: "horizontalRule", attrs: facts({}) };
    default:
      return null;
  }
}

function item(type: string, attrs: Record<string, unknown>, paragraph: TreeNode, children: TreeNode[]): TreeNode {
  return { type, attrs, content: [paragraph, ...children] };
}

function withContent(node: TreeNode, content: TreeNode[]): TreeNode {
  return content.length === 0 ? node : { ...node, content };
}

/** The text of a block; null when it has a shape that the editor does not know. */
function inline(content: unknown): TreeNode[] | null {
  if (content === undefined || content === null) return [];
  if (typeof content === "string") return textNodes(content, []);
  if (!Array.isArray(content)) return null;
  const out: TreeNode[] = [];
  for (const piece of content) {
    if (typeof piece === "string") {
      out.push(...textNodes(piece, []));
    } else if (typeof piece !== "object" || piece === null || typeof piece.type !== "string") {
      return null;
    } else if (piece.type === "text" && typeof piece.text === "string") {
      out.push(...textNodes(piece.text, marks(piece.styles)));
    } else if (piece.type === "link") {
      const href = safeHref(piece.href);
      const inner = inline(piece.content);
      if (inner === null) return null;
      out.push(...(href === null ? inner : inner.map((node) => withLink(node, href))));
    } else {
      out.push({ type: "opaqueInline", attrs: { element: JSON.stringify(piece) } });
    }
  }
  return out;
}

function withLink(node: TreeNode, href: string): TreeNode {
  return { ...node, marks: [{ type: "link", attrs: { href } }, ...(node.marks ?? [])] };
}

function marks(styles: unknown): TreeMark[] {
  const given: Record<string, unknown> = typeof styles === "object" && styles !== null ? { ...styles } : {};
  const flags = FLAGS.filter((flag) => given[flag] === true).map((flag): TreeMark => ({ type: flag }));
  for (const flag of FLAGS) delete given[flag];
  const others: TreeMark[] = Object.keys(given).length === 0 ? [] : [{ type: "otherStyles", attrs: { styles: given } }];
  return [...flags, ...others];
}

function textNodes(text: string, marks: TreeMark[]): TreeNode[] {
  const marked = (node: TreeNode): TreeNode => (marks.length === 0 ? node : { ...node, marks });
  return text
    .split("\n")
    .flatMap((line, index): TreeNode[] => [
      ...(index === 0 ? [] : [marked({ type: "hardBreak" })]),
      ...(line === "" ? [] : [marked({ type: "text", text: line })]),
    ]);
}

// -------------------------------------------------------------------------------------------- from the editor

/** An identifier for a new block; `crypto.randomUUID` is missing on plain-http servers. */
export function newBlockId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The document of the editor's tree. Every block has an identifier of its own. */
export function fromTree(tree: TreeNode, newId: () => string = newBlockId): Block[] {
  const seen = new Set<string>();
  const identify = (id: unknown): string => {
    let own = typeof id === "string" && id !== "" ? id : newId();
    while (seen.has(own)) own = newId();
    seen.add(own);
    return own;
  };
  return blocks(tree.content ?? [], identify);
}

type Identify = (id: unknown) => string;

function blocks(content: TreeNode[], identify: Identify): Block[] {
  const out: Block[] = [];
  for (const node of content) {
    const last = out.at(-1);
    if (node.type === "nested" && last) {
      last.children = [...(last.children ?? []), ...blocks(node.content ?? [], identify)];
    } else if (node.type === "nested") {
      out.push(...blocks(node.content ?? [], identify));
    } else if (node.type in ITEMS) {
      out.push(...listBlocks(node, identify));
    } else {
      out.push(block(node, identify));
    }
  }
  return out;
}

/** Types of list items in the document, by the editor's lists. */
const ITEMS: Record<string, string> = Object.fromEntries(
  Object.entries(LISTS).map(([type, { list }]) => [list, type]),
);

function listBlocks(list: TreeNode, identify: Identify): Block[] {
  return (list.content ?? []).map((node, index) => {
    const own: Props = {};
    if (list.type === "taskList") own.checked = node.attrs?.checked === true;
    const start = list.attrs?.start;
    if (list.type === "orderedList" && index === 0 && typeof start === "number" && start !== 1) own.start = start;
    return container(ITEMS[list.type] ?? "bulletListItem", node, own, identify);
  });
}

/** A block whose first paragraph is its own text and whose other contents are its children. */
function container(type: string, node: TreeNode, own: Props, identify: Identify): Block {
  const [first, ...rest] = node.content ?? [];
  const made = start(type, node, own, identify);
  const text = first?.type === "paragraph" ? styled(first.content ?? []) : [];
  const children = first === undefined || first.type === "paragraph" ? rest : [first, ...rest];
  return { ...made, content: text, children: blocks(children, identify) };
}

function start(type: string, node: TreeNode, own: Props, identify: Identify): Block {
  const given = node.attrs?.props;
  const props = typeof given === "object" && given !== null ? given : (NEW_PROPS[type] ?? TEXT_PROPS);
  return { id: identify(node.attrs?.blockId), type, props: { ...props, ...own } };
}

function block(node: TreeNode, identify: Identify): Block {
  const text = () => styled(node.content ?? []);
  const leaf = (type: string, own: Props, content: unknown[]): Block => ({
    ...start(type, node, own, identify),
    content,
    children: [],
  });
  switch (node.type) {
    case "heading":
      return leaf("heading", { level: node.attrs?.level ?? 1 }, text());
    case "blockquote":
      return container("quote", node, {}, identify);
    case "codeBlock": {
      const code = (node.content ?? []).map((piece) => piece.text ?? "").join("");
      const content = code === "" ? [] : [{ type: "text", text: code, styles: {} }];
      return leaf("codeBlock", { language: node.attrs?.language ?? "" }, content);
    }
    case "horizontalRule":
      return { ...start("divider", node, {}, identify), children: [] };
    case "opaqueBlock": {
      const kept: unknown = JSON.parse(String(node.attrs?.block));
      const copy = kept as Block;
      return { ...copy, id: identify(copy.id) };
    }
    default:
      return leaf("paragraph", {}, text());
  }
}

/** Marked text of the editor as styled text and links, neighbours of the same form merged. */
function styled(content: TreeNode[]): unknown[] {
  const out: (StyledText | Link | object)[] = [];
  for (const node of content) {
    if (node.type === "opaqueInline") {
      out.push(JSON.parse(String(node.attrs?.element)) as object);
      continue;
    }
    const text = node.type === "hardBreak" ? "\n" : (node.text ?? "");
    const piece: StyledText = { type: "text", text, styles: stylesOf(node.marks ?? []) };
    const href = safeHref(node.marks?.find((mark) => mark.type === "link")?.attrs?.href);
    if (href === null) {
      append(out, piece);
      continue;
    }
    const last = out.at(-1);
    if (isLink(last) && last.href === href) append(last.content, piece);
    else out.push({ type: "link", href, content: [piece] });
  }
  return out;
}

function isLink(piece: unknown): piece is Link {
  return typeof piece === "object" && piece !== null && (piece as Link).type === "link";
}

function append(out: object[], piece: StyledText): void {
  const last = out.at(-1) as StyledText | undefined;
  if (last?.type === "text" && JSON.stringify(last.styles) === JSON.stringify(piece.styles)) last.text += piece.text;
  else out.push(piece);
}

function stylesOf(marks: TreeMark[]): Record<string, unknown> {
  const styles: Record<string, unknown> = {};
  for (const mark of marks) {
    if ((FLAGS as readonly string[]).includes(mark.type)) styles[mark.type] = true;
    else if (mark.type === "otherStyles") Object.assign(styles, mark.attrs?.styles);
  }
  return styles;
}
