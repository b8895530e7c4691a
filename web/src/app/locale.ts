import type { Texts } from '@/shared/texts';

export default {
  'shell.brand': { zh: '坤舆', en: 'Kunyu' },
  'shell.workbench': { zh: '科技创新平台工作台', en: 'Platform network workbench' },
  'shell.in_english': { zh: 'English', en: 'English' },
  'shell.in_chinese': { zh: '中文', en: '中文' },
  'shell.menu': { zh: '菜单', en: 'Menu' },
  'shell.skip_to_content': { zh: '跳到正文', en: 'Skip to content' },
  'shell.text_size': { zh: '字号', en: 'Text size' },
  'shell.text_normal': { zh: '标准字号', en: 'Normal text' },
  'shell.text_large': { zh: '大字号', en: 'Large text' },
  'shell.text_larger': { zh: '特大字号', en: 'Larger text' },
  'shell.portal': { zh: '门户首页', en: 'Public site' },
  'shell.no_such_page': { zh: '没有这个页面', en: 'No such page' },
  'shell.go_home': { zh: '回到我的待办', en: 'Back to my tasks' },
  'shell.not_permitted': { zh: '没有权限', en: 'Not permitted' },
  'shell.not_permitted_help': {
    zh: '您的账号没有打开此页的权限。如需要，请联系管理员授权。',
    en: 'Your account may not open this page. If you need it, ask your administrator.',
  },
  'shell.group_work': { zh: '我的工作', en: 'My work' },
  'shell.group_programme': { zh: '任务督导', en: 'Programme' },
  'shell.group_registry': { zh: '平台名录', en: 'Registry' },
  'shell.group_observations': { zh: '联合观测', en: 'Observations' },
  'shell.group_layout': { zh: '布局', en: 'Layout' },
  'shell.group_publish': { zh: '发布', en: 'Publishing' },
  'shell.group_admin': { zh: '管理', en: 'Administration' },
} satisfies Texts;
