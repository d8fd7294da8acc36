export const REGION = 'eu-west-1';

/** The account that moto plays. */
export const ACCOUNT = '123456789012';

/** They open nothing. */
export const CREDENTIALS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
