import type { Texts } from '@/shared/texts';
import sentences from '../../../../messages/registers.json';
import texts from './texts/registers.locale';

/** The words that server and workbench share: states, kinds, units, outcomes. */
const shared = Object.fromEntries(
  Object.entries(sentences as Texts)
    .filter(([key]) =>
      /^registers\.(assignment|occasion|commitment|regulation|kind|unit|state|outcome|amount)_/.test(key),
    )
    .map(([key, { zh, en }]) => [key, { zh, en }]),
);

export default { ...shared, ...texts } satisfies Texts;
