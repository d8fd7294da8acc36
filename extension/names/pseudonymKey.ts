import { randomBytes } from 'node:crypto';
import type { SecretStorage } from 'vscode';

const SECRET = 'pseudonyms';

/**
 * What pseudonyms are made with: random, made once for this installation, so that a pseudonym means the same tomorrow and something
 * else on another computer. It is a secret, because whoever has it can try names.
 */
export function pseudonymKey(secrets: SecretStorage): () => Promise<Uint8Array> {
  let key: Promise<Uint8Array> | undefined;

  async function read(): Promise<Uint8Array> {
    const stored = await secrets.get(SECRET);
    if (stored) return Buffer.from(stored, 'base64');
    const made = randomBytes(32).toString('base64');
    await secrets.store(SECRET, made);
    // Another window may have stored one at the same time.
    return Buffer.from((await secrets.get(SECRET)) ?? made, 'base64');
  }

  return () => {
    key ??= read();
    key.catch(() => (key = undefined));
    return key;
  };
}
