//! The data model as a picture: objects as cards, relations as lines between them.
//!
//! Cards are ordinary links and lists, so that without JavaScript the picture is a page that scrolls; awake, it is moved
//! and scaled by pointer, wheel and keys.

mod layout;
mod lens;

use icosa_contract::routes::settings;
use icosa_model::ObjectId;
use icosa_rpc::use_model;
use icosa_ui::button::{IconButton, Size};
use icosa_ui::hooks::{use_element_listener, use_hydrated, use_resize};
use icosa_ui::icon::Icon;
use icosa_ui::tag::color_classes;
use leptos::ev::{self, KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::page::{Crumb, SettingsPage};
use layout::{Edge, HEAD, Node, Picture, ROW, WIDTH, picture};
use lens::Lens;

/// One press of a zoom button or key.
const STEP: f64 = 1.25;
/// Pixels an arrow key moves by.
const KEY_MOVE: f64 = 60.0;

/// What the picture and its buttons share.
#[derive(Clone, Copy)]
struct Stage {
    picture: Memo<Picture>,
    lens: RwSignal<Lens>,
    frame: RwSignal<(f64, f64)>,
    /// Nothing was moved yet: the picture fits itself into the frame.
    is_fitted: RwSignal<bool>,
    /// The object under the pointer or with the focus.
    lit: RwSignal<Option<ObjectId>>,
}

impl Stage {
    fn fit(self) {
        let size = self.picture.with_untracked(|picture| (picture.width, picture.height));
        self.lens.set(Lens::fitting(size, self.frame.get_untracked()));
        self.is_fitted.set(true);
    }

    fn zoom(self, by: f64, around: Option<(f64, f64)>) {
        let (width, height) = self.frame.get_untracked();
        let around = around.unwrap_or((width / 2.0, height / 2.0));
        self.lens.update(|lens| *lens = lens.zoomed(by, around));
        self.is_fitted.set(false);
    }

    fn shift(self, x: f64, y: f64) {
        self.lens.update(|lens| *lens = lens.moved(x, y));
        self.is_fitted.set(false);
    }
}

/// `/settings/objects/overview`
#[component]
pub fn OverviewPage() -> AnyView {
    let Some(model) = use_model() else { return ().into_any() };
    let stage = Stage {
        picture: Memo::new(move |_| picture(model.get().metadata())),
        lens: RwSignal::new(Lens { x: 0.0, y: 0.0, scale: 1.0 }),
        frame: RwSignal::new((0.0, 0.0)),
        is_fitted: RwSignal::new(true),
        lit: RwSignal::new(None),
    };
    view! {
        <SettingsPage title="Overview" crumbs=Crumb::data_model() wide=true>
            <Canvas stage/>
        </SettingsPage>
    }
    .into_any()
}

#[component]
fn Canvas(stage: Stage) -> AnyView {
    let element = NodeRef::<html::Div>::new();
    let is_awake = use_hydrated();
    use_resize(element, move |width, height| {
        stage.frame.set((width, height));
        if stage.is_fitted.get_untracked() {
            stage.fit();
        }
    });
    // Not an attribute: the page must not scroll as well.
    use_element_listener(element, ev::wheel, move |event: WheelEvent| {
        event.prevent_default();
        if event.ctrl_key() || event.meta_key() {
            stage.zoom(
                (-event.delta_y() / 200.0).exp(),
                Some(inside(element, event.client_x(), event.client_y())),
            );
        } else {
            stage.shift(-event.delta_x(), -event.delta_y());
        }
    });
    let held = StoredValue::new(None::<(i32, i32)>);
    let press = move |event: PointerEvent| {
        if event.button() == 0 && !is_link(&event) {
            held.set_value(Some((event.client_x(), event.client_y())));
            if let Some(node) = element.get_untracked() {
                let _ = node.set_pointer_capture(event.pointer_id());
            }
        }
    };
    let drag = move |event: PointerEvent| {
        if let Some((x, y)) = held.get_value() {
            stage.shift(f64::from(event.client_x() - x), f64::from(event.client_y() - y));
            held.set_value(Some((event.client_x(), event.client_y())));
        }
    };
    let release = move |_: PointerEvent| held.set_value(None);
    let transform = move || {
        let Lens { x, y, scale } = stage.lens.get();
        is_awake.get().then(|| format!("transform:translate({x:.1}px,{y:.1}px) scale({scale:.3})"))
    };
    let size = move || {
        stage.picture.with(|picture| format!("width:{:.0}px;height:{:.0}px", picture.width, picture.height))
    };
    view! {
        <div class="model-canvas" class:model-awake=move || is_awake.get() node_ref=element tabindex="0" role="group"
            aria-label="Data model. Arrows move, plus and minus zoom, 0 fits." on:keydown=move |event| press_key(stage, &event)
            on:pointerdown=press on:pointermove=drag on:pointerup=release on:pointercancel=release>
            <div class="model-picture" style=move || [size(), transform().unwrap_or_default()].join(";")>
                {move || lines(stage)}
                <ul class="model-nodes">{move || cards(stage)}</ul>
            </div>
        </div>
        <Controls stage/>
    }
    .into_any()
}

/// A point of the window in the frame.
fn inside(element: NodeRef<html::Div>, x: i32, y: i32) -> (f64, f64) {
    let bounds = element.get_untracked().map(|node| node.get_bounding_client_rect());
    let (left, top) = bounds.map_or((0.0, 0.0), |bounds| (bounds.left(), bounds.top()));
    (f64::from(x) - left, f64::from(y) - top)
}

fn is_link(event: &PointerEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.and_then(|element| element.closest("a, button").ok().flatten()).is_some()
}

fn press_key(stage: Stage, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    match event.key().as_str() {
        "ArrowLeft" => stage.shift(KEY_MOVE, 0.0),
        "ArrowRight" => stage.shift(-KEY_MOVE, 0.0),
        "ArrowUp" => stage.shift(0.0, KEY_MOVE),
        "ArrowDown" => stage.shift(0.0, -KEY_MOVE),
        "+" | "=" => stage.zoom(STEP, None),
        "-" => stage.zoom(1.0 / STEP, None),
        "0" => stage.fit(),
        _ => return,
    }
    event.prevent_default();
}

fn lines(stage: Stage) -> AnyView {
    let (width, height, edges) =
        stage.picture.with(|picture| (picture.width, picture.height, picture.edges.clone()));
    let edges: Vec<AnyView> = edges
        .into_iter()
        .map(|Edge { path, ends, between, text }| {
            let is_lit = move || stage.lit.get().is_some_and(|id| id == between.0 || id == between.1);
            view! {
                <g class="model-edge" class:model-lit=is_lit><title>{text}</title><path d=path></path><path d=ends></path></g>
            }
            .into_any()
        })
        .collect();
    view! {
        <svg class="model-edges" width=width.to_string() height=height.to_string() aria-hidden="true">{edges}</svg>
    }
    .into_any()
}

fn cards(stage: Stage) -> Vec<AnyView> {
    let nodes = stage.picture.with(|picture| picture.nodes.clone());
    nodes.into_iter().map(|node| view! { <ObjectCard node stage/> }.into_any()).collect()
}

#[component]
fn ObjectCard(node: Node, stage: Stage) -> AnyView {
    let Node { object, lines, more, x, y } = node;
    let (id, color) = (object.id, object.color.clone().unwrap_or_else(|| "gray".to_owned()));
    let rows: Vec<AnyView> = lines
        .into_iter()
        .map(|line| {
            view! {
                <li class="model-row" class:model-relation=line.is_relation style=format!("height:{ROW}px")>
                    <Icon name=line.icon size=14/><span class="truncate">{line.label}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    let more = (more > 0).then(|| view! { <li class="model-row model-more" style=format!("height:{ROW}px")>{format!("{more} more")}</li> });
    let light = move |id: Option<ObjectId>| stage.lit.set(id);
    view! {
        <li class="model-node" class:model-lit=move || stage.lit.get() == Some(id) style=format!("left:{x:.0}px;top:{y:.0}px;width:{WIDTH}px")
            on:pointerenter=move |_| light(Some(id)) on:pointerleave=move |_| light(None)
            on:focusin=move |_| light(Some(id)) on:focusout=move |_| light(None)>
            <a class="model-head" href=settings::object(&object.name_plural) style=format!("height:{HEAD}px") draggable="false">
                <span class=format!("icon-tile {}", color_classes(&color))><Icon name=object.icon.clone().unwrap_or_default() size=14/></span>
                <span class="truncate">{object.label_plural.clone()}</span>
            </a>
            <ul>{rows}{more}</ul>
        </li>
    }
    .into_any()
}

#[component]
fn Controls(stage: Stage) -> AnyView {
    let percent = move || format!("{:.0} %", stage.lens.get().scale * 100.0);
    view! {
        <div class="model-controls js-only" role="toolbar" aria-label="Zoom">
            <IconButton icon="IconMinus" label="Zoom out" size=Size::Medium on_click=move |_| stage.zoom(1.0 / STEP, None)/>
            <span class="model-percent">{percent}</span>
            <IconButton icon="IconPlus" label="Zoom in" size=Size::Medium on_click=move |_| stage.zoom(STEP, None)/>
            <IconButton icon="IconMaximize" label="Fit" size=Size::Medium on_click=move |_| stage.fit()/>
        </div>
    }
    .into_any()
}
