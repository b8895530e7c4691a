import type { RouteRecordRaw } from 'vue-router';

const numberId = (route: { params: Record<string, string | string[]> }) => ({ id: Number(route.params.id) });

export default [
  {
    path: '/applications',
    name: 'applications',
    component: () => import('./pages/ApplicationsPage.vue'),
    meta: { title: 'applications.title', actions: ['application.read'] },
  },
  {
    path: '/applications/new',
    name: 'new-application',
    component: () => import('./pages/ApplicationFormPage.vue'),
    meta: { title: 'applications.new', actions: ['application.draft'] },
  },
  {
    path: '/applications/:id(\\d+)',
    name: 'application',
    component: () => import('./pages/ApplicationPage.vue'),
    props: numberId,
    meta: { title: 'applications.application', actions: ['application.read'] },
  },
  {
    path: '/applications/:id(\\d+)/edit',
    name: 'edit-application',
    component: () => import('./pages/ApplicationFormPage.vue'),
    props: numberId,
    meta: { title: 'applications.edit', actions: ['application.draft'] },
  },
  {
    path: '/calls',
    name: 'calls',
    component: () => import('./pages/CallsPage.vue'),
    meta: { title: 'applications.calls', actions: ['call.read'] },
  },
  {
    path: '/calls/new',
    name: 'new-call',
    component: () => import('./pages/CallFormPage.vue'),
    meta: { title: 'applications.new_call', actions: ['call.edit'] },
  },
  {
    path: '/calls/:id(\\d+)',
    name: 'call',
    component: () => import('./pages/CallPage.vue'),
    props: numberId,
    meta: { title: 'applications.call', actions: ['call.read'] },
  },
  {
    path: '/calls/:id(\\d+)/edit',
    name: 'edit-call',
    component: () => import('./pages/CallFormPage.vue'),
    props: numberId,
    meta: { title: 'applications.edit_call', actions: ['call.edit'] },
  },
] satisfies RouteRecordRaw[];
