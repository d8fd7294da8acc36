/** What is used of the events that Lambda hands over, and of what it takes back ("Using AWS Lambda with …" in its developer guide). */

export interface LambdaContext {
  awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** A batch of messages of a queue. */
export interface SqsEvent {
  Records: SqsMessage[];
}

export interface SqsMessage {
  messageId: string;
  body: string;
  attributes: {
    /** How often the message was received, this time included. */
    ApproximateReceiveCount: string;
  };
}

/** The messages that stay in the queue; all others of the batch are done. */
export interface SqsBatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

/** A call of a REST API with proxy integration ("payload format 1.0"). */
export interface RestApiEvent {
  httpMethod: string;
  /** The route's path as the template has it: /users/{user}. */
  resource: string;
  /** As they came in, percent-encoded. */
  pathParameters: Record<string, string | undefined> | null;
  /** Decoded. */
  multiValueQueryStringParameters: Record<string, string[] | undefined> | null;
  /** Names are spelled as the caller spelled them. */
  headers: Record<string, string | undefined> | null;
  requestContext: {
    requestId: string;
    /** Whose credentials have signed the call, by their ARN. */
    identity?: { userArn?: string | null };
  };
}

export interface RestApiResult {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded: boolean;
}
