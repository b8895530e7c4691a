import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/todos',
    name: 'todos',
    component: () => import('./pages/TodosPage.vue'),
    meta: { title: 'inbox.title' },
  },
] satisfies RouteRecordRaw[];
