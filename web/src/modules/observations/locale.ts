import type { Texts } from '@/shared/texts';
import sentences from '../../../../messages/observation_files.json';
import files from './texts/files.locale';
import live from './texts/live.locale';
import networks from './texts/networks.locale';
import rulesTexts from './texts/rules.locale';
import series from './texts/series.locale';
import stations from './texts/stations.locale';
import tending from './texts/tending.locale';

/** The rules of reading a file, line by line; a preview names them by their codes. */
const rules = Object.fromEntries(
  Object.entries(sentences as Texts).map(([key, { zh, en }]) => [key, { zh, en }]),
);

export default {
  ...rules,
  ...stations,
  ...series,
  ...files,
  ...live,
  ...networks,
  ...rulesTexts,
  ...tending,
} satisfies Texts;
