/** Everything that ever happened. */
export const ALL = 'from=2000-01-01&to=2040-01-01';

/** Questions of each route, beside those about every user and service that there is. */
export const QUESTIONS: Record<string, string[]> = {
  'GET /users': ['/users', '/users?kind=iamUser', '/users?kind=role,service', '/users?account=111122223333', '/users?kind=nobody'],
  'GET /services': ['/services', '/services?x=y'],
  'GET /parameters': ['/parameters'],
  'GET /status': ['/status'],
  'GET /gaps': [`/gaps?${ALL}`, '/gaps?from=2018-02-01&to=2018-02-03&tz=Europe/Madrid', '/gaps?limit=1'],
  'GET /users/{user}': [
    `/users/alucloud230?${ALL}`,
    '/users/alucloud230?from=2017-06-06&to=2017-09-09',
    '/users/alucloud230?from=2017-06-06&eventName=RunInstances&to=2017-09-09',
    "/users/alucloud230?param=['instanceType','eventSource']&value=['m1.small','ec2.amazonaws.com']&from=2017-06-06&eventName=RunInstances&to=2017-09-09",
    '/users/alucloud230?params=instanceType,eventSource&values=m1.small,ec2.amazonaws.com&from=2017-06-06&to=2017-09-09',
    '/users/alucloud230?from=2017-06-06T00:00:00%2B02:00&to=2017-07-01T12:00',
    `/users/alucloud10?${ALL}&home=444455556666`,
    `/users/alucloud10?${ALL}&account=444455556666&count=true`,
    `/users/ana%20mar%C3%ADa?${ALL}`,
    `/users/nobody?${ALL}`,
    '/users/alucloud230?user=x',
    '/users/alucloud230?from=2017-09-09&to=2017-06-06',
  ],
  'GET /services/{service}': [
    `/services/ec2?${ALL}`,
    '/services/ec2?from=2016-01-01&to=2017-01-01',
    `/services/s3.amazonaws.com?${ALL}&limit=7`,
    `/services/iam?${ALL}&outcome=denied,error`,
    `/services/nothing?${ALL}`,
  ],
  'GET /scan': [
    '/scan',
    `/scan?${ALL}`,
    `/scan?${ALL}&limit=20`,
    `/scan?${ALL}&count=true`,
    `/scan?${ALL}&eventName=Create*&limit=50`,
    `/scan?${ALL}&outcome=denied&region=us-east-1`,
    `/scan?${ALL}&readOnly=true`,
    `/scan?${ALL}&param=bucketName&value=lab-230`,
    `/scan?${ALL}&filter=${encodeURIComponent('{"eventName":{"prefix":["Delete","Terminate"]},"outcome":{"not":["ok"]}}')}`,
    '/scan?from=2018-02-01&to=2018-02-01&tz=Europe/Madrid',
    '/scan?from=yesterday',
    '/scan?limit=0',
    '/scan?cursor=x',
    '/scan?unknown=1',
  ],
  'GET /users/{user}/activity': [
    `/users/alucloud230/activity?${ALL}`,
    `/users/alucloud10/activity?${ALL}&home=111122223333&groupBy=service,day&outcome=denied,error`,
    `/users/ana%20mar%C3%ADa/activity?${ALL}&groupBy=hour`,
    `/users/nobody/activity?${ALL}`,
  ],
  'GET /activity': [
    '/activity',
    `/activity?${ALL}`,
    ...['user', 'kind', 'home', 'service', 'eventName', 'account', 'region', 'outcome', 'errorCode', 'readOnly', 'hour']
      .map((group) => `/activity?${ALL}&groupBy=${group}`),
    `/activity?${ALL}&groupBy=day&tz=Asia/Kathmandu`,
    `/activity?${ALL}&groupBy=user,service,outcome`,
    `/activity?${ALL}&groupBy=service&user=alucloud230&outcome=ok`,
    `/activity?${ALL}&groupBy=eventName&param=instanceType&value=m1.small`,
    '/activity?from=2018-02-01T13:07:11Z&to=2018-02-01T14:02:59Z&groupBy=user',
    '/activity?groupBy=nothing',
  ],
}; // prettier-ignore

export function questionAboutUser(user: string): string {
  return `/users/${encodeURIComponent(user)}?${ALL}`;
}

export function questionAboutService(service: string): string {
  return `/services/${encodeURIComponent(service)}?${ALL}`;
}
