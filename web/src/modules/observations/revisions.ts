import { api } from '@/api/client';
import { t } from '@/app/i18n';
import type { Shape } from '@/api/types';

export type Revision = Shape<'Revision'>;
export type EditAnswer = Shape<'EditAnswer'>;
/** What has a default may be left out; the generated types ask for it. */
type Wish<Body> = Omit<Body, 'preview'> & { preview?: boolean };
export type FlagWish = Wish<Shape<'FlagInput'>>;
export type DeletionWish = Wish<Shape<'DeletionInput'>>;

/** As the server names whoever works at its command line. */
const COMMAND_LINE = 'command line';

/** Who did it, in the reader's language. */
export const authorName = (name: string | null | undefined): string =>
  name === COMMAND_LINE ? t('revisions.command_line') : (name ?? '—');

/** Later versions of a stream, the newest first. */
export const readRevisions = async (
  id: number,
  cursor: string | undefined,
  signal?: AbortSignal,
): Promise<Shape<'RevisionList'>> =>
  (await api.get('/streams/{id}/revisions', { path: { id }, query: { cursor, limit: 20 }, signal })).data;

export const flag = async (id: number, body: FlagWish): Promise<EditAnswer> =>
  (await api.post('/streams/{id}/flags', { path: { id }, body: { preview: false, ...body } })).data;

/** Deletes, or puts back what a version deleted. */
export const remove = async (id: number, body: DeletionWish): Promise<EditAnswer> =>
  (await api.post('/streams/{id}/deletions', { path: { id }, body: { preview: false, ...body } })).data;
