// Which addresses rich text may point to: the same rules as `icosa_model::rich_text::url`.

const LINK = /^(https?|mailto|tel):./i;
const IMAGE_DATA = /^data:image\/(png|jpeg|gif|webp)/i;

function tidy(address: string): string {
  // A browser ignores control characters inside an address.
  return address.replace(/[\u0000-\u001f\u007f-\u009f]/g, "").trim();
}

/** The address of a link when it may be followed, else null. */
export function safeHref(address: unknown): string | null {
  if (typeof address !== "string") return null;
  const href = tidy(address);
  return LINK.test(href) ? href : null;
}

/** The address of an image or file when it may be loaded, else null. */
export function safeSource(address: unknown, image: boolean): string | null {
  if (typeof address !== "string") return null;
  const source = tidy(address);
  const remote = /^https?:\/\//i.test(source);
  const local = /^\/(?![/\\])/.test(source);
  return remote || local || (image && IMAGE_DATA.test(source)) ? source : null;
}

/** What a person typed as the address of a link: a missing scheme is added. Null when it cannot be one. */
export function typedHref(typed: string): string | null {
  const text = tidy(typed);
  if (text === "" || /\s/.test(text.replace(/^\+?[\d\s().-]+$/, ""))) return null;
  if (safeHref(text) !== null) return text;
  if (/^\+?[\d\s().-]{6,}$/.test(text)) return `tel:${text.replace(/[^\d+]/g, "")}`;
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`;
  // `name:…` is another scheme, unless a port follows the name of a server.
  if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text) || text.startsWith("/")) return null;
  return `https://${text}`;
}
