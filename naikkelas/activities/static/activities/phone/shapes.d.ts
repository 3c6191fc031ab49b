// What the stores of the phone hold (db.js), for editors; no phone is sent this file.

import type { State } from "./words.js";

/** Encrypted by the key of its owner. */
export type Sealed = { iv: Uint8Array; data: ArrayBuffer };

/** A record on its way. */
export type Row = {
  id: string; owner: string; kind: string; kampung: string; state: State;
  order: number; changed: number; sealed: Sealed; hash?: string; bytes?: Sealed;
  sentAt?: number; receipt?: string; code?: string; message?: string;
  answer?: Sealed;
};

/** A photo of a record; `raw` stands while its picture is still the original. */
export type Photo = {
  id: string; record: string; owner: string; order: number; size: number; sha256: string;
  kind: string; done: boolean; offset: number; receipt?: string;
  tries?: number; message?: string; raw?: Sealed;
};
