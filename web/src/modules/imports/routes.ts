import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/imports',
    name: 'imports',
    component: () => import('./pages/ImportsPage.vue'),
    meta: { title: 'imports.title', actions: ['import.run'] },
  },
  {
    path: '/jobs',
    name: 'jobs',
    component: () => import('./pages/JobsPage.vue'),
    meta: { title: 'jobs.title', actions: ['import.run'] },
  },
  {
    path: '/jobs/:id(\\d+)',
    name: 'job',
    component: () => import('./pages/JobPage.vue'),
    props: (route) => ({ id: Number(route.params.id) }),
    meta: { title: 'jobs.job', actions: ['job.read'] },
  },
] satisfies RouteRecordRaw[];
