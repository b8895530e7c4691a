import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/audit',
    name: 'audit',
    component: () => import('./pages/AuditPage.vue'),
    meta: { title: 'audit.title', actions: ['audit.read'] },
  },
] satisfies RouteRecordRaw[];
