import type { Texts } from '@/shared/texts';

export default {
  'audit.title': { zh: '审计记录', en: 'Audit record' },
  'audit.help': {
    zh: '每一次写入的人、时间、内容、前后变化和理由，按散列链相连，不能改动。',
    en: 'Who wrote what, when and why, with before and after, linked by a chain of hashes that shows any change.',
  },
  'audit.sequence': { zh: '序号', en: 'Number' },
  'audit.actor': { zh: '操作人', en: 'Actor' },
  'audit.actor_hint': { zh: '账号', en: 'Account name' },
  'audit.action': { zh: '操作', en: 'Action' },
  'audit.action_hint': { zh: '如 platform.event', en: 'such as platform.event' },
  'audit.subject': { zh: '对象', en: 'Subject' },
  'audit.subject_hint': { zh: '如 platform:P001', en: 'such as platform:P001' },
  'audit.server': { zh: '服务器或命令行', en: 'Server or command line' },
  'audit.show': { zh: '展开', en: 'Show' },
  'audit.hide': { zh: '收起', en: 'Hide' },
  'audit.before': { zh: '之前', en: 'Before' },
  'audit.after': { zh: '之后', en: 'After' },
  'audit.no_difference': { zh: '没有字段变化', en: 'No field changed' },
  'audit.request': { zh: '请求与地址', en: 'Request and address' },
  'audit.previous_hash': { zh: '前一条散列', en: 'Previous hash' },
  'audit.hash': { zh: '本条散列', en: 'Hash' },
} satisfies Texts;
