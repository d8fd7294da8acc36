import fc from 'fast-check';

/** A call that cannot be answered, and what is wrong with it. */
export interface MalformedCall {
  path: string;
  /** Percent-encoded, in their order. */
  query: string;
  /** The parameters of which the answer must name one. */
  wrong: readonly string[];
}

interface Fault {
  parameters: readonly (readonly [name: string, value: string])[];
  wrong: readonly string[];
}

const KNOWN = ['from', 'to', 'tz', 'limit', 'cursor', 'count', 'groupBy', 'filter', 'user', 'kind', 'home', 'service', 'eventName', 'account', 'region', 'outcome', 'errorCode', 'readOnly', 'param', 'params', 'value', 'values']; // prettier-ignore
const HUGE = 'x'.repeat(4_000);

const fault = (name: string, values: readonly string[] | fc.Arbitrary<string>): fc.Arbitrary<Fault> =>
  (Array.isArray(values) ? fc.constantFrom(...(values as string[])) : (values as fc.Arbitrary<string>)).map(
    (value) => ({
      parameters: [[name, value]],
      wrong: [name],
    }),
  );

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'null', '\0', 'a\nb', '%', '%41', HUGE)); // prettier-ignore
const unknownName = text.filter((name) => !KNOWN.includes(name));
const NO_DATES = ['', 'yesterday', '2017-02-30', '2017-13-01', '2017-1-1', '20170101', '2017-01-01T24:00', '2017-01-01T10:60Z', '2017-01-01T10:00+24:00', '+012017-01-01', '-2017-01-01', '2017-01-01T10:00:00.', '1483228800', 'NaN', '２０１７-01-01', HUGE]; // prettier-ignore
const noJson = fc.oneof(
  text.filter(isNoJson),
  fc.constantFrom('', '{', '{"user":}', '['.repeat(3_000), "{'user': {}}"),
);
const noFilter = fc.oneof(
  fc.constantFrom('null', '1', '[]', '"user"', '{"user":null}', '{"user":"ann"}', '{"user":[]}', '{"user":{"in":"ann"}}', '{"user":{"in":[1]}}', '{"user":{"in":[null]}}', '{"user":{"in":{"0":"a"}}}', '{"user":{"not":"ann"}}', '{"user":{"prefix":1}}', '{"user":{"prefix":[{}]}}', '{"user":{"like":"a"}}', '{"user":{"__proto__":{"in":["a"]}}}', '{"__proto__":{"in":["a"]}}', '{"constructor":{"in":["a"]}}', '{"kind":{"in":["martian"]}}', '{"outcome":{"not":["maybe"]}}', '{"readOnly":{"in":["yes"]}}', `{"${HUGE}":{}}`), // prettier-ignore
  text.filter((name) => !KNOWN.includes(name) && !/^[A-Za-z]+$/.test(name)).map((name) => JSON.stringify({ [`${name}?`]: { in: ['a'] } })), // prettier-ignore
  fc.json({ maxDepth: 4 }).map((json) => JSON.stringify([JSON.parse(json)])),
);
const RESOURCES = JSON.stringify({ resources: { in: ['a'] } });

const faults: fc.Arbitrary<Fault> = fc.oneof(
  unknownName.chain((name) => fault(name.toWellFormed(), text)),
  fc.constantFrom(...KNOWN.filter((name) => !/^(param|value)s?$/.test(name))).map((name): Fault => ({ parameters: [[name, '1'], [name, '1']], wrong: [name] })), // prettier-ignore
  fault('limit', ['', '0', '-1', '1.5', '1e3', '10001', '9'.repeat(400), ' 5', '+5', '٣', 'NaN', '0x10', 'ten', '5,6', HUGE]), // prettier-ignore
  fault('count', ['', 'yes', '2', 'truee', ' true', 'null', HUGE]),
  fault('tz', ['', 'Mars/Base', '+02:00', '-1', '../etc/passwd', 'constructor', 'UTC ', '\0', HUGE]),
  fault('from', NO_DATES),
  fault('to', NO_DATES),
  fc.constant<Fault>({ parameters: [['from', '2017-09-09'], ['to', '2017-06-06']], wrong: ['from', 'to'] }), // prettier-ignore
  fault('filter', noJson),
  fault('filter', noFilter),
  fault('groupBy', ['', 'nothing', 'user,user', "['user'", "['user]", 'user,', '__proto__', 'Day', '[]', HUGE]),
  fault('kind', ['martian', '', 'iamuser', '__proto__']),
  fault('outcome', ['maybe', '']),
  fault('readOnly', ['yes', '1', '']),
  fault(
    'cursor',
    fc.oneof(
      text,
      fc.base64String(),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
    ),
  ),
  fc.constantFrom('limit', 'cursor').map((name): Fault => ({ parameters: [['count', 'true'], [name, '5']], wrong: [name] })), // prettier-ignore
  fc.constantFrom<Fault>(
    { parameters: [['param', 'user']], wrong: ['param', 'value'] },
    { parameters: [['params', 'user'], ['param', 'account']], wrong: ['params', 'param', 'value'] },
    { parameters: [['values', 'ann']], wrong: ['values', 'param'] },
    { parameters: [['param', 'session,role'], ['value', 'a']], wrong: ['param', 'value'] },
    { parameters: [['param', "['session"], ['value', 'a']], wrong: ['param'] },
    { parameters: [['params', 'session'], ['values', "['a','b']x]"]], wrong: ['values'] },
    { parameters: [['param', 'readOnly'], ['value', 'yes']], wrong: ['value'] },
    { parameters: [['param', 'resources'], ['value', 'a'], ['filter', RESOURCES]], wrong: ['param', 'value', 'filter'] },
    { parameters: [['params', 'resources,resources'], ['values', 'a,b']], wrong: ['params', 'values'] },
  ), // prettier-ignore
  unknownName.filter((name) => /[^\w.]/.test(name)).map((name): Fault => ({ parameters: [['param', `'${name}`], ['value', 'a']], wrong: ['param', 'value'] })), // prettier-ignore
);

const PATHS = ['/users', '/services', '/parameters', '/scan', '/activity', '/status', '/gaps', '/users/ann', '/users/nobody', '/users/ann/activity', '/services/ec2', '/services/nothing', '/users/ann/events/x']; // prettier-ignore
/** Which path parameter is wrong where. */
const NO_PATHS = [['/users/%E9', 'user'], ['/users/%', 'user'], ['/services/%zz', 'service'], ['/users/%C0%80/activity', 'user'], ['/users/ann/events/%ff', 'id']] as const; // prettier-ignore
const SOUND = [['region', 'us-east-1'], ['from', '2021-03-01'], ['errorCode', ''], ['tz', 'Asia/Kathmandu'], ['eventName', '*']] as const; // prettier-ignore

const encode = (value: string) => encodeURIComponent(value.toWellFormed());

/** One or two things are wrong, among others that are right. */
export const malformedCalls: fc.Arbitrary<MalformedCall> = fc
  .record({
    path: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...PATHS).map((path) => ({ path, wrong: undefined })) },
      { weight: 1, arbitrary: fc.constantFrom(...NO_PATHS).map(([path, wrong]) => ({ path, wrong })) },
    ),
    all: fc.array(faults, { minLength: 1, maxLength: 2 }).filter((all) => all.filter(isAboutPairs).length < 2),
    sound: fc.subarray([...SOUND]),
    order: fc.boolean(),
  })
  .map(({ path: { path, wrong }, all, sound, order }) => {
    const bad = all.flatMap(({ parameters }) => parameters);
    const takesAll = /^\/(scan|users\/[^/]+|services\/.+)$/.test(path);
    const given = !takesAll ? bad : order ? [...sound, ...bad] : [...bad, ...sound];
    const query = given.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
    // Elsewhere it may be the parameter itself that is out of place.
    const names = [...all.flatMap((each) => each.wrong), ...(takesAll ? [] : given.map(([name]) => name))];
    return { path, query, wrong: wrong === undefined ? names : [...names, wrong] };
  });

/** A name of one fault and a value of another may make a pair that is sound. */
function isAboutPairs({ parameters }: Fault): boolean {
  return parameters.some(([name]) => /^(param|value)s?$/.test(name));
}

/** Broken percent-encoding, which API Gateway would not hand over. */
export const badlyEncodedCalls: fc.Arbitrary<MalformedCall> = fc
  .record({
    path: fc.constantFrom(...PATHS),
    name: fc.oneof(fc.constantFrom(...KNOWN), fc.stringMatching(/^[a-z?]{1,5}$/)),
    bad: fc.constantFrom('%', '%4', '%zz', '%E9', '%C0%80', '%ED%A0%80', '%F8%88%80%80%80', 'a%'),
    before: fc.constantFrom('', 'from=2021-03-01&', '&&'),
  })
  .map(({ path, name, bad, before }) => ({ path, query: `${before}${name}=${bad}`, wrong: [name, 'from'] }));

/** Anything at all: there may be an answer to it. */
export const noise: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(fc.constantFrom(...PATHS, '/', '', '//', '*', '/users//', '/users/ann/events/', '/../users', '/prod/cloudtracking_querys/'), fc.webPath()),
    fc.oneof(fc.webQueryParameters(), fc.string({ unit: 'grapheme-ascii' }), fc.constantFrom('?', '&&&', '=', '=&=', 'filter', 'param&value', `user=${HUGE}`, `filter=${encode(JSON.stringify({ user: { in: [HUGE], prefix: HUGE } }))}`, 'from=0000-01-01&to=9999-12-31', 'to=0000-01-01&tz=Asia/Kathmandu', 'from=9999-12-31', 'from=0000-01-01T00:00:00%2B23:59', `from=2021-03-01T10:00:00.${'9'.repeat(900)}Z`)),
  )
  .map(([path, query]) => `${path}?${query}`.replace(/[^\x21-\x7e]/g, encode)); // prettier-ignore

function isNoJson(value: string): boolean {
  try {
    JSON.parse(value);
    return false;
  } catch {
    return true;
  }
}
