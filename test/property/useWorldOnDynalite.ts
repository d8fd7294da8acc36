import { createTable } from '../../backend/dynamodb/table.ts';
import { openDynalite, type Dynalite } from '../fixtures/dynalite.ts';
import { openWorld, type World } from './world.ts';

/** For malformed calls: which keys DynamoDB refuses, only dynalite knows. */
export function useWorldOnDynalite(): () => World {
  let dynalite: Dynalite | undefined;
  let world: World | undefined;
  before(async () => {
    dynalite = await openDynalite();
    world = await openWorld(1, createTable(dynalite.client, await dynalite.createTable()));
  });
  after(async () => {
    await world?.close();
    await dynalite?.close();
  });
  return () => world!;
}
