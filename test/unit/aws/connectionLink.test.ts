import assert from 'node:assert/strict';
import { apiEndpoint } from '../../../backend/aws/apiEndpoint.ts';
import { connectionLink, followedLink, readConnectionLink } from '../../../backend/aws/connectionLink.ts';
import { refusal } from '../../fixtures/userErrors.ts';

const URL_OF_API = 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/dev';
const LINK = { url: URL_OF_API, region: 'eu-west-1', name: 'Class of 2026 & more' };

describe('a connection link', () => {
  it('can be read again', () => {
    assert.deepEqual(readConnectionLink(connectionLink(LINK, 'vscode')), LINK);
    assert.deepEqual(readConnectionLink(`  ${connectionLink(LINK, 'vscode-insiders')}\n`), LINK);
  });

  it('can be followed, whatever is in its name', () => {
    for (const name of ['dev', 'Class of 2026 & more', 'a#1', 'a=b&url=c', '50% + more', '%41']) {
      const link = { ...LINK, name };
      // As VS Code's Uri has it.
      const query = decodeURIComponent(connectionLink(link, 'vscode').split('?')[1]!);
      assert.deepEqual(readConnectionLink(followedLink(query)), link);
    }
    assert.equal(readConnectionLink(followedLink(`url=${URL_OF_API}`)).name, 'dev');
    assert.throws(() => readConnectionLink(followedLink('')), refusal(undefined));
  });

  it('may be for the own view, read or followed', () => {
    const own = { ...LINK, ownView: true as const };
    const link = connectionLink(own, 'vscode');
    assert.deepEqual(readConnectionLink(link), own);
    assert.deepEqual(readConnectionLink(followedLink(decodeURIComponent(link.split('?')[1]!))), own);
    // A name is a name, whatever it looks like.
    const named = { ...LINK, name: 'a&view=own' };
    const query = decodeURIComponent(connectionLink(named, 'vscode').split('?')[1]!);
    assert.deepEqual(readConnectionLink(followedLink(query)), named);
  });

  it('may be the URL of the API', () => {
    assert.deepEqual(readConnectionLink(`${URL_OF_API}/`), { url: URL_OF_API, region: 'eu-west-1', name: 'dev' });
  });

  it('holds no control characters in its name', () => {
    const { name } = readConnectionLink(connectionLink({ ...LINK, name: 'a\u202eb\u001b[31m' }, 'vscode'));
    assert.equal(name, 'ab[31m');
  });

  const wrong: Record<string, string> = {
    'no link': 'hello',
    'another extension': 'vscode://somebody.else/connect?url=x',
    'another host': connectionLink({ ...LINK, url: 'https://evil.example/dev' }, 'vscode'),
    'a host that ends otherwise': connectionLink(
      { ...LINK, url: 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com.evil.example/dev' },
      'vscode',
    ),
    'a host behind a name': connectionLink({ ...LINK, url: `https://a1b2c3d4e5@evil.example/dev` }, 'vscode'),
    'credentials in the URL': connectionLink({ ...LINK, url: URL_OF_API.replace('//', '//a:b@') }, 'vscode'),
    'no encryption': connectionLink({ ...LINK, url: URL_OF_API.replace('https', 'http') }, 'vscode'),
    'a port': connectionLink({ ...LINK, url: URL_OF_API.replace('.com/', '.com:8443/') }, 'vscode'),
    'another region': connectionLink({ ...LINK, region: 'us-east-1' }, 'vscode'),
    'a view that is not known': connectionLink({ ...LINK, ownView: true }, 'vscode').replace('view=own', 'view=all'),
    'a path': `${URL_OF_API}/../../x/y`,
    'a query': `${URL_OF_API}?x=y`,
    'no stage': 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/',
  };
  for (const [what, text] of Object.entries(wrong)) {
    it(`is refused with ${what}`, () => assert.throws(() => readConnectionLink(text), refusal(undefined)));
  }
});

describe('the endpoint of an API', () => {
  it('is its URL', () => assert.equal(apiEndpoint(URL_OF_API, {}), URL_OF_API));

  it('is the path form where the environment names a local cloud', () => {
    const environment = { AWS_ENDPOINT_URL_EXECUTE_API: 'http://127.0.0.1:4566/' };
    assert.equal(apiEndpoint(URL_OF_API, environment), 'http://127.0.0.1:4566/restapis/a1b2c3d4e5/dev/_user_request_');
  });
});
