/** Bytes with a place they came from. Only blobs that the prefilter hit are ever made. */

export type Provenance =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin'; readonly path: string }
  | { readonly kind: 'index'; readonly path: string; readonly object: string }
  | { readonly kind: 'object'; readonly object: string; readonly type: 'blob' | 'tree' | 'commit' | 'tag' };

/** Consecutive pieces of the content. A piece may be a view that is valid only until the next one is asked for. */
export type Windows = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
