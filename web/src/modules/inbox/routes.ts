import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/todos',
    name: 'todos',
    component: () => import('./pages/TodosPage.vue'),
    meta: { title: 'inbox.title' },
  },
  {
    path: '/notifications',
    name: 'notifications',
    component: () => import('./pages/NotificationsPage.vue'),
    meta: { title: 'inbox.notifications', actions: ['notification.own'] },
  },
  {
    path: '/me/notification-settings',
    name: 'notification-settings',
    component: () => import('./pages/SettingsPage.vue'),
    meta: { title: 'inbox.settings', actions: ['notification.own'] },
  },
  {
    path: '/mails',
    name: 'mails',
    component: () => import('./pages/MailsPage.vue'),
    meta: { title: 'inbox.mails', actions: ['mail.read'] },
  },
] satisfies RouteRecordRaw[];
