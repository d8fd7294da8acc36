import * as vscode from 'vscode';
import { findTrailBuckets } from '../../backend/aws/trailBuckets.ts';
import type { Aws } from '../../backend/aws/openAws.ts';
import { withoutIcons } from '../format.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { inputStep, pickStep } from './steps.ts';

/** Names of buckets (S3 user guide, "Bucket naming rules"), old ones included. */
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;

/** Lets the user choose a trail's bucket: of a trail, another of the account, or typed. Undefined when the user gives up. */
export async function pickBucket(deps: AwsDeps, title: string, aws: Aws): Promise<string | undefined> {
  const looking = vscode.l10n.t('Looking for the buckets of trails');
  const { buckets, unread } = await deps.commands.withProgress(looking, (signal) => findTrailBuckets(aws, signal));
  const type = {
    label: `$(edit) ${vscode.l10n.t('Type a Bucket…')}`,
    description: vscode.l10n.t('for example one of another account'),
    detail: unread.length > 0 ? withoutIcons(unread[0]!) : undefined,
    bucket: undefined,
  };
  const items = buckets.map(({ bucket, trails }) => ({
    label: withoutIcons(bucket),
    description: trails.length > 0 ? withoutIcons(vscode.l10n.t('of the trail {0}', trails.join(', '))) : '',
    detail: undefined,
    bucket,
  }));
  if (items.length > 0) {
    const placeholder = vscode.l10n.t('The bucket that a trail is delivered to');
    const picked = await pickStep({ title, placeholder }, [...items, type]);
    if (typeof picked !== 'object') return undefined;
    if (picked.value.bucket !== undefined) return picked.value.bucket;
  }
  const typed = await inputStep({
    title,
    prompt: [vscode.l10n.t('The name of the bucket that a trail is delivered to'), ...unread.slice(0, 1)].join('. '),
    problem: (text) => (BUCKET.test(text) ? undefined : vscode.l10n.t('Type the name of a bucket.')),
  });
  return typeof typed === 'object' ? typed.value : undefined;
}
