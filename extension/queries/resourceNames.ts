/** Types whose names have a path before them: role/service-role/NAME. */
const WITH_PATH = new Set(['role', 'user', 'group', 'policy', 'instance-profile', 'server-certificate', 'mfa']);

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const ID = /^[a-z]{1,8}-[0-9a-f]{8}(?:[0-9a-f]{9})?$/;

/**
 * The names under which events may know a resource, the one that was asked for first: services write ARNs in some places and bare ids in
 * others. The ARN of a name can be told of a bucket only; others have a region and an account in them.
 */
export function resourceNames(asked: string): string[] {
  const name = asked.trim();
  if (!name.startsWith('arn:')) {
    return BUCKET.test(name) && !ID.test(name) ? [name, `arn:aws:s3:::${name}`] : [name];
  }
  const [, , service, , , ...rest] = name.split(':');
  const bare = bareName(service ?? '', rest.join(':'));
  return bare === undefined || bare === '' || bare === name ? [name] : [name, bare];
}

/** `resource` is the last part of an ARN: NAME, type/NAME or type:NAME, and more behind it. */
function bareName(service: string, resource: string): string | undefined {
  // An object is another resource than its bucket.
  if (service === 's3') return resource.includes('/') ? undefined : resource;
  if (service === 'logs') return /^log-group:([^:]+)/.exec(resource)?.[1];
  const [type = '', ...parts] = resource.split(/[:/]/);
  if (parts.length === 0) return type;
  return WITH_PATH.has(type) ? parts.at(-1) : parts[0];
}
