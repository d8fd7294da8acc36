import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { DEFAULT_DROP } from '../../backend/core/dropRule.ts';
import { createDynamoStore } from '../../backend/dynamodb/dynamoStore.ts';
import type { Capacity } from '../../backend/dynamodb/table.ts';
import { checkSignature } from '../aws/local/checkSignature.ts';
import { openDynalite } from '../fixtures/dynalite.ts';
import { openDeployed } from '../parity/deployed.ts';

/** A deployed tracker that is asked over HTTP, its functions over a DynamoDB in memory. */
export interface TrackerServer {
  /** Environment variables by which VS Code finds it, and the profile that may ask it. */
  environment: Record<string, string>;
  /** Routes that it does not have, and whether it tells what it consumes: so that it is one of an earlier version. */
  old: { routes: string[]; tellsUnits: boolean };
  /** Read units of all questions so far. */
  readUnits(): number;
  close(): Promise<void>;
}

const [ID, STAGE, REGION, PROFILE] = ['abcdefghij', 'class', 'eu-west-1', 'teacher'];
const KEYS = { id: 'AKIAEXAMPLE', secret: 'very/secret+key' };
const PREFIX = `/restapis/${ID}/${STAGE}/_user_request_`;

/** What the setting cloudtrailTracker.trackers says of it. */
export const TRACKER_SETTING = {
  name: STAGE,
  url: `https://${ID}.execute-api.${REGION}.amazonaws.com/${STAGE}`,
  region: REGION,
  profile: PROFILE,
};

/** Stores the log files of a folder first; `home` is where the profile is written. */
export async function openTrackerServer(logs: string, home: string): Promise<TrackerServer> {
  const dynalite = await openDynalite();
  const table = await dynalite.createTable();
  const capacity: Capacity = { read: 0, write: 0 };
  const ask = await openDeployed({
    roots: [logs],
    drop: DEFAULT_DROP,
    openStore: (settings) =>
      createDynamoStore({
        client: dynalite.client,
        table,
        now: Date.now,
        settings,
        ...(settings === undefined && { capacity }),
      }),
    capacity,
  });
  let last: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const target = url.slice(PREFIX.length);
    const isLacking = !url.startsWith(PREFIX) || opened.old.routes.includes(target.split('?')[0]!);
    const refusal = isLacking
      ? { type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' }
      : checkSignature(
          { method, target: url, headers, body: Buffer.alloc(0) },
          REGION,
          { [KEYS.id]: KEYS.secret },
          Date.now(),
        );
    if (refusal) {
      response.writeHead(403, { 'x-amzn-errortype': refusal.type });
      response.end(JSON.stringify({ message: refusal.message }));
      return;
    }
    // A function answers one question at a time.
    const answered = last.then(() => ask(target));
    last = answered.catch(() => undefined);
    answered.then(
      (answer) => {
        const { 'x-read-units': _read, 'x-write-units': _write, ...others } = answer.headers;
        response.writeHead(answer.status, opened.old.tellsUnits ? answer.headers : others).end(answer.body);
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const opened: TrackerServer = {
    environment: { ...writeProfile(home), AWS_ENDPOINT_URL: address, AWS_ENDPOINT_URL_EXECUTE_API: address },
    old: { routes: [], tellsUnits: true },
    readUnits: () => capacity.read,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await dynalite.close();
    },
  };
  return opened;
}

function writeProfile(home: string): Record<string, string> {
  mkdirSync(home, { recursive: true });
  const [config, credentials] = [path.join(home, 'config'), path.join(home, 'credentials')];
  writeFileSync(config, `[profile ${PROFILE}]\nregion = ${REGION}\n`);
  writeFileSync(credentials, `[${PROFILE}]\naws_access_key_id = ${KEYS.id}\naws_secret_access_key = ${KEYS.secret}\n`);
  return { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_EC2_METADATA_DISABLED: 'true' };
}
