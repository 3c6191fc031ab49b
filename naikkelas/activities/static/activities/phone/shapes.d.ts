// Shapes of the phone app, for editors: what its stores hold (db.js), what goes about between its
// modules. No phone is sent this file.

import type { State } from "./words.js";

/** Encrypted by the key of its owner. */
export type Sealed = { iv: Uint8Array; data: ArrayBuffer };

/** Who has worked on this phone; `lock` stands where there is a PIN. */
export type Person = {
  key: string; name: string; post: string;
  lock?: { salt: Uint8Array; rounds: number; iv: Uint8Array; data: ArrayBuffer };
  plain?: CryptoKey; wrong?: number; wrongAt?: number; kampung?: any[]; maySend?: boolean;
};

/** Who works now, with the key of what is theirs. */
export type Session = { person: Person; key: CryptoKey };

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

/** What was typed of a record; `known` and `changes` where it changes one that was sent. */
export type Content = {
  body: Record<string, any>; title: string; base?: string | null; record?: string | null;
  settles?: string | null; changes?: Record<string, [any, any]>; known?: Record<string, any>;
  captions?: Record<string, string>; kinds?: Record<string, string>;
};

/** How far the sending is. */
export type News = {
  phase: "rest" | "send" | "offline" | "stopped" | "full"; done: number; total: number;
  code?: string; message?: string; url?: string; retryAt?: number; kill?: boolean;
};

/** A question as the server tells it. */
export type Field = {
  name: string; label: string; kind: string; group?: string; help?: string; cap?: number;
  max_length?: number; personal?: boolean; options?: [string, string][];
};

/** What a question is asked with. */
export type Use = {
  value: any; change: (value: any) => void; errors?: string[]; first?: string[]; quick?: boolean;
};

/** What is filled in, what was wrong with it, where it stands on the screen. */
export type Desk = {
  row: Row | null; kind: string; kampung: string; content: Content;
  errors: Record<string, string[]>; message?: string; owner: string; place?: HTMLElement;
  isSending?: boolean;
};

export type ActivityDesk = Desk & {
  bekal: any; fields: Map<string, Field>; memory: any; chosen: Record<string, string>;
};

export type ReportDesk = Desk & {
  form: string; month: string; lead: string; bekal: any; fields: Field[];
  byName: Map<string, Field>; isSingle: boolean; at: number; opened: Set<string>;
};

export type VisitDesk = Desk & { visit: any };

/** The affixes of rules/stemming.py. */
export type Rules = {
  stop: string[]; suffixes: string[]; prefixes: [string, string][]; plain: string[];
  short: Record<string, string[]>; least: number;
};

/** Term to code to weight. */
export type Table = Record<string, Record<string, number>>;
