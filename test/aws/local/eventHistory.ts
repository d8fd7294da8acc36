import type { JsonObject } from '../../../backend/core/json.ts';
import { refusal } from './refusals.ts';
import type { Answer, PassingCall } from './recorder.ts';

/** A record as log files have it; what is read of it here is there. */
export type HistoryRecord = JsonObject & {
  eventID: string;
  eventTime: string;
  eventName: string;
  eventSource: string;
  awsRegion: string;
  readOnly: boolean;
};

interface LookupRequest {
  StartTime?: number;
  EndTime?: number;
  LookupAttributes?: { AttributeKey: string; AttributeValue: string }[];
  MaxResults?: number;
  NextToken?: string;
}

export interface EventHistory {
  /** What CloudTrail has recorded, in all regions. */
  records: HistoryRecord[];
  answer(call: PassingCall): Answer;
}

/** Questions a second that CloudTrail answers, for each region. */
const RATE = 2;

/** CloudTrail's event history, which moto lacks: newest first, in pages, at most two questions a second and region. */
export function eventHistory(): EventHistory {
  const asked = new Map<string, number[]>();

  function isTooOften(region: string): boolean {
    const now = Date.now();
    const recent = (asked.get(region) ?? []).filter((time) => time > now - 1000);
    const tooOften = recent.length >= RATE;
    asked.set(region, tooOften ? recent : [...recent, now]);
    return tooOften;
  }

  const history: EventHistory = {
    records: [],
    answer(call) {
      if (isTooOften(call.region)) return refusal('throttled', call);
      const request = JSON.parse(call.body) as LookupRequest;
      const { NextToken, MaxResults = 50 } = request;
      const found = history.records.filter((each) => each.awsRegion === call.region && isAskedFor(each, request));
      found.sort((a, b) => b.eventTime.localeCompare(a.eventTime));
      const begin = Number(NextToken ?? 0);
      const end = begin + MaxResults;
      const Events = found.slice(begin, end).map(eventOf);
      const body = { Events, ...(end < found.length && { NextToken: String(end) }) };
      return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) };
    },
  };
  return history;
}

function isAskedFor({ eventTime, readOnly }: HistoryRecord, request: LookupRequest): boolean {
  const { StartTime = 0, EndTime = Infinity, LookupAttributes = [] } = request;
  const seconds = Date.parse(eventTime) / 1000;
  if (seconds < StartTime || seconds > EndTime) return false;
  return LookupAttributes.every(({ AttributeKey, AttributeValue }) => {
    if (AttributeKey !== 'ReadOnly') throw new Error(`This event history cannot look up by ${AttributeKey}.`);
    return String(readOnly) === AttributeValue;
  });
}

function eventOf(record: HistoryRecord): object {
  const { eventID, eventName, eventSource, eventTime, readOnly } = record;
  const { userName } = (record['userIdentity'] ?? {}) as { userName?: string };
  return {
    EventId: eventID,
    EventName: eventName,
    EventSource: eventSource,
    EventTime: Date.parse(eventTime) / 1000,
    ReadOnly: String(readOnly),
    ...(userName !== undefined && { Username: userName }),
    Resources: [],
    CloudTrailEvent: JSON.stringify(record),
  };
}
