// What the page gives to the editor and gets back.

/** Words of the editor, in the person's language. */
export interface Labels {
  menu: string;
  noMatch: string;
  paragraph: string;
  heading1: string;
  heading2: string;
  heading3: string;
  bulletList: string;
  numberedList: string;
  checkList: string;
  quote: string;
  codeBlock: string;
  divider: string;
  toolbar: string;
  bold: string;
  italic: string;
  underline: string;
  strike: string;
  code: string;
  link: string;
  linkAddress: string;
  applyLink: string;
  removeLink: string;
  unknownBlock: string;
}

export interface Options {
  /** JSON text of the document; empty for none. */
  document: string;
  editable: boolean;
  /** Shown while the document is empty. */
  placeholder: string;
  /** Name of the text for screen readers. */
  label: string;
  labels: Labels;
  /** Called after each change with the JSON text of the document. */
  onChange(document: string): void;
}

export interface Handle {
  /** Takes the editor out of the page. */
  destroy(): void;
  focus(): void;
  /** Shows another document without calling `onChange`. */
  setDocument(document: string): void;
}
