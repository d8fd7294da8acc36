import type { Recording } from '../../../backend/aws/recording.ts';
import type { Trail } from '../../../backend/aws/trails.ts';
import type { Format, L10n } from '../../format.ts';

/** What a trail records and how it does, a few words each: the second line of a row. */
export function trailFacts(format: Format, trail: Trail, now: number): string[] {
  const { l10n } = format;
  const { recording, isLogging, lastDelivery, deliveryError } = trail;
  return [
    trail.isMultiRegion ? l10n.t('all regions') : l10n.t('{0} only', trail.homeRegion),
    ...(trail.isOrganization ? [l10n.t('whole organization')] : []),
    ...(recording ? recordingFacts(l10n, recording) : [l10n.t('what it records may not be read')]),
    ...(trail.kmsKey === undefined ? [] : [l10n.t('encrypted with a KMS key')]),
    ...(isLogging === undefined
      ? [l10n.t('whether it is logging may not be read')]
      : [isLogging ? l10n.t('logging') : l10n.t('not logging')]),
    ...(lastDelivery === undefined ? [] : [l10n.t('last file {0}', format.ago(lastDelivery, now))]),
    ...(deliveryError === undefined ? [] : [l10n.t('last delivery failed: {0}', deliveryError)]),
  ];
}

/** Whether a tracker of it would miss what most look for. */
export function isDoubtful({ recording, isLogging, deliveryError }: Trail): boolean {
  const missesChanges = recording?.management === 'none' || recording?.management === 'read';
  return isLogging === false || deliveryError !== undefined || missesChanges;
}

function recordingFacts(l10n: L10n, { management, data, excluded }: Recording): string[] {
  return [
    managementText(l10n, management),
    ...(data.length > 0 ? [l10n.t('data events of {0}', data.map(shortType).join(', '))] : []),
    ...(excluded.length > 0 ? [l10n.t('without {0}', excluded.join(', '))] : []),
  ];
}

function managementText(l10n: L10n, management: Recording['management']): string {
  switch (management) {
    case 'all':
      return l10n.t('reads and writes');
    case 'read':
      return l10n.t('reads only');
    case 'write':
      return l10n.t('writes only');
    case 'none':
      return l10n.t('no management events');
  }
}

/** S3::Object for AWS::S3::Object */
function shortType(type: string): string {
  return type.replace(/^AWS::/, '');
}
