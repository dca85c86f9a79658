//! Icosa's design system: what every page is made of.
//!
//! It knows the model's formats (initials, hues) and nothing of records, permissions or the server; it must never
//! import `contract`, `rpc` or an engine crate. Looks live in `style/`: components name classes, `style/tokens.css`
//! holds the colours. To add a primitive, give it a file here, its classes in `style/components.css` and a place in
//! `examples/showcase.rs`.
//!
//! | Module | Components and functions (`?` optional) |
//! |---|---|
//! | [`button`] | `Button(variant? size? blue? danger? full_width? kind? icon? disabled? loading? name? value? on_click? button_ref?) children`, `LinkButton(href variant? size? blue? icon? external?) children`, `IconButton(icon label size? danger? pressed? expanded? disabled? on_click? button_ref? no_tip?)`; [`button::Variant`], [`button::Size`] |
//! | [`icon`], [`logo`] | `Icon(name size?)`, `Logo(size?)` |
//! | [`input`] | `TextInput(name? label? kind? value? bind? placeholder? autocomplete? input_mode? hint? error? required? autofocus? disabled? on_input? input_ref?)`, `PasswordInput(name label autocomplete? hint? error?)`, `SearchInput(label value name? plain? input_ref?)`, `TextArea(value label? name? placeholder? rows? hint? error? area_ref?)`, `Field(label? hint? error? note_id?) children` |
//! | [`checkbox`], [`select`] | `Checkbox(label show_label? checked indeterminate? on_change? name? disabled? round?)`, `Toggle(label show_label? checked on_change? name? disabled?)`, `Select(label options value name? on_change? hint? hide_label?)` |
//! | [`tag`], [`chip`], [`avatar`] | `Tag(label color? outline?)`, [`tag::color_classes`], [`tag::swatch_class`], [`tag::COLORS`]; `Chip(label look? href? highlighted?)`, [`chip::Look`]; `Avatar(name seed? image? size? square?)` |
//! | [`floating`] | `Popover(open anchor? placement? label? role? width? match_anchor? keep_focus? bare? on_dismiss?) children`, [`floating::Placement`], [`floating::Anchor`] (from any `NodeRef`, from a point), [`floating::use_popover`] |
//! | [`menu`] | `Menu(label?) children`, `MenuItem(label icon? note? keys? href? checked? danger? disabled? keep_open? submenu? on_click?)`, `MenuSeparator`, `MenuHeading(text)`, `DropdownMenu(label icon? size? placement?) children` |
//! | [`modal`] | `Modal(open title size? centred?) children`, `ConfirmDialog(open title message confirm danger? typed? on_confirm)` |
//! | [`toast`] | [`toast::provide_toasts`], [`toast::use_toasts`] → [`toast::Toasts`]: `.success(text)`, `.error(text)`, `.info(text)`, `.show(Toast::success(text).detail(text).action("Undo", run).key(key))`; `ToastStack` |
//! | [`combobox`], [`date_picker`], [`multi_item`] | bodies of popovers: `Combobox(label choices selected? multiple? on_pick on_search? loading? on_create? creates? create? none? seed? footer?)` over [`combobox::Choice`]; `DatePicker(value on_change today with_time? week_start? names? clearable? clear? autofocus?)`; `MultiItemEditor(list placeholder kind? has_primary? seeded?)` over [`multi_item::ItemList`] |
//! | [`card`], [`tabs`], [`rating`] | `Card(title? flush?) children`, `Banner(text tone?) children?`, `EmptyState(title text? art?) children?`; `Tabs(label tabs active on_select?)`; `Rating(value label? max? on_change?)` |
//! | [`clipboard`] | [`clipboard::copy`]`(text, said, toasts)` |
//! | [`viewport`] | [`viewport::VirtualWindow`]: `.visible(scroll_top, height)`, `.reveal(row, scroll_top, height)`, `.height()` |
//! | [`progress`], [`kbd`] | `Spinner(size?)`, `ProgressBar(label value)`, `Skeleton(width? height?)`, `Kbd(keys)` |
//! | [`hooks`] | `use_window_listener(ev, run)`, `use_document_listener`, `use_element_listener(node_ref, ev, run)`, `use_debounced(signal, after)`, `use_debounce(after, run)`, `use_media_query(query)`, `use_is_phone()`, `use_hydrated()`, `use_interval(every, run)`, `use_is_dark()`, `use_resize(node_ref, run)`, `use_outside_press(node_ref, run)`, `focus`, `focus_first` |
//!
//! Props named `on_…` take closures; props of signal type take values, signals and closures alike. Everything renders
//! on the server; what needs the browser starts in effects.

pub mod avatar;
pub mod button;
pub mod card;
pub mod checkbox;
pub mod chip;
pub mod clipboard;
pub mod combobox;
pub mod date_picker;
pub mod document_title;
pub mod floating;
pub mod hooks;
pub mod icon;
mod icons_data;
pub mod input;
pub mod kbd;
pub mod logo;
pub mod menu;
pub mod modal;
pub mod multi_item;
pub mod plain_area;
pub mod progress;
pub mod rating;
pub mod rich_text;
pub mod select;
pub mod tabs;
pub mod tag;
pub mod toast;
pub mod viewport;
