import fc from 'fast-check';

/** Where these stood in a cursor or an id, something else stands. */
const NUMBERS = [0, -1, 1.5, 8.64e15, -8.64e15, -62_167_219_200_001, 253_402_300_799_000, 1e300];
const TEXTS = ['', ' ', 'abc', '\0', '__proto__', '\ud800', '漢'.repeat(300), 'x'.repeat(3_000), '2021-02-30T00:00:00Z', '9999-99-99T99:99:99Z', '+275760-09-13T00:00:00Z', '-000001-01-01T00:00:00Z', '2021-03-27', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2021-03-27T00:00:00.5Z']; // prettier-ignore
const value = fc.oneof(fc.constantFrom<unknown>(...NUMBERS, ...TEXTS, null, {}, []), fc.string({ unit: 'binary' }));

/** A change to one part of several, or to the text as a whole. */
export const tampering: fc.Arbitrary<(text: string) => string> = fc.oneof(
  fc.tuple(fc.nat({ max: 7 }), value).map(([at, other]) => (text: string) => {
    const parts = JSON.parse(decode(text)) as unknown[];
    // The first tells which question the cursor belongs to: only whoever keeps it comes any further.
    parts[at === 0 ? 6 : at] = other;
    return encode(JSON.stringify(parts));
  }),
  fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 40 }), fc.string()).map(
    ([at, length, other]) => (text: string) => text.slice(0, at) + other + text.slice(at + length),
  ),
); // prettier-ignore

/** The same, for ids of events. */
export const idTampering: fc.Arbitrary<(id: string) => string> = fc
  .tuple(fc.constantFrom(0, 1, 3, 4), fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary' })))
  .map(([at, other]) => (id) => {
    const parts = decode(id).split('\n');
    parts[at] = other;
    return encode(parts.join('\n'));
  });

function decode(text: string): string {
  return Buffer.from(text, 'base64url').toString();
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
