import type { Profile } from './profiles.ts';

export interface FittingProfiles {
  /** Of this account, as their files say. */
  sure: string[];
  /** Of which the files do not say the account. */
  possible: string[];
}

/** The profiles with which something can be created in an account. */
export function fittingProfiles(profiles: readonly Profile[], account: string): FittingProfiles {
  const names = (wanted: string | undefined) =>
    profiles.filter((profile) => profile.account === wanted).map(({ name }) => name);
  return { sure: names(account), possible: names(undefined) };
}
