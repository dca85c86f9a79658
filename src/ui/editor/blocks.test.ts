import assert from "node:assert/strict";
import { test } from "node:test";

import { getSchema } from "@tiptap/core";

import { type Block, type TreeNode, fromTree, parseBlocks, toTree } from "./blocks.ts";
import { safeHref, safeSource, typedHref } from "./links.ts";
import type { Labels } from "./options.ts";
import { schemaExtensions } from "./schema.ts";
import { slashQuery } from "./slash.ts";

const schema = getSchema(schemaExtensions({ unknownBlock: "" } as Labels));

/** The tree as the editor holds it: read, checked and written by its schema. */
function held(tree: TreeNode): TreeNode {
  const node = schema.nodeFromJSON(tree);
  node.check();
  return node.toJSON() as TreeNode;
}

function through(blocks: Block[]): Block[] {
  let count = 0;
  return fromTree(held(toTree(blocks)), () => `new-${(count += 1)}`);
}

const text = (value: string, styles: Record<string, unknown> = {}) => ({ type: "text", text: value, styles });
const props = { textColor: "default", backgroundColor: "default", textAlignment: "left" };

function block(id: string, type: string, content: unknown, own: Record<string, unknown> = {}, children: Block[] = []): Block {
  return { id, type, props: { ...props, ...own }, content, children };
}

const end = block("end", "paragraph", []);

test("a document of every kind of block comes back unchanged", () => {
  const blocks: Block[] = [
    block("1", "heading", [text("Plan")], { level: 2, textColor: "red" }),
    block("2", "paragraph", [text("a "), text("bold", { bold: true, code: true }), text("\nline", { italic: true })]),
    block("3", "bulletListItem", [text("one")], {}, [
      block("4", "numberedListItem", [text("deep")], { start: 3 }, [block("5", "paragraph", [text("under")])]),
      block("6", "numberedListItem", []),
    ]),
    block("7", "bulletListItem", [text("two")]),
    block("8", "checkListItem", [text("done")], { checked: true }),
    block("9", "checkListItem", [text("open")], { checked: false }),
    block("10", "quote", [text("said")], {}, [block("11", "bulletListItem", [text("in it")])]),
    block("12", "codeBlock", [text("fn main() {\n}\n")], { language: "rust" }),
    { id: "13", type: "divider", props: {}, children: [] },
    block("14", "paragraph", [text("indented below")], {}, [block("15", "heading", [text("child")], { level: 3 })]),
    end,
  ];
  assert.deepEqual(through(blocks), blocks);
});

test("every mark can stand with every other", () => {
  const styles = { bold: true, italic: true, strike: true, underline: true, code: true, textColor: "red", glow: 2 };
  const link = { type: "link", href: "https://a.example", content: [text("a"), text("b", styles)] };
  const blocks = [block("1", "paragraph", [text("x"), link, text("y", { backgroundColor: "blue" })])];
  assert.deepEqual(through(blocks), blocks);
});

test("blocks and elements of unknown types are kept as they are", () => {
  const table = { id: "t", type: "table", props: {}, content: { type: "tableContent", rows: [{ cells: [[text("A")]] }] }, children: [] };
  const odd = { id: "o", type: "kanban", content: { lanes: 3 }, extra: true, children: [block("c", "paragraph", [])] } as Block;
  const mention = { type: "mention", props: { label: "Ada", recordId: "1" } };
  const malformed = { id: "m", type: "heading", props: { level: "big" }, content: [], children: [] };
  const blocks = [table, odd, malformed, block("p", "paragraph", [text("to "), mention, text("!")])];
  assert.deepEqual(through(blocks), blocks);
});

test("a node that the schema refuses becomes an opaque block", () => {
  const blocks = [block("1", "paragraph", [text("a")])];
  const tree = toTree(blocks, (node) => node.type !== "paragraph");
  assert.equal(tree.content?.[0]?.type, "opaqueBlock");
  assert.deepEqual(fromTree(held(tree))[0], blocks[0]);
});

test("short forms of other writers are read", () => {
  const blocks = parseBlocks('[{"type":"paragraph","content":"hi"},{"type":"bulletListItem"},7,null]');
  const [first, second] = through(blocks);
  assert.deepEqual([first?.content, first?.children, first?.id], [[text("hi")], [], "new-1"]);
  assert.deepEqual([second?.type, second?.content], ["bulletListItem", []]);
  assert.deepEqual(parseBlocks("{oops"), []);
  assert.deepEqual(parseBlocks('{"type":"paragraph"}'), []);
  assert.deepEqual(toTree([]), { type: "doc", content: [{ type: "paragraph" }] });
});

test("neighbouring items form one list, and a start number begins another", () => {
  const items = [
    block("1", "numberedListItem", [text("a")]),
    block("2", "numberedListItem", [text("b")]),
    block("3", "numberedListItem", [text("c")], { start: 7 }),
    block("4", "bulletListItem", [text("d")]),
  ];
  const lists = toTree(items).content?.map((node) => [node.type, node.content?.length ?? 0]);
  assert.deepEqual(lists, [["orderedList", 2], ["orderedList", 1], ["bulletList", 1], ["paragraph", 0]]);
});

test("every block has an identifier of its own", () => {
  const twice = [block("same", "paragraph", [text("a")]), block("same", "paragraph", [text("b")])];
  assert.deepEqual(through(twice).map((made) => made.id), ["same", "new-1"]);
});

test("unsafe links lose their address on both ways", () => {
  const link = { type: "link", href: "java\tscript:alert(1)", content: [text("click")] };
  assert.deepEqual(through([block("1", "paragraph", [link])])[0]?.content, [text("click")]);
  const marked = { type: "text", text: "x", marks: [{ type: "link", attrs: { href: "data:text/html,x" } }] };
  assert.deepEqual(fromTree({ type: "doc", content: [{ type: "paragraph", content: [marked] }] })[0]?.content, [text("x")]);
});

test("addresses: what may be followed, loaded and typed", () => {
  for (const good of ["https://a.example", "HTTP://a.example", "mailto:a@b.example", "tel:+33"]) assert.equal(safeHref(good), good);
  for (const bad of ["javascript:x", "/a", "data:text/html,x", "vbscript:x", "https:", 1, null]) assert.equal(safeHref(bad), null);
  assert.equal(safeSource("//evil.example", true), null);
  assert.equal(safeSource("data:image/svg+xml,x", true), null);
  assert.equal(safeSource("/file/1", false), "/file/1");
  assert.equal(typedHref("a.example/b"), "https://a.example/b");
  assert.equal(typedHref("localhost:3000"), "https://localhost:3000");
  assert.equal(typedHref("a@b.example"), "mailto:a@b.example");
  assert.equal(typedHref("+33 1 23 45 67"), "tel:+331234567");
  for (const bad of ["", "javascript:alert(1)", "two words", "/relative"]) assert.equal(typedHref(bad), null, bad);
});

test("a slash is a command at the start of a word only", () => {
  assert.equal(slashQuery("/"), "");
  assert.equal(slashQuery("some text /head"), "head");
  assert.equal(slashQuery("/heading 1"), "heading 1");
  for (const none of ["and/or", "/ or", "a / b", "https://x", "", "/no!"]) assert.equal(slashQuery(none), null, none);
});
