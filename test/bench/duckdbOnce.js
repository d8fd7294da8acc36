import { DuckDBInstance, version } from '@duckdb/node-api';

/**
 * The peer, a process of its own: DuckDB reads the same log files into a typed table in memory, on two threads, without
 * deduplicating, counting or storing on disk. Prints a DuckDBRun (indexing.ts).
 *
 * Plain JavaScript, because the types of DuckDB are there only after the benchmarks have installed it.
 */

const [folder = ''] = process.argv.slice(2);
// Not the digest files, which lie beside the logs.
const files = `${folder.replaceAll("'", "''")}/**/*_CloudTrail_*.json.gz`;
const readLogs = `
create table event as
select
  r.eventID as id,
  coalesce(r.userIdentity.userName, r.userIdentity.sessionContext.sessionIssuer.userName,
           r.userIdentity.principalId, r.userIdentity.invokedBy) as "user",
  r.eventSource as service,
  r.eventName as name,
  r.eventTime::timestamp as time,
  r.awsRegion as region
from (
  select unnest(Records) as r
  from read_json('${files}', maximum_object_size = 268435456, columns = {Records: 'STRUCT(
    eventID VARCHAR, eventTime VARCHAR, eventSource VARCHAR, eventName VARCHAR, awsRegion VARCHAR,
    userIdentity STRUCT(userName VARCHAR, principalId VARCHAR, invokedBy VARCHAR,
                        sessionContext STRUCT(sessionIssuer STRUCT(userName VARCHAR))))[]'})
)`;

const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
const begin = performance.now();
await connection.run(readLogs);
const milliseconds = performance.now() - begin;
const [row] = (await connection.runAndReadAll('select count(*) from event')).getRows();
const run = { events: Number(row?.[0]), milliseconds, version: version() };
console.log(JSON.stringify(run));
