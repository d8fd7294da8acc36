import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteStore } from '../../../backend/sqlite/sqliteStore.ts';
import { testEventStore } from '../../contract/eventStore.ts';

testEventStore('SqliteStore', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlite-store-'));
  const open = () => openSqliteStore(path.join(folder, 'index.sqlite'), Date.now);
  const stores = [await open()];
  return {
    store: stores[0]!,
    reopen: async () => {
      stores.push(await open());
      return stores.at(-1)!;
    },
    close: async () => {
      for (const store of stores) store.close();
      await rm(folder, { recursive: true });
    },
  };
});
