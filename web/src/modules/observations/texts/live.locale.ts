import type { Texts } from '@/shared/texts';

export default {
  'live.connecting': { zh: '正在连接', en: 'Connecting' },
  'live.live': { zh: '实时', en: 'Live' },
  'live.polling': { zh: '每半分钟刷新', en: 'Refreshed every half minute' },
} satisfies Texts;
