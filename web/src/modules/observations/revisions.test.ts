import { describe, expect, it } from 'vitest';
import { i18n } from '@/app/i18n';
import { authorName } from './revisions';

describe('who made a version', () => {
  it('is named in the language of the reader', () => {
    i18n.global.locale.value = 'zh';
    expect(authorName('command line')).toBe('命令行');
    i18n.global.locale.value = 'en';
    expect(authorName('command line')).toBe('Command line');
    expect(authorName('李数据')).toBe('李数据');
    expect(authorName(null)).toBe('—');
  });
});
