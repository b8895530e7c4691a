import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/organisations',
    name: 'organisations',
    component: () => import('./pages/OrganisationsPage.vue'),
    meta: { title: 'organisations.title', actions: ['organisation.read'] },
  },
  {
    path: '/organisations/:id',
    name: 'organisation',
    component: () => import('./pages/OrganisationPage.vue'),
    props: true,
    meta: { title: 'organisations.organisation', actions: ['organisation.read'] },
  },
] satisfies RouteRecordRaw[];
