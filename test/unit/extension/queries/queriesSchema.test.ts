import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ATTRIBUTES } from '../../../../backend/core/attributes.ts';
import { OUTCOMES, USER_KINDS } from '../../../../backend/core/event.ts';
import { COUNTED_FIELDS, GROUP } from '../../../../backend/core/filter.ts';
import { MOST_QUERIES } from '../../../../extension/queries/queriesFile.ts';
import { SCOPE_IDS } from '../../../../extension/scope/scope.ts';
import { LONGEST_NAME } from '../../../../extension/workspaceFiles/fileReading.ts';

/** The schema is what the editor helps with, readQueriesFile what is believed: they have to say the same. */
interface Schema {
  [key: string]: unknown;
  $ref?: string;
  properties: Record<string, Schema>;
  items: Schema;
  definitions: Record<string, Schema>;
}

const root = path.join(import.meta.dirname, '../../../..');
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as unknown;
const schema = read('media/schemas/queries.json') as Schema;
const query = schema.properties['queries']!.items;
const filter = read('media/schemas/filter.json') as Schema;
const conditionOf = (field: string) => filter.properties[field]?.$ref?.replace('#/definitions/', '') ?? '';
const valuesOf = (field: string) => {
  const list = filter.definitions[conditionOf(field)]!.properties['in']!.$ref!.replace('#/definitions/', '');
  return filter.definitions[list]!.items['enum'];
};

describe('the schema of saved queries', () => {
  it('is found by the name of the file, and is in the package', () => {
    const manifest = read('package.json') as { contributes: { jsonValidation: unknown[] } };
    assert.deepEqual(manifest.contributes.jsonValidation[0], {
      fileMatch: '/.vscode/cloudtrail-queries.json',
      url: './media/schemas/queries.json',
    });
    assert.equal(query.properties['filter']!.$ref, './filter.json');
    assert.match(readFileSync(path.join(root, '.vscodeignore'), 'utf8'), /^!media\/schemas\/\*\.json$/m);
  });

  it('has all fields that events can be filtered by, and no other', () => {
    assert.deepEqual(
      Object.keys(filter.properties).sort(),
      [...new Set([GROUP, ...COUNTED_FIELDS, ...ATTRIBUTES])].sort(),
    );
    for (const field of Object.keys(filter.properties)) assert.ok(filter.definitions[conditionOf(field)], field);
  });

  it('has the values of the fields that have few, and the bounds', () => {
    assert.deepEqual(valuesOf('kind'), USER_KINDS);
    assert.deepEqual(valuesOf('outcome'), OUTCOMES);
    assert.deepEqual(valuesOf('readOnly'), ['true', 'false']);
    assert.equal(valuesOf('user'), undefined);
    assert.deepEqual(query.properties['scope']!['enum'], SCOPE_IDS);
    assert.equal(query.properties['name']!['maxLength'], LONGEST_NAME);
    assert.equal(schema.properties['queries']!['maxItems'], MOST_QUERIES);
  });

  it('lets nothing pass that is not known', () => {
    for (const part of [schema, query, filter, ...new Set(Object.keys(filter.properties).map(conditionOf))]) {
      const strict = typeof part === 'string' ? filter.definitions[part]! : part;
      assert.equal(strict['additionalProperties'], false);
    }
  });
});
