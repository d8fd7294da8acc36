import assert from 'node:assert/strict';
import { csvLine } from '../../../../backend/core/export/csv.ts';
import { createRandom } from '../../../contract/randomEvents.ts';
import { readCsv } from '../../../fixtures/readCsv.ts';

/** The one cell of a line, as a reader of CSV has it. */
const read = (text: string) => readCsv(csvLine([text, '']))[0]![0]!;

/** What begins a formula, for Excel, LibreOffice and Google Sheets. */
const FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]/;

describe('a line of CSV', () => {
  const cells: [text: string, written: string][] = [
    ['', ''],
    ['alice', 'alice'],
    ['Zoë 😀', 'Zoë 😀'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['a;b', '"a;b"'],
    [' padded ', '" padded "'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['it’s a-b=c', 'it’s a-b=c'],
    ["'quoted'", "'quoted'"],
  ];
  for (const [text, written] of cells) {
    it(`has ${JSON.stringify(text)} as ${written}`, () => assert.equal(csvLine([text, 'x']), `${written},x\r\n`));
  }

  const formulas: [text: string, shown: string][] = [
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ['=HYPERLINK("http://evil.example";"click")', '\'=HYPERLINK("http://evil.example";"click")'],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠SUM', "'＠SUM"],
    ['  =1', "'  =1"],
    ['\u00a0=1', "'\u00a0=1"],
    ['\ufeff=1', "'\ufeff=1"],
    ['\u200b=1', "'\u200b=1"],
    ['\t=1', "'␉=1"],
    ['\tx', "'␉x"],
    ['\rx', "'␍x"],
    ['\n=1', "'␊=1"],
    ['\u0000=1', "'␀=1"],
    // An apostrophe that was there before stays, so that whoever takes one away has the value.
    ["'=1", "''=1"],
    // Where semicolons separate columns, quotes in the middle of a line mean nothing.
    ['x;=1+1', "x;'=1+1"],
    ['x; +http://bot.example', "x;' +http://bot.example"],
    ['x;;=1', "x;;'=1"],
  ];
  for (const [text, shown] of formulas) {
    it(`has ${JSON.stringify(text)} as text`, () => assert.equal(read(text), shown));
  }

  const unseen: [text: string, shown: string][] = [
    ['a\nb', 'a␊b'],
    ['a\r\nb', 'a␍␊b'],
    ['\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
    ['a\u0000b\u007f', 'a␀b␡'],
    ['a\u009bb', 'a�b'],
    ['a\u2028b', 'a�b'],
    ['cod.\u202eexe', 'cod.�exe'],
    ['half \ud83d', 'half �'],
    ['\udc00=1', "'�=1"],
  ];
  for (const [text, shown] of unseen) {
    it(`shows ${JSON.stringify(text)} as ${shown}`, () => assert.equal(read(text), shown));
  }

  it('is one line that holds no formula and has every value in it, whatever the cells are', () => {
    const random = createRandom(1);
    const parts = ['=', '+', '-', '@', '＝', "'", '"', ',', ';', ' ', '\t', '\r', '\n', 'a', 'é', '\u001b', '\u00a0'];
    const cell = () => Array.from({ length: random() * 6 }, () => parts[Math.floor(random() * parts.length)]).join('');
    for (let round = 0; round < 20_000; round++) {
      const cells = [cell(), cell(), cell()];
      const line = csvLine(cells);
      assert.match(line, /^[^\r\n]*\r\n$/);
      const [row = []] = readCsv(line);
      assert.deepEqual(row.map(original), cells, `round ${round}`);
      // As a spreadsheet reads it that separates by commas, and as one does that separates by semicolons.
      for (const seen of [...row, ...line.trimEnd().replaceAll(/^"|"$/g, '').split(';')]) {
        assert.doesNotMatch(seen, FORMULA, `round ${round}: ${JSON.stringify(line)}`);
      }
    }
  });
});

/** Takes back what makes a cell harmless. */
function original(cell: string): string {
  const raw = cell.replaceAll(/[\u2400-\u241f]/g, (symbol) => String.fromCharCode(symbol.charCodeAt(0) - 0x2400));
  return raw.replaceAll(/(^|;)'('*(?:[\s\p{C}]*[=+\-@＝]|[\t\r\n]))/gu, '$1$2');
}
