import type { Texts } from '@/shared/texts';

export default {
  'inbox.title': { zh: '我的工作台', en: 'My tasks' },
  'inbox.todo': { zh: '待办', en: 'To do' },
  'inbox.waiting': { zh: '待办', en: 'To do' },
  'inbox.done': { zh: '已办', en: 'Done' },
  'inbox.started': { zh: '我发起的', en: 'Started by me' },
  'inbox.empty_waiting': { zh: '没有待办事项。', en: 'Nothing is waiting for you.' },
  'inbox.empty_done': { zh: '还没有已办事项。', en: 'Nothing done yet.' },
  'inbox.empty_started': { zh: '您还没有发起事项。', en: 'You have not started anything yet.' },
  'inbox.matter': { zh: '事项', en: 'Matter' },
  'inbox.since': { zh: '到达时间', en: 'Since' },
  'inbox.due': { zh: '期限', en: 'Due' },
  'inbox.from': { zh: '来自', en: 'From' },
  'inbox.done_at': { zh: '办结时间', en: 'Done at' },
  'inbox.on_behalf_of': { zh: '代 {name} 办理', en: 'on behalf of {name}' },
  'inbox.overdue': { zh: '逾期', en: 'Overdue' },
  'inbox.due_soon': { zh: '临期', en: 'Due soon' },
  'inbox.in_time': { zh: '期限内', en: 'In time' },
  'inbox.no_due': { zh: '无期限', en: 'No time limit' },
  'inbox.finished': { zh: '办结', en: 'Finished' },
  'inbox.in_progress': { zh: '办理中', en: 'In progress' },
} satisfies Texts;
