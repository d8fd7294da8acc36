import * as vscode from 'vscode';
import { whoAmI, type Aws, type Identity } from '../../backend/aws/openAws.ts';
import { environmentKind, type EnvironmentKind } from '../../backend/aws/environmentCredentials.ts';
import { readProfiles, type Profile } from '../../backend/aws/profiles.ts';
import { UserError } from '../../backend/core/userError.ts';
import { withoutIcons, type Format } from '../format.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { askRegion } from './pickRegion.ts';
import { profileAws } from './profileAws.ts';
import { pickStep, type StepResult } from './steps.ts';
import { waitForProfile } from './waitForProfile.ts';

export interface AwsChoice {
  aws: Aws;
  identity: NamedIdentity;
}

export interface NamedIdentity extends Identity {
  /** The account as it is shown: with its name, where that is known. */
  accountInFull: string;
}

export interface PickAwsOptions {
  /** Of the command, shown above each step. */
  title: string;
  /** The region, where it is known; 'any' where it does not matter yet: then the profile's or us-east-1. */
  region?: string;
  /** Taken without asking where it works. */
  profile?: string;
  /** Shows the button that leads back. */
  back?: boolean;
  /** Of a longer dialog. */
  step?: number;
  totalSteps?: number;
}

const LAST = 'lastProfile';
/** Stands for the environment's own credentials in what is remembered: no profile can have this name. */
const ENVIRONMENT = '[environment]';

/**
 * Lets the user choose the profile (and, where it has none, the region) with which AWS is asked, and finds out who that is.
 * Undefined when the user gives up. Only the name of the last profile is remembered.
 */
export async function pickAws(deps: AwsDeps, options: PickAwsOptions): Promise<AwsChoice | undefined> {
  const result = await pickAwsStep(deps, options);
  return result === 'back' ? undefined : result?.value;
}

/** The same as a step of a longer dialog. */
export async function pickAwsStep(deps: AwsDeps, options: PickAwsOptions): Promise<StepResult<AwsChoice>> {
  let asked = options.profile === undefined;
  for (;;) {
    const profile = asked ? await pickProfile(deps, options) : await profileNamed(options.profile);
    if (profile === undefined || profile === 'back') return profile;
    const region = await regionFor(profile.value, options);
    if (region === 'back' && asked) continue;
    if (region === undefined || region === 'back') return region;
    const value = await signIn(deps, profile.value, region.value, options.title);
    if (value) return { value };
    asked = true;
  }
}

/** Who is calling, and what their account is called. */
export async function namedIdentity({ format }: AwsDeps, aws: Aws, signal?: AbortSignal): Promise<NamedIdentity> {
  const identity = await whoAmI(aws, signal);
  return { ...identity, accountInFull: format().accountInFull(identity.account) };
}

/** What titles and confirmations say of who acts where. */
export function describeIdentity({ aws, identity }: AwsChoice): string {
  return vscode.l10n.t('Account {0} as {1}, region {2}', identity.accountInFull, shortArn(identity.arn), aws.region);
}

/** user/ana for arn:aws:iam::111122223333:user/ana */
function shortArn(arn: string): string {
  return arn.split(':').slice(5).join(':');
}

/** A profile, or undefined for the environment's credentials. */
type ProfileChoice = Profile | undefined;

interface ProfileItem extends vscode.QuickPickItem {
  profile: ProfileChoice;
}

async function profileNamed(name: string | undefined): Promise<StepResult<ProfileChoice>> {
  return { value: (await readProfiles()).find((profile) => profile.name === name) };
}

async function pickProfile(deps: AwsDeps, options: PickAwsOptions): Promise<StepResult<ProfileChoice>> {
  const { title, back, step, totalSteps } = options;
  let items = await profileItems(deps.format());
  if (items.length === 0) {
    if (!(await waitForProfile(title))) return undefined;
    items = await profileItems(deps.format());
  }
  const last = deps.context.globalState.get<string>(LAST);
  const picked = await pickStep(
    {
      title,
      back,
      step,
      totalSteps,
      placeholder: vscode.l10n.t('The AWS profile to use. Its credentials are looked up each time and not stored.'),
      current: ({ profile }: ProfileItem) => (profile?.name ?? ENVIRONMENT) === last,
    },
    items,
  );
  if (picked === undefined || picked === 'back') return picked;
  await deps.context.globalState.update(LAST, picked.value.profile?.name ?? ENVIRONMENT);
  return { value: picked.value.profile };
}

async function profileItems({ accountInFull }: Format): Promise<ProfileItem[]> {
  const profiles = await readProfiles();
  const items = profiles.map((profile): ProfileItem => ({
    label: withoutIcons(profile.name),
    description: withoutIcons(
      [kindLabel(profile.kind), profile.account && accountInFull(profile.account), profile.region]
        .filter(Boolean)
        .join(' · '),
    ),
    profile,
  }));
  const kind = await environmentKind(process.env, profiles);
  if (kind === undefined) return items;
  return [{ label: vscode.l10n.t('Environment'), description: environmentLabel(kind), profile: undefined }, ...items];
}

function environmentLabel(kind: EnvironmentKind): string {
  switch (kind) {
    case 'keys':
      return vscode.l10n.t('the environment variables AWS_ACCESS_KEY_ID and so on');
    case 'token':
      return vscode.l10n.t('the role {0}, by a web identity token', process.env['AWS_ROLE_ARN'] ?? '');
    case 'container':
      return vscode.l10n.t('the role of this container');
    case 'instance':
      return vscode.l10n.t('the role of this EC2 instance');
  }
}

function kindLabel(kind: Profile['kind']): string {
  switch (kind) {
    case 'keys':
      return vscode.l10n.t('access key');
    case 'sso':
      return vscode.l10n.t('single sign-on');
    case 'role':
      return vscode.l10n.t('assumes a role');
    case 'process':
      return vscode.l10n.t('a program provides its credentials');
    case 'login':
      return vscode.l10n.t('signed in to the console');
    case 'other':
      return vscode.l10n.t('no credentials of its own');
  }
}

async function regionFor(profile: ProfileChoice, { title, region }: PickAwsOptions): Promise<StepResult<string>> {
  const known = profile?.region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  if (region === 'any') return { value: known ?? 'us-east-1' };
  if (region !== undefined) return { value: region };
  return known === undefined ? askRegion(title) : { value: known };
}

/** Undefined where it did not work and the user wants another profile. Throws when the user gives up. */
async function signIn(
  deps: AwsDeps,
  profile: ProfileChoice,
  region: string,
  title: string,
): Promise<AwsChoice | undefined> {
  const aws = profileAws(profile?.name, region);
  for (;;) {
    try {
      const looking = vscode.l10n.t('Looking who you are in AWS');
      const identity = await deps.commands.withProgress(looking, (signal) => namedIdentity(deps, aws, signal));
      return { aws, identity };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const again = vscode.l10n.t('Try Again');
      const other = vscode.l10n.t('Choose Another Profile');
      const answer = await vscode.window.showErrorMessage(title, { modal: true, detail: error.message }, again, other);
      if (answer === other) return undefined;
      if (answer !== again) throw new vscode.CancellationError();
    }
  }
}
