import { isObject, objectAt, stringAt, type Json, type JsonObject } from './json.ts';
import { UserError } from './userError.ts';

/** What a parsed file holds: the elements that should be records, or the reason to leave the file alone. */
export type FileContent = { elements: Json[] } | { skipped: string };

export const NOT_CLOUDTRAIL = 'not a CloudTrail log file';
export const DIGEST = 'a digest file (hashes of log files, no events)';

/** Finds the elements in any carrier: {"Records": […]}, a bare array, or the output of `aws cloudtrail lookup-events`. */
export function elementsOf(content: Json): FileContent {
  if (Array.isArray(content)) return { elements: content };
  if (!isObject(content)) return { skipped: NOT_CLOUDTRAIL };
  for (const key of ['Records', 'Events']) {
    const elements = content[key];
    if (Array.isArray(elements)) return { elements };
  }
  if ('digestStartTime' in content || 'digestS3Object' in content) return { skipped: DIGEST };
  if (seemsRecord(content)) return { elements: [content] };
  return { skipped: NOT_CLOUDTRAIL };
}

/**
 * The record in an element: itself, the JSON text in `CloudTrailEvent` (lookup-events), or `detail` (EventBridge).
 * Throws a UserError where there is none.
 */
export function recordIn(element: Json): JsonObject {
  if (!isObject(element)) throw new UserError('is no JSON object');
  const text = element['CloudTrailEvent'];
  if (typeof text === 'string') return parsedRecord(text);
  if ('detail-type' in element && seemsRecord(objectAt(element, 'detail'))) return objectAt(element, 'detail');
  return element;
}

function parsedRecord(text: string): JsonObject {
  try {
    const record = JSON.parse(text) as Json;
    if (isObject(record)) return record;
  } catch (error) {
    throw new UserError('has a CloudTrailEvent that is no JSON', { cause: error });
  }
  throw new UserError('has a CloudTrailEvent that is no JSON object');
}

/**
 * Whether an element has the look of a CloudTrail record. Event notifications of S3, SQS and others also come as
 * {"Records": […]} with eventSource and eventName, but their sources begin with "aws:".
 */
export function seemsRecord(element: Json | undefined): boolean {
  if (!isObject(element)) return false;
  if (typeof element['CloudTrailEvent'] === 'string') return true;
  if ('detail-type' in element) return seemsRecord(objectAt(element, 'detail'));
  if (stringAt(element, 'eventSource')?.startsWith('aws:')) return false;
  return (
    nonActivity(element) !== undefined || 'eventTime' in element || ('eventName' in element && 'eventSource' in element)
  );
}

/** What a record is that tells of no one's doing: 'Insight', 'NetworkActivity' or 'Aggregated'. Such records are dropped. */
export function nonActivity(record: JsonObject): string | undefined {
  const category = record['eventCategory'];
  if (category === 'Insight' || category === 'NetworkActivity' || category === 'Aggregated') return category;
  switch (record['eventType']) {
    case 'AwsCloudTrailInsight':
      return 'Insight';
    case 'AwsVpceEvent':
    case 'AwsVpceEvents':
      return 'NetworkActivity';
    case 'AwsAggregatedEvent':
      return 'Aggregated';
    default:
      return undefined;
  }
}
