import type { Texts } from '@/shared/texts';
import sentences from '../../../../messages/supervision.json';
import work from './texts/work.locale';

/** The words that server and workbench share: states and levels. */
const shared = Object.fromEntries(
  Object.entries(sentences as Texts)
    .filter(([key]) => /^supervision\.(state|level)_/.test(key))
    .map(([key, { zh, en }]) => [key, { zh, en }]),
);

export default { ...shared, ...work } satisfies Texts;
