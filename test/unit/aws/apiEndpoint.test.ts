import assert from 'node:assert/strict';
import { apiEndpoint } from '../../../backend/aws/apiEndpoint.ts';

describe('apiEndpoint', () => {
  const url = 'https://abcdefghij.execute-api.eu-west-1.amazonaws.com/dev';

  it('is the address itself', () => assert.equal(apiEndpoint(url, {}), url));

  for (const local of ['http://127.0.0.1:4000', 'http://127.0.0.1:4000/']) {
    it(`is a path below ${local} where a cloud for tests is named`, () => {
      const environment = { AWS_ENDPOINT_URL_EXECUTE_API: local };
      assert.equal(apiEndpoint(url, environment), 'http://127.0.0.1:4000/restapis/abcdefghij/dev/_user_request_');
      assert.equal(apiEndpoint(`${url}/`, environment), 'http://127.0.0.1:4000/restapis/abcdefghij/dev/_user_request_');
    });
  }
});
