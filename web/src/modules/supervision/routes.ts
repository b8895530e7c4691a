import type { RouteRecordRaw } from 'vue-router';

const numberId = (route: { params: Record<string, string | string[]> }) => ({ id: Number(route.params.id) });

export default [
  {
    path: '/programme/reports',
    alias: '/programme/reports/expected',
    name: 'reports',
    component: () => import('./pages/ReportsPage.vue'),
    meta: { title: 'supervision.reports', actions: ['progress.read'] },
  },
  {
    path: '/programme/reports/:id(\\d+)',
    name: 'report',
    component: () => import('./pages/ReportPage.vue'),
    props: numberId,
    meta: { title: 'supervision.report', actions: ['progress.read'] },
  },
  {
    path: '/programme/unit-plans',
    name: 'unit-plans',
    component: () => import('./pages/UnitPlansPage.vue'),
    meta: { title: 'supervision.unit_plans', actions: ['unit_plan.read'] },
  },
  {
    path: '/programme/unit-plans/:id(\\d+)',
    name: 'unit-plan',
    component: () => import('./pages/UnitPlanPage.vue'),
    props: numberId,
    meta: { title: 'supervision.unit_plans', actions: ['unit_plan.read'] },
  },
  {
    path: '/programme/evidence/:id(\\d+)',
    name: 'evidence',
    component: () => import('./pages/EvidencePage.vue'),
    props: numberId,
    meta: { title: 'supervision.evidence', actions: ['progress.read'] },
  },
  {
    path: '/programme/extensions',
    name: 'extensions',
    component: () => import('./pages/ExtensionsPage.vue'),
    meta: { title: 'supervision.extensions', actions: ['progress.read'] },
  },
  {
    path: '/programme/extensions/:id(\\d+)',
    name: 'extension',
    component: () => import('./pages/ExtensionPage.vue'),
    props: numberId,
    meta: { title: 'supervision.extensions', actions: ['progress.read'] },
  },
  {
    path: '/programme/slips',
    name: 'slips',
    component: () => import('./pages/SlipsPage.vue'),
    meta: { title: 'supervision.slips', actions: ['slip.read'] },
  },
  {
    path: '/programme/slips/:id(\\d+)',
    name: 'slip',
    component: () => import('./pages/SlipPage.vue'),
    props: numberId,
    meta: { title: 'supervision.slip', actions: ['slip.read'] },
  },
] satisfies RouteRecordRaw[];
