import { ref } from 'vue';
import { api } from '@/api/client';
import { today } from './days';

const told = ref('');
let asking: Promise<void> | null = null;

async function ask(): Promise<void> {
  try {
    told.value = (await api.get('/site')).data.today;
  } catch {
    // Without an answer the reader's own day stands in; the server checks every day it is sent.
  } finally {
    asking = null;
  }
}

/** Asks the server for its day, which in a trial run is not the reader's; the pages that compare days wait for it. */
export async function learnServerDay(): Promise<void> {
  asking ??= ask();
  if (!told.value) await asking;
}

/** The server's day once it is known, the reader's until then. */
export const serverDay = (): string => told.value || today();
