import assert from 'node:assert/strict';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DEFAULT_DROP } from '../../backend/core/dropRule.ts';
import { EXPORT_FORMATS, exportText } from '../../backend/core/export/exportText.ts';
import { routes, targetOf } from '../../backend/core/routes.ts';
import type { TrackerEvent } from '../../backend/core/event.ts';
import { createDynamoStore } from '../../backend/dynamodb/dynamoStore.ts';
import { openLocalSource } from '../../backend/local/localSource.ts';
import { openDynalite } from '../fixtures/dynalite.ts';
import { openEmbedded } from '../fixtures/embedded.ts';
import { call } from '../fixtures/http.ts';
import { SECRET, secretRecords } from '../fixtures/secretRecords.ts';
import { openDeployed } from '../parity/deployed.ts';
import type { Ask } from '../parity/wholeAnswer.ts';
import { workerFiles } from './useLocalSource.ts';

const ALL = { from: '2017-01-01', to: '2017-12-31' };
const WHOLE = { ...ALL, limit: 10_000 };

describe('log files full of secrets', () => {
  const records = secretRecords();
  let folder: string;
  let logs: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
    logs = path.join(folder, 'logs');
    mkdirSync(logs);
    const file = path.join(logs, '111122223333_CloudTrail_us-east-1_20170810T1000Z_aaaaaaaaaaaaaaaa.json.gz');
    writeFileSync(file, gzipSync(JSON.stringify({ Records: records })));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('leave none in the index on disk', async () => {
    const database = path.join(folder, 'index', 'index.sqlite');
    const options = { ...workerFiles(), database, roots: [logs], version: '1.2.3' };
    const source = openLocalSource(options);
    try {
      await source.service.index({});
      assert.equal((await source.service.status({})).events, records.length);
    } finally {
      await source.close();
    }
    const files = globSync('index/**', { cwd: folder }).filter((name) => /\.sqlite/.test(name));
    assert.ok(files.length > 0);
    for (const name of files) assertClean(readFileSync(path.join(folder, name), 'latin1'), name);
  });

  it('leave none in an answer of the local server, nor in an export', async () => {
    const embedded = await openEmbedded([logs]);
    try {
      const events = await assertAnswersClean(async (target) => {
        const { status, headers, body } = await call(embedded.url, target);
        return { status, headers, body };
      });
      for (const format of EXPORT_FORMATS) {
        const pages = (async function* () {
          yield events;
        })();
        for await (const piece of exportText(format, pages)) assertClean(piece, format);
      }
    } finally {
      await embedded.close();
    }
  });

  it('leave none in the table of a tracker, in its answers, nor in its logs', async () => {
    const dynalite = await openDynalite();
    const logged: string[] = [];
    const { error } = console;
    try {
      const table = await dynalite.createTable();
      console.error = (...texts: unknown[]) => logged.push(JSON.stringify(texts));
      const ask = await openDeployed({
        roots: [logs],
        drop: DEFAULT_DROP,
        openStore: (settings) =>
          createDynamoStore({
            client: dynalite.client,
            table,
            now: Date.now,
            ...(settings !== undefined && { settings }),
          }),
      });
      await assertAnswersClean(ask);
    } finally {
      console.error = error;
      await dynalite.close();
    }
    for (const text of logged) assertClean(text, 'log');
  });

  /** Every route, and the whole record of every event. */
  async function assertAnswersClean(ask: Ask): Promise<TrackerEvent[]> {
    const parameters = JSON.parse((await ask('/parameters')).body) as string[];
    const targets = [
      targetOf('scan', WHOLE),
      targetOf('userEvents', { user: 'alucloud7', ...WHOLE }),
      targetOf('serviceEvents', { service: 'ec2', ...WHOLE }),
      targetOf('gaps', ALL),
      ...(['users', 'services', 'parameters', 'status'] as const).map((name) => routes[name].path),
      ...parameters.map((field) => targetOf('activity', { ...ALL, groupBy: [field] })),
    ];
    for (const target of targets) assertClean((await ask(target)).body, target);
    const events = JSON.parse((await ask(targets[0]!)).body) as TrackerEvent[];
    assert.equal(events.length, records.length);
    for (const { id, userIdentity_userName: user } of events) {
      const { status, body } = await ask(targetOf('record', { user, id }));
      assert.equal(status, 200);
      assertClean(body, 'record');
      assert.match(body, /\(removed\)/);
    }
    return events;
  }
});

function assertClean(text: string, where: string): void {
  const at = text.toLowerCase().indexOf(SECRET.toLowerCase());
  assert.equal(at, -1, `${where}: …${text.slice(Math.max(0, at - 200), at + 40)}…`);
}
