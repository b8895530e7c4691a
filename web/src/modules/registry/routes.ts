import type { RouteRecordRaw } from 'vue-router';

const numberId = (route: { params: Record<string, string | string[]> }) => ({ id: Number(route.params.id) });

export default [
  {
    path: '/platforms',
    name: 'platforms',
    component: () => import('./pages/PlatformsPage.vue'),
    meta: { title: 'registry.title', actions: ['platform.read'] },
  },
  {
    path: '/platforms/record',
    name: 'record-platform',
    component: () => import('./pages/RecordPlatformPage.vue'),
    meta: { title: 'registry.record_platform', actions: ['platform.record'] },
  },
  {
    path: '/platforms/:id',
    name: 'platform',
    component: () => import('./pages/PlatformPage.vue'),
    props: true,
    meta: { title: 'registry.platform', actions: ['platform.read'] },
  },
  {
    path: '/platforms/:id/events/new',
    name: 'record-event',
    component: () => import('./pages/EventFormPage.vue'),
    props: true,
    meta: { title: 'registry.record_event', actions: ['platform.event'] },
  },
  {
    path: '/readiness',
    name: 'readiness',
    component: () => import('./pages/ReadinessPage.vue'),
    meta: { title: 'registry.readiness', actions: ['readiness.read'] },
  },
  {
    path: '/annual-reports',
    name: 'annual-reports',
    component: () => import('./pages/AnnualReportsPage.vue'),
    meta: { title: 'registry.annual_reports', actions: ['annual_report.read'] },
  },
  {
    path: '/annual-reports/:id(\\d+)',
    name: 'annual-report',
    component: () => import('./pages/AnnualReportPage.vue'),
    props: numberId,
    meta: { title: 'registry.annual_report', actions: ['annual_report.read'] },
  },
  {
    path: '/exit-plans',
    name: 'exit-plans',
    component: () => import('./pages/ExitPlansPage.vue'),
    meta: { title: 'registry.exit_plans', actions: ['exit_plan.read'] },
  },
  {
    path: '/exit-plans/new',
    name: 'new-exit-plan',
    component: () => import('./pages/ExitPlanFormPage.vue'),
    meta: { title: 'registry.new_exit_plan', actions: ['exit_plan.record'] },
  },
  {
    path: '/exit-plans/:id(\\d+)',
    name: 'exit-plan',
    component: () => import('./pages/ExitPlanPage.vue'),
    props: numberId,
    meta: { title: 'registry.exit_plan', actions: ['exit_plan.read'] },
  },
] satisfies RouteRecordRaw[];
