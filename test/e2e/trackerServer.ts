import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { DEFAULT_DROP } from '../../backend/core/dropRule.ts';
import { createDynamoStore } from '../../backend/dynamodb/dynamoStore.ts';
import type { Capacity } from '../../backend/dynamodb/table.ts';
import { CLASS_ACCOUNT } from '../../backend/sample/classAccount.ts';
import { checkSignature, type Refusal } from '../aws/local/checkSignature.ts';
import { openDynalite } from '../fixtures/dynalite.ts';
import { openDeployed } from '../parity/deployed.ts';
import { ownViewPolicy } from '../unit/template/ownViewPolicy.ts';

/** A deployed tracker that is asked over HTTP, its functions over a DynamoDB in memory, and the STS that says who asks. */
export interface TrackerServer {
  /** Environment variables by which VS Code finds it, and the profile that may ask it. */
  environment: Record<string, string>;
  /** Routes that it does not have, and whether it tells what it consumes: so that it is one of an earlier version. */
  old: { routes: string[]; tellsUnits: boolean };
  /** Read units of all questions so far. */
  readUnits(): number;
  /** What was asked for and refused, because the caller's policy does not let them. */
  refused: string[];
  close(): Promise<void>;
}

const [ID, STAGE, REGION, PROFILE] = ['abcdefghij', 'class', 'eu-west-1', 'teacher'];

/** An IAM user of the sample who has the policy for the own view, by the profile student. */
export const STUDENT = 'alucloud3';

/** Who may sign requests: the profile by the key that it has. */
interface Caller {
  profile: string;
  secret: string;
  arn: string;
  /** Has the policy for the own view, and not the one for readers. The name is that of an IAM user. */
  ownView?: { userName?: string };
}

const CALLERS: Record<string, Caller> = {
  AKIAEXAMPLE: { profile: PROFILE, secret: 'very/secret+key', arn: `arn:aws:sts::${CLASS_ACCOUNT}:assumed-role/teacher/eva` },
  AKIASTUDENT: { profile: 'student', secret: 'another/secret', arn: `arn:aws:iam::${CLASS_ACCOUNT}:user/students/${STUDENT}`, ownView: { userName: STUDENT } },
  AKIANEWCOMER: { profile: 'newcomer', secret: 'and/a+fourth', arn: `arn:aws:iam::${CLASS_ACCOUNT}:user/students/newcomer`, ownView: { userName: 'newcomer' } },
  ASIASTUDENT: { profile: 'student-role', secret: 'a/third+one', arn: `arn:aws:sts::${CLASS_ACCOUNT}:assumed-role/students/${STUDENT}`, ownView: {} },
}; // prettier-ignore
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
  const mayAsk = await ownViewPolicy();
  const isAllowed = ({ ownView }: Caller, target: string) =>
    !ownView || mayAsk(ownView.userName, target.split('?')[0]!);
  let last: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const [, key = ''] = /Credential=([^/]+)/.exec(headers.authorization ?? '') ?? [];
    const caller = CALLERS[key];
    if (caller && method === 'POST') return void response.end(callerIdentity(caller));
    const target = url.slice(PREFIX.length);
    const isLacking = !url.startsWith(PREFIX) || opened.old.routes.includes(target.split('?')[0]!);
    const refusal = isLacking
      ? { type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' }
      : (checkSignature(
          { method, target: url, headers, body: Buffer.alloc(0) },
          REGION,
          Object.fromEntries(Object.entries(CALLERS).map(([id, { secret }]) => [id, secret])),
          Date.now(),
        ) ?? (caller && !isAllowed(caller, target) ? notAllowed(target) : undefined));
    if (refusal) {
      response.writeHead(403, { 'x-amzn-errortype': refusal.type });
      response.end(JSON.stringify({ message: refusal.message }));
      return;
    }
    // A function answers one question at a time.
    const answered = last.then(() => ask(target, caller?.arn));
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
  function notAllowed(target: string): Refusal {
    opened.refused.push(target);
    return { type: 'AccessDeniedException', message: 'User is not authorized to access this resource' };
  }
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const opened: TrackerServer = {
    environment: { ...writeProfiles(home), AWS_ENDPOINT_URL: address, AWS_ENDPOINT_URL_EXECUTE_API: address },
    old: { routes: [], tellsUnits: true },
    readUnits: () => capacity.read,
    refused: [],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await dynalite.close();
    },
  };
  return opened;
}

/** STS's answer to GetCallerIdentity. */
function callerIdentity({ arn }: Caller): string {
  const identity = `<Arn>${arn}</Arn><UserId>AIDAEXAMPLE</UserId><Account>${CLASS_ACCOUNT}</Account>`;
  return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
}

function writeProfiles(home: string): Record<string, string> {
  mkdirSync(home, { recursive: true });
  const [config, credentials] = [path.join(home, 'config'), path.join(home, 'credentials')];
  const callers = Object.entries(CALLERS);
  writeFileSync(config, callers.map(([, { profile }]) => `[profile ${profile}]\nregion = ${REGION}\n`).join(''));
  writeFileSync(
    credentials,
    callers
      .map(
        ([id, { profile, secret }]) => `[${profile}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
      )
      .join(''),
  );
  return { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_EC2_METADATA_DISABLED: 'true' };
}
