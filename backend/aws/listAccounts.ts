import { UserError } from '../core/userError.ts';
import { ask } from './awsErrors.ts';
import { awsEndpoint, createJsonClient, endpointInstead } from './jsonClient.ts';
import type { Aws } from './openAws.ts';
import { createPace, type Clock } from './pace.ts';
import { globalRegion } from './regions.ts';

/** The accounts of an organization, by their numbers of 12 digits. */
export interface OrganizationAccounts {
  /** For example o-exampleorgid. */
  organization: string;
  names: Record<string, string>;
}

/** What is used of a page. */
interface Answer {
  Accounts?: { Id?: string; Name?: string; Arn?: string }[];
  NextToken?: string;
}

/** Milliseconds between two pages: AWS takes some eight a second of a whole organization. */
const INTERVAL = 150;
/** Accounts of a page: more AWS does not give. */
const PAGE = 20;

const PERMISSION = {
  action: 'organizations:ListAccounts',
  resource: 'the organization (its management account and delegated administrators may)',
};

/**
 * The names of all accounts of the organization that the caller's account is in; of the pages, `onPage` is told how many accounts they
 * had so far. Needs organizations:ListAccounts, in the management account or in that of a delegated administrator. Throws a UserError
 * where that is refused, and where there is no organization.
 */
export async function listAccounts(
  aws: Pick<Aws, 'region' | 'credentials'>,
  clock: Clock,
  onPage: (accounts: number) => void,
  signal?: AbortSignal,
): Promise<OrganizationAccounts> {
  // A service without regions: it answers, and is signed for, in one region of each partition.
  const region = globalRegion(aws.region);
  const call = createJsonClient({
    service: 'organizations',
    target: 'AWSOrganizationsV20161128',
    region,
    credentials: aws.credentials,
    endpoint: endpointInstead('ORGANIZATIONS', process.env) ?? awsEndpoint(`organizations.${region}`, region),
  });
  const pace = createPace(INTERVAL, clock);
  const names = new Map<string, string>();
  let organization = '';
  let token: string | undefined;
  do {
    const request = { MaxResults: PAGE, ...(token !== undefined && { NextToken: token }) };
    const page = (await pace(() => ask(PERMISSION, call('ListAccounts', request, signal)), signal).catch(
      sayNoOrganization,
    )) as Answer;
    for (const { Id = '', Name = '', Arn = '' } of page.Accounts ?? []) {
      names.set(Id, Name);
      // arn:aws:organizations::111111111111:account/o-exampleorgid/222222222222
      organization ||= Arn.split('/')[1] ?? '';
    }
    onPage(names.size);
    token = page.NextToken || undefined;
  } while (token !== undefined);
  return { organization, names: Object.fromEntries(names) };
}

function sayNoOrganization(error: unknown): never {
  const cause = error instanceof UserError ? error.cause : error;
  if (cause instanceof Error && cause.name === 'AWSOrganizationsNotInUseException')
    throw new UserError('The account of this profile is in no organization, so that AWS Organizations knows no names.', { cause }); // prettier-ignore
  throw error;
}
