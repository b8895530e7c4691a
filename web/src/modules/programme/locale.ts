import type { Texts } from '@/shared/texts';
import sentences from '../../../../messages/programme.json';
import editing from './texts/editing.locale';
import record from './texts/record.locale';
import views from './texts/views.locale';

/** The words that server and workbench share: lights, roles, kinds of milestones, whether a report is there. */
const shared = Object.fromEntries(
  Object.entries(sentences as Texts)
    .filter(([key]) => /^programme\.((light|role|kind|report)_|sample_reports$)/.test(key))
    .map(([key, { zh, en }]) => [key, { zh, en }]),
);

export default { ...shared, ...views, ...editing, ...record } satisfies Texts;
