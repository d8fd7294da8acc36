import assert from 'node:assert/strict';
import { visibleText } from '../../../backend/core/visibleText.ts';

describe('text from log files beside other text', () => {
  const cases: [string, string][] = [
    ['ana', 'ana'],
    ['José 学生 😀', 'José 学生 😀'],
    ['\u001b[31mred', '␛[31mred'],
    ['two\nlines\u2028three', 'two␊lines�three'],
    // The name that reads as a picture and is a program.
    ['user\u202egpj.exe', 'user�gpj.exe'],
    ['\u2066a\u2069\u200f\u061c', '�a���'],
    ['half \ud83d', 'half �'],
  ];
  for (const [text, expected] of cases) it(JSON.stringify(text), () => assert.equal(visibleText(text), expected));
});
