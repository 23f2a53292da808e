/** The API reference, as the build makes it of the docstrings. HTML is made of this repository's own text. */
export interface Reference {
  /** The rule for names by examples: the same line in Django and here. */
  readonly names: readonly { readonly djangoHtml: string; readonly hereHtml: string }[];
  /** The models that the examples are about. */
  readonly shopHtml: string;
  readonly chapters: readonly ReferenceChapter[];
}

export interface ReferenceChapter {
  readonly title: string;
  readonly entries: readonly ReferenceEntry[];
}

export interface ReferenceEntry {
  /** Its address on the page: `QuerySet.filter`. */
  readonly id: string;
  readonly name: string;
  /** What it is called in Python, or null where Python has no such name. */
  readonly python: string | null;
  /** `type` is one of TypeScript alone. */
  readonly kind: 'class' | 'function' | 'constant' | 'namespace' | 'type' | 'method' | 'property';
  readonly signatureHtml: string;
  /** Prose and examples. */
  readonly bodyHtml: string;
  readonly throws: readonly { readonly nameHtml: string; readonly whenHtml: string }[];
  readonly links: readonly { readonly source: string; readonly text: string; readonly url: string }[];
  readonly members: readonly ReferenceEntry[];
}
