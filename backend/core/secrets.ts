import { MAX_DEPTH, type Json, type JsonObject } from './json.ts';

export const REMOVED = '(removed)';

// What ends like this (letters only, lower case) holds a secret: sessionToken, X-Amz-Security-Token, masterUserPassword …
const SECRET_KEY =
  /(password|passwd|passphrase|secretkey|secretaccesskey|sessiontoken|securitytoken|accesstoken|refreshtoken|idtoken|authtoken|authorizationtoken|bearertoken|signintoken|webidentitytoken|samlassertion|secretstring|secretbinary|clientsecret|privatekey|keymaterial|plaintext)$/;

// Session tokens are recognisable wherever they stand: base64 of a fixed head, some hundred characters long.
const SESSION_TOKEN = /(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|FQoDYXdz)[A-Za-z0-9+/=%]{60,}/g;

/** Whether what stands under this key must never be stored, shown, logged or exported. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key.toLowerCase().replaceAll(/[^a-z]/g, ''));
}

/** The text with its session tokens replaced, and where it is JSON, which people put into descriptions, the secrets in that. */
export function textWithoutSecrets(text: string): string {
  return new Cleaner().text(text, 0);
}

function withoutTokens(text: string): string {
  return text.length < 72 ? text : text.replaceAll(SESSION_TOKEN, REMOVED);
}

/**
 * A copy of a record with its secrets replaced by "(removed)", wherever they stand, JSON inside strings included; so is what lies
 * deeper than anybody looks.
 */
export function withoutSecrets(record: JsonObject): JsonObject {
  return new Cleaner().value(record, 0) as JsonObject;
}

class Cleaner {
  /** Whether anything had to go. */
  #removed = false;

  value(value: Json | undefined, depth: number): Json {
    if (typeof value === 'string') return this.text(value, depth);
    if (typeof value !== 'object' || value === null) return value ?? null;
    if (depth > MAX_DEPTH) return this.#remove();
    if (Array.isArray(value)) return value.map((item) => this.value(item, depth + 1));
    const copy: JsonObject = {};
    for (const [key, item] of Object.entries(value)) {
      const secret = isSecretKey(key) && item !== null && typeof item !== 'boolean';
      // defineProperty, because a key of a hostile record may be "__proto__".
      Object.defineProperty(copy, key, {
        value: secret ? this.#remove() : this.value(item, depth + 1),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return copy;
  }

  text(text: string, depth: number): string {
    const inner = /^[[{]/.test(text) ? parsed(text) : undefined;
    const cleaner = new Cleaner();
    const clean = inner === undefined ? withoutTokens(text) : cleaner.value(inner, depth + 1);
    // JSON in a text stays as it was written unless something had to go.
    const result = typeof clean === 'string' ? clean : cleaner.#removed ? JSON.stringify(clean) : text;
    if (result !== text) this.#removed = true;
    return result;
  }

  #remove(): string {
    this.#removed = true;
    return REMOVED;
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined; // Not JSON after all, but text that begins with a brace.
  }
}
