// The published client of version 2.43, unchanged, against a running server: every operation of the metadata API that
// src/graphql/tests/it/facts.txt lists, with every plain member of what it answers.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { MetadataApiClient } from "twenty-client-sdk/metadata";
import { icosa, newDataDir, newKey, root, start, type Running } from "../server";

const all = { __scalar: true } as const;
const dataDir = newDataDir();
const called = new Set<string>();
let server: Running;
let client: MetadataApiClient;
let key: string;

before(async () => {
  icosa(dataDir, "seed", "--demo");
  server = await start(dataDir);
  key = newKey(dataDir, "SDK");
  client = new MetadataApiClient({ url: `${server.url}/metadata`, headers: { Authorization: `Bearer ${key}` } });
});

after(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

// The operations are typed by the client; what they answer is looked at as it comes.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Answer = any;

async function query(request: Parameters<MetadataApiClient["query"]>[0]): Promise<Answer> {
  Object.keys(request).forEach((name) => called.add(`Query.${name}`));
  return client.query(request);
}

async function mutation(request: Parameters<MetadataApiClient["mutation"]>[0]): Promise<Answer> {
  Object.keys(request).forEach((name) => called.add(`Mutation.${name}`));
  return client.mutation(request);
}

async function objectId(name: string): Promise<string> {
  const { objects } = await query({
    objects: { __args: { paging: { first: 1000 }, filter: {} }, edges: { node: { id: true, nameSingular: true } } },
  });
  const edge = objects.edges.find((edge: Answer) => edge.node.nameSingular === name);
  assert.ok(edge, `object ${name}`);
  return edge.node.id;
}

async function fieldId(object: string, name: string): Promise<string> {
  const answer = await query({ object: { __args: { id: object }, fieldsList: { id: true, name: true } } });
  const field = answer.object.fieldsList.find((field: Answer) => field.name === name);
  assert.ok(field, `field ${name}`);
  return field.id;
}

async function createObject(singular: string, plural: string): Promise<Answer> {
  const object = {
    nameSingular: singular,
    namePlural: plural,
    labelSingular: `The ${singular}`,
    labelPlural: `The ${plural}`,
    icon: "IconRocket",
  };
  return (await mutation({ createOneObject: { __args: { input: { object } }, ...all, fieldsList: all } })).createOneObject;
}

async function createView(object: string, more: object = {}): Promise<Answer> {
  const input = { name: "Mine", icon: "IconList", objectMetadataId: object, ...more };
  return (await mutation({ createView: { __args: { input }, ...all, viewGroups: all } })).createView;
}

test("everything about objects and fields is read in one go", async () => {
  const field = {
    ...all,
    relation: { type: true, targetObjectMetadata: all, targetFieldMetadata: all },
    morphRelations: { type: true, sourceFieldMetadata: all, targetObjectMetadata: all },
  };
  const index = { ...all, indexFieldMetadataList: all };
  const paging = { __args: { paging: { first: 1000 }, filter: {} } };
  const { objects } = await query({
    objects: {
      ...paging,
      edges: {
        cursor: true,
        node: { ...all, fieldsList: field, indexMetadataList: index, searchFieldMetadataList: all },
      },
      pageInfo: all,
    },
  });
  const company = objects.edges.map((edge: Answer) => edge.node).find((node: Answer) => node.nameSingular === "company");
  assert.equal(objects.edges[0].cursor, "YXJyYXljb25uZWN0aW9uOjA=");
  assert.equal(company.labelSingular, "Company");
  assert.equal(company.fieldsList.find((one: Answer) => one.name === "people").relation.type, "ONE_TO_MANY");
  assert.ok(company.indexMetadataList.length > 0 && company.searchFieldMetadataList.length > 0);
  const nested = await query({
    object: {
      __args: { id: company.id },
      ...all,
      fields: { ...paging, edges: { node: all }, pageInfo: all },
      indexMetadatas: { ...paging, edges: { node: index }, pageInfo: all },
    },
  });
  assert.equal(nested.object.fields.edges.length, company.fieldsList.length);
  const { fields } = await query({
    fields: {
      __args: { paging: { first: 1000 }, filter: { objectMetadataId: { eq: company.id } } },
      edges: { node: { ...all, object: all } },
      pageInfo: all,
    },
  });
  assert.equal(fields.edges.length, company.fieldsList.length);
});

test("objects are made, changed, counted and removed", async () => {
  const made = await createObject("rocket", "rockets");
  assert.equal(made.isActive, true);
  const input = { id: made.id, update: { description: "Flies.", color: "red" } };
  const { updateOneObject } = await mutation({ updateOneObject: { __args: { input }, ...all } });
  assert.equal(updateOneObject.description, "Flies.");
  const inputs = [{ id: made.id, update: { description: null } }];
  const { updateManyObjects } = await mutation({ updateManyObjects: { __args: { inputs }, ...all } });
  assert.equal(updateManyObjects[0].description, null);
  assert.equal(updateManyObjects[0].color, "red");
  const { objectRecordCounts, minimalMetadata } = await query({
    objectRecordCounts: all,
    minimalMetadata: { objectMetadataItems: all, views: all, collectionHashes: all },
  });
  assert.ok(objectRecordCounts.some((one: Answer) => one.objectNamePlural === "rockets" && one.totalCount === 0));
  assert.ok(minimalMetadata.objectMetadataItems.some((one: Answer) => one.nameSingular === "rocket"));
  assert.ok(minimalMetadata.collectionHashes.some((one: Answer) => one.collectionName === "objectMetadata"));
  const { mostlyEmptyFieldMetadataIds } = await query({
    mostlyEmptyFieldMetadataIds: { __args: { objectMetadataId: await objectId("company") } },
  } as Answer);
  assert.ok(Array.isArray(mostlyEmptyFieldMetadataIds));
  const words = await query({ metadataTranslations: { __args: { input: { objectMetadataId: made.id } }, ...all } });
  assert.ok(words.metadataTranslations.some((word: Answer) => word.value === "The rocket"));
  const { deleteOneObject } = await mutation({ deleteOneObject: { __args: { input: { id: made.id } }, ...all } });
  assert.equal(deleteOneObject.nameSingular, "rocket");
});

test("fields, relations and indexes are made, changed and removed", async () => {
  const object = await createObject("boat", "boats");
  const options = ["NEW", "OLD"].map((value, position) => ({ value, label: value.toLowerCase(), color: "green", position }));
  const select = { objectMetadataId: object.id, name: "state", label: "State", type: "SELECT" as const, options };
  const { createOneField } = await mutation({ createOneField: { __args: { input: { field: select } }, ...all } });
  assert.equal(createOneField.options.length, 2);
  const payload = {
    type: "MANY_TO_ONE",
    targetObjectMetadataId: await objectId("company"),
    targetFieldLabel: "Fleet",
    targetFieldIcon: "IconSailboat",
  };
  const relation = {
    objectMetadataId: object.id,
    name: "owner",
    label: "Owner",
    type: "RELATION" as const,
    relationCreationPayload: payload,
  };
  const owner = await mutation({
    createOneField: { __args: { input: { field: relation } }, ...all, relation: { type: true, targetFieldMetadata: all } },
  });
  assert.equal(owner.createOneField.relation.targetFieldMetadata.name, "fleet");
  const update = { label: "Condition", defaultValue: "'NEW'" };
  const { updateOneField } = await mutation({
    updateOneField: { __args: { input: { id: createOneField.id, update } }, ...all },
  });
  assert.deepEqual([updateOneField.label, updateOneField.defaultValue], ["Condition", "'NEW'"]);
  const { field } = await query({ field: { __args: { id: createOneField.id }, ...all, object: all } });
  assert.equal(field.object.nameSingular, "boat");
  const index = {
    objectMetadataId: object.id,
    indexType: "BTREE" as const,
    fields: [{ fieldMetadataId: createOneField.id }],
  };
  const { createOneIndex } = await mutation({
    createOneIndex: { __args: { input: { index } }, ...all, indexFieldMetadataList: all },
  });
  assert.equal(createOneIndex.indexFieldMetadataList[0].fieldMetadataId, createOneField.id);
  const gone = await mutation({
    deleteOneIndex: { __args: { input: { id: createOneIndex.id } }, ...all },
    deleteOneField: { __args: { input: { id: createOneField.id } }, ...all },
  });
  assert.deepEqual([gone.deleteOneIndex.id, gone.deleteOneField.name], [createOneIndex.id, "state"]);
});

test("what is wrong is told in the client's own error", async () => {
  const field = { objectMetadataId: await objectId("company"), name: "bad name", label: "Bad", type: "TEXT" as const };
  const attempt = mutation({ createOneField: { __args: { input: { field } }, id: true } });
  const error: Answer = await attempt.then(() => assert.fail("it was accepted"), (error: unknown) => error);
  assert.equal(error.errors[0].extensions.code, "METADATA_VALIDATION_FAILED");
  assert.equal(error.errors[0].extensions.errors.fieldMetadata[0].errors[0].code, "INVALID_FIELD_INPUT");
  const stranger = new MetadataApiClient({ url: `${server.url}/metadata`, headers: {} });
  const refused: Answer = await stranger.query({ minimalMetadata: { views: all } }).then(
    () => assert.fail("it was accepted"),
    (error: unknown) => error,
  );
  assert.equal(refused.errors[0].extensions.code, "UNAUTHENTICATED");
});

test("views are made, read, changed and removed", async () => {
  const object = await objectId("company");
  const id = randomUUID();
  assert.equal((await createView(object, { id })).id, id);
  const { updateView } = await mutation({
    updateView: { __args: { id, input: { name: "Ours", kanbanColumnWidth: 300 } }, ...all },
  });
  assert.deepEqual([updateView.name, updateView.kanbanColumnWidth], ["Ours", 300]);
  const everything = {
    ...all,
    viewFields: all,
    viewFilters: all,
    viewFilterGroups: all,
    viewSorts: all,
    viewGroups: all,
    viewFieldGroups: { ...all, viewFields: all },
  };
  const { getViews, getView } = await query({
    getViews: { __args: { objectMetadataId: object }, ...everything },
    getView: { __args: { id }, ...everything },
  });
  assert.ok(getViews.some((view: Answer) => view.id === id));
  assert.equal(getView.name, "Ours");
  assert.deepEqual(await mutation({ deleteView: { __args: { id } } } as Answer), { deleteView: true });
  assert.deepEqual(await mutation({ destroyView: { __args: { id } } } as Answer), { destroyView: true });
});

test("columns", async () => {
  const object = await objectId("company");
  const view = (await createView(object)).id;
  const [name, revenue] = [await fieldId(object, "name"), await fieldId(object, "annualRevenue")];
  const column = (field: string, position: number) => ({ viewId: view, fieldMetadataId: field, position, isVisible: true, size: 180 });
  const { createViewField } = await mutation({ createViewField: { __args: { input: column(name, 0) }, ...all } });
  const inputs = [column(revenue, 1)];
  const { createManyViewFields } = await mutation({ createManyViewFields: { __args: { inputs }, ...all } });
  const [second] = createManyViewFields;
  const input = { id: second.id, update: { isVisible: false, aggregateOperation: "SUM" as const } };
  const { updateViewField } = await mutation({ updateViewField: { __args: { input }, ...all } });
  assert.deepEqual([updateViewField.isVisible, updateViewField.aggregateOperation], [false, "SUM"]);
  const { getViewFields, getViewField } = await query({
    getViewFields: { __args: { viewId: view }, ...all },
    getViewField: { __args: { id: second.id }, ...all },
  });
  assert.deepEqual(getViewFields.map((one: Answer) => one.id), [createViewField.id, second.id]);
  assert.equal(getViewField.id, second.id);
  await mutation({ deleteViewField: { __args: { input: { id: second.id } }, ...all } });
  const again = await mutation({ createViewField: { __args: { input: column(revenue, 1) }, ...all } });
  await mutation({ destroyViewField: { __args: { input: { id: again.createViewField.id } }, ...all } });
});

test("filters, their groups, and orders", async () => {
  const object = await objectId("company");
  const view = (await createView(object)).id;
  const name = await fieldId(object, "name");
  const { createViewFilterGroup: group } = await mutation({
    createViewFilterGroup: { __args: { input: { viewId: view, logicalOperator: "OR" } }, ...all },
  });
  const updated = await mutation({
    updateViewFilterGroup: { __args: { id: group.id, input: { logicalOperator: "AND" } }, ...all },
  });
  assert.equal(updated.updateViewFilterGroup.logicalOperator, "AND");
  const filter = { viewId: view, fieldMetadataId: name, operand: "CONTAINS" as const, value: "a", viewFilterGroupId: group.id };
  const one = (await mutation({ createViewFilter: { __args: { input: filter }, ...all } })).createViewFilter;
  const two = (await mutation({ createViewFilter: { __args: { input: filter }, ...all } })).createViewFilter;
  const { updateViewFilter } = await mutation({
    updateViewFilter: { __args: { input: { id: one.id, update: { value: "b" } } }, ...all },
  });
  assert.equal(updateViewFilter.value, "b");
  const sort = { viewId: view, fieldMetadataId: name };
  const { createViewSort } = await mutation({ createViewSort: { __args: { input: sort }, ...all } });
  const { updateViewSort } = await mutation({
    updateViewSort: { __args: { input: { id: createViewSort.id, update: { direction: "DESC" } } }, ...all },
  });
  assert.equal(updateViewSort.direction, "DESC");
  const read = await query({
    getViewFilterGroups: { __args: { viewId: view }, ...all },
    getViewFilterGroup: { __args: { id: group.id }, ...all },
    getViewFilters: { __args: { viewId: view }, ...all },
    getViewFilter: { __args: { id: one.id }, ...all },
    getViewSorts: { __args: { viewId: view }, ...all },
    getViewSort: { __args: { id: createViewSort.id }, ...all },
  });
  assert.deepEqual([read.getViewFilters.length, read.getViewFilterGroups.length, read.getViewSorts.length], [2, 1, 1]);
  await mutation({
    deleteViewFilter: { __args: { input: { id: one.id } }, ...all },
    destroyViewFilter: { __args: { input: { id: two.id } }, ...all },
    deleteViewSort: { __args: { input: { id: createViewSort.id } } },
    deleteViewFilterGroup: { __args: { id: group.id } },
  } as Answer);
  const { createViewSort: other } = await mutation({ createViewSort: { __args: { input: sort }, ...all } });
  const { createViewFilterGroup: last } = await mutation({
    createViewFilterGroup: { __args: { input: { viewId: view } }, ...all },
  });
  const gone = await mutation({
    destroyViewSort: { __args: { input: { id: other.id } } },
    destroyViewFilterGroup: { __args: { id: last.id } },
  } as Answer);
  assert.deepEqual(gone, { destroyViewSort: true, destroyViewFilterGroup: true });
});

test("groups of a board", async () => {
  const object = await objectId("opportunity");
  const view = await createView(object, { type: "KANBAN", mainGroupByFieldMetadataId: await fieldId(object, "stage") });
  const [first, second] = view.viewGroups;
  const hide = (id: string) => ({ id, update: { isVisible: false } });
  const { updateViewGroup } = await mutation({ updateViewGroup: { __args: { input: hide(first.id) }, ...all } });
  assert.equal(updateViewGroup.isVisible, false);
  await mutation({ updateManyViewGroups: { __args: { inputs: [hide(second.id)] }, ...all } });
  await mutation({
    deleteViewGroup: { __args: { input: { id: first.id } }, ...all },
    destroyViewGroup: { __args: { input: { id: second.id } }, ...all },
  });
  const group = ({ fieldValue }: Answer) => ({ viewId: view.id, fieldValue, position: 9 });
  const { createViewGroup } = await mutation({ createViewGroup: { __args: { input: group(first) }, ...all } });
  await mutation({ createManyViewGroups: { __args: { inputs: [group(second)] }, ...all } });
  const { getViewGroups, getViewGroup } = await query({
    getViewGroups: { __args: { viewId: view.id }, ...all },
    getViewGroup: { __args: { id: createViewGroup.id }, ...all },
  });
  assert.equal(getViewGroups.length, view.viewGroups.length);
  assert.equal(getViewGroup.fieldValue, first.fieldValue);
});

test("sections of a record page", async () => {
  const object = await objectId("company");
  const { getViews } = await query({
    getViews: { __args: { objectMetadataId: object, viewTypes: ["FIELDS_WIDGET"] }, ...all },
  });
  const view = getViews[0].id;
  const section = (name: string) => ({ viewId: view, name, position: 20 });
  const { createViewFieldGroup: one } = await mutation({
    createViewFieldGroup: { __args: { input: section("One") }, ...all, viewFields: all },
  });
  const { createManyViewFieldGroups } = await mutation({
    createManyViewFieldGroups: { __args: { inputs: [section("Two")] }, ...all },
  });
  const [two] = createManyViewFieldGroups;
  const { updateViewFieldGroup } = await mutation({
    updateViewFieldGroup: { __args: { input: { id: one.id, update: { name: "Uno" } } }, ...all },
  });
  assert.equal(updateViewFieldGroup.name, "Uno");
  const { getViewFieldGroups, getViewFieldGroup } = await query({
    getViewFieldGroups: { __args: { viewId: view }, ...all, viewFields: all },
    getViewFieldGroup: { __args: { id: two.id }, ...all },
  });
  assert.ok(getViewFieldGroups.some((group: Answer) => group.name === "Uno"));
  assert.equal(getViewFieldGroup.name, "Two");
  await mutation({
    deleteViewFieldGroup: { __args: { input: { id: one.id } }, ...all },
    destroyViewFieldGroup: { __args: { input: { id: two.id } }, ...all },
  });
});

test("views of widgets", async () => {
  const object = await objectId("opportunity");
  const [name, stage, amount] = [await fieldId(object, "name"), await fieldId(object, "stage"), await fieldId(object, "amount")];
  const everything = { ...all, viewFields: all, viewFilters: all, viewFilterGroups: all, viewSorts: all, viewGroups: all, viewFieldGroups: { ...all, viewFields: all } };
  const [widgetId, group] = [randomUUID(), randomUUID()];
  const { upsertViewWidget } = await mutation({
    upsertViewWidget: {
      __args: {
        input: {
          widgetId,
          view: { type: "KANBAN_WIDGET", mainGroupByFieldMetadataId: stage, kanbanColumnWidth: 240 },
          viewFields: [name, amount].map((fieldMetadataId, position) => ({ fieldMetadataId, isVisible: true, position })),
          viewFilterGroups: [{ id: group, logicalOperator: "OR" }],
          viewFilters: [{ fieldMetadataId: name, operand: "CONTAINS", value: "x", viewFilterGroupId: group }],
          viewSorts: [{ fieldMetadataId: amount, direction: "DESC" }],
        },
      },
      ...everything,
    },
  });
  assert.equal(upsertViewWidget.type, "KANBAN_WIDGET");
  assert.deepEqual(upsertViewWidget.viewFields.map((one: Answer) => one.fieldMetadataId), [name, amount]);
  assert.equal(upsertViewWidget.viewFilters[0].viewFilterGroupId, group);
  assert.equal(upsertViewWidget.viewSorts[0].direction, "DESC");
  assert.ok(upsertViewWidget.viewGroups.length > 1);
  const field = (fieldMetadataId: string, position: number) => ({ fieldMetadataId, isVisible: true, position });
  const listed = randomUUID();
  const section = { id: randomUUID(), name: "Money", position: 0, isVisible: true, fields: [field(amount, 0), field(stage, 1)] };
  const { upsertFieldsWidget } = await mutation({
    upsertFieldsWidget: { __args: { input: { widgetId: listed, groups: [section] } }, ...everything },
  });
  assert.equal(upsertFieldsWidget.type, "FIELDS_WIDGET");
  assert.equal(upsertFieldsWidget.viewFieldGroups[0].viewFields.length, 2);
  const flat = await mutation({
    upsertFieldsWidget: { __args: { input: { widgetId: listed, fields: [field(stage, 0)] } }, ...everything },
  });
  assert.equal(flat.upsertFieldsWidget.id, upsertFieldsWidget.id);
  assert.deepEqual(flat.upsertFieldsWidget.viewFieldGroups, []);
  const { getViews } = await query({ getViews: { __args: { objectMetadataId: object }, id: true } });
  assert.ok(getViews.every((view: Answer) => view.id !== upsertViewWidget.id && view.id !== upsertFieldsWidget.id));
});

test("pages of tabs and widgets", async () => {
  const configuration = { __typename: true, on_FieldsConfiguration: all, on_FieldConfiguration: all, on_IframeConfiguration: all } as const;
  const position = { on_PageLayoutWidgetGridPosition: all, on_PageLayoutWidgetVerticalListPosition: all, on_PageLayoutWidgetCanvasPosition: all } as const;
  const widget = { ...all, gridPosition: all, position, configuration };
  const tab = { ...all, widgets: widget };
  const page = { ...all, tabs: tab };
  const { getPageLayouts } = await query({
    getPageLayouts: { __args: { objectMetadataId: await objectId("company"), pageLayoutType: "RECORD_PAGE" }, ...page },
  });
  assert.equal(getPageLayouts.length, 1);
  const [stock] = getPageLayouts;
  assert.deepEqual(stock.tabs.map((one: Answer) => one.title).slice(0, 2), ["Home", "Timeline"]);
  assert.equal(stock.tabs[0].widgets[0].configuration.__typename, "FieldsConfiguration");

  const { createPageLayout: own } = await mutation({ createPageLayout: { __args: { input: { name: "Numbers", type: "DASHBOARD" } }, ...page } });
  const { createPageLayoutTab } = await mutation({
    createPageLayoutTab: { __args: { input: { title: "First", pageLayoutId: own.id } }, ...tab },
  });
  const frame = { configurationType: "IFRAME", url: "https://icosa.test" };
  const { createPageLayoutWidget } = await mutation({
    createPageLayoutWidget: { __args: { input: { title: "Map", type: "IFRAME", pageLayoutTabId: createPageLayoutTab.id, configuration: frame } }, ...widget },
  });
  assert.equal(createPageLayoutWidget.configuration.url, frame.url);
  assert.equal(createPageLayoutWidget.gridPosition.columnSpan, 4);
  const [of, inside, at] = [{ id: own.id }, { id: createPageLayoutTab.id }, { id: createPageLayoutWidget.id }];
  const read = await query({
    getPageLayout: { __args: of, ...page },
    getPageLayoutTabs: { __args: { pageLayoutId: own.id }, ...tab },
    getPageLayoutTab: { __args: inside, ...tab },
    getPageLayoutWidgets: { __args: { pageLayoutTabId: inside.id }, ...widget },
    getPageLayoutWidget: { __args: at, ...widget },
  });
  assert.equal(read.getPageLayout.tabs[0].widgets[0].id, at.id);
  assert.deepEqual(read.getPageLayoutTabs, [read.getPageLayoutTab]);
  assert.deepEqual(read.getPageLayoutWidgets, [read.getPageLayoutWidget]);
  const changed = await mutation({
    updatePageLayout: { __args: { ...of, input: { name: "Figures" } }, ...page },
    updatePageLayoutTab: { __args: { ...inside, input: { title: "Only", icon: "IconMap" } }, ...tab },
    updatePageLayoutWidget: { __args: { ...at, input: { title: "World" } }, ...widget },
  });
  assert.deepEqual(
    [changed.updatePageLayout.name, changed.updatePageLayoutTab.icon, changed.updatePageLayoutWidget.title],
    ["Figures", "IconMap", "World"],
  );
  const added = { id: randomUUID(), title: "Second", position: 1, widgets: [] };
  const { updatePageLayoutWithTabsAndWidgets } = await mutation({
    updatePageLayoutWithTabsAndWidgets: { __args: { ...of, input: { name: "Saved", type: "DASHBOARD", tabs: [added] } }, ...page },
  });
  assert.deepEqual(updatePageLayoutWithTabsAndWidgets.tabs.map((one: Answer) => one.id), [added.id]);
  const { createPageLayoutTab: more } = await mutation({ createPageLayoutTab: { __args: { input: { title: "More", pageLayoutId: own.id } }, id: true } });
  const { createPageLayoutWidget: last } = await mutation({
    createPageLayoutWidget: { __args: { input: { title: "Map", type: "IFRAME", pageLayoutTabId: more.id, configuration: frame } }, id: true },
  });
  await mutation({ destroyPageLayoutWidget: { __args: { id: last.id } } });
  await mutation({ destroyPageLayoutTab: { __args: { id: more.id } } });
  await mutation({ destroyPageLayout: { __args: of } });
  assert.equal((await query({ getPageLayout: { __args: of, id: true } })).getPageLayout, null);

  const [home] = stock.tabs;
  await mutation({ updatePageLayoutTab: { __args: { id: home.id, input: { title: "About" } }, id: true } });
  const { resetPageLayoutTabToDefault } = await mutation({ resetPageLayoutTabToDefault: { __args: { id: home.id }, ...tab } });
  assert.equal(resetPageLayoutTabToDefault.title, "Home");
  await mutation({ resetPageLayoutWidgetToDefault: { __args: { id: home.widgets[0].id }, ...widget } });
  const { resetPageLayoutToDefault } = await mutation({ resetPageLayoutToDefault: { __args: { id: stock.id }, ...page } });
  assert.equal(resetPageLayoutToDefault.tabs.length, stock.tabs.length);
});

test("the command menu", async () => {
  const item = { ...all, payload: { on_PathCommandMenuItemPayload: { path: true } } } as const;
  // The client asks for every member it knows but those of components, which there are none of.
  const { commandMenuItems } = await query({ commandMenuItems: item });
  const company = commandMenuItems.find((one: Answer) => one.label === "Go to Companies");
  assert.deepEqual(company.hotKeys, ["G", "C"]);
  const { updateCommandMenuItem } = await mutation({
    updateCommandMenuItem: { __args: { input: { id: company.id, label: "Firms", isPinned: true } }, ...item },
  });
  assert.equal(updateCommandMenuItem.label, "Firms");
  const { resetCommandMenuItem } = await mutation({ resetCommandMenuItem: { __args: { id: company.id }, ...item } });
  const { commandMenuItem } = await query({ commandMenuItem: { __args: { id: company.id }, ...item } });
  assert.deepEqual(commandMenuItem, resetCommandMenuItem);
  assert.equal(commandMenuItem.label, "Go to Companies");
});

test("navigation", async () => {
  const item = { ...all, targetRecordIdentifier: all };
  const folder = { id: randomUUID(), type: "FOLDER" as const, name: "Reading" };
  const { createNavigationMenuItem } = await mutation({
    createNavigationMenuItem: { __args: { input: folder }, ...item },
  });
  assert.equal(createNavigationMenuItem.id, folder.id);
  const links = ["One", "Two"].map((name) => ({ type: "LINK" as const, name, link: `https://${name}.example` }));
  const { createManyNavigationMenuItems: made } = await mutation({
    createManyNavigationMenuItems: { __args: { inputs: links }, ...item },
  });
  const into = { id: made[0].id, update: { folderId: folder.id } };
  const { updateNavigationMenuItem } = await mutation({
    updateNavigationMenuItem: { __args: { input: into }, ...item },
  });
  assert.equal(updateNavigationMenuItem.folderId, folder.id);
  const out = [{ id: made[0].id, update: { folderId: null, position: 50 } }];
  const { updateManyNavigationMenuItems } = await mutation({
    updateManyNavigationMenuItems: { __args: { inputs: out }, ...item },
  });
  assert.equal(updateManyNavigationMenuItems[0].folderId, null);
  const { navigationMenuItems, navigationMenuItem } = await query({
    navigationMenuItems: item,
    navigationMenuItem: { __args: { id: folder.id }, ...item },
  });
  assert.ok(navigationMenuItems.length > 3);
  assert.equal(navigationMenuItem.name, "Reading");
  const ids = made.map((one: Answer) => one.id);
  await mutation({
    deleteManyNavigationMenuItems: { __args: { ids }, ...item },
    deleteNavigationMenuItem: { __args: { id: folder.id }, ...item },
  });
});

/** The older way to send a file: a form of operations, map and the file. */
async function sentAsForm(query: string, file: File, variables: Record<string, unknown> = {}): Promise<Answer> {
  const form = new FormData();
  form.set("operations", JSON.stringify({ query, variables: { ...variables, file: null } }));
  form.set("map", JSON.stringify({ 0: ["variables.file"] }));
  form.set("0", file, file.name);
  const headers = { Authorization: `Bearer ${key}` };
  return (await fetch(`${server.url}/metadata`, { method: "POST", headers, body: form })).json();
}

test("files", async () => {
  const text = async (url: string): Promise<string> => (await fetch(url)).text();
  const { object } = await query({
    object: { __args: { id: await objectId("attachment") }, fieldsList: { id: true, type: true, universalIdentifier: true } },
  });
  const field = object.fieldsList.find((field: Answer) => field.type === "FILES");
  const place = { fileFolder: "FilesField" as const, fieldMetadataId: field.id };
  const { createFileUpload: target } = await mutation({
    createFileUpload: { __args: { filename: "one.txt", size: 5, ...place }, ...all },
  });
  const headers = { "Content-Type": target.contentType };
  assert.ok((await fetch(target.uploadUrl, { method: "PUT", headers, body: "hello" })).ok);
  const { completeFileUpload } = await mutation({
    completeFileUpload: { __args: { fileId: target.fileId }, ...all },
  });
  assert.equal(await text(completeFileUpload.url), "hello");

  const fieldMetadataUniversalIdentifier = field.universalIdentifier;
  const fileBuffer = Buffer.from("again");
  const sent: Answer = await client.uploadFile({ fileBuffer, filename: "two.txt", fieldMetadataUniversalIdentifier });
  assert.equal(await text(sent.url), "again");

  const old = `mutation ($file: Upload!, $field: String!) {
    uploadFilesFieldFileByUniversalIdentifier(file: $file, fieldMetadataUniversalIdentifier: $field) { id size url } }`;
  const three = new File(["once more"], "three.txt", { type: "text/plain" });
  const { data, errors } = await sentAsForm(old, three, { field: fieldMetadataUniversalIdentifier });
  assert.equal(errors, undefined);
  assert.equal(await text(data.uploadFilesFieldFileByUniversalIdentifier.url), "once more");
  called.add("Mutation.uploadFilesFieldFileByUniversalIdentifier");
});

test("pictures of the workspace and of people", async () => {
  const picture = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  const { createFileUpload: target } = await mutation({
    createFileUpload: { __args: { filename: "logo.png", size: picture.length, fileFolder: "CorePicture" }, ...all },
  });
  const headers = { "Content-Type": target.contentType };
  assert.ok((await fetch(target.uploadUrl, { method: "PUT", headers, body: picture })).ok);
  const __args = { fileId: target.fileId };
  const { completeWorkspaceLogoUpload } = await mutation({ completeWorkspaceLogoUpload: { __args, ...all } });
  assert.equal(completeWorkspaceLogoUpload.id, target.fileId);
  // A key is nobody who could have a picture.
  await assert.rejects(mutation({ completeWorkspaceMemberProfilePictureUpload: { __args, ...all } }));

  const file = new File([picture], "again.png", { type: "image/png" });
  const logo = await sentAsForm("mutation ($file: Upload!) { uploadWorkspaceLogo(file: $file) { id } }", file);
  assert.equal(logo.errors, undefined);
  assert.notEqual(logo.data.uploadWorkspaceLogo.id, target.fileId);
  const own = "mutation ($file: Upload!) { uploadWorkspaceMemberProfilePicture(file: $file) { id } }";
  assert.ok((await sentAsForm(own, file)).errors);
  called.add("Mutation.uploadWorkspaceLogo").add("Mutation.uploadWorkspaceMemberProfilePicture");
});

test("queries are attached to streams that are open only", async () => {
  const name = { eventStreamId: randomUUID(), queryId: "companies" };
  const operationSignature = { objectNameSingular: "company", variables: {} };
  await assert.rejects(mutation({ addQueryToEventStream: { __args: { input: { ...name, operationSignature } } } }));
  await assert.rejects(mutation({ removeQueryFromEventStream: { __args: { input: name } } }));
});

test("every operation was called", () => {
  const facts = readFileSync(join(root, "src/graphql/tests/it/facts.txt"), "utf8");
  const known = [...facts.matchAll(/^type ((?:Query|Mutation)\.\w+):/gm)].map((match) => match[1]);
  assert.ok(known.length > 60);
  assert.deepEqual(known.filter((name) => !called.has(name!)), []);
});
