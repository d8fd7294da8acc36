import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { ask } from './awsErrors.ts';
import type { Aws } from './openAws.ts';
import type { Paced } from './pace.ts';
import type { Span } from './spans.ts';

/** An event of the event history. */
export interface HistoryEvent {
  id: string;
  /** Seconds since 1970. */
  time: number;
  /** The whole record, as JSON. */
  record: string;
}

export interface Lookup {
  span: Span;
  /** Only what reads, or only what changes. */
  readOnly: boolean;
  pace: Paced;
  signal?: AbortSignal;
}

/** The most that CloudTrail gives at once. */
const PAGE = 50;

/** What CloudTrail calls a token that it does not take, or not any more. */
const BAD_TOKEN = /^InvalidNextTokenException$/;

/**
 * The pages of the event history of one region, newest first. Tokens expire: then it goes on at the time of the last event, so that
 * events of that second may come twice. Needs cloudtrail:LookupEvents.
 */
export async function* lookUpEvents(
  { cloudTrail, region }: Pick<Aws, 'cloudTrail' | 'region'>,
  { span, readOnly, pace, signal }: Lookup,
): AsyncGenerator<HistoryEvent[]> {
  /** With a token a question has to stay the same. */
  let end = span.to;
  let oldest = end;
  let token: string | undefined;
  const request = async () => {
    const command = new LookupEventsCommand({
      StartTime: new Date(span.from * 1000),
      EndTime: new Date(end * 1000),
      LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: String(readOnly) }],
      MaxResults: PAGE,
      NextToken: token,
    });
    const answer = cloudTrail.send(command, { abortSignal: signal });
    return ask({ action: 'cloudtrail:LookupEvents', resource: `the event history of ${region}` }, answer);
  };
  let pages = 0;
  do {
    try {
      const { Events = [], NextToken } = await pace(request, signal);
      const events = Events.flatMap(({ EventId = '', EventTime, CloudTrailEvent }) =>
        EventTime && CloudTrailEvent
          ? [{ id: EventId, time: Math.floor(EventTime.getTime() / 1000), record: CloudTrailEvent }]
          : [],
      );
      token = NextToken;
      pages++;
      if (events.length === 0) continue;
      oldest = events.reduce((least, { time }) => Math.min(least, time), oldest);
      yield events;
    } catch (error) {
      // A token that was refused at once would be refused for ever.
      if (pages === 0 || !isBadToken(error)) throw error;
      end = oldest;
      token = undefined;
      pages = 0;
    }
  } while (token !== undefined || pages === 0);
}

function isBadToken(error: unknown): boolean {
  const { cause } = error as { cause?: unknown };
  return [error, cause].some((each) => each instanceof Error && BAD_TOKEN.test(each.name));
}
