import { workerData } from 'node:worker_threads';
import { writeSample } from '../../backend/local/writeSample.ts';

/** Writes sample log files in a thread of its own, and ends. What it throws reaches the worker's `error` event. */
const { folder, end } = workerData as { folder: string; end: Date };
void writeSample(folder, { end });
