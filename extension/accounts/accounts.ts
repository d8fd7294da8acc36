import { isDeepStrictEqual } from 'node:util';
import { profileAccountNames } from '../../backend/aws/profileAccountNames.ts';
import { readProfiles } from '../../backend/aws/profiles.ts';
import { Emitter } from '../emitter.ts';
import type { Memory } from '../sources/sourceList.ts';
import { accountNames, type AccountName, type OrganizationNames } from './accountNames.ts';
import { forgetOrganizations, keepOrganization, keptOrganizations } from './organizationNames.ts';

export interface AccountsDeps {
  /** Of all windows. */
  memory: Memory;
  /** The setting, whatever it holds. */
  setting: () => unknown;
}

/** What accounts are called, as far as anybody says. Does not know VS Code, and asks no network. */
export class Accounts {
  readonly #deps: AccountsDeps;
  readonly #changes = new Emitter<void>();
  #config: ReadonlyMap<string, string> = new Map();
  #names: ReadonlyMap<string, AccountName> | undefined;

  /** The AWS config file names accounts otherwise than before, or what AWS Organizations has told was loaded or forgotten. */
  readonly onDidChange = this.#changes.event;

  constructor(deps: AccountsDeps) {
    this.#deps = deps;
  }

  /** By their numbers. */
  get names(): ReadonlyMap<string, AccountName> {
    this.#names ??= accountNames({
      setting: this.#deps.setting(),
      organizations: this.organizations,
      config: this.#config,
    });
    return this.#names;
  }

  get organizations(): OrganizationNames[] {
    return keptOrganizations(this.#deps.memory);
  }

  /** Reads the AWS config file anew, if there is one: two small files, of which a broken one names nobody. */
  async look(): Promise<void> {
    const config = profileAccountNames(await readProfiles());
    if (isDeepStrictEqual(config, this.#config)) return;
    this.#config = config;
    this.#changed();
  }

  /** The setting is another one; who tells of that asks all views to draw anew. */
  settingChanged(): void {
    this.#names = undefined;
  }

  async keep(loaded: OrganizationNames): Promise<void> {
    await keepOrganization(this.#deps.memory, loaded);
    this.#changed();
  }

  /** Forgets what AWS Organizations has told. */
  async forget(): Promise<void> {
    await forgetOrganizations(this.#deps.memory);
    this.#changed();
  }

  #changed(): void {
    this.#names = undefined;
    this.#changes.fire();
  }
}
