/** Ids of EC2 and VPC: eight hexadecimal digits, or seventeen since 2016. */
const ID =
  /\b(?:i|vol|snap|ami|sg|sgr|vpc|vpce|subnet|eni|rtb|igw|eigw|nat|acl|eipalloc|lt|tgw|pcx|pl|vgw|cgw|vpn|dopt|fl|fs|key|r)-[0-9a-f]{8}(?:[0-9a-f]{9})?\b/g;
const ARN = /\barn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{0,12}:[^\s"'`<>()[\]{},;]+/g;
const BUCKET = /\bs3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])[^\s"'`<>()[\]{},;]*/g;
/** A name in quotes, as in JSON, YAML and Terraform. */
const QUOTED = /"([^"\s]{1,256})"|'([^'\s]{1,256})'/g;

/**
 * The resource that a line of any text names at a column (from 0): an ARN, an id, the bucket of an S3 address, or else whatever
 * stands there in quotes. Undefined where there is nothing of the kind. The line may be anything, and as long as it likes.
 */
export function resourceAt(line: string, column: number): string | undefined {
  // Nothing that is looked for is longer: the rest of a minified file stays unread.
  const start = Math.max(0, column - REACH);
  const text = line.slice(start, column + REACH);
  for (const pattern of [ARN, ID, BUCKET, QUOTED]) {
    for (const match of text.matchAll(pattern)) {
      const begin = start + match.index;
      if (column < begin || column > begin + match[0].length) continue;
      return (match[1] ?? match[2] ?? match[0]).replace(/[.:]+$/, '');
    }
  }
  return undefined;
}

const REACH = 2_000;
