import type { RouteRecordRaw } from 'vue-router';

const standing = ['standing.read'];
const numberId = (route: { params: Record<string, string | string[]> }) => ({ id: Number(route.params.id) });

export default [
  {
    path: '/programme',
    name: 'programme',
    component: () => import('./pages/OverviewPage.vue'),
    meta: { title: 'programme.overview', actions: standing },
  },
  {
    path: '/programme/timeline',
    name: 'programme-timeline',
    component: () => import('./pages/TimelinePage.vue'),
    meta: { title: 'programme.timeline', actions: standing },
  },
  {
    path: '/programme/tasks',
    name: 'programme-tasks',
    component: () => import('./pages/TasksPage.vue'),
    meta: { title: 'programme.tasks', actions: standing },
  },
  {
    path: '/programme/units',
    name: 'programme-units',
    component: () => import('./pages/UnitsPage.vue'),
    meta: { title: 'programme.units', actions: standing },
  },
  {
    path: '/programme/units/:id(\\d+)',
    name: 'programme-unit',
    component: () => import('./pages/UnitPage.vue'),
    props: numberId,
    meta: { title: 'programme.unit', actions: standing },
  },
  {
    path: '/programme/goals/:goal',
    name: 'programme-goal',
    component: () => import('./pages/PartPage.vue'),
    props: true,
    meta: { title: 'programme.goal', actions: standing },
  },
  {
    path: '/programme/sections/:section',
    name: 'programme-section',
    component: () => import('./pages/PartPage.vue'),
    props: true,
    meta: { title: 'programme.section', actions: standing },
  },
  {
    path: '/programme/dependencies',
    name: 'programme-dependencies',
    component: () => import('./pages/DependenciesPage.vue'),
    meta: { title: 'programme.dependencies', actions: standing },
  },
  {
    path: '/programme/calendar',
    name: 'programme-calendar',
    component: () => import('./pages/CalendarPage.vue'),
    meta: { title: 'programme.calendar', actions: standing },
  },
  {
    path: '/programme/setting',
    name: 'programme-setting',
    component: () => import('./pages/SettingPage.vue'),
    meta: { title: 'programme.setting', actions: standing },
  },
  {
    path: '/programme/revisions',
    name: 'programme-revisions',
    component: () => import('./pages/RevisionsPage.vue'),
    meta: { title: 'programme.revisions', actions: ['plan.edit'] },
  },
  {
    path: '/programme/new',
    name: 'programme-new',
    component: () => import('./pages/NewPlanPage.vue'),
    meta: { title: 'programme.enter_plan', actions: ['plan.edit'] },
  },
  {
    path: '/tasks/:id(\\d+)',
    name: 'plan-task',
    component: () => import('./pages/TaskPage.vue'),
    props: numberId,
    meta: { title: 'programme.task', actions: ['plan.read'] },
  },
] satisfies RouteRecordRaw[];
