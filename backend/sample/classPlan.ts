import type { Failure } from './failures.ts';
import { LABS, type Lab, type LabStep } from './labs.ts';
import { Random } from './random.ts';
import { DAY, HOUR, MINUTE, SECOND, type SampleSettings } from './sampleOptions.ts';

/** A lab on the calendar; times are milliseconds since 1970. */
export interface ScheduledLab {
  lab: Lab;
  /** Midnight (UTC) before the lesson. */
  opens: number;
  due: number;
}

/** One call of a lab step: the one that completes it, or one that fails. */
interface Attempt {
  step: LabStep;
  at: number;
  failure?: Failure;
}

/** One sitting of a student at a lab. */
export interface Sitting {
  lab: Lab;
  start: number;
  end: number;
  attempts: Attempt[];
}

export interface Student {
  name: string;
  /** Of their calls, how many fail. */
  clumsiness: number;
  sittings: Sitting[];
}

export interface ClassPlan {
  labs: ScheduledLab[];
  students: Student[];
}

/** When the labs are, and what each student does in them. */
export function classPlan(settings: SampleSettings): ClassPlan {
  const labs = schedule(settings);
  const students: Student[] = [];
  for (let i = 1; i <= settings.users; i++) {
    // A stream of their own, so that a bigger class has the same first students.
    students.push(student(i, labs, settings.horizon, new Random(`${settings.seed}/student ${i}`)));
  }
  return { labs, students };
}

/** The weekdays (UTC), as their midnights; all days where the period has no weekday. */
export function lessonDays({ start, horizon }: SampleSettings): number[] {
  const days: number[] = [];
  for (let day = Math.ceil(start / DAY) * DAY; day < horizon; day += DAY) days.push(day);
  const weekdays = days.filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
  return weekdays.length > 0 ? weekdays : days.length > 0 ? days : [Math.floor(horizon / DAY) * DAY];
}

/** All labs need a bit over four weeks; a shorter course has only the first ones. */
const WEEKDAYS_OF_COURSE = 21;
const TIME_TO_FINISH = 6 * DAY + 22 * HOUR;

function schedule(settings: SampleSettings): ScheduledLab[] {
  const days = lessonDays(settings);
  const count = Math.min(LABS.length, Math.ceil((LABS.length * days.length) / WEEKDAYS_OF_COURSE));
  return LABS.slice(0, count).map((lab, i) => {
    const opens = days[Math.floor((i * days.length) / count)]!;
    return { lab, opens, due: opens + TIME_TO_FINISH };
  });
}

/** The two groups' lessons: 9 and 15 o'clock in Madrid in winter. */
const LESSONS = [8 * HOUR, 14 * HOUR];
const LESSON = 110 * MINUTE;

function student(number: number, labs: ScheduledLab[], horizon: number, random: Random): Student {
  const clumsiness = random.chance(0.1) ? 0.12 : random.fraction() * 0.03;
  const sittings: Sitting[] = [];
  const kind = random.fraction();
  const starts = kind >= 0.06;
  const stopsAt = kind < 0.26 ? random.between(1, labs.length) : Infinity;
  for (const [i, { lab, opens, due }] of labs.entries()) {
    if (!starts || i > stopsAt) break;
    let todo = remaining(lab, i === stopsAt, random);
    if (random.chance(0.78)) {
      const start = opens + LESSONS[number % 2]! + random.int(10 * 60) * SECOND;
      todo = sit(lab, todo, start, start + LESSON, clumsiness, sittings, random);
    }
    if (todo.length > 0 && random.chance(0.55)) {
      // Evenings, most of them right before the deadline.
      const daysLeft = Math.floor(random.fraction() ** 2 * 6);
      const start = due - daysLeft * DAY - random.between(80, 300) * MINUTE;
      sit(lab, todo, start, start + 75 * MINUTE, clumsiness, sittings, random);
    }
  }
  return { name: `alucloud${number}`, clumsiness, sittings: sittings.flatMap((sitting) => until(sitting, horizon)) };
}

/** The steps of a lab that a student means to do: whoever gives up, gives up in the middle of one. */
function remaining(lab: Lab, givesUp: boolean, random: Random): LabStep[] {
  return givesUp ? lab.steps.slice(0, random.between(1, lab.steps.length - 1)) : lab.steps;
}

/** Adds a sitting and returns the steps that did not fit in. */
function sit(
  lab: Lab,
  steps: LabStep[],
  start: number,
  end: number,
  clumsiness: number,
  sittings: Sitting[],
  random: Random,
): LabStep[] {
  const attempts: Attempt[] = [];
  let at = start + random.between(2 * 60, 10 * 60) * SECOND;
  let done = 0;
  for (const step of steps) {
    if (at > end) break;
    if (random.chance(4 * clumsiness)) {
      attempts.push({ step, at, failure: random.chance(0.35) ? 'denied' : 'error' });
      at += random.between(40, 240) * SECOND;
      // Later steps need this one, so that is it for now.
      if (random.chance(0.1)) break;
    }
    attempts.push({ step, at });
    done++;
    at += random.between(3 * 60, 26 * 60) * SECOND;
  }
  sittings.push({ lab, start, end: Math.min(end, at), attempts });
  return steps.slice(done);
}

/** What of a sitting lies in the past. */
function until(sitting: Sitting, horizon: number): Sitting[] {
  if (sitting.start > horizon) return [];
  const attempts = sitting.attempts.filter(({ at }) => at <= horizon);
  return [{ ...sitting, end: Math.min(sitting.end, horizon), attempts }];
}
