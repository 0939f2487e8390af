/**
 * Property-based tests draw the same cases in every run, so that a change is judged by what it changed and not by the
 * draw. `FC_SEED=$RANDOM pnpm unit` draws others; what that finds becomes an example of the test.
 */
import { env } from 'node:process';
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(env.FC_SEED ?? 1) });
