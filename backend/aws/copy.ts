/** A place in AWS whose log files are copied into a folder of this computer. */
export interface Copy {
  /** Whether it is worth to ask AWS now; `asked`: the user wants it, and did not merely look. */
  isDue(asked: boolean): Promise<boolean>;
  /** Copies what is not there yet, the newest first. Safe to repeat after a cancellation or a kill: it goes on where it stopped. */
  run(run: CopyRun): Promise<void>;
  /** What could not be copied, and why. */
  failures(): Promise<CopyFailure[]>;
}

export interface CopyRun {
  asked: boolean;
  signal?: AbortSignal;
  /** How far it is, in files, or in days for what has no files; `found` may grow. */
  onProgress: (progress: CopyProgress) => void;
  /** Files were copied that may be read. */
  onFiles: () => void;
}

export interface CopyProgress {
  done: number;
  found: number;
  /** Bytes copied by this run. */
  bytes: number;
}

export interface CopyFailure {
  key: string;
  /** A sentence for the user. */
  reason: string;
}

/** Milliseconds between two looks that nobody asked for: each costs requests. */
export const LOOK_INTERVAL = 300_000;
