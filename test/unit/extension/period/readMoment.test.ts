import assert from 'node:assert/strict';
import { readMoment, writeMoment } from '../../../../extension/period/readMoment.ts';

describe('readMoment', () => {
  const cases: [text: string, end: 'from' | 'to', zone: string, moment: string | undefined][] = [
    ['2024-05-31', 'from', 'UTC', '2024-05-31T00:00:00.000Z'],
    ['2024-05-31', 'to', 'UTC', '2024-06-01T00:00:00.000Z'],
    [' 2024-05-31 14:30 ', 'to', 'UTC', '2024-05-31T14:30:00.000Z'],
    ['2024-05-31T14:30', 'from', 'Europe/Madrid', '2024-05-31T12:30:00.000Z'],
    ['2024-05-31', 'to', 'America/New_York', '2024-06-01T04:00:00.000Z'],
    // The day on which clocks go forward is an hour shorter.
    ['2024-03-31', 'from', 'Europe/Madrid', '2024-03-30T23:00:00.000Z'],
    ['2024-03-31', 'to', 'Europe/Madrid', '2024-03-31T22:00:00.000Z'],
    ['2024-03-31 01:30', 'from', 'Europe/Madrid', '2024-03-31T00:30:00.000Z'],
    ['2024-03-31 03:30', 'from', 'Europe/Madrid', '2024-03-31T01:30:00.000Z'],
    ['2024-05-31', 'from', 'Asia/Kathmandu', '2024-05-30T18:15:00.000Z'],
    ['2024-02-30', 'from', 'UTC', undefined],
    ['2024-13-01', 'from', 'UTC', undefined],
    ['2024-05-31 24:00', 'from', 'UTC', undefined],
    ['2024-05-31 10:60', 'from', 'UTC', undefined],
    ['31.5.2024', 'from', 'UTC', undefined],
    ['', 'from', 'UTC', undefined],
  ];
  for (const [text, end, zone, moment] of cases) {
    it(`reads ${JSON.stringify(text)} (${end}) in ${zone} as ${moment ?? 'nothing'}`, () => {
      const read = readMoment(text, end, zone);
      assert.equal(read === undefined ? undefined : new Date(read).toISOString(), moment);
    });
  }

  for (const zone of ['UTC', 'Europe/Madrid', 'America/New_York', 'Asia/Kathmandu']) {
    it(`reads what writeMoment writes in ${zone}`, () => {
      const moment = Date.parse('2024-07-01T22:45:00Z');
      assert.equal(readMoment(writeMoment(moment, zone), 'to', zone), moment);
    });
  }
});
