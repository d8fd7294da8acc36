import assert from 'node:assert/strict';
import { monthlyBill, total } from '../../../../backend/aws/bill.ts';
import { planCosts } from '../../../../backend/aws/deployment/planCosts.ts';
import { exportPlan } from '../../../../backend/aws/deployment/exportPlan.ts';
import { expectedDay } from '../../../../backend/aws/expectedDay.ts';

describe('what an exported plan says of the costs', () => {
  const rows = (text: string) =>
    [...text.matchAll(/^\| ([\d,]+) \| ([\d,]+) \| \$([\d.]+) \|$/gm)].map(([, ...cells]) => cells);

  it('is dollars a month for accounts of several sizes, from rest on', () => {
    const found = rows(planCosts(90));
    assert.equal(found.length, 5);
    const dollars = found.map(([, , each = '']) => Number(each));
    assert.deepEqual(
      dollars.toSorted((a, b) => a - b),
      dollars,
    );
    const day = { files: 2_000, records: 200_000, stored: 100_000 };
    assert.equal(found[3]?.[2], total(monthlyBill(expectedDay(day, 90))).toFixed(2));
  });

  it('is also line by line, and on what it depends', () => {
    const text = planCosts(0);
    assert.match(text, /\| DynamoDB write units \| \$[\d.]+ \|/);
    assert.match(text, /list prices of us-east-1 as of \d{4}.*kept for ever, of which a year is counted/);
    assert.match(planCosts(365), /kept for 365 days/);
  });

  it('stands in the plan', () => {
    const packaged = { stage: 'class', template: '{"Resources":{}}', createTemplate: '{}', parameters: {}, code: [] };
    const plan = exportPlan({
      packaged,
      account: '111122223333',
      region: 'eu-west-1',
      parameters: { Bucket: 'b', Retention: '90' },
    });
    assert.match(plan, /## What it costs a month\n\nEstimated .* kept for 90 days/);
  });
});
