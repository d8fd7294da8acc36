import { BROWSERS, TOOLS, type Origin } from './caller.ts';
import { iamUser, signingIn } from './callers.ts';
import { CONSOLE_PAGES } from './consolePages.ts';
import { CLASS_ACCOUNT, CLASS_REGION } from './classAccount.ts';
import { classPlan, lessonDays, type Sitting, type Student } from './classPlan.ts';
import { classIncidents } from './classIncidents.ts';
import { classServices, followUps } from './classServices.ts';
import { Random } from './random.ts';
import { DAY, HOUR, MINUTE, SECOND, type SampleSettings } from './sampleOptions.ts';
import { FAILED_SIGN_IN, SIGN_IN } from './signInActions.ts';
import { addVisitsFor, visit, type Act, type Visit } from './visit.ts';

/** A class of students, each an IAM user of one account, with what goes on around it. */
export function classVisits(settings: SampleSettings): Visit[] {
  const random = new Random(`${settings.seed}/class`);
  const plan = classPlan(settings);
  const firstLesson = plan.labs[0]!.opens + 9 * HOUR;
  const visits: Visit[] = [];
  for (const student of plan.students) {
    for (const sitting of student.sittings) visits.push(...sittingVisits(student, sitting, random));
    // Those who never start have a look around, once.
    if (student.sittings.length === 0) visits.push(...freeVisits(student, firstLesson, random));
  }
  visits.push(...classServices(settings, plan, random), ...classIncidents(settings, random));
  const oneMore = () => freeVisits(random.pick(plan.students), spareTime(settings, random), random);
  const spare = Math.round((settings.users * settings.days) / 20);
  for (let i = 0; i < spare; i++) visits.push(...oneMore());
  // Somebody is always at it when the sample ends, so that its last hour is not empty.
  for (const ago of [15, 40, 65]) {
    visits.push(...freeVisits(random.pick(plan.students), wholeSeconds(settings.horizon - ago * MINUTE), random));
  }
  addVisitsFor(settings.events, visits, oneMore);
  return visits;
}

function sittingVisits(student: Student, sitting: Sitting, random: Random): Visit[] {
  const { lab, start, end, attempts } = sitting;
  const acts: Act[] = attempts.map(({ step, at, failure }) => ({ at, action: step.action, failure }));
  const pools = [...lab.pages, ...lab.pages, 'home'].map((page) => CONSOLE_PAGES[page]!);
  const inClass = new Date(start).getUTCHours() < 17;
  const followed = attempts.flatMap((attempt) => followUps(student.name, attempt));
  const work = { start, end, pools, writes: 0.02, denied: student.clumsiness / 6, failed: student.clumsiness };
  // Once they know how, some students work with tools, which look at less.
  if (lab.id > 'lab05' && random.chance(0.2)) {
    const caller = iamUser(CLASS_ACCOUNT, student.name, origin(student, inClass, random.pick(TOOLS)));
    return [visit(caller, CLASS_REGION, acts, { ...work, weight: (end - start) / MINUTE / 4 }), ...followed];
  }
  const from = origin(student, inClass);
  const caller = iamUser(CLASS_ACCOUNT, student.name, from);
  const weight = (end - start) / MINUTE;
  return [signIn(student, from, start, random), visit(caller, CLASS_REGION, acts, { ...work, weight }), ...followed];
}

/** Another hour in the console, without a lab; in some of them in a region that the class may not use. */
function freeVisits(student: Student, start: number, random: Random): Visit[] {
  const from = origin(student, false);
  const caller = iamUser(CLASS_ACCOUNT, student.name, from);
  const astray = random.chance(0.1);
  const region = astray ? random.pick(['us-east-1', 'us-west-2', 'eu-central-1', 'sa-east-1']) : CLASS_REGION;
  const pages = ['home', 'ec2', 'ec2', 's3', random.pick(Object.keys(CONSOLE_PAGES))];
  const length = random.between(5, 90) * MINUTE;
  const more = {
    start,
    end: start + length,
    pools: pages.map((page) => CONSOLE_PAGES[page]!),
    weight: astray ? 15 : length / MINUTE,
    writes: astray ? 0.02 : 0.05,
    denied: astray ? 0.7 : student.clumsiness / 4,
    failed: student.clumsiness + 0.01,
  };
  return [signIn(student, from, start, random), visit(caller, region, [], more)];
}

/** A time out of class: mostly afternoons and evenings. */
function spareTime(settings: SampleSettings, random: Random): number {
  const day = random.chance(0.7) ? random.pick(lessonDays(settings)) : settings.start + random.int(settings.days) * DAY;
  const hour = random.chance(0.04) ? random.fraction() * 6 : 9 + Math.sqrt(random.fraction()) * 13;
  return wholeSeconds(day + hour * HOUR);
}

function wholeSeconds(at: number): number {
  return Math.floor(at / SECOND) * SECOND;
}

function signIn(student: Student, from: Origin, at: number, random: Random): Visit {
  const acts: Act[] = [{ at, action: SIGN_IN }];
  if (random.chance(student.clumsiness))
    acts.unshift({ at: at - random.between(10, 60) * SECOND, action: FAILED_SIGN_IN });
  return visit(signingIn(CLASS_ACCOUNT, student.name, from), CLASS_REGION, acts);
}

/** The laboratory's address in class, else the student's own. */
function origin(student: Student, inClass: boolean, tool?: string): Origin {
  const number = Number(/\d+$/.exec(student.name)![0]);
  const sourceIPAddress = inClass ? `192.0.2.${10 + (number % 2)}` : `203.0.113.${1 + (number % 254)}`;
  if (tool !== undefined) return { sourceIPAddress, userAgent: tool };
  return { sourceIPAddress, userAgent: BROWSERS[number % BROWSERS.length]!, fromConsole: true };
}
