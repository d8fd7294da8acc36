import { classPlan, type Student } from './classPlan.ts';
import type { Lab } from './labs.ts';
import { sampleSettings, type SampleOptions } from './sampleOptions.ts';
import { eventTime } from './visit.ts';

/** What the students of a sample have done: what a checklist over the sample's log files must find. */
export interface SamplePlan {
  labs: PlannedLab[];
  students: { user: string; labs: StudentLab[] }[];
}

export interface PlannedLab {
  id: string;
  title: string;
  /** Both as in eventTime. Nobody does a step of the lab before it opens or after it is due. */
  opens: string;
  due: string;
  steps: PlannedStep[];
}

/** A step is done by a successful event of this name, with the told parameter where there is one. */
export interface PlannedStep {
  id: string;
  /** Without `.amazonaws.com`. */
  service: string;
  eventName: string;
  /** The flattened name of a request parameter, and its value. */
  told?: { parameter: string; value: string };
}

export interface StudentLab {
  lab: string;
  steps: StudentStep[];
}

export interface StudentStep {
  step: string;
  /** The eventTime of the event that completes the step; absent where none does. */
  done?: string;
  /** Calls that failed, whether or not one succeeded later. */
  failed: number;
}

/** The plan behind generateSample's log files for the same options. An organization has no labs. */
export function samplePlan(options: SampleOptions): SamplePlan {
  const settings = sampleSettings(options);
  if (settings.organization) return { labs: [], students: [] };
  const { labs, students } = classPlan(settings);
  return {
    labs: labs.map(({ lab, opens, due }) => ({
      id: lab.id,
      title: lab.title,
      opens: eventTime(opens),
      due: eventTime(due),
      steps: lab.steps.map(({ id, action, told }) => ({ id, service: action.service, eventName: action.name, told })),
    })),
    students: students.map((student) => ({
      user: student.name,
      labs: labs.map(({ lab }) => ({ lab: lab.id, steps: studentSteps(student, lab) })),
    })),
  };
}

function studentSteps(student: Student, lab: Lab): StudentStep[] {
  const attempts = student.sittings.filter((sitting) => sitting.lab === lab).flatMap((sitting) => sitting.attempts);
  return lab.steps.map((step) => {
    const own = attempts.filter((attempt) => attempt.step === step);
    const success = own.find(({ failure }) => failure === undefined);
    return {
      step: step.id,
      ...(success ? { done: eventTime(success.at) } : {}),
      failed: own.filter(({ failure }) => failure !== undefined).length,
    };
  });
}
