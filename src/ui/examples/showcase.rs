//! Every primitive on one page, as HTML, to look at the style sheet without a server:
//! `cargo run -p icosa-ui --example showcase --features leptos/ssr -- dark > showcase.html` (argument: light or dark),
//! beside a `showcase.css` made by Tailwind from `style/main.css`.

use std::io::Write;
use std::sync::Arc;

use chrono::NaiveDate;
use icosa_ui::avatar::Avatar;
use icosa_ui::button::{Button, IconButton, LinkButton, Size, Variant};
use icosa_ui::card::{Art, Banner, Card, EmptyState, Tone};
use icosa_ui::checkbox::{Checkbox, Toggle};
use icosa_ui::chip::{Chip, Look};
use icosa_ui::combobox::{Choice, Combobox};
use icosa_ui::date_picker::DatePicker;
use icosa_ui::icon::{Icon, names};
use icosa_ui::input::{PasswordInput, SearchInput, TextArea, TextInput};
use icosa_ui::kbd::Kbd;
use icosa_ui::logo::Logo;
use icosa_ui::menu::{Menu, MenuHeading, MenuItem, MenuSeparator};
use icosa_ui::multi_item::{ItemList, MultiItemEditor};
use icosa_ui::progress::{ProgressBar, Skeleton, Spinner};
use icosa_ui::rating::Rating;
use icosa_ui::select::Select;
use icosa_ui::tabs::{Tab, Tabs};
use icosa_ui::tag::{COLORS, Tag};
use icosa_ui::toast::{Toast, ToastStack, provide_toasts};
use leptos::prelude::*;

fn main() -> std::io::Result<()> {
    let scheme = std::env::args().nth(1).unwrap_or_else(|| "light".to_owned());
    let owner = Owner::new();
    let page = owner.with(|| page().to_html());
    let head = "<meta charset=utf-8><meta name=viewport content='width=device-width'><link rel=stylesheet href=showcase.css>";
    let style = "<style>.popover{display:block!important;position:static!important}.toast-clock,.toast,.popover,.modal{animation:none!important}</style>";
    write!(
        std::io::stdout(),
        "<!DOCTYPE html><html class={scheme}><head>{head}{style}</head><body data-hydrated>{page}</body></html>"
    )
}

fn page() -> AnyView {
    let toasts = provide_toasts();
    toasts.show(Toast::success("3 people deleted").action("Undo", || ()));
    toasts.show(
        Toast::error("The company was not saved")
            .detail("The domain acme.com belongs to another company already."),
    );
    toasts.info("A new version is ready");
    view! {
        <main class="bg-tertiary p-4 grid gap-4" style="grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); align-items: start">
            <div class="flex items-center gap-2"><Logo size=40/><Logo size=24/><Logo size=16/><b class="text-xl font-semibold">"Icosa"</b></div>
            {buttons()} {inputs()} {choices()} {tags()} {menus()} {pickers()} {feedback()} {frames()} {icons()}
        </main>
        <ToastStack/>
    }
    .into_any()
}

fn buttons() -> AnyView {
    let row = |size: Size| {
        view! {
            <div class="flex flex-wrap gap-2">
                <Button variant=Variant::Primary blue=true size icon="IconPlus">"New person"</Button>
                <Button variant=Variant::Primary size>"Primary"</Button>
                <Button variant=Variant::Primary danger=true size>"Delete"</Button>
                <Button size icon="IconFilter">"Filter"</Button>
                <Button blue=true size>"Blue"</Button>
                <Button danger=true size>"Danger"</Button>
                <Button variant=Variant::Tertiary size>"Tertiary"</Button>
                <Button variant=Variant::Tertiary danger=true size>"Remove"</Button>
                <Button variant=Variant::Primary blue=true size loading=true>"Saving"</Button>
                <Button size disabled=true>"Disabled"</Button>
                <Button variant=Variant::Primary blue=true size disabled=true>"Disabled"</Button>
            </div>
        }
        .into_any()
    };
    view! {
        <Card title="Buttons">
            <div class="grid gap-3">
                {row(Size::Medium)} {row(Size::Small)}
                <div class="flex gap-1">
                    <IconButton icon="IconPencil" label="Edit"/><IconButton icon="IconTrash" label="Delete" danger=true/>
                    <IconButton icon="IconStar" label="Favourite" pressed=true/><IconButton icon="IconDotsVertical" label="More" expanded=true/>
                    <IconButton icon="IconX" label="Close" size=Size::Medium/><IconButton icon="IconX" label="Off" disabled=true/>
                    <LinkButton href="/" icon="IconExternalLink">"Link"</LinkButton>
                </div>
            </div>
        </Card>
    }
    .into_any()
}

fn inputs() -> AnyView {
    let options = ["Lead", "Meeting", "Proposal"].map(|name| (name.to_owned(), name.to_owned())).to_vec();
    view! {
        <Card title="Inputs">
            <div class="grid gap-3">
                <TextInput name="email" label="E-mail" kind="email" placeholder="you@company.com" hint="We send a link to it."/>
                <TextInput name="domain" label="Domain" value="acme,com" error="This is not a domain name"/>
                <PasswordInput name="password" label="Password" hint="At least 8 characters."/>
                <SearchInput label="Search people" value=RwSignal::new(String::new())/>
                <Select label="Stage" options value="Meeting"/>
                <TextArea label="Notes" value=RwSignal::new(String::new()) placeholder="What was said"/>
                <TextInput name="off" label="Workspace" value="Acme" disabled=true/>
            </div>
        </Card>
    }
    .into_any()
}

fn choices() -> AnyView {
    view! {
        <Card title="Yes or no, how much">
            <div class="grid gap-3 justify-items-start">
                <div class="flex gap-4">
                    <Checkbox label="Checked" show_label=true checked=true/><Checkbox label="Open" show_label=true checked=false/>
                    <Checkbox label="Done" show_label=true checked=true round=true/><Checkbox label="Off" show_label=true checked=true disabled=true/>
                </div>
                <div class="flex gap-4">
                    <Toggle label="On" show_label=true checked=true/><Toggle label="Off" show_label=true checked=false/>
                </div>
                <div class="flex gap-4"><Rating value=4/><Rating value=2 on_change=|_| ()/></div>
                <div class="flex gap-2 items-center"><Kbd keys="G P"/><Kbd keys="Ctrl K"/><Kbd keys="/"/></div>
                <div class="w-full"><Tabs label="Record" active="Timeline" tabs=["Timeline", "Tasks", "Notes", "Files"].map(|name| Tab {
                    id: name.to_owned(), label: name.to_owned(), icon: Some("IconNotes".into()), count: (name == "Tasks").then_some(3), href: None,
                }).to_vec()/></div>
            </div>
        </Card>
    }
    .into_any()
}

fn tags() -> AnyView {
    let tags: Vec<AnyView> = COLORS.map(|color| view! { <Tag label=color color/> }.into_any()).into();
    let avatars: Vec<AnyView> = [12, 14, 16, 24, 40]
        .map(|size| {
            view! { <Avatar name="Ada Lovelace" size/><Avatar name="Acme" size square=true/> }.into_any()
        })
        .into();
    view! {
        <Card title="Tags, chips, avatars">
            <div class="grid gap-3">
                <div class="flex flex-wrap gap-1">{tags}<Tag label="No value" outline=true/></div>
                <div class="flex flex-wrap gap-1">
                    <Chip label="Ada Lovelace" look=Look::person("1", None) href="/".to_owned()/>
                    <Chip label="Analytical Engines" look=Look::company("2", None) highlighted=true href="/".to_owned()/>
                    <Chip label="" look=Look::Icon("IconNotes".into())/>
                    <span class="max-w-24 min-w-0 flex"><Chip label="A rather long name of a company" look=Look::company("3", None) highlighted=true/></span>
                </div>
                <div class="flex items-center gap-2">{avatars}</div>
            </div>
        </Card>
    }
    .into_any()
}

fn menus() -> AnyView {
    let addresses = ["ada@engines.com", "lovelace@home.uk"].map(str::to_owned).to_vec();
    let emails = ItemList::new(addresses, String::new(), 9, Arc::new(|text| Ok(vec![text.to_owned()])));
    view! {
        <div class="grid gap-3 justify-items-start">
            <div class="popover">
                <Menu label="Record">
                    <MenuHeading text="Record"/>
                    <MenuItem label="Edit" icon="IconPencil" keys="E"/>
                    <MenuItem label="Copy link" icon="IconLink"/>
                    <MenuItem label="Sort" icon="IconArrowsSort" note="Name" submenu=true/>
                    <MenuItem label="Compact" icon="IconList" checked=true/>
                    <MenuSeparator/>
                    <MenuItem label="Delete" icon="IconTrash" danger=true/>
                    <MenuItem label="Restore" icon="IconRestore" disabled=true/>
                </Menu>
            </div>
            <div class="popover popover-bare">
                <MultiItemEditor list=emails placeholder="Add e-mail" has_primary=true/>
            </div>
            <dialog open class="modal" style="position:static">
                <div class="modal-body modal-centred">
                    <h2 class="modal-head">"Delete 3 people?"</h2>
                    <div class="modal-form">
                        <p class="modal-text">"They can be restored within 14 days."</p>
                        <Button variant=Variant::Primary danger=true full_width=true>"Delete"</Button>
                        <Button full_width=true>"Cancel"</Button>
                    </div>
                </div>
            </dialog>
        </div>
    }
    .into_any()
}

fn pickers() -> AnyView {
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default();
    let choice = |label: &str, look: Look, hint: &str| Choice {
        id: label.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
        look,
    };
    let people = vec![
        choice("Ada Lovelace", Look::person("1", None), "Analytical Engines"),
        choice("Grace Hopper", Look::person("2", None), "Navy"),
        choice("Alan Turing", Look::person("5", None), ""),
    ];
    let stages = vec![
        choice("Lead", Look::Tag("blue".to_owned()), ""),
        choice("Won", Look::Tag("green".to_owned()), ""),
        choice("Lost", Look::Tag("red".to_owned()), ""),
    ];
    view! {
        <div class="flex flex-wrap gap-3 items-start">
            <div class="popover popover-bare"><DatePicker value=today.succ_opt().and_then(|day| day.and_hms_opt(9, 30, 0)) today on_change=|_| () with_time=true/></div>
            <div class="popover popover-bare"><Combobox label="Search people" choices=people selected=vec!["Grace Hopper".to_owned()] on_pick=|_| ()/></div>
            <div class="popover popover-bare"><Combobox label="Stages" choices=stages multiple=true selected=vec!["Won".to_owned()] on_pick=|_| ()/></div>
        </div>
    }
    .into_any()
}

fn feedback() -> AnyView {
    view! {
        <div class="grid gap-3">
            <Banner text="Sync is on its way: 1,204 of 3,000 messages."/>
            <Banner tone=Tone::Warning text="The mailbox was disconnected."><Button size=Size::Small>"Reconnect"</Button></Banner>
            <Banner tone=Tone::Danger text="This record was deleted."><Button size=Size::Small>"Restore"</Button></Banner>
            <div class="flex items-center gap-3"><Spinner/><div class="flex-1"><ProgressBar label="Import" value=Some(0.6)/></div></div>
            <div class="grid gap-2"><Skeleton width="60%"/><Skeleton/><Skeleton width="40%" height=32/></div>
        </div>
    }
    .into_any()
}

fn frames() -> AnyView {
    view! {
        <Card title="Nothing here" flush=true>
            <EmptyState title="No people yet" text="Add the first one, or import them from a file.">
                <Button variant=Variant::Primary blue=true icon="IconPlus">"New person"</Button>
                <Button icon="IconFileImport">"Import"</Button>
            </EmptyState>
            <div class="flex">
                <EmptyState title="Nothing matches" text="Try fewer filters." art=Art::Search/>
                <EmptyState title="No notes" art=Art::Icon("IconNotes".into())/>
            </div>
        </Card>
    }
    .into_any()
}

fn icons() -> AnyView {
    let icons: Vec<AnyView> =
        names().map(|name| view! { <span title=name><Icon name=name size=20/></span> }.into_any()).collect();
    view! { <div class="flex flex-wrap gap-2 text-secondary" style="grid-column: 1 / -1">{icons}</div> }
        .into_any()
}
