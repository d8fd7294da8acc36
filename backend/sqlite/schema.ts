/** To be raised with every change of the schema, or of what stands in it. */
export const SCHEMA_VERSION = 2;

/**
 * Events lie in the order in which their batches were added, within a batch by quarter and activity key. So one cell of the
 * activity table and a run of consecutive rows are the same thing: the counters are the index, and no other is needed
 * but the one that keeps every event unique.
 *
 * `activity_keys` has a row per batch: keys as JSON, separated by commas, and the number of the first of them.
 * `chunk` holds what queries keep in memory of the events, packed (chunk.ts); it could be made anew from the events.
 * `file` has a row per version of a file that was read: a changed file is read again, and what its old version added stays.
 */
export const SCHEMA = `
create table activity_keys (first integer primary key, texts text not null);
create table origin (id integer primary key, text text not null);
create table event (
  seq integer primary key,
  time integer not null,
  event_id text not null,
  user integer not null,
  key integer not null,
  origin integer not null,
  details text,
  file integer not null,
  position integer not null
);
create unique index event_identity on event (time, event_id, user);
create table chunk (first integer primary key, events integer not null, cells integer not null, data blob not null);
create table file (
  id integer primary key,
  name text not null,
  size integer not null,
  modified integer not null,
  delivered text not null,
  state text not null,
  reason text,
  records integer not null,
  stored integer not null,
  duplicates integer not null,
  dropped integer not null,
  broken integer not null,
  vanished integer not null default 0,
  superseded integer not null default 0
);
create unique index file_name on file (name) where not superseded;
create table lease (id integer primary key, owner text not null, expires integer not null);
`;
